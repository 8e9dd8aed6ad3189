"""All heads of a workspace, read in bulk by whole-workspace jobs, and one fact written back on many of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from everloop.domain.errors import Transient
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.items import Head, current_spaces, vector_from_json
from everloop.domain.principals import Cause
from everloop.domain.vectors import Space
from everloop.ports import Put, Row, Table
from everloop.store import documents, keys, rows

TRIES = 12
BATCH = 500

Change = Callable[[dict[str, Any]], bool]
"""Changes a head in place; False: it stays as it is."""


def living(table: Table, workspace: WorkspaceId, *, first: int = 0, last: int | None = None) -> Iterator[list[Head]]:
    """The heads that are no tombstones, in order of seq, a block of 256 seqs at a time, from one block to before another."""
    for block in range(first, documents.blocks(table, workspace) if last is None else last):
        found: list[Head] = [rows.body(row) for row in documents.heads(table, workspace, block)]  # type: ignore[misc]
        yield [head for head in found if not head.get("deleted")]


def vectors(table: Table, workspace: WorkspaceId, heads: list[Head], space: Space) -> dict[str, NDArray[np.float16]]:
    """By item, the vectors of a space that belong to the heads' revisions."""
    wanted = [head for head in heads if space.name in current_spaces(head)]
    found = table.get_many([keys.vector(workspace, ItemId(head["id"]), space.name) for head in wanted])
    out: dict[str, NDArray[np.float16]] = {}
    for head, row in zip(wanted, found, strict=True):
        body = rows.body(row) if row else {}
        if body.get("revision") == head["revision"]:
            out[head["id"]] = vector_from_json(body)
    return out


def write(
    table: Table, workspace: WorkspaceId, changes: Mapping[ItemId, Change], *, cause: Cause, beat: Callable[[], None]
) -> int:
    """Change many heads, each by its version and from a fresh read; how many changed. Items that are gone are left out.

    Raises:
        Transient: Some are changing too quickly.
    """
    items, written = list(changes), 0
    for at in range(0, len(items), BATCH):
        waiting = items[at : at + BATCH]
        for _ in range(TRIES):
            there = table.get_many([keys.head(workspace, item) for item in waiting])
            puts = {item: put for item, row in zip(waiting, there, strict=True) if (put := _put(row, changes[item]))}
            versions = table.put_many(list(puts.values()), cause=cause)
            waiting = [item for item, version in zip(puts, versions, strict=True) if version is None]
            written += len(puts) - len(waiting)
            if not waiting:
                break
        else:
            raise Transient(f"{len(waiting)} items are changing too quickly; try again.")
        beat()
    return written


def _put(row: Row | None, change: Change) -> Put | None:
    head = rows.body(row) if row else None
    if row is None or head is None or head.get("deleted") or not change(head):
        return None
    return Put(Row(row.key, row.kind, orjson.dumps(head), index=row.index, announced=row.announced), row.version)
