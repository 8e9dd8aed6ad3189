"""Items by seq: heads read in blocks of the secondary index, for jobs that go over many items in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from pyroaring import BitMap

from everloop.domain.ids import SetHash, WorkspaceId
from everloop.domain.items import Head
from everloop.domain.projects import Project
from everloop.ports import Objects, Table
from everloop.store import keys, rows, sets

BLOCK_BITS = 8


def heads(workspace: WorkspaceId, seqs: BitMap, *, unseen: BitMap | None = None, table: Table) -> Iterator[Head]:
    """The heads of these items by seq, deleted ones left out; each may be a moment old.

    An item is never removed: where the index does not name one yet, it is given the time to, once in a walk. ``unseen`` gets
    those that it does not name then (there are none, or it is far behind), and the deleted ones: they may be brought back.
    """
    has_waited = False
    done = -1
    for seq in seqs:
        block = seq >> BLOCK_BITS
        if block == done:
            continue
        done = block
        wanted = seqs & BitMap(range(block << BLOCK_BITS, (block + 1) << BLOCK_BITS))
        found = _block(workspace, seq, table)
        if not has_waited and any(one not in found for one in wanted):
            has_waited = True
            table.catch_up()
            found = _block(workspace, seq, table)
        for one in wanted:
            head = found.get(one)
            if head is not None and not head.get("deleted"):
                yield head
            elif unseen is not None:
                unseen.add(one)


def _block(workspace: WorkspaceId, seq: int, table: Table) -> dict[int, Head]:
    """The heads that the index names in the block of ``seq``, tombstones too, by seq."""
    place, _ = keys.by_seq(workspace, seq)
    found: dict[int, Head] = {}
    cursor: str | None = None
    while True:
        page = table.query_index(keys.PATTERNS["item"].table, place, limit=1 << BLOCK_BITS, cursor=cursor)
        for row in page.items:
            head = cast(Head, rows.body(row))
            found[head["seq"]] = head
        cursor = page.cursor
        if cursor is None:
            return found


def members(workspace: WorkspaceId, project: Project, *, objects: Objects) -> BitMap:
    """The seqs of all items that a project works on."""
    found = BitMap()
    for attached in project.datasets:
        found |= sets.load(objects, workspace, SetHash(attached.members))
    return found
