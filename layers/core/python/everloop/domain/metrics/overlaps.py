"""What evaluation reads (columns of truth and of predictions) and the pairs of them that overlap.

All tables are structs of arrays; one image's rows need not stand together. ``image`` is the image id of the project's
ledger: statistics take images in its order. ``klass`` is the position of the class in the evaluation's list, which goes by
category id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

Rle = Mapping[str, Any]
PAIR_FLOOR = 0.1
_AT_ONCE = 1 << 18


@dataclass(frozen=True, slots=True)
class Truth:
    """Annotated objects, ``N`` rows in file order (of two that overlap a prediction equally, the later one is matched).

    Attributes:
        image: ``(N,)`` int64.
        klass: ``(N,)`` int32.
        area: ``(N,)`` float64, px²; as annotated, not width times height.
        crowd: ``(N,)`` bool.
        box_xywh: ``(N, 4)`` float64, px; None once overlaps are known.
        rle: A compressed COCO RLE a row, where masks are compared.
    """

    image: NDArray[np.int64]
    klass: NDArray[np.int32]
    area: NDArray[np.float64]
    crowd: NDArray[np.bool_]
    box_xywh: NDArray[np.float64] | None = None
    rle: Sequence[Rle] | None = None

    def __len__(self) -> int:
        return len(self.image)


@dataclass(frozen=True, slots=True)
class Predictions:
    """Detections, ``N`` rows.

    Attributes:
        image: ``(N,)`` int64.
        klass: ``(N,)`` int32.
        score: ``(N,)`` float64, finite.
        row: ``(N,)`` int64, position in the file: ties in score go by it.
        area: ``(N,)`` float64, px²: width times height where the file has boxes, else the mask's.
        box_xywh: ``(N, 4)`` float64, px; None once overlaps are known.
        rle: A compressed COCO RLE a row, where masks are compared.
    """

    image: NDArray[np.int64]
    klass: NDArray[np.int32]
    score: NDArray[np.float64]
    row: NDArray[np.int64]
    area: NDArray[np.float64]
    box_xywh: NDArray[np.float64] | None = None
    rle: Sequence[Rle] | None = None

    def __len__(self) -> int:
        return len(self.image)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Predictions and truth of one image that overlap, of any two classes.

    Attributes:
        prediction: ``(P,)`` int64, position in ``Predictions``.
        truth: ``(P,)`` int64, position in ``Truth``.
        iou: ``(P,)`` float64; over a crowd the share of the prediction that lies in it.
    """

    prediction: NDArray[np.int64]
    truth: NDArray[np.int64]
    iou: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.iou)

    def where(self, keep: NDArray[np.bool_]) -> Pairs:
        """The pairs that ``keep`` ``(P,)`` marks."""
        return Pairs(self.prediction[keep], self.truth[keep], self.iou[keep])


def overlaps(truth: Truth, predictions: Predictions, *, masks: bool = False, floor: float = PAIR_FLOOR) -> Pairs:
    """Every pair of one image with an IoU of at least ``floor``, in float64 exactly as pycocotools computes it.

    Args:
        truth: With boxes, or with masks.
        predictions: The same.
        masks: Compare ``rle`` instead of ``box_xywh``.
        floor: Least IoU; above 0.
    """
    found = [chunk for chunk in (_mask_pairs if masks else _box_pairs)(truth, predictions, floor) if len(chunk)]
    if not found:
        return Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    return Pairs(
        np.concatenate([chunk.prediction for chunk in found]),
        np.concatenate([chunk.truth for chunk in found]),
        np.concatenate([chunk.iou for chunk in found]),
    )


def _box_pairs(truth: Truth, predictions: Predictions, floor: float) -> Iterator[Pairs]:
    assert truth.box_xywh is not None
    assert predictions.box_xywh is not None
    by_truth, by_prediction, first, count = _joined(truth.image, predictions.image)
    end = np.cumsum(count)
    cuts = np.searchsorted(end, np.arange(_AT_ONCE, int(end[-1]) if len(end) else 0, _AT_ONCE), side="right")
    of_truth, of_predictions = _edges(truth.box_xywh[by_truth]), _edges(predictions.box_xywh[by_prediction])
    crowd = truth.crowd[by_truth]
    for lo, hi in zip([0, *cuts], [*cuts, len(count)], strict=True):
        if hi <= lo:
            continue
        many = count[lo:hi]
        p = np.repeat(np.arange(lo, hi), many)
        t = np.arange(len(p)) + np.repeat(first[lo:hi] - (end[lo:hi] - many - (end[lo] - count[lo])), many)
        left, right, top, bottom, size = of_predictions
        t_left, t_right, t_top, t_bottom, t_size = of_truth
        wide = np.minimum(np.repeat(right[lo:hi], many), t_right.take(t))
        wide -= np.maximum(np.repeat(left[lo:hi], many), t_left.take(t))
        p, t, wide = _at(wide > 0, p, t, wide)
        high = np.minimum(bottom.take(p), t_bottom.take(t)) - np.maximum(top.take(p), t_top.take(t))
        p, t, both = _at(high > 0, p, t, wide * high)
        iou = both / np.where(crowd.take(t), size.take(p), size.take(p) + t_size.take(t) - both)
        p, t, iou = _at(iou >= floor, p, t, iou)
        yield Pairs(by_prediction[p], by_truth[t], iou)


def _edges(box_xywh: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Left, right, top, bottom and size of each box, contiguous."""
    x, y, w, h = np.ascontiguousarray(box_xywh.T)
    return x, w + x, y, h + y, w * h


def _at(keep: NDArray[np.bool_], *columns: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    at = np.flatnonzero(keep)
    return tuple(column.take(at) for column in columns)


def _mask_pairs(truth: Truth, predictions: Predictions, floor: float) -> Iterator[Pairs]:
    assert truth.rle is not None
    assert predictions.rle is not None
    by_truth, by_prediction, first, count = _joined(truth.image, predictions.image)
    starts = np.flatnonzero(np.diff(predictions.image[by_prediction], prepend=np.iinfo(np.int64).min))
    for lo, hi in zip(starts, [*starts[1:], len(count)], strict=True):
        if not count[lo]:
            continue
        here = by_prediction[lo:hi]
        there = by_truth[first[lo] : first[lo] + count[lo]]
        crowd = [int(truth.crowd[t]) for t in there]
        iou = coco_mask.iou([predictions.rle[p] for p in here], [truth.rle[t] for t in there], crowd)
        p, t = np.nonzero(np.asarray(iou) >= floor)
        yield Pairs(here[p], there[t], iou[p, t])


def _joined(truth: NDArray[np.int64], predictions: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """Both tables' positions in image order, and for each prediction the first truth of its image and how many there are."""
    by_truth, by_prediction = np.argsort(truth, kind="stable"), np.argsort(predictions, kind="stable")
    first = np.searchsorted(truth[by_truth], predictions[by_prediction], side="left")
    count = np.searchsorted(truth[by_truth], predictions[by_prediction], side="right") - first
    return by_truth, by_prediction, first, count
