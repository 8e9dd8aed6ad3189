"""Custom metadata: its schema, and values on items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from everloop.domain import metadata as domain
from everloop.domain.errors import Invalid, NotFound
from everloop.domain.ids import ItemId
from everloop.domain.items import Head
from everloop.domain.limits import IDS
from everloop.domain.metadata import MetadataKey, MetadataSchema, MetadataType
from everloop.domain.metadata_report import MetadataReport, Refused
from everloop.domain.principals import Call
from everloop.ports import Index, Table
from everloop.store import access
from everloop.store import metadata as store
from everloop.store.rows import Stored


def schema(call: Call, *, table: Table) -> Stored[MetadataSchema]:
    """The workspace's schema."""
    return store.schema(call.workspace, table=table)


def put_key(
    call: Call, name: str, wanted: MetadataKey, *, expect: int | None = None, table: Table, index: Index
) -> Stored[MetadataSchema]:
    """Add a key, give one another title or more enum values, or bring a deleted one back.

    Raises:
        Invalid: See ``domain.metadata.with_key``.
        Conflict: ``expect`` is not the schema's version.
    """
    live = wanted.model_copy(update={"deleted": False})
    saved = store.save_schema(call, lambda now: domain.with_key(now, name, live), expect=expect, table=table)
    index.ensure(call.workspace, store.fields(table, call.workspace), [])
    return saved


def add_values(call: Call, name: str, values: Sequence[str], *, table: Table) -> Stored[MetadataSchema]:
    """Add values to an enum; those it has already change nothing. Raises NotFound; Invalid."""

    def more(now: MetadataSchema) -> MetadataSchema:
        one = now.live().get(name)
        if one is None:
            raise NotFound(f"There is no metadata key called {name!r}.", key=name)
        if one.type is not MetadataType.ENUM:
            raise Invalid(f"{name!r} is no enum.", key=name)
        both = (*one.values, *(value for value in dict.fromkeys(values) if value not in one.values))
        return domain.with_key(now, name, one.model_copy(update={"values": both}))

    return store.save_schema(call, more, table=table)


def delete_key(call: Call, name: str, *, expect: int | None = None, table: Table) -> Stored[MetadataSchema]:
    """Delete a key: filters and answers know it no more; values are kept until it is put again. Raises NotFound; Conflict."""

    def less(now: MetadataSchema) -> MetadataSchema:
        one = now.live().get(name)
        if one is None:
            raise NotFound(f"There is no metadata key called {name!r}.", key=name)
        return now.model_copy(update={"keys": {**now.keys, name: one.model_copy(update={"deleted": True})}})

    return store.save_schema(call, less, expect=expect, table=table)


def set_values(call: Call, rows: Sequence[tuple[str, Mapping[str, Any]]], *, table: Table) -> MetadataReport:
    """Set values of up to 1,000 items, each row an item and its values; None removes a value. The caller is an editor of each
    item's folder; a row about another item is refused as if there were none.

    Raises:
        Invalid: More than 1,000 rows, or an item twice.
    """
    if len(rows) > IDS:
        raise Invalid(f"At most {IDS:,} items at once, got {len(rows):,}.")
    if len({item for item, _ in rows}) != len(rows):
        raise Invalid("An item may be named once.")
    current = store.schema(call.workspace, table=table).value
    cleaned = {ItemId(item): domain.clean(current, values) for item, values in rows}
    usable = {item: one for item, one in cleaned.items() if one.meta or one.embeddings or not one.wrong}
    said = store.write(
        table, call.workspace, usable, allowed=access.editing(call.principal, table=table), now_ms=call.now_ms, cause=call.cause
    )
    refused: list[Refused] = []
    for row, (item, one) in enumerate(cleaned.items()):
        if isinstance(reason := said.get(item), str):
            refused.append(Refused(row=row, item=item, reason=reason))
        else:
            refused += [Refused(row=row, item=item, key=key, reason=why) for key, why in one.wrong.items()]
    bad = {one.item for one in refused}
    return MetadataReport(
        written=sum(1 for one in said.values() if isinstance(one, int) and one > 0),
        unchanged=sum(1 for item, one in said.items() if one == 0 and item not in bad),
        failed=len(bad),
        refused=refused,
    )


def values(call: Call, head: Head, *, embeddings: bool = False, table: Table) -> dict[str, Any]:
    """An item's metadata as people read it. ``embeddings``: with those, which are rows of their own."""
    current = store.schema(call.workspace, table=table).value
    found = domain.said(current, head.get("meta", {}))
    if embeddings:
        names = [name for name, one in current.live().items() if one.type is MetadataType.EMBEDDING]
        found |= store.embeddings(table, call.workspace, ItemId(head["id"]), names)
    return found
