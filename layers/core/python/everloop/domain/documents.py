"""What an index holds of an item, what is asked of it and what it answers: the words of the Index port."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from everloop.domain.fields import Field
from everloop.domain.filters import All, Filter
from everloop.domain.ids import ItemId
from everloop.domain.principals import Scope

Value = str | float | int | bool | Sequence[str]


@dataclass(frozen=True, slots=True)
class Document:
    """What the index holds of an item: a pure function of one consistent read of its head (``items.document``).

    Attributes:
        rev: External version; a document with a lower or equal one changes nothing.
        deleted: A tombstone: kept as the memory of ``rev``, in no answer.
        scopes: Scope keys (``principals.Scope``).
        facts: ``fields.facts`` of projects and prediction sets.
        values: By field name; a field without a value is absent. TEXT as str; DATE as int; KEYWORDS as list of str.
        vectors: By space, ``(D,)`` float16 unit rows.
    """

    id: ItemId
    seq: int
    rev: int
    deleted: bool = False
    scopes: frozenset[str] = frozenset()
    facts: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    vectors: Mapping[str, NDArray[np.float16]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sort:
    """Order by a sortable field; items without a value come last, ties go by id ascending."""

    field: Field
    descending: bool = False


class Hit(NamedTuple):
    """An item found; ``score`` is the cosine in a nearest-neighbour search, else 0."""

    id: ItemId
    seq: int
    rev: int
    score: float = 0.0


class Bucket(NamedTuple):
    """A facet's value and its number of items. A BOOLEAN's value is "true" or "false"."""

    value: str
    items: int


class Stats(NamedTuple):
    """Of a NUMBER or DATE field: how many items have a value, and the least and greatest (None where none has)."""

    items: int
    least: float | None
    greatest: float | None


@dataclass(frozen=True, slots=True)
class Order:
    """A whole answer in order, as packed columns: ``seq`` ``(N,)`` uint32 and the ids."""

    seq: NDArray[np.uint32]
    ids: list[ItemId]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items an Index call speaks of: those in ``scope`` that pass ``filter``.

    Attributes:
        filter: Bound: no ``AnyRow``, every ``InSet`` with its members.
        fields: Every field that the filter names, resolved (``fields.resolve``).
    """

    scope: Scope
    filter: Filter = field(default_factory=All)
    fields: Mapping[str, Field] = field(default_factory=dict)
