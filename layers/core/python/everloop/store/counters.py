"""Numbers that are given out once: an item's seq, a ledger's ids. Allotted in blocks; gaps are allowed."""

from __future__ import annotations

import orjson

from everloop.domain.errors import Conflict, Transient
from everloop.domain.ids import WorkspaceId
from everloop.domain.principals import Cause
from everloop.ports import Key, Put, Row, Table
from everloop.store import keys

TRIES = 50


def allot(table: Table, workspace: WorkspaceId, name: str, count: int, *, cause: Cause) -> int:
    """The first of ``count`` numbers that nobody else gets; counting begins at 1.

    Raises:
        Transient: Too many others were allotting at the same time.
    """
    return allot_at(table, keys.entry("counter", workspace, name), count, cause=cause)


def allot_at(table: Table, key: Key, count: int, *, cause: Cause) -> int:
    """The same for a counter at any key."""
    for _ in range(TRIES):
        there = table.get(key)
        first = orjson.loads(there.data)["next"] if there else 1
        body = orjson.dumps({"schema": 1, "next": first + count})
        try:
            table.put(Put(Row(key, "counter", body, announced=False), there.version if there else 0), cause=cause)
        except Conflict:
            continue
        return int(first)
    raise Transient("Too many registrations at once; try again.")


def reached(table: Table, workspace: WorkspaceId, name: str) -> int:
    """The next number that would be given out."""
    there = table.get(keys.entry("counter", workspace, name))
    return int(orjson.loads(there.data)["next"]) if there else 1
