"""Items one by one and by the hundred: read, move, delete, restore, read again, reach their originals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import orjson

from everloop.domain import metadata
from everloop.domain.access import FolderRole, suffices, visible
from everloop.domain.annotations import Frozen
from everloop.domain.errors import Forbidden, Invalid, NotFound, Transient
from everloop.domain.fields import resolve
from everloop.domain.filters import And, Filter, In
from everloop.domain.ids import ItemId
from everloop.domain.item_views import Item, item_of
from everloop.domain.items import Head, ItemState
from everloop.domain.limits import IDS
from everloop.domain.pages import Page
from everloop.domain.predictions import PredictionSet
from everloop.domain.principals import Call
from everloop.ports import Index, Objects, OpenSource, Put, Row, Selection, Table
from everloop.store import access, folders, keys, predictions, rows
from everloop.store import metadata as metadata_store
from everloop.store.sources import Originals

TRIES = 8
EXPIRES_S = 3_600
Change = Callable[[dict[str, Any]], dict[str, Any] | None]


class ItemChange(Frozen):
    """What became of one item. ``rev``: of its head now; ``reason``: why it was not changed; ``folder``: where it was put, as
    its own folder is gone.
    """

    item: str
    rev: int | None = None
    folder: str | None = None
    reason: str | None = None


class Original(Frozen):
    """Where an item's file can be read for some time; ``reason``: why it cannot."""

    item: str
    url: str | None = None
    reason: str | None = None


def get_item(call: Call, item: ItemId, *, table: Table, index: Index) -> Item:
    """An item, with the rev that searches see of it. Raises NotFound where it is not in the caller's scope."""
    access.require_item(call.principal, item, FolderRole.VIEWER, table=table)
    row = table.get(keys.head(call.workspace, item))
    if row is None:
        raise NotFound("There is no such item.", item=item)
    indexed = index.revs(call.workspace, [item]).get(item)
    return seen(call, [row], table=table)[0].model_copy(update={"indexed_rev": indexed})


def seen(call: Call, heads: Sequence[Row], *, table: Table) -> list[Item]:
    """Head rows as their caller sees them: with the facts of his projects, and of their prediction sets, only."""
    schema = metadata_store.schema(call.workspace, table=table).value
    roles = access.projects_of(call.principal, table=table)
    mine = None if roles is None else frozenset(str(project) for project in roles)
    bodies: list[Head] = [rows.body(row) for row in heads]  # type: ignore[misc]
    if mine is not None:
        kept = _sets_of(call, {name for head in bodies for name in head.get("predictions", {})}, mine, table)
        for head in bodies:
            head["predictions"] = {name: said for name, said in head.get("predictions", {}).items() if name in kept}
    found = []
    for row, head in zip(heads, bodies, strict=True):
        said = metadata.said(schema, head.get("meta", {}))
        found.append(item_of(head, row.version, metadata=said, projects=mine))
    return found


def _sets_of(call: Call, names: set[str], mine: frozenset[str], table: Table) -> set[str]:
    """Those of some prediction sets that are of no project or of one of ``mine``."""
    found = table.get_many([predictions.key(call.workspace, name) for name in names])
    sets = [rows.load(row, PredictionSet).value for row in found if row]
    return {one.id for one in sets if one.project is None or one.project in mine}


def unreadable(
    call: Call,
    *,
    source: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
    table: Table,
    index: Index,
) -> Page[Item]:
    """The items in scope whose file could not be read or is missing, each with its reason; by id."""
    wanted: list[Filter] = [In("state", (ItemState.FAILED, ItemState.MISSING))]
    if source is not None:
        wanted.append(In("source", (source,)))
    fields = {name: resolve(name) for name in ("state", "source")}
    scope = access.scope(call.principal, table=table)
    page = index.search(Selection(scope, And(tuple(wanted)), fields), limit=limit, cursor=cursor)
    found = table.get_many([keys.head(call.workspace, hit.id) for hit in page.items])
    return Page(seen(call, [row for row in found if row is not None], table=table), page.cursor)


def move_items(call: Call, items: Sequence[str], folder: str, *, table: Table) -> list[ItemChange]:
    """Move items into a folder. Each needs the role of editor where it is and where it goes.

    Raises:
        NotFound: No such folder in scope.
        Forbidden: The role in the folder is too small.
        Invalid: More than 1,000 items.
    """
    access.require_folder(call.principal, folder, FolderRole.EDITOR, table=table)
    folders.live(call.workspace, folder, table=table)
    return _change(call, items, lambda head: {"folder": folder} if head["folder"] != folder else None, table=table)


def delete_items(call: Call, items: Sequence[str], *, table: Table) -> list[ItemChange]:
    """Make tombstones of items: they are in no answer any more, nothing of them is lost, and they can be restored. Each needs
    the role of admin in its folder. Raises Invalid for more than 1,000.
    """
    return _change(
        call, items, lambda head: None if head.get("deleted") else {"deleted": True}, role=FolderRole.ADMIN, table=table
    )


