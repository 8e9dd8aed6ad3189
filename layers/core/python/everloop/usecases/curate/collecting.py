"""Collections: make, list, commit, look back, compare, restore."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pyroaring import BitMap

from everloop.domain.access import FolderRole, ProjectRole, WorkspaceRole, suffices
from everloop.domain.collections import Collection, CollectionDiff, CollectionVersion
from everloop.domain.curation import Choice
from everloop.domain.errors import Forbidden, Invalid, NotFound
from everloop.domain.ids import SetHash
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.ports import Index, Objects, Selection, Table
from everloop.store import access, rows, sets
from everloop.store import collections as store
from everloop.store.columns import Columns
from everloop.store.rows import Stored
from everloop.usecases.curate import choosing

Mode = Literal["replace", "add", "remove"]


def create(
    call: Call,
    *,
    name: str,
    choice: Choice,
    description: str = "",
    message: str = "",
    folder: str | None = None,
    project: str | None = None,
    table: Table,
    objects: Objects,
    columns: Columns,
    index: Index,
) -> Stored[Collection]:
    """Make a collection of chosen items. Raises Invalid; NotFound; Forbidden."""
    if folder is not None:
        access.require_folder(call.principal, folder, FolderRole.EDITOR, table=table)
    if project is not None:
        access.require_project(call.principal, project, ProjectRole.VIEWER, table=table)
    members = choosing.chosen(call, choice, table=table, objects=objects, columns=columns, index=index)
    return store.create(
        call,
        members,
        name=name,
        description=description,
        message=message,
        folder=folder,
        project=project,
        filter_json=choice.filter,
        table=table,
        objects=objects,
        columns=columns,
        index=index,
    )


def listing(
    call: Call, *, limit: int = 50, cursor: str | None = None, table: Table, objects: Objects, index: Index
) -> Page[Collection]:
    """The collections that the caller sees, by id, with the number of their items that he sees. A page may hold fewer
    than asked.
    """
    page = rows.listing(table, "collection", call.workspace, Collection, limit=limit, cursor=cursor)
    sight = _Sight(call, table=table, objects=objects, index=index)
    return Page([sight.collection(one) for one in page.items if sight.sees(one)], page.cursor)


def get(call: Call, collection: str, *, table: Table, objects: Objects, index: Index) -> Stored[Collection]:
    """A collection, with the number of its items that the caller sees. Raises NotFound."""
    stored, sight = _seen(call, collection, table=table, objects=objects, index=index)
    return Stored(sight.collection(stored.value), stored.version)


def change(
    call: Call,
    collection: str,
    values: Mapping[str, Any],
    *,
    expect: int | None = None,
    table: Table,
    objects: Objects,
    index: Index,
) -> Stored[Collection]:
    """Rename, describe, archive. Raises NotFound; Forbidden; Conflict."""
    stored, sight = _mine(call, collection, table=table, objects=objects, index=index)
    if unknown := set(values) - {"name", "description", "archived"}:
        raise Invalid(f"These cannot be changed: {', '.join(sorted(unknown))}.")
    changed = store.change(call, stored.value.id, values, expect=expect, table=table)
    return Stored(sight.collection(changed.value), changed.version)


def commit(
    call: Call,
    collection: str,
    choice: Choice,
    *,
    mode: Mode = "replace",
    message: str = "",
    parent: int | None = None,
    table: Table,
    objects: Objects,
    columns: Columns,
    index: Index,
) -> CollectionVersion:
    """Make the next version: the chosen items, or the newest version with them or without them. Items that the caller does not
    see stay as they are. Nothing to change: the newest version as it is.

    Args:
        parent: The version that the caller saw as the newest.

    Raises:
        NotFound: No such collection or item.
        Conflict: The newest version is not ``parent``.
    """
    stored, sight = _mine(call, collection, table=table, objects=objects, index=index)
    if (repeated := store.already(call, collection, table=table)) is not None:
        return sight.version(repeated)
    wanted = choosing.chosen(call, choice, table=table, objects=objects, columns=columns, index=index)
    before = sets.load(objects, call.workspace, SetHash(stored.value.members))
    kept = before - sight.visible(before)
    after = {"replace": wanted | kept, "add": before | wanted, "remove": before - wanted}[mode]
    made = store.commit(
        call,
        collection,
        after,
        parent=parent if parent is not None else stored.value.version,
        message=message,
        filter_json=choice.filter if mode == "replace" else None,
        table=table,
        objects=objects,
        columns=columns,
        index=index,
    )
    return sight.version(made)


def restore(
    call: Call,
    collection: str,
    number: int,
    *,
    parent: int | None = None,
    message: str = "",
    table: Table,
    objects: Objects,
    columns: Columns,
    index: Index,
) -> CollectionVersion:
    """Make an older version's items the newest version again. Raises NotFound; Forbidden; Conflict."""
    stored, sight = _mine(call, collection, table=table, objects=objects, index=index)
    if (repeated := store.already(call, collection, table=table)) is not None:
        return sight.version(repeated)
    old = store.version(call.workspace, collection, number, table=table)
    made = store.commit(
        call,
        collection,
        sets.load(objects, call.workspace, SetHash(old.members)),
        parent=parent if parent is not None else stored.value.version,
        message=message or f"Restore version {number}",
        filter_json=old.filter,
        restores=number,
        table=table,
        objects=objects,
        columns=columns,
        index=index,
    )
    return sight.version(made)


