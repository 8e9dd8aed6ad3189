"""Datasets as rows: the version row and the moved head are written in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from pyroaring import BitMap

from everloop.domain.datasets import Dataset, DatasetVersion, Pin
from everloop.domain.errors import Conflict, Invalid, NotFound
from everloop.domain.ids import SetHash, WorkspaceId
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.ports import ABSENT, Index, Key, Objects, Put, Row, Table
from everloop.store import collections, keys, rows, selecting, sets
from everloop.store.rows import Stored

PINS = 100


def key(workspace: WorkspaceId, dataset: str) -> Key:
    """Where a dataset is."""
    return keys.entry("dataset", workspace, dataset)


def get(workspace: WorkspaceId, dataset: str, *, table: Table) -> Stored[Dataset]:
    """A dataset. Raises NotFound."""
    return rows.get(table, key(workspace, dataset), Dataset, "dataset")


def version(workspace: WorkspaceId, dataset: str, number: int | None = None, *, table: Table) -> DatasetVersion:
    """A version of a dataset; None: the newest. Raises NotFound."""
    wanted = number if number is not None else get(workspace, dataset, table=table).value.version
    return rows.get(table, _version_key(workspace, dataset, wanted), DatasetVersion, "version of this dataset").value


def versions(
    workspace: WorkspaceId, dataset: str, *, limit: int = 50, cursor: str | None = None, table: Table
) -> Page[DatasetVersion]:
    """The history of a dataset, newest first."""
    return rows.children(
        table, "dataset-version", workspace, dataset, DatasetVersion, limit=limit, cursor=cursor, backwards=True
    )


def pinned(call: Call, pins: Sequence[Pin], *, table: Table, objects: Objects) -> BitMap:
    """All items of some collection versions.

    Raises:
        NotFound: One of them is not there.
        Invalid: None, too many, or two versions of one collection.
    """
    if not 0 < len(pins) <= PINS:
        raise Invalid(f"A dataset pins 1 to {PINS} collections.", pins=len(pins))
    if len({pin.collection for pin in pins}) != len(pins):
        raise Invalid("A dataset pins one version of a collection.")
    found = BitMap()
    for pin in pins:
        found |= collections.members(call.workspace, pin.collection, pin.version, table=table, objects=objects)
    return found


def require_seen(call: Call, members: BitMap, *, table: Table, index: Index) -> None:
    """Raise NotFound where the caller does not see all of these items: a project shows its items to its members, so nobody may
    put in what he does not see.
    """
    hidden = len(members) - len(selecting.within(call, members, table=table, index=index))
    if hidden:
        raise NotFound(f"{hidden:,} of these items do not exist, or are not yours to see.", items=hidden)


def create(call: Call, dataset: Dataset, first: DatasetVersion, *, table: Table) -> Stored[Dataset]:
    """Store a dataset with its first version; asked twice under one idempotency key, it is one."""
    try:
        table.transact([_version_put(call, first), Put(_row(call, dataset), ABSENT)], cause=call.cause)
    except Conflict:
        there = rows.find(table, key(call.workspace, dataset.id), Dataset)
        if there is None:
            raise
        return there
    return Stored(dataset, 1)


def move(call: Call, before: Stored[Dataset], made: DatasetVersion, *, table: Table) -> Stored[Dataset]:
    """Make ``made`` the newest version. Raises Conflict: another was faster."""
    after = before.value.model_copy(
        update={
            "version": made.number,
            "pins": made.pins,
            "members": made.members,
            "items": made.items,
            "updated_at": call.now_ms,
        }
    )
    try:
        table.transact([_version_put(call, made), Put(_row(call, after), before.version)], cause=call.cause)
    except Conflict:
        newest = get(call.workspace, made.dataset, table=table)
        raise Conflict("The dataset has changed meanwhile; read it again.", version=newest.version) from None
    return Stored(after, before.version + 1)


def members(workspace: WorkspaceId, members: str, *, objects: Objects) -> BitMap:
    """The items of a version, by its set."""
    return sets.load(objects, workspace, SetHash(members))


def _row(call: Call, dataset: Dataset) -> Row:
    return rows.row(key(call.workspace, dataset.id), "dataset", dataset)


def _version_put(call: Call, made: DatasetVersion) -> Put:
    place = _version_key(call.workspace, made.dataset, made.number)
    return Put(rows.row(place, "dataset-version", made, announced=False), ABSENT)


def _version_key(workspace: WorkspaceId, dataset: str, number: int) -> Key:
    return keys.child("dataset-version", workspace, dataset, keys.number(number))
