"""The index document of an item: a pure function of one consistent read of its head row and its vector rows (decision 5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.items import Head, all_facts, current_spaces, scope_keys, values, vector_from_json
from everloop.domain.vectors import SPACES
from everloop.ports import Document, Row, Table
from everloop.store import counters, keys, registration, rows


def read(table: Table, workspace: WorkspaceId, items: Sequence[ItemId]) -> list[Document | None]:
    """The documents of some items as their rows are now, in one read; None where there is no such item."""
    spaces = list(SPACES)
    wanted = [
        place for item in items for place in (keys.head(workspace, item), *(keys.vector(workspace, item, s) for s in spaces))
    ]
    found = table.get_many(wanted)
    step = 1 + len(spaces)
    return [_document(found[at], found[at + 1 : at + step], spaces) for at in range(0, len(found), step)]


def blocks(table: Table, workspace: WorkspaceId) -> int:
    """How many blocks of 256 seqs the workspace has."""
    return (counters.reached(table, workspace, registration.SEQ) >> 8) + 1


def heads(table: Table, workspace: WorkspaceId, block: int) -> Iterator[Row]:
    """The head rows of a block of 256 seqs, in order."""
    partition, _ = keys.by_seq(workspace, block << 8)
    cursor: str | None = None
    while True:
        page = table.query_index(keys.CATALOGUE, partition, limit=256, cursor=cursor)
        yield from page.items
        cursor = page.cursor
        if cursor is None:
            return


def _document(head_row: Row | None, vector_rows: Sequence[Row | None], spaces: Sequence[str]) -> Document | None:
    if head_row is None:
        return None
    head: Head = rows.body(head_row)  # type: ignore[assignment]
    if head.get("deleted"):
        return Document(ItemId(head["id"]), head["seq"], head_row.version, deleted=True)
    current = current_spaces(head)
    vectors = {}
    for space, row in zip(spaces, vector_rows, strict=True):
        if row is not None and space in current:
            body = rows.body(row)
            if body["revision"] == head["revision"]:
                vectors[space] = vector_from_json(body)
    return Document(
        id=ItemId(head["id"]),
        seq=head["seq"],
        rev=head_row.version,
        scopes=scope_keys(head),
        facts=all_facts(head),
        values=values(head),
        vectors=vectors,
    )
