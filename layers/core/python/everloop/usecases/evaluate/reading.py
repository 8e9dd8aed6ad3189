"""What is read of evaluations: computed in the request from their columns, at any IoU threshold, confidence and slice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from pyroaring import BitMap

from everloop.domain import evaluation_numbers as numbers
from everloop.domain.columns import MATCHES
from everloop.domain.errors import Conflict, Invalid
from everloop.domain.evaluations import (
    ClassTable,
    Comparison,
    Confusion,
    CurvePoints,
    Evaluation,
    EvaluationReport,
    EvaluationState,
    Failure,
    OperatingPoint,
)
from everloop.domain.filters import And, Filter, In
from everloop.domain.ids import SetHash
from everloop.domain.metrics import failures as ranking
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.ports import Objects, Table
from everloop.store import evaluations as store
from everloop.store import evidence, sets
from everloop.store.columns import Columns
from everloop.store.evidence import Named

MANY_CLASSES = 200


def get(call: Call, evaluation: str, *, table: Table) -> Evaluation:
    """An evaluation. Raises NotFound."""
    return store.as_their_jobs(call.workspace, [store.get(call.workspace, evaluation, table=table).value], table=table)[0]


def of_project(call: Call, project: str, *, limit: int = 50, cursor: str | None = None, table: Table) -> Page[Evaluation]:
    """A project's evaluations, newest first."""
    page = store.of_project(call.workspace, project, limit=limit, cursor=cursor, table=table)
    return Page(store.as_their_jobs(call.workspace, page.items, table=table), page.cursor)


def report(call: Call, evaluation: str, *, table: Table, objects: Objects) -> EvaluationReport:
    """The stored report at the evaluation's own operating point; its curves only for up to 200 classes (ask for one at a time
    beyond). Raises NotFound; Conflict: not ready.
    """
    found = store.report(objects, ready(call, evaluation, table=table))
    return found if len(found.table.classes) <= MANY_CLASSES else found.model_copy(update={"curves": ()})


def class_table(
    call: Call,
    evaluation: str,
    *,
    iou_threshold: float | None = None,
    confidence: float | None = None,
    seqs: BitMap | None = None,
    table: Table,
    objects: Objects,
    columns: Columns,
) -> ClassTable:
    """Every class at any operating point, over all items or ``seqs``. Raises NotFound; Conflict: not ready; Invalid."""
    found = ready(call, evaluation, table=table)
    items = found.items if seqs is None else len(seqs & members(call, found, objects=objects))
    seen = _evidence(found, columns, seqs=seqs).evidence
    known = store.report(objects, found).table if seqs is None else None
    return numbers.class_table(seen, found.classes, point(found, iou_threshold, confidence), items=items, known=known)


def confusion(
    call: Call,
    evaluation: str,
    *,
    iou_threshold: float | None = None,
    confidence: float | None = None,
    seqs: BitMap | None = None,
    table: Table,
    columns: Columns,
) -> Confusion:
    """The confusion matrix at any operating point. Raises NotFound; Conflict: not ready; Invalid."""
    found = ready(call, evaluation, table=table)
    named = _evidence(found, columns, seqs=seqs)
    return numbers.confusion(named.evidence, found.classes, point(found, iou_threshold, confidence))


def curve(
    call: Call,
    evaluation: str,
    *,
    class_id: str | None = None,
    iou_threshold: float | None = None,
    seqs: BitMap | None = None,
    table: Table,
    columns: Columns,
) -> CurvePoints:
    """The precision–recall curve of one class, or (None) of all together. Raises NotFound; Conflict: not ready; Invalid."""
    found = ready(call, evaluation, table=table)
    at = point(found, iou_threshold, None).iou_threshold
    position = -1
    if class_id is not None:
        known = [one.class_id for one in found.classes]
        if class_id not in known:
            raise Invalid(f"This evaluation has no class {class_id!r}.", class_id=class_id)
        position = known.index(class_id)
    named = _evidence(found, columns, seqs=seqs)
    return numbers.curves(named.evidence, found.classes, iou_threshold=at, only=[position])[0]


def matches(
    call: Call,
    evaluation: str,
    *,
    where: Filter | None = None,
    item: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
    table: Table,
    columns: Columns,
) -> Page[dict[str, Any]]:
    """What became of each object and prediction at the evaluation's operating point (columns ``MATCHES``), by seq.

    Raises:
        NotFound: No such evaluation.
        Conflict: It is not ready.
        Invalid: A filter over a column that is not there, or no cursor of this listing.
    """
    found = ready(call, evaluation, table=table)
    parts = [part for part in (where, In("item_id", (item,)) if item else None) if part is not None]
    return _page(columns, found.tables["matches"], list(MATCHES), And(tuple(parts)), limit=limit, cursor=cursor)


