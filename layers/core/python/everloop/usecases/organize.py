"""Folders: make, rename, move, delete, find."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from everloop.domain.access import FolderRole
from everloop.domain.errors import Conflict, Invalid, NotFound
from everloop.domain.fields import resolve
from everloop.domain.filters import In
from everloop.domain.folders import DEPTH, ROOT, Folder, FolderName, SeenFolder
from everloop.domain.ids import WorkspaceId
from everloop.domain.pages import Page
from everloop.domain.principals import Call, Scope
from everloop.ports import ABSENT, Check, Index, Put, Selection, Table
from everloop.store import access, jobs, rows, sources
from everloop.store import folders as store
from everloop.store.rows import Stored

_NAME: TypeAdapter[str] = TypeAdapter(FolderName)


def create_folder(call: Call, *, name: str, parent: str = ROOT, table: Table) -> Stored[Folder]:
    """Make a folder in another one.

    Raises:
        NotFound: No such parent.
        Conflict: The parent has a folder of this name.
        Invalid: Too deep (32), or no name for a folder.
    """
    folder = Folder(
        id=call.new_id("folder"),
        name=_checked(name),
        parent=parent,
        created_at=call.now_ms,
        created_by=call.actor,
        updated_at=call.now_ms,
        schema=1,
    )

    def writes() -> list[Put | Check]:
        above = store.live(call.workspace, parent, table=table)
        if len(store.chain(call.workspace, parent, table=table)) >= DEPTH:
            raise Invalid(f"Folders are nested at most {DEPTH} deep.")
        _refuse_name(call.workspace, parent, folder.name, folder.id, table=table)
        return [
            Put(rows.row(store.key(call.workspace, folder.id), "folder", folder), ABSENT),
            store.counted(call.workspace, above, 1),
        ]

    there = rows.find(table, store.key(call.workspace, folder.id), Folder)
    if there is not None:
        return there
    store.transact(call, writes, table=table)
    return get_folder(call, folder.id, table=table)


def change_folder(
    call: Call,
    folder: str,
    *,
    name: str | None = None,
    parent: str | None = None,
    expect: int | None = None,
    table: Table,
) -> Stored[Folder]:
    """Give a folder another name, move it with all that is in it, or both at once.

    Raises:
        NotFound: No such folder or parent.
        Conflict: There is a folder of this name already; ``expect`` is not its version.
        Invalid: Into itself or a folder below it; too deep; the root.
    """
    clean = None if name is None else _checked(name)

    def writes() -> list[Put | Check]:
        stored = _movable(call.workspace, folder, expect, table=table)
        old = stored.value.parent or ROOT
        changes = {"name": clean or stored.value.name, "parent": parent or old}
        if changes == {"name": stored.value.name, "parent": old}:
            return []
        _refuse_name(call.workspace, changes["parent"], changes["name"], folder, table=table)
        counts = _moved(call, folder, old, changes["parent"], table=table)
        return [store.changed(call, stored, changes), *counts]

    store.transact(call, writes, table=table)
    return get_folder(call, folder, table=table)


def delete_folder(call: Call, folder: str, *, expect: int | None = None, table: Table, index: Index) -> None:
    """Delete an empty folder; it becomes a tombstone.

    Raises:
        NotFound: No such folder.
        Conflict: Something is in it, or on its way into it.
    """
    inside = In("folder", (folder,))
    items = index.count(Selection(Scope(call.workspace), inside, {"folder": resolve("folder")}))
    if items:
        raise Conflict(f"{items:,} items are in this folder; move them first.", items=items)

    def writes() -> list[Put | Check]:
        stored = _movable(call.workspace, folder, expect, table=table)
        if stored.value.children:
            raise Conflict(f"{stored.value.children} folders are in this folder; move or delete them first.")
        _refuse_filling(call, folder, table)
        above = store.live(call.workspace, stored.value.parent or ROOT, table=table)
        return [store.changed(call, stored, {"deleted": True}), store.counted(call.workspace, above, -1)]

    store.transact(call, writes, table=table)


def _refuse_filling(call: Call, folder: str, table: Table) -> None:
    """Raises Conflict where a source's items go into the folder, or those of a job that is not over."""
    for source in sources.every(call.workspace, table=table):
        if source.folder == folder:
            raise Conflict(f"The items of the source {source.name!r} go into this folder; give it another one first.")
    above = {one.value.id for one in store.chain(call.workspace, folder, table=table)}
    for job in jobs.open_jobs(call.workspace, table=table):
        spec = job.value.spec
        if spec.get("folder") == folder or (spec.get("mirror") and spec.get("folder") in above):
            raise Conflict(f"A job puts items here: {job.value.title}. Wait until it is done.", job=job.value.id)


