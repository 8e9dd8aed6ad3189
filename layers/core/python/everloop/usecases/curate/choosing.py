"""Choose items, and keep the choice as a set: by id, filter, set or seq; unite, intersect and take away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from pyroaring import BitMap

from everloop.domain.access import visible
from everloop.domain.curation import Choice, Operation, StoredSet
from everloop.domain.errors import Invalid, NotFound
from everloop.domain.filters import parse
from everloop.domain.ids import ItemId, SetHash
from everloop.domain.items import Head
from everloop.domain.principals import Call
from everloop.ports import Index, Objects, Table
from everloop.store import access, keys, rows, selecting, sets
from everloop.store.columns import Columns

SEQ_BITS = 31


def chosen(call: Call, choice: Choice, *, table: Table, objects: Objects, columns: Columns, index: Index) -> BitMap:
    """The seqs of the items that a choice means, in the caller's scope.

    Raises:
        Invalid: Not exactly one of ids, filter, set, seqs; or a filter that does not fit.
        NotFound: An id, or a set, that is not there or not the caller's to see.
    """
    given = [name for name in ("ids", "filter", "set", "seqs") if getattr(choice, name) is not None]
    if len(given) != 1:
        raise Invalid("Choose items by exactly one of: ids, filter, set, seqs.", given=given)
    if choice.ids is not None:
        return by_ids(call, choice.ids, table=table)
    if choice.filter is not None:
        node = parse(choice.filter)
        return selecting.members(call, node, table=table, index=index, objects=objects, columns=columns)
    if choice.set is not None:
        members = sets.load(objects, call.workspace, SetHash(choice.set))
    else:
        seqs = choice.seqs or []
        if any(not 0 <= seq < 1 << SEQ_BITS for seq in seqs):
            raise Invalid(f"A seq is a number of {SEQ_BITS} bits.")
        members = BitMap(seqs)
    return selecting.within(call, members, table=table, index=index)


def by_ids(call: Call, ids: Sequence[str], *, table: Table) -> BitMap:
    """The seqs of items by id, read from their heads: a new item need not be searchable yet.

    Raises:
        NotFound: Some are not there or not the caller's to see; ``facts["items"]`` names them.
    """
    scope = access.scope(call.principal, table=table)
    found = BitMap()
    missing: list[str] = []
    wanted = list(dict.fromkeys(ids))
    for item, row in zip(wanted, table.get_many([keys.head(call.workspace, ItemId(one)) for one in wanted]), strict=True):
        head: Head | None = rows.body(row) if row else None  # type: ignore[assignment]
        if head is None or not visible(scope, head):
            missing.append(item)
        else:
            found.add(head["seq"])
    if missing:
        raise NotFound(f"{len(missing):,} of the items do not exist: {', '.join(missing[:3])}.", items=missing[:100])
    return found


def save(call: Call, choice: Choice, *, table: Table, objects: Objects, columns: Columns, index: Index) -> StoredSet:
    """Keep a choice as a set; its hash is the filter's ``{"set": hash}``."""
    members = chosen(call, choice, table=table, objects=objects, columns=columns, index=index)
    return StoredSet(hash=sets.save(objects, call.workspace, members), items=len(members))


def combine(
    call: Call, operation: Operation, hashes: Sequence[str], *, table: Table, objects: Objects, index: Index
) -> StoredSet:
    """The union or intersection of sets, or the first without the others; of each what the caller sees.

    Raises:
        Invalid: No set was named.
        NotFound: No such set.
    """
    if not hashes:
        raise Invalid("Name the sets to combine.")
    loaded = [sets.load(objects, call.workspace, SetHash(one)) for one in hashes]
    does = {Operation.UNION: BitMap.__or__, Operation.INTERSECT: BitMap.__and__, Operation.MINUS: BitMap.__sub__}[operation]
    members = selecting.within(call, reduce(does, loaded), table=table, index=index)
    return StoredSet(hash=sets.save(objects, call.workspace, members), items=len(members))


def get(call: Call, name: str, *, table: Table, objects: Objects, index: Index) -> StoredSet:
    """A set, as far as the caller sees it. Raises NotFound."""
    members = sets.load(objects, call.workspace, SetHash(name))
    return StoredSet(hash=name, items=len(selecting.within(call, members, table=table, index=index)))
