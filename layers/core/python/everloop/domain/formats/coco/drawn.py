"""The shapes of a row of a COCO file, checked: what is wrong here would crash or mislead the tools that read it later."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from everloop.domain import masks
from everloop.domain.errors import Invalid

_NUMBERS = frozenset((int, float))


def shapes(row: Mapping[str, Any], *, width: int | None, height: int | None) -> dict[str, Any]:
    """The shapes of an annotation or a result: ``bbox`` and ``segmentation``, as they came. ``width``, ``height``: the image's.

    Raises:
        Invalid: There are none, or they are wrong; the sentence says what.
    """
    found: dict[str, Any] = {}
    if (box := row.get("bbox")) is not None and box != []:
        found["box"] = _box(box)
    segmentation = row.get("segmentation")
    if isinstance(segmentation, dict):
        found["mask"] = _mask(segmentation, width, height)
    elif segmentation is not None and (outlines := _outlines(segmentation)):
        found["polygon"] = outlines
    if not found:
        raise Invalid("It has neither a bbox nor a segmentation.")
    return found


def numbers(values: list[Any]) -> bool:
    """Whether all are JSON numbers, none NaN or infinite (or so large that they cannot be added up)."""
    return _NUMBERS.issuperset(map(type, values)) and math.isfinite(sum(values))


def _box(box: Any) -> list[float]:
    if not isinstance(box, list) or len(box) != 4 or not numbers(box):
        raise Invalid("Its bbox is no list of four numbers.")
    if box[2] < 0 or box[3] < 0:
        raise Invalid(f"Its bbox has a negative size: {box[2]} × {box[3]}.")
    if max(box) > masks.REACH or min(box) < -masks.REACH:
        raise Invalid(f"Its bbox reaches further than {masks.REACH:,.0f} pixels.")
    return box


def _mask(segmentation: Mapping[str, Any], image_width: int | None, image_height: int | None) -> dict[str, Any]:
    size, counts = segmentation.get("size"), segmentation.get("counts")
    if not isinstance(size, list) or len(size) != 2 or not all(type(side) is int for side in size):
        raise Invalid("Its mask has no size of two whole numbers.")
    height, width = size
    if image_height and image_width and (height, width) != (image_height, image_width):
        raise Invalid(f"Its mask is {width} × {height}, but the image {image_width} × {image_height}.")
    if isinstance(counts, str):
        masks.from_string(counts, height=height, width=width)
    elif isinstance(counts, list):
        masks.from_counts(counts, height=height, width=width)
    else:
        raise Invalid("Its mask has no counts.")
    return {"size": size, "counts": counts}


def _outlines(segmentation: Any) -> list[list[float]]:
    if not isinstance(segmentation, list):
        raise Invalid("Its segmentation is neither outlines nor a mask.")
    outlines = (
        [segmentation] if segmentation and not isinstance(segmentation[0], list) else [one for one in segmentation if one]
    )
    for outline in outlines:
        if not isinstance(outline, list) or not numbers(outline):
            raise Invalid("Its segmentation has an outline that is no list of numbers.")
    masks.refuse_outlines(outlines)
    return outlines
