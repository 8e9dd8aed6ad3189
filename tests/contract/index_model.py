"""The oracle of the Index contract: every answer worked out in plain Python, one document at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from everloop.domain.fields import Field, Kind, ordered, tokens
from everloop.domain.filters import All, And, Contains, Exists, Filter, Ids, In, InSet, Not, Or, Prefix, Range, Text
from everloop.domain.ids import ItemId
from everloop.domain.vectors import Space
from everloop.ports import Bucket, Document, Selection, Sort, Stats


class Model:
    """Documents by id; a newer revision replaces an older one."""

    def __init__(self) -> None:
        self.documents: dict[ItemId, Document] = {}

    def upsert(self, documents: Sequence[Document]) -> list[bool]:
        kept = []
        for document in documents:
            before = self.documents.get(document.id)
            kept.append(before is None or document.rev > before.rev)
            if kept[-1]:
                self.documents[document.id] = document
        return kept

    def found(self, selection: Selection) -> list[Document]:
        keys = selection.scope.keys
        return [
            document
            for _, document in sorted(self.documents.items())
            if not document.deleted
            and (keys is None or keys & document.scopes)
            and passes(document, selection.filter, selection)
        ]

    def order(self, selection: Selection, sort: Sort | None) -> list[Document]:
        found = self.found(selection)
        if sort is None:
            return found
        with_value = [document for document in found if values(document, sort.field)]
        without = [document for document in found if not values(document, sort.field)]
        return (
            sorted(with_value, key=lambda d: comparable(values(d, sort.field)[0]), reverse=False) + without
            if not (sort.descending)
            else sorted(with_value, key=lambda d: _Backwards(comparable(values(d, sort.field)[0]))) + without
        )

    def facet(self, selection: Selection, of: Field, *, limit: int) -> list[Bucket]:
        counts: Counter[str] = Counter()
        for document in self.found(selection):
            for value in set(values(document, of)):
                counts[str(value).lower() if isinstance(value, bool) else str(value)] += 1
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].encode()))
        return [Bucket(value, items) for value, items in ranked[:limit]]

    def histogram(self, selection: Selection, of: Field, edges: Sequence[float]) -> list[int]:
        numbers = [value for document in self.found(selection) for value in values(document, of)]
        return [sum(low <= number < high for number in numbers) for low, high in pairwise(edges)]

    def stats(self, selection: Selection, of: Field) -> Stats:
        numbers = [value for document in self.found(selection) for value in values(document, of)]
        return Stats(len(numbers), min(numbers), max(numbers)) if numbers else Stats(0, None, None)

    def scores(self, selection: Selection, space: Space, vector: NDArray[np.float16]) -> dict[ItemId, float]:
        return {
            document.id: float(document.vectors[space.name].astype(np.float64) @ vector.astype(np.float64))
            for document in self.found(selection)
            if space.name in document.vectors
        }


class _Backwards:
    def __init__(self, value: object) -> None:
        self.value = value

    def __lt__(self, other: _Backwards) -> bool:
        return bool(other.value < self.value)  # type: ignore[operator]


def comparable(value: object) -> object:
    """Text is ordered by its UTF-8 bytes."""
    return value.encode() if isinstance(value, str) else value


def values(document: Document, of: Field) -> list:  # type: ignore[type-arg]
    """The values of a field, none where it is missing; numbers in facts stay in their sortable form."""
    if of.fact is not None:
        return [fact[len(of.fact) :] for fact in document.facts if fact.startswith(of.fact)]
    if of.name in ("id", "seq"):
        return [getattr(document, of.name)]
    value = document.values.get(of.name)
    if value is None:
        return []
    return list(value) if of.kind is Kind.KEYWORDS else [value]  # type: ignore[arg-type]


def passes(document: Document, node: Filter, selection: Selection) -> bool:
    match node:
        case All():
            return True
        case And(of):
            return all(passes(document, part, selection) for part in of)
        case Or(of):
            return any(passes(document, part, selection) for part in of)
        case Not(of):
            return not passes(document, of, selection)
        case Ids(ids):
            return document.id in ids
        case InSet(_, members):
            return document.seq in BitMap.deserialize(members)
        case _:
            of = selection.fields[node.field]
            return _leaf(node, values(document, of), of)


def _leaf(node: Filter, found: list, of: Field) -> bool:  # type: ignore[type-arg]
    number = (lambda value: ordered(value)) if of.fact is not None and of.ranged else (lambda value: value)
    match node:
        case Exists():
            return bool(found)
        case In(_, wanted):
            return any(value == number(one) for value in found for one in wanted)
        case Range():
            return any(
                (node.gte is None or value >= number(node.gte))
                and (node.gt is None or value > number(node.gt))
                and (node.lte is None or value <= number(node.lte))
                and (node.lt is None or value < number(node.lt))
                for value in found
            )
        case Prefix(_, start):
            return any(value.startswith(start) for value in found)
        case Contains(_, part):
            return any(part in value for value in found)
        case Text(_, words):
            return not tokens(words) or any(set(tokens(words)) <= set(tokens(value)) for value in found)
    raise AssertionError(node)
