"""Shapes between pixels and Encord's fractions of the image's width and height."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from everloop.domain import masks
from everloop.domain.errors import Invalid
from everloop.domain.json_rows import told
from everloop.domain.ontologies import Shape
from everloop.domain.shapes import rle_of

KEYS = {Shape.BOX: "boundingBox", Shape.POLYGON: "polygon", Shape.MASK: "bitmask"}
DIGITS = 13


def write(shape: Shape, drawn: Any, *, width: int, height: int) -> dict[str, Any]:
    """The geometry keys of a frame object: ``boundingBox``; ``polygon`` and ``polygons``; or ``bitmask``."""
    match shape:
        case Shape.BOX:
            x, y, w, h = drawn
            return {"boundingBox": {"h": h / height, "w": w / width, "x": x / width, "y": y / height}}
        case Shape.POLYGON:
            sides = (width, height)
            outlines = [[value / sides[at % 2] for at, value in enumerate(outline)] for outline in drawn]
            first = outlines[0]
            points = {str(at // 2): {"x": first[at], "y": first[at + 1]} for at in range(0, len(first), 2)}
            return {"polygon": points, "polygons": [[outline] for outline in outlines]}
        case Shape.MASK:
            rle = rle_of(drawn)
            if (rle.height, rle.width) != (height, width):
                raise Invalid(f"A mask is {rle.width} × {rle.height}, but the image {width} × {height}.")
            told = {"top": 0, "left": 0, "height": height, "width": width, "rleString": masks.row_major(rle)}
            return {"bitmask": told}


def read(label: Mapping[str, Any], *, width: int, height: int) -> tuple[Shape, Any]:
    """The shape of a frame object, in pixels. An outline with holes becomes a mask.

    Raises:
        Invalid: It has none that Everloop draws.
    """
    try:
        if (box := label.get("boundingBox")) is not None:
            sides = {"x": width, "y": height, "w": width, "h": height}
            if not (box["w"] >= 0 and box["h"] >= 0):
                raise Invalid("Its box has a negative size.")
            return Shape.BOX, [_pixels(box[key], side) for key, side in sides.items()]
        if (mask := label.get("bitmask")) is not None:
            rle = masks.from_row_major(mask["rleString"], height=mask["height"], width=mask["width"])
            return Shape.MASK, {"size": [rle.height, rle.width], "counts": rle.counts}
        if polygons := _polygons(label):
            sizes = (width, height)
            parts = [[[_pixels(v, sizes[at % 2]) for at, v in enumerate(ring)] for ring in part] for part in polygons]
            return _outlines(parts, width=width, height=height)
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
        raise Invalid(f"Its geometry is broken near {error}.") from error
    raise Invalid(f"Everloop does not draw the shape {told(label.get('shape'))}.")


def _polygons(label: Mapping[str, Any]) -> list[list[list[float]]]:
    """Parts of rings of x, y, x, y, …: ``polygons`` wins, ``polygon`` is a dict by number or a list of points."""
    if polygons := label.get("polygons"):
        return list(polygons)
    points = label.get("polygon")
    if not points:
        return []
    ordered = [points[key] for key in sorted(points, key=int)] if isinstance(points, dict) else points
    return [[[value for point in ordered for value in (point["x"], point["y"])]]]


def _outlines(parts: Sequence[Sequence[list[float]]], *, width: int, height: int) -> tuple[Shape, Any]:
    if not all(parts):
        raise Invalid("It has a part without an outline.")
    masks.refuse_outlines([ring for part in parts for ring in part])
    if all(len(part) == 1 for part in parts):
        return Shape.POLYGON, [part[0] for part in parts]
    filled = []
    for part in parts:
        outer = masks.from_polygons(part[:1], height=height, width=width)
        filled.append(masks.difference(outer, masks.from_polygons(part[1:], height=height, width=width)))
    rle = masks.union(filled)
    return Shape.MASK, {"size": [rle.height, rle.width], "counts": rle.counts}


def _pixels(fraction: float, side: int) -> float:
    """The shortest decimal that is this fraction of the side: what was divided to make it, wherever that can be known.

    Raises:
        Invalid: No number.
    """
    if type(fraction) not in (int, float):  # a text times the side would be a very long one
        raise Invalid("Its geometry has a coordinate that is no number.")
    exact = fraction * side
    for digits in range(DIGITS):
        candidate = round(exact, digits)
        if candidate / side == fraction:
            return candidate
    return exact
