"""Collections as commits over sets: the version row and the moved head are written in one transaction (decision 8)."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from pyroaring import BitMap

from everloop.domain.collections import Collection, CollectionVersion
from everloop.domain.errors import Conflict
from everloop.domain.fields import resolve
from everloop.domain.filters import And, InSet, Range
from everloop.domain.ids import SetHash, WorkspaceId
from everloop.domain.pages import Page
from everloop.domain.principals import Call, Scope
from everloop.ports import ABSENT, Index, Key, Objects, Put, Selection, Table
from everloop.store import keys, rows, sets
from everloop.store.columns import Columns
from everloop.store.rows import Stored

_REVISION = resolve("revision")
REPEATED = 50
"""Newest versions among which a repeated request looks for the one that it made."""


def key(workspace: WorkspaceId, collection: str) -> Key:
    """Where a collection is."""
    return keys.entry("collection", workspace, collection)


def is_seen(one: Collection, call: Call, folders: Container[str], projects: Container[str]) -> bool:
    """Whether a collection is shown to somebody who is no admin: its creator, who sees its folder, who works in its project.

    Args:
        folders, projects: Those that the caller sees.
    """
    return one.created_by == call.actor or one.folder in folders or one.project in projects


def version_key(workspace: WorkspaceId, collection: str, number: int) -> Key:
    """Where a version is."""
    return keys.child("collection-version", workspace, collection, keys.number(number))


def get(workspace: WorkspaceId, collection: str, *, table: Table) -> Stored[Collection]:
    """A collection. Raises NotFound."""
    return rows.get(table, key(workspace, collection), Collection, "collection")


def version(workspace: WorkspaceId, collection: str, number: int | None = None, *, table: Table) -> CollectionVersion:
    """A version of a collection; None: the newest. Raises NotFound."""
    wanted = number if number is not None else get(workspace, collection, table=table).value.version
    return rows.get(table, version_key(workspace, collection, wanted), CollectionVersion, "version of this collection").value


def versions(
    workspace: WorkspaceId, collection: str, *, limit: int = 50, cursor: str | None = None, table: Table
) -> Page[CollectionVersion]:
    """The history of a collection, newest first."""
    return rows.children(
        table, "collection-version", workspace, collection, CollectionVersion, limit=limit, cursor=cursor, backwards=True
    )


def members(workspace: WorkspaceId, collection: str, number: int | None = None, *, table: Table, objects: Objects) -> BitMap:
    """The seqs of the items of a version; None: the newest. Raises NotFound."""
    return sets.load(objects, workspace, SetHash(version(workspace, collection, number, table=table).members))


def create(
    call: Call,
    members: BitMap,
    *,
    name: str,
    description: str = "",
    message: str = "",
    folder: str | None = None,
    project: str | None = None,
    filter_json: Mapping[str, Any] | None = None,
    table: Table,
    objects: Objects,
    columns: Columns,
    index: Index,
) -> Stored[Collection]:
    """Make a collection with its first version; its id follows from the request, so that asked twice it is one."""
    made = Collection(
        id=call.new_id("collection"),
        name=name,
        description=description,
        folder=folder,
        project=project,
        filter=dict(filter_json) if filter_json is not None else None,
        members=sets.save(objects, call.workspace, members),
        items=len(members),
        created_by=call.actor,
        created_at=call.now_ms,
        updated_at=call.now_ms,
        schema=1,
    )
    first = CollectionVersion(
        collection=made.id,
        number=1,
        members=made.members,
        revisions=pinned(call.workspace, members, columns=columns, index=index),
        items=len(members),
        added=len(members),
        filter=made.filter,
        message=message,
        created_by=call.actor,
        created_at=call.now_ms,
        schema=1,
    )
    try:
        table.transact([_version_put(call, first), Put(_row(call, made), ABSENT)], cause=call.cause)
    except Conflict:
        there = rows.find(table, key(call.workspace, made.id), Collection)
        if there is None:
            raise
        return there
    return Stored(made, 1)


def commit(
    call: Call,
    collection: str,
    members: BitMap,
    *,
    parent: int | None = None,
    message: str = "",
    filter_json: Mapping[str, Any] | None = None,
    restores: int | None = None,
    table: Table,
    objects: Objects,
    columns: Columns,
    index: Index,
) -> CollectionVersion:
    """Make ``members`` the newest version; a repeated request (``already``) is not asked again.

    Args:
        parent: The version that the caller saw as the newest; None: whichever it is.

    Raises:
        NotFound: No such collection.
        Conflict: ``parent`` is not the newest version; ``facts["version"]`` is.
    """
    stored = get(call.workspace, collection, table=table)
    head = stored.value
    if parent is not None and parent != head.version:
        raise Conflict(f"The collection moved on to version {head.version} since you read it.", version=head.version)
    before = sets.load(objects, call.workspace, SetHash(head.members))
    if members == before and restores is None:
        return version(call.workspace, collection, head.version, table=table)
    said = dict(filter_json) if filter_json is not None else None
    made = CollectionVersion(
        collection=collection,
        number=head.version + 1,
        parent=head.version,
        members=sets.save(objects, call.workspace, members),
        revisions=pinned(call.workspace, members, columns=columns, index=index),
        items=len(members),
        added=len(members - before),
        removed=len(before - members),
        filter=said,
        restores=restores,
        request=call.new_id("act"),
        message=message,
        created_by=call.actor,
        created_at=call.now_ms,
        schema=1,
    )
    moved = head.model_copy(
        update={
            "version": made.number,
            "members": made.members,
            "items": made.items,
            "filter": said,
            "updated_at": call.now_ms,
        }
    )
    try:
        table.transact([_version_put(call, made), Put(_row(call, moved), stored.version)], cause=call.cause)
    except Conflict:
        newest = get(call.workspace, collection, table=table).value.version
        raise Conflict(f"The collection moved on to version {newest} meanwhile.", version=newest) from None
    return made


def already(call: Call, collection: str, *, table: Table) -> CollectionVersion | None:
    """The version that this very request has made, if others have made fewer than ``REPEATED`` since."""
    newest = versions(call.workspace, collection, limit=REPEATED, table=table)
    return next((one for one in newest.items if one.request == call.new_id("act")), None)


def pinned(workspace: WorkspaceId, members: BitMap, *, columns: Columns, index: Index) -> str | None:
    """Store the revisions that the members have now; items that the index does not know yet pin none."""
    if not members:
        return None
    revision_of: dict[int, int] = {}
    for revision, seqs in _by_revision(workspace, members, index):
        revision_of |= dict.fromkeys(seqs, revision)
    order = index.scan(Selection(Scope(workspace), InSet("", members.serialize())))
    rows_ = sorted(zip(order.seq.tolist(), order.ids, strict=True))
    table = columns.write(
        workspace,
        "members",
        ({"seq": seq, "item_id": item, "item_revision": revision_of.get(seq, 1)} for seq, item in rows_),
    )
    return columns.save(workspace, table)


def _by_revision(workspace: WorkspaceId, members: BitMap, index: Index) -> Iterator[tuple[int, list[int]]]:
    """The members of each revision above 1: nearly all files never change, so there are few revisions to ask for."""
    fields, inside, seen = {"revision": _REVISION}, InSet("", members.serialize()), 1.0
    while True:
        above = Selection(Scope(workspace), And((inside, Range("revision", gt=seen))), fields)
        least = index.stats(above, _REVISION).least
        if least is None:
            return
        seen = least
        exactly = Selection(Scope(workspace), And((inside, Range("revision", gte=seen, lte=seen))), fields)
        yield int(seen), index.seqs(exactly).tolist()


def change(
    call: Call, collection: str, values: Mapping[str, Any], *, expect: int | None = None, table: Table
) -> Stored[Collection]:
    """Change what a collection is called, or whether it is archived. Raises NotFound; Conflict."""

    def changed(found: Collection) -> Collection:
        return Collection.model_validate({**found.model_dump(by_alias=True), **values, "updated_at": call.now_ms})

    return rows.update(
        table, key(call.workspace, collection), "collection", Collection, changed, call=call, expect=expect, what="collection"
    )


def _row(call: Call, collection: Collection) -> Any:
    return rows.row(key(call.workspace, collection.id), "collection", collection)


def _version_put(call: Call, made: CollectionVersion) -> Put:
    return Put(rows.row(version_key(call.workspace, made.collection, made.number), "collection-version", made), ABSENT)
