"""Masks as run lengths, and never as pixels: a 12 megapixel mask is a few hundred numbers.

The form everywhere is COCO's compressed RLE: ``counts`` is a string, runs alternate between unset and set pixels beginning
with unset ones, and pixels go down the columns (column-major). Encord's ``rleString`` is the same code over pixels that go
along the rows; ``transposed`` turns one into the other. The code of a run length: the difference to the run two before (from
the fourth run on), in chunks of 5 bits, low first, bit 6 says "more follows", plus 48 (pycocotools, ``rleToString``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco

from everloop.domain.errors import Invalid
from everloop.domain.geometry import Box, Polygon
from everloop.domain.limits import PIXELS

Counts = NDArray[np.int64]
Spans = tuple[Counts, Counts]
REACH = 100_000.0
PATH = 2_000_000.0
CHARACTERS = 4_000_000
"""Of a compressed string: as many as that cannot add up to more than an int64 holds."""
ACROSS = 5_000_000
"""Runs that a mask may have when its pixels are taken in the other order."""
_AT_ONCE = 100_000
_FILLED_BY_PYCOCOTOOLS = 3 << 24
_CHUNKS = 5 * np.arange(8)


class Rle(NamedTuple):
    """A mask of a picture of ``height`` × ``width`` pixels. Equal masks may be written differently (runs of length 0)."""

    counts: str
    height: int
    width: int


def from_counts(counts: Sequence[int], *, height: int, width: int) -> Rle:
    """The mask of plain run lengths (COCO's uncompressed RLE).

    Raises:
        Invalid: A negative or broken run, or runs that do not fill the picture exactly.
    """
    if not all(type(run) is int and 0 <= run <= PIXELS for run in counts):
        raise Invalid(f"The run lengths of a mask are whole numbers from 0 to {PIXELS:,}.")
    _refuse_size(height, width)
    return Rle(encode(_checked(np.asarray(counts, np.int64), height, width)), height, width)


def from_string(counts: str, *, height: int, width: int) -> Rle:
    """The mask of a compressed string, kept as it is.

    Raises:
        Invalid: It is no such code, or its runs do not fill the picture exactly (pycocotools would read beyond its memory).
    """
    _refuse_size(height, width)
    _checked(decode(counts), height, width)
    return Rle(counts, height, width)


def from_polygons(polygons: Sequence[Polygon], *, height: int, width: int) -> Rle:
    """The union of closed outlines ``[x, y, x, y, …]`` in pixels, filled as COCO fills them.

    Raises:
        Invalid: See ``refuse_outlines``.
    """
    _refuse_size(height, width)
    refuse_outlines(polygons)
    if not polygons:
        return empty(height=height, width=width)
    if height * width > _FILLED_BY_PYCOCOTOOLS:
        return _united([_filled(outline, height, width) for outline in polygons], height, width)
    told = coco.merge(coco.frPyObjects([list(outline) for outline in polygons], height, width))
    return Rle(told["counts"].decode("ascii"), height, width)


def from_box(box_xywh: Box, *, height: int, width: int) -> Rle:
    """The pixels of a box, as COCO fills it."""
    x, y, w, h = box_xywh
    return from_polygons([(x, y, x, y + h, x + w, y + h, x + w, y)], height=height, width=width)


def refuse_outlines(polygons: Sequence[Polygon]) -> None:
    """Refuse the outlines of an object that cannot be filled (what is filled is as long as their path, five steps a pixel).

    Raises:
        Invalid: An outline has fewer than three points, half a point, or reaches further than 100,000 pixels; or all of them
            together are longer than 2,000,000 pixels.
    """
    most = 0.0
    for outline in polygons:
        if len(outline) < 6 or len(outline) % 2:
            raise Invalid(f"An outline of {len(outline)} numbers cannot be: it has three points at least, each an x and a y.")
        if not (math.isfinite(sum(outline)) and min(outline) >= -REACH and max(outline) <= REACH):
            raise Invalid(f"An outline reaches further than {REACH:,.0f} pixels.")
        most += len(outline) * (max(outline) - min(outline))
    if most > PATH and sum(map(_path, polygons)) > PATH:
        raise Invalid(f"The outlines of an object are longer than {PATH:,.0f} pixels.")


def empty(*, height: int, width: int) -> Rle:
    """The mask without a pixel."""
    _refuse_size(height, width)
    return Rle(encode(np.array([height * width], np.int64)), height, width)


def decode(counts: str) -> Counts:
    """The run lengths of a compressed string, ``(N,)`` int64.

    Raises:
        Invalid: It is no such code.
    """
    if not counts.isascii():
        raise Invalid("The mask's counts are no compressed RLE.")
    if len(counts) > CHARACTERS:
        raise Invalid(f"The mask's counts have {len(counts):,} characters; the most is {CHARACTERS:,}.")
    raw = np.frombuffer(counts.encode(), np.uint8).astype(np.int64) - 48
    if not raw.size:
        return raw
    last = (raw & 0x20) == 0
    if raw.min() < 0 or raw.max() > 63 or not last[-1]:
        raise Invalid("The mask's counts are no compressed RLE.")
    ends = np.flatnonzero(last)
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - starts + 1
    if lengths.max() > 8:
        raise Invalid("The mask's counts are no compressed RLE: a run is too long.")
    shift = 5 * (np.arange(raw.size) - np.repeat(starts, lengths))
    runs = np.add.reduceat((raw & 0x1F) << shift, starts)
    runs -= np.where(raw[ends] & 0x10, np.int64(1) << (5 * lengths), 0)
    runs[1::2] = np.cumsum(runs[1::2])
    runs[2::2] = np.cumsum(runs[2::2])
    return runs


def encode(runs: Counts) -> str:
    """The compressed string of run lengths ``(N,)``, each from 0 to 2**38.

    Not by pycocotools (2.0.11), whose ``rleToString`` has memory for six characters a run and none for the zero at the end: it
    writes beyond it for runs of 2**29, and for four runs of 2**24.
    """
    code = runs.copy()
    code[3:] -= runs[1:-2]
    return "".join(_written(code[start : start + _AT_ONCE]) for start in range(0, code.size, _AT_ONCE))


def _written(code: Counts) -> str:
    rest = code[:, None] >> _CHUNKS
    chunks = rest & 0x1F
    more = rest >> 5 != -(chunks >> 4)
    written = np.column_stack((np.ones(code.size, np.bool_), more[:, :-1]))
    return str((chunks | more << 5)[written].astype(np.uint8) + 48, "ascii")


def area(mask: Rle) -> int:
    """How many pixels are set."""
    return int(decode(mask.counts)[1::2].sum())


def box(mask: Rle) -> Box:
    """The smallest box_xywh around the set pixels; all zero for an empty mask (as pycocotools' ``toBbox``)."""
    starts, ends = _intervals(decode(mask.counts))
    if not starts.size:
        return (0.0, 0.0, 0.0, 0.0)
    height = mask.height
    left, right = int(starts[0] // height), int((ends[-1] - 1) // height)
    across = starts // height != (ends - 1) // height
    top = 0 if across.any() else int((starts % height).min())
    bottom = height - 1 if across.any() else int(((ends - 1) % height).max())
    return (float(left), float(top), float(right - left + 1), float(bottom - top + 1))


def iou(of: Sequence[Rle], against: Sequence[Rle], *, crowds: Sequence[bool] | None = None) -> NDArray[np.float64]:
    """Intersection over union, ``(N, M)``; over the area of ``of`` alone where ``against`` is a crowd. One picture's masks."""
    if not of or not against:
        return np.zeros((len(of), len(against)))
    flags = [int(crowd) for crowd in crowds] if crowds is not None else [0] * len(against)
    return np.asarray(coco.iou([_given(one) for one in of], [_given(one) for one in against], flags), np.float64)


def union(of: Sequence[Rle]) -> Rle:
    """Every pixel that any of these has; at least one mask, all of one picture."""
    return _united([_intervals(decode(one.counts)) for one in of], of[0].height, of[0].width)


def difference(of: Rle, without: Rle) -> Rle:
    """The pixels of one mask that another of the same picture does not have."""
    starts, ends = _without(*_intervals(decode(of.counts)), *_intervals(decode(without.counts)))
    return Rle(encode(_runs(np.column_stack((starts, ends)).ravel(), of.height * of.width)), of.height, of.width)


def transposed(runs: Counts, *, height: int, width: int) -> Counts:
    """Row-major run lengths as column-major ones, in time of the runs and not of the pixels.

    A run of a column begins where a set pixel has no set pixel above it, and ends where it is the other way round. With A the
    set pixels on the line of rows, and B = A moved on by one row, these are A − B and B − A. For column-major to row-major,
    swap ``height`` and ``width``.

    Raises:
        Invalid: A mask of stripes, that would be more than 5,000,000 runs this way.
    """
    starts, ends = _intervals(runs)
    below_starts, below_ends = starts + width, ends + width
    begin = _columns(*_without(starts, ends, below_starts, below_ends), height=height, width=width)
    stop = _columns(*_without(below_starts, below_ends, starts, ends), height=height, width=width)
    inner = np.intersect1d(begin, stop, assume_unique=True)
    edges = np.union1d(np.setdiff1d(begin, inner, assume_unique=True), np.setdiff1d(stop, inner, assume_unique=True))
    return _runs(edges, height * width)


def row_major(mask: Rle) -> str:
    """Encord's ``rleString`` of a mask: the same code along the rows. Raises Invalid: see ``transposed``."""
    return encode(transposed(decode(mask.counts), height=mask.width, width=mask.height))


def from_row_major(counts: str, *, height: int, width: int) -> Rle:
    """The mask of Encord's ``rleString``.

    Raises:
        Invalid: It is no such code, or does not fill the picture; see ``transposed``.
    """
    _refuse_size(height, width)
    runs = _checked(decode(counts), height, width)
    return Rle(encode(transposed(runs, height=height, width=width)), height, width)


def _intervals(runs: Counts) -> Spans:
    """The set runs as [start, end) on the line of pixels, those of length 0 left out and neighbours joined."""
    bounds = np.cumsum(runs)
    ends = bounds[1::2]
    return _joined(bounds[0::2][: ends.size], ends)


def _joined(starts: Counts, ends: Counts) -> Spans:
    """Sorted intervals that do not overlap, those of length 0 left out and neighbours joined."""
    filled = ends > starts
    starts, ends = starts[filled], ends[filled]
    if not starts.size:
        return starts, ends
    apart = starts[1:] > ends[:-1]
    return starts[np.concatenate(([True], apart))], ends[np.concatenate((apart, [True]))]


def _united(spans: Sequence[Spans], height: int, width: int) -> Rle:
    """The mask of all the intervals, which may overlap."""
    starts, ends = (np.concatenate(side) for side in zip(*spans, strict=True))
    order = np.argsort(starts, kind="stable")
    edges = np.column_stack(_joined(starts[order], np.maximum.accumulate(ends[order]))).ravel()
    return Rle(encode(_runs(edges, height * width)), height, width)


def _runs(edges: Counts, size: int) -> Counts:
    """The run lengths between the sorted positions at which a pixel differs from the one before it, of ``size`` pixels."""
    runs: Counts = np.diff(np.concatenate(([0], edges, [size])))
    return runs[:-1] if runs.size > 1 and runs[-1] == 0 else runs


def _path(outline: Polygon) -> float:
    """How many pixels a closed outline passes, along the longer of its two sides."""
    points = np.reshape(np.asarray(outline, np.float64), (-1, 2))
    return float(np.abs(points - np.roll(points, -1, axis=0)).max(axis=1).sum())


def _filled(outline: Polygon, height: int, width: int) -> Spans:
    """The pixels within a closed outline, as ``rleFrPoly`` of pycocotools finds them, and for pictures of any size.

    The outline is walked in steps of a fifth of a pixel. Where a step crosses the middle of a column, that column changes
    between in and out below the crossing.
    """
    corners = np.trunc(5 * np.reshape(np.asarray(outline, np.float64), (-1, 2)) + 0.5).astype(np.int64)
    nexts = np.roll(corners, -1, axis=0)
    way = np.abs(nexts - corners)
    main = (way[:, 0] < way[:, 1]).astype(np.intp)
    edge = np.arange(len(corners))
    back = corners[edge, main] > nexts[edge, main]
    first, last = np.where(back[:, None], nexts, corners), np.where(back[:, None], corners, nexts)
    steps = way[edge, main]
    slope = (last - first)[edge, 1 - main] / np.maximum(steps, 1)
    of = np.repeat(edge, steps + 1)
    step = np.arange(of.size) - np.repeat(np.cumsum(steps + 1) - steps - 1, steps + 1)
    step = np.where(back[of], steps[of] - step, step)
    along = first[edge, main][of] + step
    across = np.trunc(first[edge, 1 - main][of] + slope[of] * step + 0.5).astype(np.int64)
    x, y = np.where(main[of] == 0, (along, across), (across, along))
    column = np.where(x[1:] < x[:-1], x[1:], x[1:] - 1)
    crosses = (x[1:] != x[:-1]) & (column % 5 == 2) & (column >= 0) & (column < 5 * width)
    row = np.ceil(np.clip((np.minimum(y[1:], y[:-1])[crosses] + 0.5) / 5 - 0.5, 0, height)).astype(np.int64)
    at = np.sort(np.append(column[crosses] // 5 * height + row, height * width))
    return _joined(at[: at.size // 2 * 2 : 2], at[1::2])


def _without(a_starts: Counts, a_ends: Counts, b_starts: Counts, b_ends: Counts) -> tuple[Counts, Counts]:
    """The intervals of A − B; both are disjoint and sorted."""
    at = np.concatenate((a_starts, a_ends, b_starts, b_ends))
    sizes = [a_starts.size, a_ends.size, b_starts.size, b_ends.size]
    order = np.argsort(at, kind="stable")
    in_a = np.cumsum(np.repeat([1, -1, 0, 0], sizes)[order])
    in_b = np.cumsum(np.repeat([0, 0, 1, -1], sizes)[order])
    at = at[order]
    keep = (in_a[:-1] > 0) & (in_b[:-1] == 0) & (at[1:] > at[:-1])
    return at[:-1][keep], at[1:][keep]


def _columns(starts: Counts, ends: Counts, *, height: int, width: int) -> Counts:
    """The pixels of row-major intervals as sorted column-major positions; row ``height`` is the next column's beginning."""
    lengths = ends - starts
    if not lengths.size:
        return starts
    if (runs := int(lengths.sum())) > ACROSS:
        raise Invalid(f"A mask has {runs:,} runs when its pixels are taken in the other order; the most is {ACROSS:,}.")
    first = np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    pixels = first + np.arange(lengths.sum())
    return np.sort((pixels % width) * height + pixels // width)


def _checked(runs: Counts, height: int, width: int) -> Counts:
    if runs.size and runs.min() < 0:
        raise Invalid("The mask has a run of negative length.")
    if runs.size and runs.max() > height * width:  # before adding up, which may pass what an int64 holds
        raise Invalid(
            f"The mask has a run of {int(runs.max()):,} pixels; a picture of {width} × {height} has {height * width:,}."
        )
    if int(runs.sum()) != height * width:
        raise Invalid(
            f"The mask's runs cover {int(runs.sum()):,} pixels; a picture of {width} × {height} has {height * width:,}."
        )
    return runs


def _refuse_size(height: int, width: int) -> None:
    if height < 1 or width < 1 or height * width > PIXELS:
        raise Invalid(f"A mask of {width} × {height} pixels is not possible; the most is {PIXELS:,} pixels.")


def _given(mask: Rle) -> dict[str, object]:
    return {"size": [mask.height, mask.width], "counts": mask.counts}
