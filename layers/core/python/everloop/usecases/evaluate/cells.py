"""The objects and predictions behind a cell of the confusion matrix, or behind an outcome, at any operating point."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from everloop.domain.errors import Invalid
from everloop.domain.evaluations import Evaluation
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.ports import Table
from everloop.store import evidence
from everloop.store.columns import Columns
from everloop.usecases.evaluate import reading, telling

BACKGROUND = ""
"""Instead of a class: nothing was there, or nothing was predicted."""

PREDICTION_NAMES = tuple(name for name in telling.NAMES if name != "object_id")


def outcomes(
    call: Call,
    evaluation: str,
    *,
    truth: str | None = None,
    predicted: str | None = None,
    outcome: str | None = None,
    iou_threshold: float | None = None,
    confidence: float | None = None,
    limit: int = 100,
    cursor: str | None = None,
    table: Table,
    columns: Columns,
) -> Page[dict[str, Any]]:
    """Rows as of ``reading.matches``, by seq, at any operating point, each of which counts once in the confusion matrix: an
    object that a prediction of another class took is told by that prediction's row alone.

    Args:
        truth: The object's class by id, BACKGROUND for predictions of nothing; None: any.
        predicted: The predicted class by id, BACKGROUND for objects that nothing predicts; None: any.
        outcome: tp, fp or fn; None: all three.

    Raises:
        NotFound: No such evaluation.
        Conflict: It is not ready.
        Invalid: No such class, threshold or cursor.
    """
    found = reading.ready(call, evaluation, table=table)
    at = reading.point(found, iou_threshold, confidence)
    skip = _position(cursor)
    tables = {name: columns.table(found.tables[name]) for name in evidence.TABLES}
    whole = evidence.read(columns, tables, truth_names=telling.NAMES, prediction_names=PREDICTION_NAMES)
    rows = telling.matches(whole, found.classes, at)
    kept = _counted(rows)
    for name, wanted in (("class", truth), ("predicted_class", predicted)):
        if wanted is not None:
            kept &= rows[name] == _name(found, wanted)
    if outcome is not None:
        kept &= rows["outcome"] == outcome
    chosen = np.flatnonzero(kept)
    page = chosen[skip : skip + limit]
    plain = {name: values[page].tolist() for name, values in rows.items()}
    told = [{name: values[i] for name, values in plain.items()} for i in range(len(page))]
    return Page(told, str(skip + limit) if len(chosen) > skip + limit else None)


def _counted(rows: telling.Rows) -> NDArray[np.bool_]:
    """Predictions that are right or wrong, and objects that no prediction took."""
    alone: NDArray[np.bool_] = np.ma.getmaskarray(rows["row"])
    by_prediction: NDArray[np.bool_] = np.isin(rows["outcome"], ("tp", "fp"))
    missed: NDArray[np.bool_] = rows["outcome"] == "fn"
    return by_prediction | (missed & alone)


def _name(evaluation: Evaluation, class_id: str) -> str | None:
    if class_id == BACKGROUND:
        return None
    for one in evaluation.classes:
        if one.class_id == class_id:
            return one.name
    raise Invalid(f"This evaluation has no class {class_id!r}.", class_id=class_id)


def _position(cursor: str | None) -> int:
    if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 16):
        raise Invalid("This is not a cursor of this listing.")
    return int(cursor or 0)
