"""Uploads that were started: one row a request, so that files whose sender went away before he finished are found again."""

from __future__ import annotations

from pydantic import Field

from everloop.domain.annotations import Frozen
from everloop.domain.ids import WorkspaceId
from everloop.domain.principals import Call
from everloop.ports import ANY, Delete, Key, Put, Row, Table
from everloop.store import keys, rows


class Started(Frozen):
    """What was started. ``keys``: of at most 100 files in the built-in source; ``folder``: where their items are to go."""

    schema_: int = Field(default=1, alias="schema")
    keys: tuple[str, ...]
    folder: str
    by: str
    at: int


def note(call: Call, names: list[str], folder: str, *, due_ms: int, table: Table) -> None:
    """Remember what was started until ``due_ms`` (UTC epoch ms), when nothing can be sent to its addresses any more."""
    started = Started(keys=tuple(names), folder=folder, by=call.actor, at=call.now_ms, schema=1)
    place = _key(call.workspace, f"{due_ms:015d}", call.new_id("uploads"))
    table.put(Put(rows.row(place, "upload", started, announced=False), ANY), cause=call.cause)


def due(workspace: WorkspaceId, now_ms: int, *, limit: int, table: Table) -> dict[str, Started]:
    """What is due, by name, the oldest first."""
    place = _key(workspace, "")
    page = table.query(place.table, place.partition, limit=limit)
    return {row.key.sort: rows.load(row, Started).value for row in page.items if _due_ms(row) <= now_ms}


def get(workspace: WorkspaceId, name: str, *, table: Table) -> Started | None:
    """What was started under a name of ``due``; None: it was seen to."""
    stored = rows.find(table, _key(workspace, name), Started)
    return stored.value if stored else None


def postpone(call: Call, name: str, started: Started, *, due_ms: int, table: Table) -> str:
    """Have it come due again later; its name from then on, the same for whoever does this at once."""
    place = _key(call.workspace, f"{due_ms:015d}", keys.parts(name)[1])
    table.put(Put(rows.row(place, "upload", started, announced=False), ANY), cause=call.cause)
    forget(call, name, table=table)
    return place.sort


def forget(call: Call, name: str, *, table: Table) -> None:
    """It was seen to."""
    table.delete(Delete(_key(call.workspace, name)), cause=call.cause)


def _due_ms(row: Row) -> int:
    return int(keys.parts(row.key.sort)[0])


def _key(workspace: WorkspaceId, *sort: str) -> Key:
    return keys.entry("upload", workspace, *sort)
