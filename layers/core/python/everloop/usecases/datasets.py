"""Datasets: choose the collection versions that projects work on (decision 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from everloop.domain.datasets import Dataset, DatasetVersion, Pin
from everloop.domain.errors import Conflict
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.ports import Index, Objects, Table
from everloop.store import collections, rows, sets
from everloop.store import datasets as store
from everloop.store.rows import Stored


def create(
    call: Call,
    *,
    title: str,
    description: str = "",
    pins: Sequence[Pin],
    message: str = "",
    table: Table,
    objects: Objects,
    index: Index,
) -> Stored[Dataset]:
    """Make a dataset of collection versions.

    Raises:
        NotFound: No such collection version, or the caller does not see all of its items.
        Invalid: No pins, or two of one collection.
    """
    first = _version(call, call.new_id("dataset"), 1, pins, message, table=table, objects=objects, index=index)
    dataset = Dataset(
        schema=1,
        id=first.dataset,
        title=title,
        description=description,
        pins=first.pins,
        members=first.members,
        items=first.items,
        created_by=call.actor,
        created_at=call.now_ms,
        updated_at=call.now_ms,
    )
    return store.create(call, dataset, first, table=table)


def pin(
    call: Call,
    dataset: str,
    pins: Sequence[Pin],
    *,
    message: str = "",
    expect: int | None = None,
    table: Table,
    objects: Objects,
    index: Index,
) -> Stored[Dataset]:
    """Make a new version of other pins; the same pins make none. Projects go on with theirs until they are moved.

    Raises:
        NotFound: No such dataset or collection version, or the caller does not see all of its items.
        Invalid: No pins, or two of one collection.
        Conflict: The dataset is not at ``expect``, or another was faster.
    """
    before = store.get(call.workspace, dataset, table=table)
    if expect is not None and before.version != expect:
        raise Conflict("This dataset has changed since you read it.", version=before.version)
    if tuple(pins) == before.value.pins:
        return before
    number = before.value.version + 1
    made = _version(call, dataset, number, pins, message, table=table, objects=objects, index=index)
    return store.move(call, before, made, table=table)


def newest_pins(call: Call, dataset: str, *, table: Table) -> list[Pin]:
    """The pins of a dataset, each at the newest version of its collection. Raises NotFound."""
    found = store.get(call.workspace, dataset, table=table).value
    return [
        Pin(collection=pin.collection, version=collections.get(call.workspace, pin.collection, table=table).value.version)
        for pin in found.pins
    ]


def update(call: Call, dataset: str, changes: Mapping[str, Any], *, expect: int | None = None, table: Table) -> Stored[Dataset]:
    """Change the title, the description, or whether it is archived. Raises NotFound; Conflict."""

    def change(found: Dataset) -> Dataset:
        after = Dataset.model_validate({**found.model_dump(by_alias=True), **changes})
        return found if after == found else after.model_copy(update={"updated_at": call.now_ms})

    place = store.key(call.workspace, dataset)
    return rows.update(table, place, "dataset", Dataset, change, call=call, expect=expect, what="dataset")


def get(call: Call, dataset: str, *, table: Table) -> Stored[Dataset]:
    """A dataset. Raises NotFound."""
    return store.get(call.workspace, dataset, table=table)


def listing(call: Call, *, limit: int = 50, cursor: str | None = None, table: Table) -> Page[Dataset]:
    """The datasets of the workspace."""
    return rows.listing(table, "dataset", call.workspace, Dataset, limit=limit, cursor=cursor)


def versions(call: Call, dataset: str, *, limit: int = 50, cursor: str | None = None, table: Table) -> Page[DatasetVersion]:
    """The history of a dataset, newest first. Raises NotFound."""
    store.get(call.workspace, dataset, table=table)
    return store.versions(call.workspace, dataset, limit=limit, cursor=cursor, table=table)


def _version(
    call: Call,
    dataset: str,
    number: int,
    pins: Sequence[Pin],
    message: str,
    *,
    table: Table,
    objects: Objects,
    index: Index,
) -> DatasetVersion:
    members = store.pinned(call, pins, table=table, objects=objects)
    store.require_seen(call, members, table=table, index=index)
    return DatasetVersion(
        schema=1,
        dataset=dataset,
        number=number,
        pins=tuple(pins),
        members=sets.save(objects, call.workspace, members),
        items=len(members),
        message=message,
        created_by=call.actor,
        created_at=call.now_ms,
    )
