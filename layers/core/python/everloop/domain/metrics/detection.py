"""The COCO protocol: the 12 statistics, AP and AR per class and the precision–recall arrays, equal to pycocotools.

Source: the evaluation of the COCO detection challenge as pycocotools 2.0 computes it (``cocoeval.py``): per image and
class the 100 best detections, ties in file order; per IoU threshold and area range each takes the free truth of highest
IoU, one inside the area range before one that is ignored; crowds are ignored and may be taken again; a detection without
a truth is ignored outside the area range.

Matching is done per image, so its result (``Matched``) of several shards is just put end to end, and the statistics of
any part of the images follow from the rows of these images, exactly (``evidence``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from everloop.domain.metrics.greedy import Words, take
from everloop.domain.metrics.overlaps import Pairs, Predictions, Truth

IOU_THRESHOLDS = np.linspace(0.5, 0.95, 10)
RECALLS = np.linspace(0.0, 1.0, 101)
AREAS: dict[str, tuple[float, float]] = {
    "all": (0.0, 1e10),
    "small": (0.0, 32.0**2),
    "medium": (32.0**2, 96.0**2),
    "large": (96.0**2, 1e10),
}
MOST = (1, 10, 100)
STATISTICS = (
    "AP",
    "AP50",
    "AP75",
    "AP_small",
    "AP_medium",
    "AP_large",
    "AR_1",
    "AR_10",
    "AR_100",
    "AR_small",
    "AR_medium",
    "AR_large",
)

_T = len(IOU_THRESHOLDS)
_BITS = _T * len(AREAS)
_AREA_WORDS = np.array([((1 << _T) - 1) << (_T * area) for area in range(len(AREAS))], np.uint64)
_FIRST_BITS = np.array([1 << (_T * area) for area in range(len(AREAS))], np.uint64)
# by the number of thresholds that an IoU reaches: those thresholds' bits, in every area range
_REACHED = np.array(
    [sum(((1 << reached) - 1) << (_T * area) for area in range(len(AREAS))) for reached in range(_T + 1)], np.uint64
)


@dataclass(frozen=True, slots=True)
class Matched:
    """What matching says of each prediction and truth: enough for every statistic of any part of the images.

    Bit ``10 · area + threshold`` of a word speaks of one IoU threshold and area range.

    Attributes:
        rank: ``(N,)`` int32, the prediction's place by score in its image and class, from 0; from 100 on it counts nowhere.
        hit: ``(N,)`` uint64: has a truth.
        ignored: ``(N,)`` uint64: counts neither for nor against.
        truth_ignored: ``(M,)`` uint64, all ten bits of an area range alike.
    """

    rank: NDArray[np.int32]
    hit: Words
    ignored: Words
    truth_ignored: Words


def match(truth: Truth, predictions: Predictions, pairs: Pairs) -> Matched:
    """Match by the COCO rules.

    Args:
        truth: The truth of some images.
        predictions: The predictions of these images.
        pairs: All that overlap (``overlaps``), with a floor of at most 0.5.
    """
    order = np.lexsort((predictions.row, -predictions.score, _short(predictions.klass), _short(predictions.image)))
    rank, turn = np.empty(len(order), np.int32), np.empty(len(order), np.int64)
    rank[order] = _place(predictions.image[order], predictions.klass[order])
    turn[order] = np.arange(len(order))
    truth_ignored = _outside(truth.area) | np.where(truth.crowd, _AREA_WORDS.sum(), np.uint64(0))
    reached = pairs.iou >= IOU_THRESHOLDS[0]
    reached &= predictions.klass[pairs.prediction] == truth.klass[pairs.truth]
    reached &= rank[pairs.prediction] < MOST[-1]
    hit, ignored = _match(truth, predictions, pairs.where(reached), turn, truth_ignored)
    return Matched(rank, hit, ignored | (_outside(predictions.area) & ~hit), truth_ignored)


def _match(
    truth: Truth, predictions: Predictions, pairs: Pairs, turn: NDArray[np.int64], truth_ignored: Words
) -> tuple[Words, Words]:
    """Per prediction: where it has a truth, and where that truth is an ignored one. ``turn``: place by image, class, rank."""
    words = _REACHED[np.searchsorted(IOU_THRESHOLDS, pairs.iou, side="right")]
    outside = truth_ignored[pairs.truth]
    # every pair stands twice: first for the area ranges in which its truth counts, then for those in which it is ignored
    allowed = np.concatenate((words & ~outside, words & outside))
    some = np.flatnonzero(allowed)
    of, allowed = some % max(1, len(pairs)), allowed[some]
    p, t, second = pairs.prediction[of], pairs.truth[of], some >= len(pairs)
    order = np.lexsort((-t, -pairs.iou[of], 2 * turn[p] + second))
    p, t, second, allowed = p[order], t[order], second[order], allowed[order]
    won = take(
        _group(predictions.image[p], predictions.klass[p]),
        p,
        t,
        allowed,
        truth.crowd[t],
        predictions=len(predictions),
        truths=len(truth),
    )
    hit, ignored = np.zeros(len(predictions), np.uint64), np.zeros(len(predictions), np.uint64)
    np.bitwise_or.at(hit, p, won)
    np.bitwise_or.at(ignored, p[second], won[second])
    return hit, ignored


def _outside(area: NDArray[np.float64]) -> Words:
    """The bits of the area ranges in which ``area`` ``(N,)`` does not lie."""
    words = np.zeros(len(area), np.uint64)
    for word, (least, most) in zip(_AREA_WORDS, AREAS.values(), strict=True):
        words |= np.where((area < least) | (area > most), word, np.uint64(0))
    return words


def _short(numbers: NDArray[np.integer[Any]]) -> NDArray[np.integer[Any]]:
    """Numbers that sort as these do, in 16 bits where they fit: these are sorted by radix."""
    if not len(numbers):
        return numbers
    least = numbers.min()
    return (numbers - least).astype(np.uint16) if numbers.max() - least < 1 << 16 else numbers


def _group(*keys: NDArray[np.generic]) -> NDArray[np.int64]:
    """A number per row that changes where one of the sorted ``keys`` does."""
    if not len(keys[0]):
        return np.empty(0, np.int64)
    changed = np.zeros(len(keys[0]), np.bool_)
    for key in keys:
        changed[1:] |= key[1:] != key[:-1]
    return np.cumsum(changed)


def _place(*keys: NDArray[np.generic]) -> NDArray[np.int64]:
    """The place of each row among those with the same sorted ``keys``, from 0."""
    group = _group(*keys)
    starts = np.searchsorted(group, group, side="left")
    return np.arange(len(group)) - starts


@dataclass(frozen=True, slots=True)
class Report:
    """Statistics over ``K`` classes; −1 says that there is no truth to speak of.

    Attributes:
        precision: ``(10, 101, K, 4)``: at IoU threshold, recall, class, area range; 100 detections.
        score: The same shape: the lowest confidence that reaches the recall; 0 beyond the last.
        recall: ``(10, K, 4, 3)``: at IoU threshold, class, area range, number of detections (``MOST``).
        truths: ``(K, 4)`` int64: how many count in each area range.
    """

    precision: NDArray[np.float64]
    score: NDArray[np.float64]
    recall: NDArray[np.float64]
    truths: NDArray[np.int64]

    def statistics(self) -> dict[str, float]:
        """The 12 by name (``STATISTICS``)."""
        return _statistics(self.precision, self.recall)

    def per_class(self) -> list[dict[str, float]]:
        """The 12 of each class alone."""
        return [_statistics(self.precision[:, :, [k]], self.recall[:, [k]]) for k in range(len(self.truths))]


def report(truth: Truth, predictions: Predictions, matched: Matched, *, classes: int) -> Report:
    """The statistics of what was matched, images in the order of their ids and ties in that of the file."""
    shape = (_T, len(RECALLS), classes, len(AREAS))
    precision, score = np.full(shape, -1.0), np.full(shape, -1.0)
    recall = np.full((_T, classes, len(AREAS), len(MOST)), -1.0)
    counted = [np.bincount(truth.klass[(matched.truth_ignored & word) == 0], minlength=classes) for word in _AREA_WORDS]
    truths = np.stack(counted, axis=1).astype(np.int64)
    first = np.flatnonzero(matched.rank < MOST[-1])
    keys = (predictions.row, _short(predictions.image), -predictions.score, _short(predictions.klass))
    order = first[np.lexsort([key[first] for key in keys])]
    bounds = np.searchsorted(predictions.klass[order], np.arange(classes + 1))
    hit, ignored = matched.hit[order], matched.ignored[order]
    for k in np.flatnonzero(truths[:, 0]).tolist():
        here = slice(bounds[k], bounds[k + 1])
        seen = _seen(hit[here], ignored[here])
        rows = order[here][hit[here] != 0]
        bit, at = np.nonzero(_bits(matched.hit[rows] & ~matched.ignored[rows]).T)
        for m, most in enumerate(MOST):
            found = np.bincount(bit[matched.rank[rows[at]] < most], minlength=_BITS).reshape(len(AREAS), _T).T
            recall[:, k, :, m] = np.where(truths[k] > 0, found / np.maximum(truths[k], 1), -1.0)
        _curves(bit, seen[at, bit], predictions.score[rows[at]], truths[k], precision[:, :, k], score[:, :, k])
    return Report(precision, score, recall, truths)


def _bits(words: Words) -> NDArray[np.uint8]:
    """``(N,)`` words as ``(N, 40)`` zeros and ones."""
    octets = words.astype("<u8").view(np.uint8).reshape(len(words), 8)[:, : (_BITS + 7) // 8]
    return np.unpackbits(octets, axis=1, bitorder="little")[:, :_BITS]


def _seen(hit: Words, ignored: Words) -> NDArray[np.int32]:
    """How many detections count up to and with each of those that are a hit anywhere, ``(H, 40)``; rows by falling score.

    All others count or not by their area alone, so four columns do for them.
    """
    some = hit != 0
    plain = [np.cumsum(~some & ((ignored & bit) == 0), dtype=np.int32)[some] for bit in _FIRST_BITS]
    return np.repeat(np.stack(plain, axis=1), _T, axis=1) + np.cumsum(_bits(~ignored[some]), axis=0, dtype=np.int32)


def _curves(
    bit: NDArray[np.int64],
    seen: NDArray[np.int32],
    scores: NDArray[np.float64],
    truths: NDArray[np.int64],
    precision: NDArray[np.float64],
    score: NDArray[np.float64],
) -> None:
    """Fill one class's ``precision`` and ``score`` ``(10, 101, 4)`` from its hits ``(H,)``, by bit and then by falling score.

    ``seen``: how many detections count up to and with the hit. Precision only falls between hits, so its envelope is known
    from the hits alone.
    """
    count = np.bincount(bit, minlength=_BITS)
    place = np.arange(len(bit)) - np.repeat(np.cumsum(count) - count, count)
    right = place + 1.0
    wrong = seen - right
    padded, confidence = np.zeros((2, _BITS, max(1, int(count.max()))))
    padded[bit, place] = right / (wrong + right + np.spacing(1))
    confidence[bit, place] = scores
    envelope = np.maximum.accumulate(padded[:, ::-1], axis=1)[:, ::-1]
    needed = [np.searchsorted(np.arange(1, of + 1) / max(1, of), RECALLS, side="left") for of in truths.tolist()]
    wanted = np.repeat(np.array(needed), _T, axis=0)
    reached = wanted < count[:, None]
    wanted = np.minimum(wanted, padded.shape[1] - 1)
    for values, told in ((envelope, precision), (confidence, score)):
        found = np.where(reached, np.take_along_axis(values, wanted, axis=1), 0.0).reshape(len(AREAS), _T, len(RECALLS))
        told[:] = np.where(truths > 0, found.transpose(1, 2, 0), -1.0)


def _statistics(precision: NDArray[np.float64], recall: NDArray[np.float64]) -> dict[str, float]:
    def mean(values: NDArray[np.float64]) -> float:
        known = values[values > -1]
        return float(np.mean(known)) if known.size else -1.0

    values = [mean(precision[..., 0]), mean(precision[0, ..., 0]), mean(precision[5, ..., 0])]
    values += [mean(precision[..., area]) for area in (1, 2, 3)]
    values += [mean(recall[..., 0, m]) for m in range(len(MOST))]
    values += [mean(recall[..., area, -1]) for area in (1, 2, 3)]
    return dict(zip(STATISTICS, values, strict=True))
