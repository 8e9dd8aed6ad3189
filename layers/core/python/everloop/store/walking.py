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


def heads(workspace: WorkspaceId, seqs: BitMap, *, table: Table) -> Iterator[Head]:
    """The heads of these items by seq, deleted ones left out; each may be a moment old."""
    noun = keys.PATTERNS["item"].table
    done = -1
    for seq in seqs:
        block = seq >> BLOCK_BITS
        if block == done:
            continue
        done = block
        place, _ = keys.by_seq(workspace, seq)
        cursor: str | None = None
        while True:
            page = table.query_index(noun, place, limit=1 << BLOCK_BITS, cursor=cursor)
            for row in page.items:
                head = cast(Head, rows.body(row))
                if head["seq"] in seqs and not head.get("deleted"):
                    yield head
            cursor = page.cursor
            if cursor is None:
                break


def members(workspace: WorkspaceId, project: Project, *, objects: Objects) -> BitMap:
    """The seqs of all items that a project works on."""
    found = BitMap()
    for attached in project.datasets:
        found |= sets.load(objects, workspace, SetHash(attached.members))
    return found
