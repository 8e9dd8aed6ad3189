"""Parts of an evaluation: by the values of any field of its items, or by a filter."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

import numpy as np
from pyroaring import BitMap

from everloop.domain import evaluation_numbers as numbers
from everloop.domain.evaluations import Slice
from everloop.domain.fields import Field, Kind
from everloop.domain.filters import And, Exists, Filter, In, InSet, Not, Range
from everloop.domain.ids import SetHash
from everloop.domain.principals import Call
from everloop.domain.searchable import check_countable
from everloop.ports import Index, Objects, Table
from everloop.store import evidence, selecting
from everloop.store.columns import Columns
from everloop.usecases.evaluate.reading import point, ready

VALUES = 50
BINS = 5


def seqs(call: Call, node: Filter, *, table: Table, index: Index, columns: Columns, objects: Objects) -> BitMap:
    """The items in the caller's scope that pass a filter now. Raises Invalid; NotFound."""
    return selecting.members(call, node, table=table, index=index, objects=objects, columns=columns)


def slices(
    call: Call,
    evaluation: str,
    *,
    by: str,
    iou_threshold: float | None = None,
    confidence: float | None = None,
    table: Table,
    index: Index,
    objects: Objects,
    columns: Columns,
) -> list[Slice]:
    """The evaluation in parts by a field: one a value (the 50 that most items have), or five ranges of equal width of a number
    or date, and one of the items without a value. Items outside the caller's scope are in none.

    Raises:
        NotFound: No such evaluation.
        Conflict: It is not ready.
        Invalid: No such field, or one with neither values to count nor a range.
    """
    found = ready(call, evaluation, table=table)
    at = point(found, iou_threshold, confidence)
    within = InSet(SetHash(found.members or ""))
    tables = {name: columns.table(found.tables[name]) for name in evidence.TABLES}
    whole = evidence.read(columns, tables, truth_names=("seq",), prediction_names=("seq",))
    told = []
    for value, node in _parts(call, by, within, table=table, index=index, objects=objects, columns=columns):
        part = selecting.members(call, And((within, node)), table=table, index=index, objects=objects, columns=columns)
        if part:
            seen = whole.of(part)
            told.append(
                Slice(
                    value=value,
                    items=len(part),
                    statistics=numbers.statistics(seen, classes=len(found.classes)),
                    all_classes=numbers.micro(seen, at, classes=len(found.classes)),
                )
            )
    return told


def _parts(
    call: Call, by: str, within: InSet, *, table: Table, index: Index, objects: Objects, columns: Columns
) -> Iterator[tuple[str, Filter]]:
    """Each value or range of the field among the items, and the filter that says so."""
    selection = selecting.bound(call, within, table=table, objects=objects, columns=columns, names=(by,))
    field = selection.fields[by]
    if field.ranged and field.sortable:
        spread = index.stats(selection, field)
        if spread.least is not None and spread.greatest is not None:
            yield from _ranges(field, spread.least, spread.greatest)
    else:
        check_countable(field)
        for bucket in index.facet(selection, field, limit=VALUES):
            value = bucket.value == "true" if field.kind is Kind.BOOLEAN else bucket.value
            yield bucket.value, In(by, (value,))
    yield "", Not(Exists(by))


def _ranges(field: Field, least: float, greatest: float) -> Iterator[tuple[str, Filter]]:
    edges = np.linspace(least, greatest, BINS + 1).tolist() if greatest > least else [least, least]
    for (low, high), (first, second) in zip(itertools.pairwise(edges), itertools.pairwise(_named(field, edges)), strict=True):
        last = high == edges[-1]
        node = Range(field.name, gte=low, lte=high) if last else Range(field.name, gte=low, lt=high)
        yield f"{first} – {second}", node


def _named(field: Field, edges: list[float]) -> list[str]:
    """Names of edges: of six digits, or as many as tell them apart; of dates in UTC."""
    if field.kind is Kind.DATE:
        moments = [dt.datetime.fromtimestamp(edge / 1_000, dt.UTC) for edge in edges]
        return [one.strftime("%Y-%m-%d %H:%M:%S UTC") for one in moments]
    for digits in range(6, 18):
        names = [f"{edge:.{digits}g}" for edge in edges]
        if len(set(names)) == len(set(edges)):
            break
    return names
