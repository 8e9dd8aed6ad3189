"""Boxes and outlines in pixels, origin top-left. Bulk arrays are ``(N, 4)`` float64."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
Polygon = Sequence[float]
Boxes = NDArray[np.float64]


def xyxy(box_xywh: Box) -> Box:
    """The corners (left, top, right, bottom) of a box (left, top, width, height)."""
    x, y, w, h = box_xywh
    return (x, y, x + w, y + h)


def xywh(box_xyxy: Box) -> Box:
    """The box (left, top, width, height) between two corners."""
    left, top, right, bottom = box_xyxy
    return (left, top, right - left, bottom - top)


def clip(box_xywh: Box, *, width: float, height: float) -> Box:
    """The part of a box that lies inside the picture; of size 0 at the nearest edge where none does."""
    left, top, right, bottom = xyxy(box_xywh)
    return xywh(
        (
            min(max(left, 0.0), width),
            min(max(top, 0.0), height),
            min(max(right, 0.0), width),
            min(max(bottom, 0.0), height),
        )
    )


def polygon_area(outline: Polygon) -> float:
    """The area inside one closed outline ``[x, y, x, y, …]`` (the shoelace formula; self-crossings count by winding)."""
    if len(outline) < 6:
        return 0.0
    points = np.asarray(outline, np.float64).reshape(-1, 2)
    points = points - points[0]
    x, y = points[:, 0], points[:, 1]
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


def polygon_box(outlines: Sequence[Polygon]) -> Box:
    """The smallest box_xywh around all points of one or more outlines; all zero where there are none."""
    xs = [x for outline in outlines for x in outline[0::2]]
    ys = [y for outline in outlines for y in outline[1::2]]
    if not xs or not ys:
        return (0.0, 0.0, 0.0, 0.0)
    return xywh((min(xs), min(ys), max(xs), max(ys)))


def box_area(box_xywh: Box) -> float:
    """Width times height."""
    return box_xywh[2] * box_xywh[3]


def iou(of_xywh: Boxes, against_xywh: Boxes, *, crowds: NDArray[np.bool_] | None = None) -> Boxes:
    """Intersection over union of boxes, ``(N, M)`` float64, as pycocotools' ``bbIou``.

    Args:
        of_xywh: ``(N, 4)``.
        against_xywh: ``(M, 4)``.
        crowds: ``(M,)``; over the area of ``of_xywh`` alone where it is true.
    """
    of, against = of_xywh.reshape(-1, 4), against_xywh.reshape(-1, 4)
    across = _overlap(of[:, 0], of[:, 2], against[:, 0], against[:, 2])
    down = _overlap(of[:, 1], of[:, 3], against[:, 1], against[:, 3])
    both = across * down
    areas = (of[:, 2] * of[:, 3])[:, None]
    total = areas + (against[:, 2] * against[:, 3])[None, :] - both
    if crowds is not None:
        total = np.where(crowds[None, :], areas, total)
    found: Boxes = np.divide(both, total, out=np.zeros_like(both), where=both > 0)
    return found


def _overlap(a: Boxes, a_size: Boxes, b: Boxes, b_size: Boxes) -> Boxes:
    """How much of two intervals each pair shares, ``(N, M)``, never negative."""
    ends = np.minimum((a + a_size)[:, None], (b + b_size)[None, :])
    shared: Boxes = np.maximum(ends - np.maximum(a[:, None], b[None, :]), 0.0)
    return shared
