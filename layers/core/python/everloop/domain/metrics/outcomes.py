"""The `outcome` matching: what became of each prediction and each object, as a pure function of the overlapping pairs.

At an IoU threshold and a confidence, predictions choose by falling confidence (ties in file order), first all among the truth
of their own class, then those left over among the truth of other classes that is left over: a wrong class never takes an
object from a right one. Each takes the free truth of highest IoU. A prediction left over that lies in a crowd of its class
is ignored. So in their own class predictions match exactly as in the COCO protocol at that threshold without area ranges,
and with no limit on detections.

A prediction with a truth of its class is a tp, else an fp (or ignored); a truth with a prediction of its class is a tp, else an
fn; a crowd is ignored. A pair of two classes is an fp and an fn that the confusion matrix joins.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from everloop.domain.metrics.greedy import take
from everloop.domain.metrics.overlaps import Pairs, Predictions, Truth

DEFAULT_IOU = 0.5
NOBODY = -1


class Outcome(IntEnum):
    """What became of a prediction or of an object; ``BELOW``: a prediction under the confidence, which says nothing."""

    TP = 0
    FP = 1
    FN = 2
    IGNORED = 3
    BELOW = 4


@dataclass(frozen=True, slots=True)
class OwnClass:
    """The matching of each class with itself at an IoU threshold, for every confidence at once: who chooses earlier is not
    disturbed by who chooses later.

    Attributes:
        iou_threshold: At least 0.1, the floor of the stored pairs.
        truth: ``(N,)`` int64 of each prediction: the position of its truth (a crowd too), or −1.
        ignored: ``(N,)`` bool: that truth is a crowd.
    """

    iou_threshold: float
    truth: NDArray[np.int64]
    ignored: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of everything.

    Attributes:
        prediction: ``(N,)`` int8, ``Outcome`` of each prediction.
        prediction_truth: ``(N,)`` int64, the position of the truth it took, of its class or another, or −1.
        truth: ``(M,)`` int8, ``Outcome`` of each object.
        truth_prediction: ``(M,)`` int64, the position of the prediction that took it, or −1.
    """

    prediction: NDArray[np.int8]
    prediction_truth: NDArray[np.int64]
    truth: NDArray[np.int8]
    truth_prediction: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ClassScores:
    """Per class ``(K,)``: counts int64; precision, recall and F1 float64, NaN where nothing is divided by nothing."""

    tp: NDArray[np.int64]
    fp: NDArray[np.int64]
    fn: NDArray[np.int64]

    @property
    def precision(self) -> NDArray[np.float64]:
        """Tp / (tp + fp)."""
        return _ratio(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> NDArray[np.float64]:
        """Tp / (tp + fn)."""
        return _ratio(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> NDArray[np.float64]:
        """2 tp / (2 tp + fp + fn)."""
        return _ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    def all_classes(self) -> ClassScores:
        """One row of all classes together (micro average)."""
        return ClassScores(*(column.sum(keepdims=True) for column in (self.tp, self.fp, self.fn)))


@dataclass(frozen=True, slots=True)
class Curve:
    """Precision and recall of one class (or of all together) at each distinct confidence, falling, ``(C,)`` each."""

    confidence: NDArray[np.float64]
    precision: NDArray[np.float64]
    recall: NDArray[np.float64]

    @property
    def f1(self) -> NDArray[np.float64]:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return np.divide(2 * self.precision * self.recall, total, out=np.zeros_like(total), where=total > 0)


def own_class(truth: Truth, predictions: Predictions, pairs: Pairs, *, iou_threshold: float = DEFAULT_IOU) -> OwnClass:
    """Match each class with itself."""
    same = (pairs.iou >= iou_threshold) & (predictions.klass[pairs.prediction] == truth.klass[pairs.truth])
    chosen = pairs.where(same)
    crowd = truth.crowd[chosen.truth]
    group = predictions.klass[chosen.prediction].astype(np.int64)
    found = _choose(truth, predictions, chosen, group, second=crowd)
    took = found >= 0
    ignored = np.zeros(len(predictions), np.bool_)
    ignored[took] = truth.crowd[found[took]]
    return OwnClass(iou_threshold, found, ignored)


def outcomes(truth: Truth, predictions: Predictions, pairs: Pairs, own: OwnClass, *, confidence: float = 0.0) -> Outcomes:
    """What became of everything at ``own``'s IoU threshold and a least confidence."""
    counts = predictions.score >= confidence
    of_prediction = np.where(counts, own.truth, NOBODY)
    right = (of_prediction >= 0) & ~own.ignored
    of_truth = np.full(len(truth), NOBODY, np.int64)
    of_truth[of_prediction[right]] = np.flatnonzero(right)
    open_truth = (of_truth < 0) & ~truth.crowd
    left = (pairs.iou >= own.iou_threshold) & (counts & (of_prediction < 0))[pairs.prediction] & open_truth[pairs.truth]
    left &= predictions.klass[pairs.prediction] != truth.klass[pairs.truth]
    other = _choose(truth, predictions, pairs.where(left), None, second=None)
    wrong = other >= 0
    of_prediction[wrong] = other[wrong]
    of_truth[other[wrong]] = np.flatnonzero(wrong)
    prediction = np.where(right, Outcome.TP, np.where(counts & own.ignored, Outcome.IGNORED, Outcome.FP))
    found = np.zeros(len(truth), np.bool_)
    found[of_prediction[right]] = True
    return Outcomes(
        prediction=np.where(counts, prediction, Outcome.BELOW).astype(np.int8),
        prediction_truth=of_prediction,
        truth=np.where(truth.crowd, Outcome.IGNORED, np.where(found, Outcome.TP, Outcome.FN)).astype(np.int8),
        truth_prediction=of_truth,
    )


def class_scores(truth: Truth, predictions: Predictions, result: Outcomes, *, classes: int) -> ClassScores:
    """Counts of each class."""

    def count(klass: NDArray[np.int32], kept: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(klass[kept], minlength=classes).astype(np.int64)

    return ClassScores(
        tp=count(predictions.klass, result.prediction == Outcome.TP),
        fp=count(predictions.klass, result.prediction == Outcome.FP),
        fn=count(truth.klass, result.truth == Outcome.FN),
    )


def confusion(truth: Truth, predictions: Predictions, result: Outcomes, *, classes: int) -> NDArray[np.int64]:
    """``(K + 1, K + 1)``: rows are the truth's classes, columns the predicted ones, the last of both is background (a
    prediction of nothing, an object that nothing predicts). Ignored predictions and crowds are left out.
    """
    counted = np.isin(result.prediction, (Outcome.TP, Outcome.FP))
    of_truth = result.prediction_truth[counted]
    rows = np.where(of_truth >= 0, truth.klass[of_truth] if len(truth) else classes, classes)
    missed = (result.truth == Outcome.FN) & (result.truth_prediction < 0)
    cells = np.concatenate(
        (
            rows * (classes + 1) + predictions.klass[counted],
            truth.klass[missed].astype(np.int64) * (classes + 1) + classes,
        )
    )
    return np.bincount(cells, minlength=(classes + 1) ** 2).reshape(classes + 1, classes + 1).astype(np.int64)


def curve(truth: Truth, predictions: Predictions, own: OwnClass, *, klass: int | None = None) -> Curve:
    """Precision and recall over all confidences, of one class or of all together (micro average)."""
    kept = ~own.ignored if klass is None else ~own.ignored & (predictions.klass == klass)
    objects = ~truth.crowd if klass is None else ~truth.crowd & (truth.klass == klass)
    order = np.argsort(-predictions.score[kept], kind="stable")
    score, hit = predictions.score[kept][order], (own.truth[kept] >= 0)[order]
    last = np.append(score[1:] != score[:-1], True) if len(score) else np.empty(0, np.bool_)
    tp = np.cumsum(hit)[last]
    return Curve(score[last], _ratio(tp, np.flatnonzero(last) + 1), _ratio(tp, np.full(len(tp), np.count_nonzero(objects))))


def best_confidence(truth: Truth, predictions: Predictions, own: OwnClass) -> float:
    """The confidence at which F1 of all classes together is best (the highest of several); 0 where nothing is right."""
    micro = curve(truth, predictions, own)
    f1 = micro.f1
    if not len(f1) or not np.nanmax(f1) > 0:
        return 0.0
    return float(micro.confidence[int(np.argmax(np.nan_to_num(f1)))])


def _choose(
    truth: Truth, predictions: Predictions, pairs: Pairs, group: NDArray[np.int64] | None, *, second: NDArray[np.bool_] | None
) -> NDArray[np.int64]:
    """The truth that each prediction takes, ``(N,)``, or −1. ``group`` parts an image further; ``second`` is chosen last."""
    p, t = pairs.prediction, pairs.truth
    late = np.zeros(len(p), np.bool_) if second is None else second
    within = np.zeros(len(p), np.int64) if group is None else group
    image = predictions.image[p]
    order = np.lexsort((-t, -pairs.iou, late, predictions.row[p], -predictions.score[p], within, image))
    p, t, within, image = p[order], t[order], within[order], image[order]
    changed = np.zeros(len(p), np.bool_)
    changed[1:] = (within[1:] != within[:-1]) | (image[1:] != image[:-1])
    won = take(
        np.cumsum(changed), p, t, np.ones(len(p), np.uint64), truth.crowd[t], predictions=len(predictions), truths=len(truth)
    )
    found = np.full(len(predictions), NOBODY, np.int64)
    found[p[won > 0]] = t[won > 0]
    return found


def _ratio(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    ratio: NDArray[np.float64] = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return ratio
