"""The items that a model fails on, worst first.

An item's weight is the sum over its false positives of their confidence (how sure the model was of what is not there) and
over its missed objects of one minus the best confidence of a prediction of the right class that overlaps it at the IoU
threshold or above but fell short of the operating point (0 where there is none: missed altogether counts 1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from everloop.domain.metrics.outcomes import Outcome, Outcomes
from everloop.domain.metrics.overlaps import Pairs, Predictions, Truth

WORST = 20


@dataclass(frozen=True, slots=True)
class Failures:
    """Images by falling weight (ties by image id), ``(F,)`` each; only those that have one.

    Attributes:
        image: int64.
        weight: float64.
        fp: int64, false positives.
        fn: int64, missed objects.
    """

    image: NDArray[np.int64]
    weight: NDArray[np.float64]
    fp: NDArray[np.int64]
    fn: NDArray[np.int64]


def failures(
    truth: Truth, predictions: Predictions, pairs: Pairs, result: Outcomes, *, iou_threshold: float, worst: int = WORST
) -> Failures:
    """The ``worst`` images at the operating point that ``result`` was made at."""
    near = np.zeros(len(truth))
    same = (pairs.iou >= iou_threshold) & (predictions.klass[pairs.prediction] == truth.klass[pairs.truth])
    same &= result.prediction[pairs.prediction] == Outcome.BELOW
    np.maximum.at(near, pairs.truth[same], predictions.score[pairs.prediction[same]])
    wrong, missed = result.prediction == Outcome.FP, result.truth == Outcome.FN
    images, at = np.unique(np.concatenate((predictions.image[wrong], truth.image[missed])), return_inverse=True)
    false, lost = at[: np.count_nonzero(wrong)], at[np.count_nonzero(wrong) :]
    weights = np.concatenate((predictions.score[wrong], 1.0 - near[missed]))
    weight = np.bincount(at, weights, len(images)).astype(np.float64)
    order = np.lexsort((images, -weight))[:worst]
    return Failures(
        image=images[order],
        weight=weight[order],
        fp=np.bincount(false, minlength=len(images))[order],
        fn=np.bincount(lost, minlength=len(images))[order],
    )
