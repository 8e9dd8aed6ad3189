"""Count items: by value, by range; say what there is to count by."""

from __future__ import annotations

from collections.abc import Sequence

from everloop.domain.bins import edges as equal
from everloop.domain.curation import Facets, FacetValue, FieldFacet, FieldStats, Histogram, KnownField
from everloop.domain.errors import Invalid
from everloop.domain.fields import STATIC, Field, resolve
from everloop.domain.filters import Filter
from everloop.domain.principals import Call
from everloop.ports import Index, Objects, Table
from everloop.store import metadata, selecting
from everloop.store.columns import Columns

BINS = 200


def facets(
    call: Call,
    node: Filter,
    names: Sequence[str],
    *,
    limit: int = 100,
    table: Table,
    objects: Objects,
    columns: Columns,
    index: Index,
) -> Facets:
    """How many of the items that pass have each value of some fields. A near-duplicate group counts where two or more of its
    items are among them.
    """
    selection = selecting.bound(call, node, table=table, objects=objects, columns=columns, names=names)
    found = []
    for name in names:
        buckets = index.facet(selection, selection.fields[name], limit=limit)
        least = 2 if name.startswith("duplicates.") else 1
        values = [FacetValue(value=one.value, items=one.items) for one in buckets if one.items >= least]
        found.append(FieldFacet(field=name, values=values))
    return Facets(total=index.count(selection), facets=found, as_of=selecting.as_of(call, node, table=table))


def histogram(
    call: Call,
    node: Filter,
    name: str,
    *,
    bins: int = 20,
    edges: Sequence[float] | None = None,
    table: Table,
    objects: Objects,
    columns: Columns,
    index: Index,
) -> Histogram:
    """How many of the items that pass have a value in each of ``bins`` equal ranges, or between ``edges``."""
    selection = selecting.bound(call, node, table=table, objects=objects, columns=columns, names=[name])
    field = selection.fields[name]
    said = index.stats(selection, field)
    cut = list(edges) if edges is not None else _edges(said.least, said.greatest, bins)
    counts = index.histogram(selection, field, edges=cut) if len(cut) > 1 else []
    return Histogram(
        field=name,
        edges=cut,
        counts=counts,
        items=said.items,
        missing=index.count(selection) - said.items,
        least=said.least,
        greatest=said.greatest,
        as_of=selecting.as_of(call, node, table=table),
    )


def stats(
    call: Call, node: Filter, names: Sequence[str], *, table: Table, objects: Objects, columns: Columns, index: Index
) -> list[FieldStats]:
    """The ranges of some fields over the items that pass."""
    selection = selecting.bound(call, node, table=table, objects=objects, columns=columns, names=names)
    said = [index.stats(selection, selection.fields[name]) for name in names]
    return [
        FieldStats(field=name, items=one.items, least=one.least, greatest=one.greatest)
        for name, one in zip(names, said, strict=True)
    ]


def fields(call: Call, *, table: Table) -> list[KnownField]:
    """Every field of items, custom metadata included. Those of projects and prediction sets are ``project.<id>.<key>`` and
    ``prediction.<set>.<key>`` (``domain.fields``).
    """
    kinds = metadata.kinds(table, call.workspace)
    found: list[Field] = [*STATIC.values(), *(resolve(f"meta.{key}", kinds) for key in sorted(kinds))]
    return [
        KnownField(
            name=one.name,
            kind=one.kind,
            title=one.title,
            unit=one.unit,
            sortable=one.sortable,
            countable=one.countable,
            ranged=one.ranged,
        )
        for one in found
    ]


def _edges(least: float | None, greatest: float | None, bins: int) -> list[float]:
    """Edges of equal ranges that hold all values."""
    if least is None or greatest is None:
        return []
    if not 1 <= bins <= BINS:
        raise Invalid(f"A histogram has 1 to {BINS} bins.")
    return equal(least, greatest, bins)
