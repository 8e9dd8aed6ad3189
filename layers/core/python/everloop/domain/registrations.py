"""Registrations: which items one made or changed, and how far they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from everloop.domain import fields
from everloop.domain.annotations import Frozen
from everloop.domain.filters import Filter, Or, Range


class Arrivals(Frozen):
    """How far the new and the changed items of a registration are, as searches see them.

    Attributes:
        items: How many the registration made or changed.
        states: Of those that are searchable: how many are registered, ready, failed, missing.
        embedded: How many have a vector.
        settled: All are searchable, read (or failed), and those that are ready have a vector.
    """

    items: int
    states: dict[str, int] = Field(default_factory=dict)
    embedded: int = 0
    settled: bool = False


def new_items(result: Mapping[str, Any] | None) -> tuple[Filter, dict[str, fields.Field]]:
    """The filter that chooses the items which a registration with this result made, and its fields."""
    ranges = [Range("seq", gte=first, lt=first + count) for first, count in (result or {}).get("seqs", ())]
    return Or(tuple(ranges)), {"seq": fields.resolve("seq")}


def touched_items(result: Mapping[str, Any] | None) -> list[str]:
    """Some of the items that a registration with this result changed or missed, the last ones among them."""
    return list((result or {}).get("sample", ()))


def merged(seqs: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Ranges (first, count) in order, neighbours joined."""
    joined: list[tuple[int, int]] = []
    for first, count in sorted((one[0], one[1]) for one in seqs):
        if joined and sum(joined[-1]) >= first:
            joined[-1] = (joined[-1][0], max(sum(joined[-1]), first + count) - joined[-1][0])
        else:
            joined.append((first, count))
    return joined
