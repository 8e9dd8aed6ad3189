"""Find items: by filter in any order, by words, by likeness."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from everloop.domain.access import FolderRole, visible
from everloop.domain.curation import FoundItem, FoundPage, Likeness
from everloop.domain.errors import Invalid, NotFound
from everloop.domain.filters import And, Filter, Ids, InSet, Not
from everloop.domain.ids import ItemId
from everloop.domain.item_views import short_of
from everloop.domain.items import Head, vector_from_json
from everloop.domain.limits import PAGE
from everloop.domain.principals import Call, Scope
from everloop.domain.vectors import CONSE, LITE0, SPACES, Space, rounded
from everloop.ports import Encoder, Hit, Index, Objects, Selection, Sort, Table
from everloop.store import access, keys, rows, selecting
from everloop.store.columns import Columns

ORDER_PAGE = 500_000
"""Seqs in one answer of ``order``: 2 MB."""


def search(
    call: Call,
    node: Filter,
    *,
    sort: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    table: Table,
    objects: Objects,
    columns: Columns,
    index: Index,
) -> FoundPage:
    """A page of the items that pass a filter.

    Args:
        sort: A field, with "-" before it for descending; None: by id. Items without a value come last.

    Raises:
        Invalid: An unknown field, a filter that does not fit, or another listing's cursor.
        NotFound: The filter names a set or table that is not there or not the caller's.
    """
    selection, order = _ordered(call, node, sort, table=table, objects=objects, columns=columns)
    page = index.search(selection, sort=order, limit=limit, cursor=cursor)
    items = _items(call, page.items, selection.scope, table=table)
    return FoundPage(
        items=items, cursor=page.cursor, total=index.count(selection), as_of=selecting.as_of(call, node, table=table)
    )


def order(
    call: Call,
    node: Filter,
    *,
    sort: str | None = None,
    offset: int = 0,
    limit: int = ORDER_PAGE,
    table: Table,
    objects: Objects,
    columns: Columns,
    index: Index,
) -> tuple[NDArray[np.uint32], int]:
    """The seqs from ``offset`` on of all items that pass, in order, ``(N,)`` uint32, and how many there are in all. A client
    shows any place of them through ``by_seq``. Without a sort they come as they were registered.
    """
    selection, by = _ordered(call, node, sort, table=table, objects=objects, columns=columns)
    seqs = index.seqs(selection, sort=by)
    return seqs[offset : offset + min(limit, ORDER_PAGE)], len(seqs)


def by_seq(call: Call, seqs: Sequence[int], *, table: Table, index: Index) -> list[FoundItem]:
    """Items by seq, in that order; those that are not there or not in scope are left out. At most 1,000."""
    if len(seqs) > PAGE:
        raise Invalid(f"At most {PAGE:,} at once.")
    scope = access.scope(call.principal, table=table)
    found = index.scan(Selection(scope, InSet("", BitMap(seqs).serialize())))
    hits = {seq: Hit(item, seq, 0) for seq, item in zip(found.seq.tolist(), found.ids, strict=True)}
    return _items(call, [hits[seq] for seq in seqs if seq in hits], scope, table=table)


def by_words(
    call: Call,
    words: str,
    node: Filter,
    *,
    limit: int = 50,
    space: Space = CONSE,
    table: Table,
    objects: Objects,
    columns: Columns,
    index: Index,
    encoder: Encoder,
) -> Likeness:
    """The items that look like what the words say, best first; none below the space's floor, for a nearest picture there
    always is.

    Raises:
        Invalid: The space takes no text.
    """
    vector = encoder.text(space, words)
    if not vector.any():
        return Likeness(items=[], space=space.name, reason="No match: none of these words is known.")
    selection = selecting.bound(call, node, table=table, objects=objects, columns=columns)
    hits = index.knn(selection, space, vector, k=limit, floor=space.floor if space.floor is not None else -1.0)
    reason = None if hits else "No match: no picture is like these words."
    return Likeness(items=_items(call, hits, selection.scope, table=table), space=space.name, reason=reason)


def like_item(
    call: Call,
    item: ItemId,
    node: Filter,
    *,
    limit: int = 50,
    space: Space = LITE0,
    table: Table,
    objects: Objects,
    columns: Columns,
    index: Index,
) -> Likeness:
    """The items most like one, itself left out, best first. Raises NotFound: no such item, or it has no vector yet."""
    access.require_item(call.principal, item, FolderRole.VIEWER, table=table)
    row = table.get(keys.vector(call.workspace, item, space.name))
    if row is None:
        raise NotFound(f"The item has no vector of the space {space.name!r} (yet).", item=item)
    others = And((node, Not(Ids((item,)))))
    vector = vector_from_json(rows.body(row))
    return like_vector(
        call, vector, others, limit=limit, space=space, table=table, objects=objects, columns=columns, index=index
    )


def like_vector(
    call: Call,
    vector: Sequence[float] | NDArray[np.float16],
    node: Filter,
    *,
    limit: int = 50,
    space: Space = LITE0,
    table: Table,
    objects: Objects,
    columns: Columns,
    index: Index,
) -> Likeness:
    """The items nearest to a vector of a space, best first. Raises Invalid: it is none of the space."""
    query = np.asarray(vector, dtype=np.float32)
    if query.shape != (space.dimension,) or not np.isfinite(query).all():
        raise Invalid(f"A vector of the space {space.name!r} has {space.dimension} finite numbers, not {query.shape}.")
    selection = selecting.bound(call, node, table=table, objects=objects, columns=columns)
    hits = index.knn(selection, space, rounded(query), k=limit)
    reason = None if hits else "There is nothing to compare with."
    return Likeness(items=_items(call, hits, selection.scope, table=table), space=space.name, reason=reason)


def space_called(name: str) -> Space:
    """A vector space by its name. Raises Invalid."""
    if name not in SPACES:
        raise Invalid(f"There is no vector space {name!r}; there are: {', '.join(SPACES)}.", space=name)
    return SPACES[name]


def _ordered(
    call: Call, node: Filter, sort: str | None, *, table: Table, objects: Objects, columns: Columns
) -> tuple[Selection, Sort | None]:
    name = sort.removeprefix("-") if sort else None
    names = [name] if name else []
    selection = selecting.bound(call, node, table=table, objects=objects, columns=columns, names=names)
    return selection, Sort(selection.fields[name], descending=str(sort).startswith("-")) if name else None


def _items(call: Call, hits: Sequence[Hit], scope: Scope, *, table: Table) -> list[FoundItem]:
    """What the heads say now of items found; those that left the scope since they were indexed are left out."""
    found = table.get_many([keys.head(call.workspace, hit.id) for hit in hits])
    out: list[FoundItem] = []
    for hit, row in zip(hits, found, strict=True):
        head: Head | None = rows.body(row) if row else None  # type: ignore[assignment]
        if row is not None and head is not None and visible(scope, head):
            out.append(FoundItem(**short_of(head, row.version), score=hit.score or None))
    return out
