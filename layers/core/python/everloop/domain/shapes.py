"""What follows from the shapes of an annotation (in JSON form): its box, its area, its richest shape, its mask.

Imported values win over computed ones: a box stands beside a mask as it came, an ``area`` is kept until the shape is edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from everloop.domain import masks
from everloop.domain.geometry import Box, box_area, polygon_area, polygon_box
from everloop.domain.masks import Rle
from everloop.domain.ontologies import Shape

ShapesJson = Mapping[str, Any]
RICHEST_FIRST = (Shape.MASK, Shape.POLYGON, Shape.BOX)


def richest(shapes: ShapesJson) -> Shape:
    """The shape that says most of where the object is: a mask, else a polygon, else a box."""
    return next(shape for shape in RICHEST_FIRST if shapes.get(shape) is not None)


def box_of(shapes: ShapesJson) -> Box:
    """The box_xywh: as drawn or imported, else the smallest around the polygon or the mask."""
    if (box := shapes.get("box")) is not None:
        return (box[0], box[1], box[2], box[3])
    if (polygon := shapes.get("polygon")) is not None:
        return polygon_box(polygon)
    return masks.box(rle_of(shapes["mask"]))


def area_of(annotation: Mapping[str, Any], *, part: str = "0") -> float:
    """The area in px²: as imported, else that of the richest shape (pixels of a mask; the outlines of a polygon; w · h)."""
    if (area := annotation.get("area")) is not None:
        return float(area)
    shapes = annotation["shapes"][part]
    match richest(shapes):
        case Shape.MASK:
            return float(masks.area(rle_of(shapes["mask"])))
        case Shape.POLYGON:
            return float(sum(polygon_area(outline) for outline in shapes["polygon"]))
        case Shape.BOX:
            return float(box_area(box_of(shapes)))


def mask_of(shapes: ShapesJson, *, height: int, width: int) -> Rle | None:
    """The pixels of the mask or, filled as COCO fills it, of the polygon; None where there is only a box."""
    if (mask := shapes.get("mask")) is not None:
        return rle_of(mask)
    if (polygon := shapes.get("polygon")) is not None:
        return masks.from_polygons(polygon, height=height, width=width)
    return None


def rle_of(mask: Mapping[str, Any]) -> Rle:
    """The run lengths of ``{"size": [h, w], "counts": string | numbers}``."""
    (height, width), counts = mask["size"], mask["counts"]
    if isinstance(counts, str):
        return Rle(counts, height, width)
    return masks.from_counts(counts, height=height, width=width)