def history(
    call: Call, collection: str, *, limit: int = 50, cursor: str | None = None, table: Table, objects: Objects, index: Index
) -> Page[CollectionVersion]:
    """The versions, newest first. Raises NotFound."""
    _, sight = _seen(call, collection, table=table, objects=objects, index=index)
    page = store.versions(call.workspace, collection, limit=limit, cursor=cursor, table=table)
    return Page([sight.version(one) for one in page.items], page.cursor)


def version(call: Call, collection: str, number: int, *, table: Table, objects: Objects, index: Index) -> CollectionVersion:
    """One version. Raises NotFound."""
    _, sight = _seen(call, collection, table=table, objects=objects, index=index)
    return sight.version(store.version(call.workspace, collection, number, table=table))


def diff(
    call: Call, collection: str, before: int, after: int, *, table: Table, objects: Objects, index: Index
) -> CollectionDiff:
    """What the caller sees of the difference between two versions, as sets. Raises NotFound."""
    _, sight = _seen(call, collection, table=table, objects=objects, index=index)
    one, other = (
        sight.visible(store.members(call.workspace, collection, number, table=table, objects=objects))
        for number in (before, after)
    )
    return CollectionDiff(
        before=before,
        after=after,
        added=sets.save(objects, call.workspace, other - one),
        added_items=len(other - one),
        removed=sets.save(objects, call.workspace, one - other),
        removed_items=len(one - other),
        kept_items=len(one & other),
    )


class _Sight:
    """What a caller sees of collections: read once a call."""

    def __init__(self, call: Call, *, table: Table, objects: Objects, index: Index) -> None:
        self._call, self._table, self._objects, self._index = call, table, objects, index
        self._scope = access.scope(call.principal, table=table)
        self._folders = access.visible_folders(call.principal, table=table)
        self._projects = access.projects_of(call.principal, table=table)
        self._seen: BitMap | None = None

    @property
    def _admin(self) -> bool:
        return self._folders is None

    def sees(self, one: Collection) -> bool:
        """Its creator, an admin, who sees its folder or has a role in its project."""
        return self._admin or store.is_seen(one, self._call, self._folders or {}, self._projects or {})

    def changes(self, one: Collection) -> bool:
        """Its creator, an admin, an editor of its folder, a manager of its project."""
        role = (self._folders or {}).get(one.folder or "")
        roles = (self._projects or {}).get(one.project or "", frozenset())  # type: ignore[call-overload]
        return (
            self._admin
            or one.created_by == self._call.actor
            or (role is not None and suffices(role, FolderRole.EDITOR))
            or ProjectRole.MANAGER in roles
        )

    def visible(self, members: BitMap) -> BitMap:
        """Those of some items that are in scope."""
        if self._scope.keys is None:
            return members
        if self._seen is None:
            self._seen = BitMap(self._index.seqs(Selection(self._scope)))
        return members & self._seen

    def collection(self, one: Collection) -> Collection:
        """A collection with the number of items that the caller sees."""
        return one if self._scope.keys is None else one.model_copy(update={"items": self._count(one.members)})

    def version(self, one: CollectionVersion) -> CollectionVersion:
        """A version with the numbers of items that the caller sees."""
        if self._scope.keys is None:
            return one
        mine, before = self.visible(self._load(one.members)), BitMap()
        if one.parent is not None:
            parent = store.version(self._call.workspace, one.collection, one.parent, table=self._table)
            before = self.visible(self._load(parent.members))
        numbers = {"items": len(mine), "added": len(mine - before), "removed": len(before - mine)}
        return one.model_copy(update=numbers)

    def _count(self, members: str) -> int:
        return len(self.visible(self._load(members)))

    def _load(self, members: str) -> BitMap:
        return sets.load(self._objects, self._call.workspace, SetHash(members))


def _seen(call: Call, collection: str, *, table: Table, objects: Objects, index: Index) -> tuple[Stored[Collection], _Sight]:
    access.require_workspace(call.principal, WorkspaceRole.MEMBER, table=table)
    stored, sight = store.get(call.workspace, collection, table=table), _Sight(call, table=table, objects=objects, index=index)
    if not sight.sees(stored.value):
        raise NotFound("There is no such collection.", collection=collection)
    return stored, sight


def _mine(call: Call, collection: str, *, table: Table, objects: Objects, index: Index) -> tuple[Stored[Collection], _Sight]:
    stored, sight = _seen(call, collection, table=table, objects=objects, index=index)
    if not sight.changes(stored.value):
        raise Forbidden("Only its creator, editors of its folder and managers of its project change this collection.")
    return stored, sight
