"""Whether what is drawn can be: numbers that are numbers, masks that fill their picture. Nothing else reaches a label row, so
that exports and evaluations can rely on it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from everloop.domain import masks
from everloop.domain.errors import Invalid
from everloop.domain.geometry import Polygon
from everloop.domain.label_checks import LabelProblem
from everloop.domain.limits import PIXELS
from everloop.domain.masks import REACH

WHOLE = 2**53
_OBJECT_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_PART = re.compile(r"0|[1-9][0-9]{0,8}")


def problems(
    annotations: Iterable[Mapping[str, Any]], *, height: int | None = None, width: int | None = None
) -> list[LabelProblem]:
    """Everything of annotations in JSON form that cannot be; all of it blocks saving.

    Args:
        height, width: Of the picture in pixels, where they are known.
    """
    return [
        LabelProblem(object_id=str(annotation["object_id"])[:64], reason=reason, blocks="save")
        for annotation in annotations
        for reason in _wrong(annotation, height, width)
    ]


def _wrong(annotation: Mapping[str, Any], height: int | None, width: int | None) -> Iterator[str]:
    if not _OBJECT_ID.fullmatch(annotation["object_id"]):
        yield "An object id has letters, digits and _ . : - only, 64 at most."
    area = annotation.get("area")
    if area is not None and not (math.isfinite(area) and area >= 0):
        yield f"The area {area!r} is no number of 0 or more."
    source_id = annotation.get("source_id")
    if isinstance(source_id, int) and abs(source_id) > WHOLE:
        yield "The source id is too large a number."
    for part, shapes in (annotation.get("shapes") or {}).items():
        if not _PART.fullmatch(part):
            yield f"Shapes are kept by part, a number; {part!r} is none."
        if not all(-REACH <= value <= REACH for value in shapes.get("box") or ()):
            yield f"A box reaches further than {REACH:,.0f} pixels."
        if shapes.get("polygon") is not None:
            yield from _wrong_polygon(shapes["polygon"])
        if shapes.get("mask") is not None:
            yield from _wrong_mask(shapes["mask"], height, width)


def _wrong_polygon(polygon: Sequence[Polygon]) -> Iterator[str]:
    if not polygon:
        yield "A polygon has at least one outline."
    try:
        masks.refuse_outlines(polygon)
    except Invalid as error:
        yield error.message


def _wrong_mask(mask: Mapping[str, Any], height: int | None, width: int | None) -> Iterator[str]:
    counts = mask["counts"]
    if isinstance(counts, list) and not all(0 <= run <= PIXELS for run in counts):
        yield "The mask has a run that is too long, or of negative length."
        return
    size = tuple(mask["size"])
    if height and width and size != (height, width):
        yield f"The mask is {size[1]} × {size[0]}, but the picture {width} × {height}."
        return
    make = masks.from_string if isinstance(counts, str) else masks.from_counts
    try:
        make(counts, height=size[0], width=size[1])
    except Invalid as error:
        yield error.message