def restore_items(call: Call, items: Sequence[str], *, table: Table) -> list[ItemChange]:
    """Bring deleted items back; those whose folder was deleted since come into the nearest one above it that is there. Each
    needs the role of admin in the folder where it comes. Raises Invalid for more than 1,000.
    """
    found = table.get_many([keys.head(call.workspace, ItemId(item)) for item in list(dict.fromkeys(items))[:IDS]])
    moved = folders.gone(call.workspace, [rows.body(row)["folder"] for row in found if row is not None], table=table)

    def change(head: dict[str, Any]) -> dict[str, Any] | None:
        return {"deleted": False, "folder": moved.get(head["folder"], head["folder"])} if head.get("deleted") else None

    return _change(call, items, change, role=FolderRole.ADMIN, moved=moved, table=table)


def retry_items(call: Call, items: Sequence[str], *, table: Table) -> list[ItemChange]:
    """Have failed or missing items read again. Each needs the role of editor in its folder. Raises Invalid beyond 1,000."""

    def again(head: dict[str, Any]) -> dict[str, Any] | None:
        if head["state"] not in (ItemState.FAILED, ItemState.MISSING):
            return None
        return {"state": ItemState.REGISTERED, "reason": None, "read_etag": None}

    return _change(call, items, again, table=table)


def originals(call: Call, items: Sequence[str], *, table: Table, objects: Objects, open_source: OpenSource) -> list[Original]:
    """Addresses of the items' own files, good for an hour; media never pass through a function.

    Raises:
        Invalid: More than 1,000 items.
    """
    _refuse_many(items)
    opened = Originals(call.workspace, table=table, objects=objects, open_source=open_source)
    scope = access.scope(call.principal, table=table)
    found = []
    names = list(dict.fromkeys(items))
    for item, row in zip(names, table.get_many([keys.head(call.workspace, ItemId(one)) for one in names]), strict=True):
        head = rows.body(row) if row else None
        if head is None or not visible(scope, head):  # type: ignore[arg-type]
            found.append(Original(item=item, reason="There is no such item."))
            continue
        try:
            store, path = opened.at(head["source"], head["key"])
            found.append(Original(item=item, url=store.presign(path, expires_s=EXPIRES_S)))
        except (Invalid, NotFound, Forbidden) as error:
            found.append(Original(item=item, reason=error.message))
    return found


def _change(
    call: Call,
    items: Sequence[str],
    change: Change,
    *,
    role: FolderRole = FolderRole.EDITOR,
    moved: Mapping[str, str] | None = None,
    table: Table,
) -> list[ItemChange]:
    """Set what ``change`` says (None removes) on each head by its version; items out of scope or without the role say why.

    Args:
        moved: Folders that are gone, and those that stand for them: there the role is needed.
    """
    instead = moved or {}
    _refuse_many(items)
    said: dict[str, ItemChange] = {}
    waiting = list(dict.fromkeys(items))
    order = list(waiting)
    may = _Allowed(call, role, table)
    for _ in range(TRIES):
        puts: dict[str, Put] = {}
        put_into: dict[str, str | None] = {}
        found = table.get_many([keys.head(call.workspace, ItemId(item)) for item in waiting])
        for item, row in zip(waiting, found, strict=True):
            head = rows.body(row) if row else None
            reason = may.refuse(head and {**head, "folder": instead.get(head["folder"], head["folder"])})
            changes = change(head) if head is not None and reason is None else None
            if row is None or head is None or reason is not None:
                said[item] = ItemChange(item=item, reason=reason)
            elif changes is None:
                said[item] = ItemChange(item=item, rev=row.version)
            else:
                puts[item] = Put(_row(row, head | changes | {"updated_at": call.now_ms}), row.version)
                put_into[item] = instead.get(head["folder"])
        versions = table.put_many(list(puts.values()), cause=call.cause) if puts else []
        written = {item: version for item, version in zip(puts, versions, strict=True) if version}
        said |= {item: ItemChange(item=item, rev=version, folder=put_into[item]) for item, version in written.items()}
        waiting = [item for item, version in zip(puts, versions, strict=True) if version is None]
        if not waiting:
            return [said[item] for item in order]
    raise Transient("Some items are changing too quickly; try again.")


class _Allowed:
    """Says why a caller may not change an item; looks each folder up once."""

    def __init__(self, call: Call, role: FolderRole, table: Table) -> None:
        self._call, self._role, self._table = call, role, table
        self._scope = access.scope(call.principal, table=table)
        self._folders: dict[str, bool] = {}

    def refuse(self, head: dict[str, Any] | None) -> str | None:
        if head is None or not self._sees(head):
            return "There is no such item."
        folder = head["folder"]
        if folder not in self._folders:
            held = access.folder_role(self._call.principal, folder, table=self._table)
            self._folders[folder] = held is not None and suffices(held, self._role)
        return None if self._folders[folder] else f"This takes the role of {self._role} in the item's folder."

    def _sees(self, head: dict[str, Any]) -> bool:
        """Tombstones too: they are seen by those who may restore them."""
        return visible(self._scope, {**head, "deleted": False})  # type: ignore[typeddict-item]


def _row(row: Row, head: dict[str, Any]) -> Row:
    data = orjson.dumps({key: value for key, value in head.items() if value is not None})
    return Row(row.key, row.kind, data, index=row.index, announced=row.announced)


def _refuse_many(items: Iterable[str]) -> None:
    if len(list(items)) > IDS:
        raise Invalid(f"At most {IDS:,} items at once.")