def get_folder(call: Call, folder: str, *, table: Table) -> Stored[Folder]:
    """A folder. Raises NotFound."""
    return store.live(call.workspace, folder, table=table)


def seen(call: Call, folder: Folder, *, table: Table) -> SeenFolder:
    """A folder with the caller's role. Raises NotFound where he has none."""
    role = access.folder_role(call.principal, folder.id, table=table)
    if role is None:
        raise NotFound("There is no such folder.", folder=folder.id)
    return SeenFolder(**folder.model_dump(by_alias=True), role=role)


def folders(call: Call, *, limit: int = 1_000, cursor: str | None = None, table: Table) -> Page[SeenFolder]:
    """The folders that the caller sees, by id: the tree follows from ``parent``."""
    roles = access.visible_folders(call.principal, table=table)
    page = rows.listing(table, "folder", call.workspace, Folder, limit=limit, cursor=cursor)
    found = []
    for folder in page.items:
        role = FolderRole.ADMIN if roles is None else roles.get(folder.id)
        if role is not None and not folder.deleted:
            found.append(SeenFolder(**folder.model_dump(by_alias=True), role=role))
    return Page(found, page.cursor)


def find_folder(call: Call, path: str, *, table: Table) -> SeenFolder:
    """The folder at ``path``, names from the root down ("Demo/Street"); "" is the root. Raises NotFound."""
    tree = [one for one in rows.everything(table, "folder", call.workspace, Folder) if not one.deleted]
    by_place = {(one.parent, one.name): one for one in tree}
    at = next((one for one in tree if one.id == ROOT), None)
    for name in [part for part in path.split("/") if part.strip()]:
        at = by_place.get((at.id, name.strip())) if at else None
    if at is None:
        raise NotFound(f"There is no folder at {path!r}.", path=path)
    return seen(call, at, table=table)


def path_of(call: Call, folder: str, *, table: Table) -> list[Folder]:
    """The folders from the topmost one that the caller sees down to this one. Raises NotFound."""
    chain = [one.value for one in store.chain(call.workspace, folder, table=table)]
    roles = access.visible_folders(call.principal, table=table)
    return [one for one in reversed(chain) if roles is None or one.id in roles]


def _moved(call: Call, folder: str, old: str, new: str, *, table: Table) -> list[Put | Check]:
    """What a change under ``old``, or from there to ``new``, writes besides: the counts above, and that nothing there moved."""
    if new == old:
        return [store.counted(call.workspace, store.live(call.workspace, old, table=table), 0)]
    chain = store.chain(call.workspace, new, table=table)
    if folder in {one.value.id for one in chain}:
        raise Invalid("A folder cannot be moved into itself or into a folder below it.")
    if len(chain) + store.height(access.parents(call.workspace, table=table), folder) > DEPTH:
        raise Invalid(f"Folders are nested at most {DEPTH} deep.")
    above = [one for one in chain[1:] if one.value.id != old]
    return [
        store.counted(call.workspace, store.live(call.workspace, old, table=table), -1),
        store.counted(call.workspace, chain[0], 1),
        *(Check(store.key(call.workspace, one.value.id), one.version) for one in above),
    ]


def _refuse_name(workspace: WorkspaceId, parent: str, name: str, folder: str, *, table: Table) -> None:
    for one in rows.everything(table, "folder", workspace, Folder):
        if one.parent == parent and one.name == name and one.id != folder and not one.deleted:
            raise Conflict(f"There is a folder called {name!r} here already.", folder=one.id)


def _checked(name: str) -> str:
    try:
        return _NAME.validate_python(name)
    except ValidationError as error:
        raise Invalid(f"This is no name for a folder: {error.errors()[0]['msg']}.") from error


def _movable(workspace: WorkspaceId, folder: str, expect: int | None, *, table: Table) -> Stored[Folder]:
    stored = store.live(workspace, folder, table=table)
    if folder == ROOT:
        raise Invalid("The root folder stays as it is.")
    if expect is not None and stored.version != expect:
        raise Conflict("This folder has changed since you read it.", version=stored.version)
    return stored
