"""What is told of an evaluation, as pure functions of its evidence: class tables, curves, confusion, differences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from everloop.domain.errors import Invalid
from everloop.domain.evaluations import (
    ClassComparison,
    ClassReport,
    ClassTable,
    Comparison,
    Confusion,
    CurvePoints,
    EvaluatedClass,
    NumberChange,
    OperatingPoint,
)
from everloop.domain.metrics import compare, detection
from everloop.domain.metrics import outcomes as oc
from everloop.domain.metrics.evidence import Evidence

ALL = EvaluatedClass(class_id="", name="", category_id=-1)
POINTS = 200
MATRIX_CLASSES = 1_000
"""A dense matrix of more classes fits no answer of the API."""


def operating_point(evidence: Evidence) -> OperatingPoint:
    """The default one: IoU 0.5, at the confidence of the best micro-F1."""
    own = oc.own_class(evidence.truth, evidence.predictions, evidence.pairs)
    return OperatingPoint(confidence=oc.best_confidence(evidence.truth, evidence.predictions, own))


def outcomes(evidence: Evidence, point: OperatingPoint) -> oc.Outcomes:
    """What became of everything at an operating point."""
    truth, predictions, pairs = evidence.truth, evidence.predictions, evidence.pairs
    own = oc.own_class(truth, predictions, pairs, iou_threshold=point.iou_threshold)
    return oc.outcomes(truth, predictions, pairs, own, confidence=point.confidence)


def class_table(
    evidence: Evidence,
    classes: Sequence[EvaluatedClass],
    point: OperatingPoint,
    *,
    items: int,
    known: ClassTable | None = None,
) -> ClassTable:
    """Every class: COCO's statistics, and precision, recall and F1 at the operating point.

    Args:
        known: A table of the same evidence at another operating point: its statistics hold here too.
    """
    truth, predictions = evidence.truth, evidence.predictions
    if known is None:
        coco = detection.report(truth, predictions, evidence.matched, classes=len(classes))
        statistics, per_class = coco.statistics(), coco.per_class()
    else:
        statistics, per_class = known.statistics, [one.statistics for one in known.classes]
    scores = oc.class_scores(truth, predictions, outcomes(evidence, point), classes=len(classes))
    found = np.bincount(predictions.klass, minlength=len(classes))
    return ClassTable(
        operating_point=point,
        items=items,
        statistics=statistics,
        all_classes=_told(ALL, scores.all_classes(), 0, len(predictions), {}),
        classes=tuple(_told(one, scores, k, int(found[k]), per_class[k]) for k, one in enumerate(classes)),
    )


def statistics(evidence: Evidence, *, classes: int) -> dict[str, float]:
    """COCO's 12."""
    return detection.report(evidence.truth, evidence.predictions, evidence.matched, classes=classes).statistics()


def micro(evidence: Evidence, point: OperatingPoint, *, classes: int) -> ClassReport:
    """All classes together at an operating point (micro average), without COCO's statistics."""
    truth, predictions = evidence.truth, evidence.predictions
    scores = oc.class_scores(truth, predictions, outcomes(evidence, point), classes=classes)
    return _told(ALL, scores.all_classes(), 0, len(predictions), {})


def curves(
    evidence: Evidence, classes: Sequence[EvaluatedClass], *, iou_threshold: float, only: Sequence[int]
) -> list[CurvePoints]:
    """The curves of the classes at the positions ``only``; −1 is all together (micro-averaged, without an envelope)."""
    truth, predictions, pairs = evidence.truth, evidence.predictions, evidence.pairs
    own = oc.own_class(truth, predictions, pairs, iou_threshold=iou_threshold)
    coco = detection.report(truth, predictions, evidence.matched, classes=len(classes))
    at = np.flatnonzero(np.isclose(detection.IOU_THRESHOLDS, iou_threshold, rtol=0, atol=1e-9))
    told = []
    for k in only:
        line = oc.curve(truth, predictions, own, klass=None if k < 0 else k)
        envelope = coco.precision[at[0], :, k, 0] if len(at) and k >= 0 else np.empty(0)
        keep = _thinned(len(line.confidence))
        told.append(
            CurvePoints(
                class_id=ALL.class_id if k < 0 else classes[k].class_id,
                iou_threshold=iou_threshold,
                ap=float(envelope.mean()) if len(envelope) and envelope[0] > -1 else -1.0,
                envelope=envelope.tolist() if len(envelope) and envelope[0] > -1 else [],
                confidence=line.confidence[keep].tolist(),
                precision=line.precision[keep].tolist(),
                recall=_known(line.recall[keep]),
                f1=_known(line.f1[keep]),
            )
        )
    return told


def confusion(evidence: Evidence, classes: Sequence[EvaluatedClass], point: OperatingPoint) -> Confusion:
    """The confusion matrix at an operating point. Raises Invalid: it has too many classes for one."""
    if len(classes) > MATRIX_CLASSES:
        raise Invalid(
            f"A confusion matrix has at most {MATRIX_CLASSES:,} classes, and this evaluation has {len(classes):,}: "
            "ask for the outcomes of the classes that matter.",
            classes=len(classes),
        )
    matrix = oc.confusion(evidence.truth, evidence.predictions, outcomes(evidence, point), classes=len(classes))
    return Confusion(operating_point=point, classes=tuple(one.class_id for one in classes), matrix=matrix.tolist())


def comparison(before: str, after: str, *, was: ClassTable, now: ClassTable) -> Comparison:
    """Two evaluations side by side, the greatest loss of AP first."""
    changes = compare.by_class(_numbers(was), _numbers(now))
    names = {one.class_id: one.name for one in (*was.classes, *now.classes)}
    told = [
        ClassComparison(class_id=name, name=names[name], numbers={key: _change(one) for key, one in numbers.items()})
        for name, numbers in changes.items()
    ]
    told.sort(key=lambda one: (one.numbers["AP"].change is None, one.numbers["AP"].change or 0.0, one.name))
    statistics = compare.difference(was.statistics, now.statistics)
    return Comparison(
        before=before, after=after, statistics={key: _change(one) for key, one in statistics.items()}, classes=tuple(told)
    )


def _numbers(table: ClassTable) -> dict[str, dict[str, float | None]]:
    return {
        one.class_id: {
            "AP": one.statistics.get("AP"),
            "AR_100": one.statistics.get("AR_100"),
            "precision": one.precision,
            "recall": one.recall,
            "f1": one.f1,
        }
        for one in table.classes
    }


def _change(one: compare.Difference) -> NumberChange:
    return NumberChange(before=one.before, after=one.after, change=one.change)


def _told(one: EvaluatedClass, scores: oc.ClassScores, k: int, predictions: int, statistics: dict[str, float]) -> ClassReport:
    precision, recall, f1 = (_known(column[k : k + 1])[0] for column in (scores.precision, scores.recall, scores.f1))
    return ClassReport(
        class_id=one.class_id,
        name=one.name,
        truths=int(scores.tp[k] + scores.fn[k]),
        predictions=predictions,
        tp=int(scores.tp[k]),
        fp=int(scores.fp[k]),
        fn=int(scores.fn[k]),
        precision=precision,
        recall=recall,
        f1=f1,
        statistics=statistics,
    )


def _known(values: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _thinned(count: int) -> NDArray[np.int64]:
    """At most ``POINTS`` positions, evenly spread, the first and the last among them."""
    return np.unique(np.linspace(0, count - 1, min(count, POINTS)).round().astype(np.int64)) if count else np.empty(0, np.int64)
