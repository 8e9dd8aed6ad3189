"""Datasets: choose the collection versions that projects work on (decision 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from pyroaring import BitMap

from everloop.domain.access import ProjectRole
from everloop.domain.datasets import Dataset, DatasetVersion, Pin
from everloop.domain.errors import Conflict, Forbidden, NotFound
from everloop.domain.ids import SetHash
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.ports import Index, Objects, Selection, Table
from everloop.store import access, collections, projects, rows, sets
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
        Forbidden: The caller sees the dataset, but may not change it.
        Conflict: The dataset is not at ``expect``, or another was faster.
    """
    before = _own(call, dataset, table=table, objects=objects, index=index)
    if expect is not None and before.version != expect:
        raise Conflict("This dataset has changed since you read it.", version=before.version)
    if tuple(pins) == before.value.pins:
        return before
    number = before.value.version + 1
    made = _version(call, dataset, number, pins, message, table=table, objects=objects, index=index)
    return store.move(call, before, made, table=table)


def newest_pins(call: Call, dataset: str, *, table: Table, objects: Objects, index: Index) -> list[Pin]:
    """The pins of a dataset, each at the newest version of its collection. Raises NotFound; Forbidden."""
    found = _own(call, dataset, table=table, objects=objects, index=index).value
    return [
        Pin(collection=pin.collection, version=collections.get(call.workspace, pin.collection, table=table).value.version)
        for pin in found.pins
    ]


def update(
    call: Call,
    dataset: str,
    changes: Mapping[str, Any],
    *,
    expect: int | None = None,
    table: Table,
    objects: Objects,
    index: Index,
) -> Stored[Dataset]:
    """Change the title, the description, or whether it is archived. Raises NotFound; Forbidden; Conflict."""
    _own(call, dataset, table=table, objects=objects, index=index)

    def change(found: Dataset) -> Dataset:
        after = Dataset.model_validate({**found.model_dump(by_alias=True), **changes})
        return found if after == found else after.model_copy(update={"updated_at": call.now_ms})

    place = store.key(call.workspace, dataset)
    return rows.update(table, place, "dataset", Dataset, change, call=call, expect=expect, what="dataset")


def get(call: Call, dataset: str, *, table: Table, objects: Objects, index: Index) -> Stored[Dataset]:
    """A dataset, with the number of its items that the caller sees. Raises NotFound: none, or not the caller's to see."""
    stored, sight = _seen(call, dataset, table=table, objects=objects, index=index)
    return Stored(sight.told(stored.value), stored.version)


def listing(
    call: Call, *, limit: int = 50, cursor: str | None = None, table: Table, objects: Objects, index: Index
) -> Page[Dataset]:
    """The datasets that the caller sees. A page may hold fewer than ``limit``."""
    sight = _Sight(call, table=table, objects=objects, index=index)
    page = rows.listing(table, "dataset", call.workspace, Dataset, limit=limit, cursor=cursor)
    return Page([sight.told(one) for one in page.items if sight.sees(one)], page.cursor)


def versions(
    call: Call,
    dataset: str,
    *,
    limit: int = 50,
    cursor: str | None = None,
    table: Table,
    objects: Objects,
    index: Index,
) -> Page[DatasetVersion]:
    """The history of a dataset, newest first. Raises NotFound: none, or not the caller's to see."""
    _, sight = _seen(call, dataset, table=table, objects=objects, index=index)
    page = store.versions(call.workspace, dataset, limit=limit, cursor=cursor, table=table)
    return Page([sight.version(one) for one in page.items], page.cursor)


class _Sight:
    """What a caller sees of datasets: read once a call."""

    def __init__(self, call: Call, *, table: Table, objects: Objects, index: Index) -> None:
        self._call, self._table, self._objects, self._index = call, table, objects, index
        self._scope = access.scope(call.principal, table=table)
        self._folders = access.visible_folders(call.principal, table=table)
        self._roles = access.projects_of(call.principal, table=table)

    def sees(self, one: Dataset) -> bool:
        """Its creator, an admin, who has a role in a project that works on it, or sees one of its collections."""
        return (
            self._roles is None
            or one.created_by == self._call.actor
            or one.id in self._attached
            or any(self._sees_collection(pin.collection) for pin in one.pins)
        )

    def changes(self, one: Dataset) -> bool:
        """Its creator, an admin, a manager of a project that works on it."""
        manages = ProjectRole.MANAGER in self._attached.get(one.id, frozenset())
        return self._roles is None or one.created_by == self._call.actor or manages

    def told(self, one: Dataset) -> Dataset:
        """A dataset with the number of items that the caller sees."""
        return one if self._scope.keys is None else one.model_copy(update={"items": self._count(one.members)})

    def version(self, one: DatasetVersion) -> DatasetVersion:
        """The same of a version."""
        return one if self._scope.keys is None else one.model_copy(update={"items": self._count(one.members)})

    @cached_property
    def _attached(self) -> dict[str, frozenset[ProjectRole]]:
        """The datasets of the caller's projects, with all roles that he has in any that works on them."""
        found: dict[str, frozenset[ProjectRole]] = {}
        for project, roles in (self._roles or {}).items():
            stored = projects.find(self._call.workspace, project, table=self._table)
            for attached in stored.value.datasets if stored else ():
                found[attached.dataset] = found.get(attached.dataset, frozenset()) | roles
        return found

    def _sees_collection(self, name: str) -> bool:
        try:
            one = collections.get(self._call.workspace, name, table=self._table).value
        except NotFound:
            return False
        return collections.is_seen(one, self._call, self._folders or {}, self._roles or {})

    @cached_property
    def _visible(self) -> BitMap:
        return BitMap(self._index.seqs(Selection(self._scope)))

    def _count(self, members: str) -> int:
        return len(self._visible & sets.load(self._objects, self._call.workspace, SetHash(members)))


def _seen(call: Call, dataset: str, *, table: Table, objects: Objects, index: Index) -> tuple[Stored[Dataset], _Sight]:
    stored, sight = store.get(call.workspace, dataset, table=table), _Sight(call, table=table, objects=objects, index=index)
    if not sight.sees(stored.value):
        raise NotFound("There is no such dataset.", dataset=dataset)
    return stored, sight


def _own(call: Call, dataset: str, *, table: Table, objects: Objects, index: Index) -> Stored[Dataset]:
    stored, sight = _seen(call, dataset, table=table, objects=objects, index=index)
    if not sight.changes(stored.value):
        raise Forbidden("Only its creator and managers of projects that work on it change this dataset.")
    return stored


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
