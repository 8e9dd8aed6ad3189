"""The folders that mirror the sub-folders of files' keys: found by name, made where they are missing."""

from __future__ import annotations

import re

from everloop.domain.errors import Conflict, Transient
from everloop.domain.folders import DEPTH, Folder
from everloop.domain.ids import derived
from everloop.domain.principals import Call
from everloop.ports import ABSENT, Put, Table
from everloop.store import folders, rows

TRIES = 8
_CONTROL = re.compile(r"[\x00-\x1f\x7f/]")


class Mirror:
    """Gives each key's sub-folder its folder below ``top``. Reads the tree once."""

    def __init__(self, call: Call, top: str, *, table: Table) -> None:
        self._call, self._table = call, table
        self._levels = DEPTH - len(folders.chain(call.workspace, top, table=table))
        tree = rows.everything(table, "folder", call.workspace, Folder)
        self._children = {(one.parent, one.name): one.id for one in tree if not one.deleted}
        self._known: dict[str, str] = {"": top}

    def folder(self, sub: str) -> str:
        """The id of the folder for ``sub`` ("train/night"); what is nested too deeply goes into the last that fits."""
        found = self._known.get(sub)
        if found is None:
            above, _, name = sub.rpartition("/")
            parent = self.folder(above)
            found = parent if sub.count("/") >= self._levels else self._child(parent, plain(name))
            self._known[sub] = found
        return found

    def _child(self, parent: str, name: str) -> str:
        there = self._children.get((parent, name))
        if there is None:
            there = self._made(parent, name)
            self._children[parent, name] = there
        return there

    def _made(self, parent: str, name: str) -> str:
        call, table = self._call, self._table
        made = Folder(
            schema=1,
            id=derived(call.workspace, "mirror", parent, name),
            name=name,
            parent=parent,
            created_at=call.now_ms,
            created_by=call.actor,
            updated_at=call.now_ms,
        )
        place = folders.key(call.workspace, made.id)
        for _ in range(TRIES):
            stored = rows.find(table, place, Folder)
            if stored and not stored.value.deleted and (stored.value.parent, stored.value.name) == (parent, name):
                return made.id
            if stored:  # it was renamed, moved or deleted since: another takes its place
                made = made.model_copy(update={"id": derived(made.id)})
                place = folders.key(call.workspace, made.id)
                continue
            above = folders.live(call.workspace, parent, table=table)
            writes = [Put(rows.row(place, "folder", made), ABSENT), folders.counted(call.workspace, above, 1)]
            try:
                table.transact(writes, cause=call.cause)
            except Conflict:
                continue
            return made.id
        raise Transient("The folders are changing too quickly; try again.")


def plain(name: str) -> str:
    """A name that a folder may have."""
    clean = _CONTROL.sub("_", name).strip()[:200].strip()
    return clean if clean not in ("", ".", "..") else "_"
