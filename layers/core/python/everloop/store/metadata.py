"""The workspace's metadata schema, and metadata on heads."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from everloop.domain import metadata
from everloop.domain.errors import Conflict
from everloop.domain.fields import Field, Kind
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.items import Head
from everloop.domain.limits import HEAD_BYTES
from everloop.domain.metadata import Cleaned, MetadataSchema
from everloop.domain.principals import Call, Cause
from everloop.ports import ABSENT, ANY, Key, Put, Row, Table
from everloop.store import keys, rows
from everloop.store.rows import Stored

TRIES = 8

Allowed = Callable[[Head], str | None]
"""Why the caller may not change this item; None: he may."""

GONE = "There is no such item."


def schema(workspace: WorkspaceId, *, table: Table) -> Stored[MetadataSchema]:
    """The schema; an empty one (version 0) before the first key."""
    return rows.find(table, _key(workspace), MetadataSchema) or Stored(MetadataSchema(schema=1), 0)


def kinds(table: Table, workspace: WorkspaceId) -> dict[str, Kind]:
    """What filters may name after ``meta.``: key → kind."""
    return metadata.kinds(schema(workspace, table=table).value)


def fields(table: Table, workspace: WorkspaceId) -> list[Field]:
    """The fields that an index must be ready for (``Index.ensure``): those of deleted keys too, for heads keep their values."""
    found = metadata.kinds(schema(workspace, table=table).value, deleted=True)
    return [Field(f"meta.{name}", kind, name) for name, kind in found.items()]


def save_schema(
    call: Call, change: Callable[[MetadataSchema], MetadataSchema], *, expect: int | None = None, table: Table
) -> Stored[MetadataSchema]:
    """Change the schema from a fresh read. Raises Conflict where ``expect`` is not the version that is there."""
    for attempt in range(TRIES):
        stored = schema(call.workspace, table=table)
        if expect is not None and stored.version != expect:
            raise Conflict("The metadata schema has changed since you read it.", version=stored.version)
        value = change(stored.value)
        if value == stored.value:
            return stored
        try:
            row = rows.row(_key(call.workspace), "metadata", value)
            return Stored(value, table.put(Put(row, stored.version or ABSENT), cause=call.cause))
        except Conflict:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def write(
    table: Table,
    workspace: WorkspaceId,
    changes: Mapping[ItemId, Cleaned],
    *,
    allowed: Allowed,
    now_ms: int,
    cause: Cause,
) -> dict[ItemId, str | int]:
    """Put cleaned values on heads, many at once: the head's new rev, 0 where nothing changed, a sentence where the item is not
    there, not the caller's to change, or would be too large.
    """
    out: dict[ItemId, str | int] = {}
    waiting = list(changes)
    for _ in range(TRIES):
        puts: list[Put] = []
        for item, row in zip(waiting, table.get_many([keys.head(workspace, one) for one in waiting]), strict=True):
            said = _changed(row, changes[item], allowed, now_ms)
            if isinstance(said, Put):
                puts.append(said)
            else:
                out[item] = said
        waiting = []
        for put, version in zip(puts, table.put_many(puts, cause=cause), strict=True):
            item = ItemId(orjson.loads(put.row.data)["id"])
            if version is None:
                waiting.append(item)
            else:
                out[item] = version
        if not waiting:
            break
    out |= dict.fromkeys(waiting, "This item is changing too quickly; try again.")
    _write_embeddings(table, workspace, {item: changes[item] for item, said in out.items() if not isinstance(said, str)}, cause)
    return out


def embeddings(table: Table, workspace: WorkspaceId, item: ItemId, names: Sequence[str]) -> dict[str, list[float]]:
    """An item's embeddings by key."""
    found = table.get_many([_embedding_key(workspace, item, name) for name in names])
    return {
        name: metadata.embedding_from(rows.body(row)["v"])
        for name, row in zip(names, found, strict=True)
        if row is not None and rows.body(row).get("v")
    }


def _changed(row: Row | None, wanted: Cleaned, allowed: Allowed, now_ms: int) -> Put | str | int:
    if row is None:
        return GONE
    head: Any = rows.body(row)
    if reason := allowed(head):
        return reason
    before = head.get("meta", {})
    after = {name: value for name, value in {**before, **wanted.meta}.items() if value is not None}
    if after == before:
        return row.version if wanted.embeddings else 0
    data = orjson.dumps({**head, "meta": after, "updated_at": now_ms})
    if len(data) > HEAD_BYTES:
        return f"All that is kept of this item would have {len(data):,} bytes; the limit is {HEAD_BYTES:,}."
    return Put(dataclasses.replace(row, data=data), row.version)


def _write_embeddings(table: Table, workspace: WorkspaceId, changes: Mapping[ItemId, Cleaned], cause: Cause) -> None:
    puts = [
        Put(rows.row(_embedding_key(workspace, item, name), "embedding", {"schema": 1, "v": kept}, announced=False), ANY)
        for item, one in changes.items()
        for name, kept in one.embeddings.items()
    ]
    if puts:
        table.put_many(puts, cause=cause)


def _key(workspace: WorkspaceId) -> Key:
    return keys.entry("metadata", workspace, "schema")


def _embedding_key(workspace: WorkspaceId, item: ItemId, name: str) -> Key:
    return keys.child("embedding", workspace, item, name)
