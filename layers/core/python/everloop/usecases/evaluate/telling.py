"""What an evaluation tells once all its evidence is there: the report, and a row of ``MATCHES`` for each outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from everloop.domain import evaluation_numbers as numbers
from everloop.domain.columns import ColumnTable
from everloop.domain.evaluations import Confusion, EvaluatedClass, Evaluation, EvaluationReport, OperatingPoint
from everloop.domain.metrics.outcomes import Outcome
from everloop.domain.metrics.overlaps import Pairs
from everloop.store import evidence
from everloop.store.columns import Columns
from everloop.store.evidence import Named

ITEMS_AT_ONCE = 2_048
NAMES = ("seq", "item_id", "part", "object_id", "x", "y", "w", "h")
"""The further columns of truths and detections that the rows are made of (detections have no ``object_id``)."""

Rows = dict[str, NDArray[Any]]


def report(evaluation: Evaluation, whole: Named, point: OperatingPoint) -> EvaluationReport:
    """Everything at the evaluation's own operating point; with too many classes for a confusion matrix, without one."""
    seen, classes = whole.evidence, evaluation.classes
    many = len(classes) > numbers.MATRIX_CLASSES
    empty = Confusion(operating_point=point, classes=(), matrix=[])
    return EvaluationReport(
        schema=1,
        evaluation=evaluation.id,
        table=numbers.class_table(seen, classes, point, items=evaluation.items),
        curves=tuple(numbers.curves(seen, classes, iou_threshold=point.iou_threshold, only=[-1, *range(len(classes))])),
        confusion=empty if many else numbers.confusion(seen, classes, point),
    )


def matches(whole: Named, classes: Sequence[EvaluatedClass], point: OperatingPoint) -> Rows:
    """Columns of ``MATCHES``, by seq: a row for each prediction at the operating point (with the object that it took, of its
    class or another), and one for each object that is no tp (with the prediction of another class that took it).
    """
    truth, predictions = whole.evidence.truth, whole.evidence.predictions
    result = numbers.outcomes(whole.evidence, point)
    told, alone = np.flatnonzero(result.prediction != Outcome.BELOW), np.flatnonzero(result.truth != Outcome.TP)
    p = np.concatenate((told, result.truth_prediction[alone]))
    t = np.concatenate((result.prediction_truth[told], alone))
    names = np.array([one.name for one in classes], dtype=object)
    outcome = np.array([one.name.lower() for one in Outcome], dtype=object)
    rows: Rows = {
        "outcome": outcome[np.concatenate((result.prediction[told], result.truth[alone]))],
        "class": _named(names, truth.klass, t),
        "predicted_class": _named(names, predictions.klass, p),
        "object_id": _named(np.asarray(whole.truth_names["object_id"], object), np.arange(len(truth)), t),
        "confidence": _at(predictions.score, p),
        "row": _at(predictions.row, p),
        "iou": _iou(whole.evidence.pairs, p, t, truths=len(truth)),
    }
    for name in NAMES:
        if name != "object_id":
            found = np.asarray(whole.prediction_names[name])[told]
            rows[name] = np.concatenate((found, np.asarray(whole.truth_names[name])[alone]))
    order = np.argsort(rows["seq"], kind="stable")
    return {name: values[order] for name, values in rows.items()}


def pieces(
    columns: Columns,
    tables: Mapping[str, ColumnTable],
    classes: Sequence[EvaluatedClass],
    point: OperatingPoint,
    *,
    members: BitMap,
    counted: Counter[str],
) -> Iterator[Rows]:
    """The same of the items ``members``, some at a time, for what becomes of an item's objects follows from that item alone.

    Args:
        counted: How many rows each outcome has; added to.
    """
    names = tuple(name for name in NAMES if name != "object_id")
    seqs = members.to_array()
    for start in range(0, len(seqs), ITEMS_AT_ONCE):
        some = BitMap(seqs[start : start + ITEMS_AT_ONCE])
        rows = matches(evidence.read(columns, tables, seqs=some, truth_names=NAMES, prediction_names=names), classes, point)
        counted.update(rows["outcome"].tolist())
        yield rows


def _named(names: NDArray[Any], place: NDArray[Any], at: NDArray[np.int64]) -> NDArray[Any]:
    """``names[place[at]]``, None where ``at`` is −1."""
    found = np.full(len(at), None, dtype=object)
    found[at >= 0] = names[place[at[at >= 0]]]
    return found


def _at(values: NDArray[Any], at: NDArray[np.int64]) -> NDArray[Any]:
    """``values[at]``, masked where ``at`` is −1."""
    found = np.zeros(len(at), values.dtype)
    found[at >= 0] = values[at[at >= 0]]
    return np.ma.MaskedArray(found, mask=at < 0)


def _iou(pairs: Pairs, p: NDArray[np.int64], t: NDArray[np.int64], *, truths: int) -> NDArray[Any]:
    """The overlap of each prediction and object that took each other, masked where there are not both."""
    key = pairs.prediction * max(1, truths) + pairs.truth
    order = np.argsort(key, kind="stable")
    both = (p >= 0) & (t >= 0)
    found = np.zeros(len(p))
    found[both] = pairs.iou[order][np.searchsorted(key[order], p[both] * max(1, truths) + t[both])]
    return np.ma.MaskedArray(found, mask=~both)
