"""Models and prediction sets as rows; predictions as columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from pyroaring import BitMap

from everloop.domain.errors import Conflict
from everloop.domain.filters import Filter
from everloop.domain.ids import WorkspaceId
from everloop.domain.pages import Page
from everloop.domain.predictions import Model, Prediction, PredictionSet
from everloop.domain.principals import Call
from everloop.ports import Key, Table
from everloop.store import keys, rows
from everloop.store.columns import Columns

_READ = ('"row"', "item_id", "class_id", '"class"', "category_id", "confidence", "x", "y", "w", "h", "mask")


def model(workspace: WorkspaceId, model_id: str, *, table: Table) -> Model:
    """A model. Raises NotFound."""
    return rows.get(table, keys.entry("model", workspace, model_id), Model, "model").value


def name_model(call: Call, named: Model, *, table: Table) -> Model:
    """Store a model, or give back the one of this name and version. What it was trained on can be said once.

    Raises:
        Conflict: It is known to be trained on something else.
    """
    place = keys.entry("model", call.workspace, named.id)
    there = rows.find(table, place, Model)
    if there is None:
        return rows.create(table, place, "model", named, call=call, same=("name", "version")).value
    if named.trained_on is None or named.trained_on == there.value.trained_on:
        return there.value
    if there.value.trained_on is not None:
        raise Conflict(
            f"{named.name} {named.version} was trained on {there.value.trained_on}; give the new one its own version."
        )

    def change(found: Model) -> Model:
        return found.model_copy(update={"trained_on": named.trained_on})

    return rows.update(table, place, "model", Model, change, call=call).value


def models(workspace: WorkspaceId, *, limit: int = 100, cursor: str | None = None, table: Table) -> Page[Model]:
    """The models, by id."""
    return rows.listing(table, "model", workspace, Model, limit=limit, cursor=cursor)


def key(workspace: WorkspaceId, prediction_set: str) -> Key:
    """Where a prediction set is."""
    return keys.entry("prediction-set", workspace, prediction_set)


def get(workspace: WorkspaceId, prediction_set: str, *, table: Table) -> PredictionSet:
    """A prediction set. Raises NotFound."""
    return rows.get(table, key(workspace, prediction_set), PredictionSet, "prediction set").value


def listing(workspace: WorkspaceId, *, limit: int = 100, cursor: str | None = None, table: Table) -> Page[PredictionSet]:
    """The prediction sets, by id."""
    return rows.listing(table, "prediction-set", workspace, PredictionSet, limit=limit, cursor=cursor)


def create(call: Call, prediction_set: PredictionSet, *, table: Table) -> PredictionSet:
    """Store a new prediction set; asked twice under one idempotency key, it is one. Raises Conflict."""
    place = key(call.workspace, prediction_set.id)
    return rows.create(table, place, "prediction-set", prediction_set, call=call, same=("model", "project")).value


def update(call: Call, prediction_set: str, changes: dict[str, Any], *, table: Table) -> PredictionSet:
    """Set fields; the same twice changes nothing. Raises NotFound."""

    def change(found: PredictionSet) -> PredictionSet:
        return found.model_copy(update=changes)

    return rows.update(table, key(call.workspace, prediction_set), "prediction-set", PredictionSet, change, call=call).value


def read(
    prediction_set: PredictionSet, *, seqs: BitMap | None = None, where: Filter | None = None, columns: Columns
) -> Iterator[Prediction]:
    """The predictions of all items or some, by seq and row."""
    path = prediction_set.tables.get("predictions")
    if path is None:
        return
    names = [name.strip('"') for name in _READ]
    for piece in columns.batches(columns.table(path), _READ, where=where, seqs=seqs, order='seq, "row"'):
        for values in zip(*(piece[name].tolist() for name in names), strict=True):
            row, item, class_id, name, category, confidence, x, y, w, h, mask = values
            yield Prediction(
                row=row,
                item_id=item,
                class_id=class_id,
                class_name=name,
                category_id=category,
                confidence=confidence,
                box=(x, y, w, h),
                mask=orjson.loads(mask) if mask else None,
            )
