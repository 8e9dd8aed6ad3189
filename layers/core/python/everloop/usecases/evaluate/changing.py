"""The objects on which two evaluations disagree: found by one of them, not by the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from everloop.domain import evaluation_numbers as numbers
from everloop.domain.errors import Invalid
from everloop.domain.evaluations import Box, ChangedObject, ChangedObjects, ClassChanges, Evaluation, ObjectOutcome
from everloop.domain.metrics.outcomes import Outcome, Outcomes
from everloop.domain.principals import Call
from everloop.ports import Table
from everloop.store import evidence
from everloop.store.columns import Columns
from everloop.store.evidence import Named
from everloop.usecases.evaluate import reading

_BOX = ("x", "y", "w", "h")

Change = Literal["fixed", "regressed"]


def changed(
    call: Call,
    before: str,
    after: str,
    change: Change,
    *,
    class_id: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
    table: Table,
    columns: Columns,
) -> ChangedObjects:
    """The objects that both evaluations have, of the same class, and that only the later (fixed) or only the earlier
    (regressed) found, each at its own operating point. Objects are known again by item and object id, so that evaluations of
    other label versions compare too. Crowds are left out.

    Args:
        class_id: Only the items of the page of this class; the counts are of all.

    Raises:
        NotFound: No such evaluation.
        Conflict: One is not ready.
        Invalid: No cursor of this listing.
    """
    skip = _position(cursor)
    was, now = (_side(reading.ready(call, name, table=table), columns) for name in (before, after))
    at, then = _both(was, now)
    found = [side.result.truth[rows] == Outcome.TP for side, rows in ((was, at), (now, then))]
    changes = {"fixed": found[1] & ~found[0], "regressed": found[0] & ~found[1]}
    classes = now.class_ids[then]
    wanted = changes[change] if class_id is None else changes[change] & (classes == class_id)
    chosen = np.flatnonzero(wanted)
    page = chosen[skip : skip + limit]
    verdicts = zip(_verdicts(was, at[page]), _verdicts(now, then[page]), strict=True)
    return ChangedObjects(
        objects=len(at),
        fixed=int(np.count_nonzero(changes["fixed"])),
        regressed=int(np.count_nonzero(changes["regressed"])),
        classes=_by_class(now, classes, changes["fixed"], changes["regressed"]),
        items=tuple(_told(now, row, *both) for row, both in zip(then[page].tolist(), verdicts, strict=True)),
        cursor=str(skip + limit) if len(chosen) > skip + limit else None,
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """One evaluation: its evidence, what became of it, and the class id of each object."""

    evaluation: Evaluation
    named: Named
    result: Outcomes
    class_ids: NDArray[np.object_]


def _side(evaluation: Evaluation, columns: Columns) -> _Side:
    tables = {name: columns.table(evaluation.tables[name]) for name in evidence.TABLES}
    own = ("item_id", "object_id", *_BOX)
    named = evidence.read(columns, tables, truth_names=own, prediction_names=_BOX)
    result = numbers.outcomes(named.evidence, reading.point(evaluation, None, None))
    ids = np.array([one.class_id for one in evaluation.classes], dtype=object)
    truth = named.evidence.truth
    return _Side(evaluation, named, result, ids[truth.klass] if len(truth) else np.empty(0, object))


def _both(was: _Side, now: _Side) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places of the objects that both have, of the same class and no crowd, in each of them, by seq."""
    names = [side.named.truth_names for side in (was, now)]
    ids = np.concatenate([np.asarray(one["object_id"]).astype(str) for one in names])
    distinct, code = np.unique(ids, return_inverse=True)
    seq = np.concatenate([np.asarray(one["seq"], np.int64) for one in names])
    key = seq * max(1, len(distinct)) + code
    split = len(was.class_ids)
    _, at, then = np.intersect1d(key[:split], key[split:], assume_unique=True, return_indices=True)
    plain = ~(was.named.evidence.truth.crowd[at] | now.named.evidence.truth.crowd[then])
    same: NDArray[np.bool_] = plain & (was.class_ids[at] == now.class_ids[then]).astype(np.bool_)
    return at[same], then[same]


def _verdicts(side: _Side, objects: NDArray[np.int64]) -> list[ObjectOutcome]:
    """What became of some objects."""
    predictions, pairs = side.named.evidence.predictions, side.named.evidence.pairs
    near = np.isin(pairs.truth, objects)
    overlap = {
        (p, t): iou
        for p, t, iou in zip(pairs.prediction[near].tolist(), pairs.truth[near].tolist(), pairs.iou[near].tolist(), strict=True)
    }
    told = []
    for t in objects.tolist():
        p = int(side.result.truth_prediction[t])
        if p < 0:
            told.append(ObjectOutcome(found=False))
            continue
        told.append(
            ObjectOutcome(
                found=bool(side.result.truth[t] == Outcome.TP),
                predicted_class=side.evaluation.classes[int(predictions.klass[p])].name,
                confidence=float(predictions.score[p]),
                iou=overlap.get((p, t)),
                box_xywh=_box(side.named.prediction_names, p),
            )
        )
    return told


def _told(now: _Side, row: int, before: ObjectOutcome, after: ObjectOutcome) -> ChangedObject:
    names = now.named.truth_names
    klass = now.evaluation.classes[int(now.named.evidence.truth.klass[row])]
    return ChangedObject(
        item_id=str(names["item_id"][row]),
        seq=int(names["seq"][row]),
        object_id=str(names["object_id"][row]),
        class_id=klass.class_id,
        class_name=klass.name,
        box_xywh=_box(names, row),
        before=before,
        after=after,
    )


def _by_class(
    now: _Side, classes: NDArray[np.object_], fixed: NDArray[np.bool_], regressed: NDArray[np.bool_]
) -> tuple[ClassChanges, ...]:
    told = [
        ClassChanges(
            class_id=one.class_id,
            name=one.name,
            fixed=int(np.count_nonzero(fixed & (classes == one.class_id))),
            regressed=int(np.count_nonzero(regressed & (classes == one.class_id))),
        )
        for one in now.evaluation.classes
    ]
    return tuple(sorted((one for one in told if one.fixed or one.regressed), key=lambda one: (-one.regressed, one.name)))


def _box(names: Mapping[str, NDArray[Any]], row: int) -> Box:
    x, y, w, h = (float(names[name][row]) for name in _BOX)
    return (x, y, w, h)


def _position(cursor: str | None) -> int:
    if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 16):
        raise Invalid("This is not a cursor of this listing.")
    return int(cursor or 0)
