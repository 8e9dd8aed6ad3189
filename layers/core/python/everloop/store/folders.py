"""Folders as rows. Whatever changes among a folder's children writes its row too, so that two who change them at once meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from everloop.domain.errors import Conflict, NotFound
from everloop.domain.folders import DEPTH, ROOT, Folder
from everloop.domain.ids import WorkspaceId
from everloop.domain.principals import Call
from everloop.ports import Check, Key, Put, Table
from everloop.store import keys, rows
from everloop.store.rows import Stored


def transact(call: Call, writes: Callable[[], Sequence[Put | Check]], *, table: Table) -> None:
    """Write what ``writes`` plans from a fresh read; again where another was faster."""
    for attempt in range(rows.TRIES):
        planned = writes()
        if not planned:
            return
        try:
            table.transact(planned, cause=call.cause)
        except Conflict:
            if attempt == rows.TRIES - 1:
                raise
        else:
            return


def live(workspace: WorkspaceId, folder: str, *, table: Table) -> Stored[Folder]:
    """A folder that is not deleted. Raises NotFound."""
    stored = rows.get(table, key(workspace, folder), Folder, "folder")
    if stored.value.deleted:
        raise NotFound("There is no such folder, or no longer.", folder=folder)
    return stored


def chain(workspace: WorkspaceId, folder: str, *, table: Table) -> list[Stored[Folder]]:
    """The folder, its parent, … the root. Raises NotFound."""
    found = [live(workspace, folder, table=table)]
    while found[-1].value.parent is not None and len(found) <= DEPTH:
        found.append(live(workspace, found[-1].value.parent, table=table))
    return found


def gone(workspace: WorkspaceId, names: Iterable[str], *, table: Table) -> dict[str, str]:
    """Those of some folders that were deleted, each with the nearest folder above it that is there: where its items belong."""
    found: dict[str, str] = {}
    distinct = sorted(set(names))
    for name, row in zip(distinct, table.get_many([key(workspace, one) for one in distinct]), strict=True):
        above = rows.load(row, Folder).value if row else None
        while above is not None and above.deleted and above.id != ROOT:
            found[name] = above.parent or ROOT
            stored = rows.find(table, key(workspace, found[name]), Folder)
            above = stored.value if stored else None
    return found


def height(parents: dict[str, str | None], top: str) -> int:
    """How many levels ``top`` and what is below it have."""
    children: dict[str | None, list[str]] = {}
    for folder, parent in parents.items():
        children.setdefault(parent, []).append(folder)
    level, levels = [top], 0
    while level and levels <= DEPTH:
        level = [child for folder in level for child in children.get(folder, ())]
        levels += 1
    return levels


def changed(call: Call, stored: Stored[Folder], changes: Mapping[str, object]) -> Put:
    """The write that changes a folder as it was read."""
    value = stored.value.model_copy(update={**changes, "updated_at": call.now_ms})
    return Put(rows.row(key(call.workspace, value.id), "folder", value), stored.version)


def counted(workspace: WorkspaceId, stored: Stored[Folder], by: int) -> Put:
    """The parent with one child more or less: whatever changes among its children also changes its row's version."""
    value = stored.value.model_copy(update={"children": stored.value.children + by})
    return Put(rows.row(key(workspace, value.id), "folder", value), stored.version)


def key(workspace: WorkspaceId, folder: str) -> Key:
    """Where a folder is."""
    return keys.entry("folder", workspace, folder)