def pairs(
    call: Call,
    evaluation: str,
    item: str,
    *,
    limit: int = 1_000,
    cursor: str | None = None,
    table: Table,
    columns: Columns,
) -> Page[dict[str, Any]]:
    """Every pair of an item that overlaps (IoU ≥ 0.1). Raises NotFound; Conflict: not ready; Invalid."""
    found = ready(call, evaluation, table=table)
    wanted = ["item_id", "part", '"row"', "object_id", "iou"]
    return _page(columns, found.tables["pairs"], wanted, In("item_id", (item,)), limit=limit, cursor=cursor)


def failures(
    call: Call,
    evaluation: str,
    *,
    worst: int = ranking.WORST,
    iou_threshold: float | None = None,
    confidence: float | None = None,
    seqs: BitMap | None = None,
    table: Table,
    columns: Columns,
) -> list[Failure]:
    """The items on which the model fails worst, at any operating point. Raises NotFound; Conflict: not ready; Invalid."""
    found = ready(call, evaluation, table=table)
    named = _evidence(found, columns, seqs=seqs, names=("item_id",))
    at = point(found, iou_threshold, confidence)
    seen = named.evidence
    result = numbers.outcomes(seen, at)
    ranked = ranking.failures(seen.truth, seen.predictions, seen.pairs, result, iou_threshold=at.iou_threshold, worst=worst)
    who = _items(named)
    rows = zip(ranked.image.tolist(), ranked.weight.tolist(), ranked.fp.tolist(), ranked.fn.tolist(), strict=True)
    return [Failure(item_id=who[image][1], seq=who[image][0], weight=weight, fp=fp, fn=fn) for image, weight, fp, fn in rows]


def comparison(call: Call, before: str, after: str, *, table: Table, objects: Objects) -> Comparison:
    """Two evaluations side by side, each at its own operating point. Raises NotFound; Conflict: one is not ready."""
    was = report(call, before, table=table, objects=objects)
    now = report(call, after, table=table, objects=objects)
    return numbers.comparison(before, after, was=was.table, now=now.table)


def ready(call: Call, evaluation: str, *, table: Table) -> Evaluation:
    """An evaluation that is whole. Raises NotFound; Conflict: it is not ready."""
    found = get(call, evaluation, table=table)
    if found.state is not EvaluationState.READY:
        raise Conflict(found.reason or "This evaluation is not ready; its job says how far it is.", job=found.job)
    return found


def members(call: Call, evaluation: Evaluation, *, objects: Objects) -> BitMap:
    """The seqs that the evaluation is over."""
    return sets.load(objects, call.workspace, SetHash(evaluation.members)) if evaluation.members else BitMap()


def point(evaluation: Evaluation, iou_threshold: float | None, confidence: float | None) -> OperatingPoint:
    """The evaluation's operating point with what is given instead. Raises Invalid."""
    own = evaluation.operating_point or OperatingPoint()
    iou = own.iou_threshold if iou_threshold is None else iou_threshold
    least = own.confidence if confidence is None else confidence
    if not 0.1 <= iou <= 1.0:
        raise Invalid("An IoU threshold is between 0.1 and 1.", iou_threshold=iou)
    if not 0.0 <= least <= 1.0:
        raise Invalid("A confidence is between 0 and 1.", confidence=least)
    return OperatingPoint(iou_threshold=iou, confidence=least)


def _evidence(evaluation: Evaluation, columns: Columns, *, seqs: BitMap | None = None, names: Sequence[str] = ()) -> Named:
    tables = {name: columns.table(evaluation.tables[name]) for name in evidence.TABLES}
    return evidence.read(columns, tables, seqs=seqs, truth_names=names, prediction_names=names)


def _items(named: Named) -> dict[int, tuple[int, str]]:
    """Seq and id of the item of each image."""
    found: dict[int, tuple[int, str]] = {}
    for image, names in (
        (named.evidence.truth.image, named.truth_names),
        (named.evidence.predictions.image, named.prediction_names),
    ):
        _, first = np.unique(image, return_index=True)
        found |= {int(image[at]): (int(names["seq"][at]), str(names["item_id"][at])) for at in first.tolist()}
    return found


def _page(
    columns: Columns, path: str, wanted: Sequence[str], where: Filter, *, limit: int, cursor: str | None
) -> Page[dict[str, Any]]:
    """Rows of an immutable table from a position on, which is the cursor."""
    if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 16):
        raise Invalid("This is not a cursor of this listing.")
    skip = int(cursor or 0)
    names = [f'"{name}"' if not name.startswith('"') else name for name in wanted]
    rows: list[dict[str, Any]] = []
    before = 0
    for piece in columns.batches(columns.table(path), names, where=where):
        plain = {name: values.tolist() for name, values in piece.items()}
        count = len(next(iter(plain.values())))
        lo = max(0, skip - before)
        hi = min(count, lo + limit + 1 - len(rows))
        rows += [{name: values[at] for name, values in plain.items()} for at in range(lo, hi)]
        before += count
        if len(rows) > limit:
            break
    more = len(rows) > limit
    return Page(rows[:limit], str(skip + limit) if more else None)
