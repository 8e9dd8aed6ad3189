"""The filter: the one language for choosing items, in the API, the page's address, saved views and collections.

JSON, a closed set of one-key objects::

    {"and": [F, …]}  {"or": [F, …]}  {"not": F}  {"all": {}}
    {"in": {"f": field, "v": [value, …]}}        any of the field's values is one of these
    {"range": {"f": field, "gte" | "gt" | "lte" | "lt": value}}
    {"exists": field}
    {"prefix": {"f": field, "v": text}}  {"contains": {"f": field, "v": text}}     case-sensitive
    {"text": {"f": field, "v": words}}           every token of v is a token of the field
    {"ids": [item, …]}                           at most 1,000
    {"set": hash}                                a stored set of items
    {"object": {"project" | "version": id, "where": W}}
    {"prediction": {"set": id, "where": W}}
    {"match": {"evaluation": id, "where": W}}

``W`` is a filter over the columns of that table (same nodes ``and or not in range exists``). The last three mean "the item
has any such row"; ``bind`` turns them, and ``set``, into sets with their members. Semantics (both adapters, by contract):
``not`` keeps items where the field is missing; an empty ``and`` is everything, an empty ``or`` nothing; numbers are float64;
dates are UTC epoch milliseconds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from everloop.domain.errors import Invalid
from everloop.domain.limits import IDS

Scalar = str | float | bool
Json = Any
DEPTH = 32
NODES = 2_000


@dataclass(frozen=True, slots=True)
class All:
    """Every item."""


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    of: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these."""

    of: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not this; items where the field is missing are kept."""

    of: Filter


@dataclass(frozen=True, slots=True)
class In:
    """Any value of the field is one of ``values``."""

    field: str
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """The field's number or date lies between the bounds that are given."""

    field: str
    gte: float | None = None
    gt: float | None = None
    lte: float | None = None
    lt: float | None = None


@dataclass(frozen=True, slots=True)
class Exists:
    """The field has a value."""

    field: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """A value of the field begins with this."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Contains:
    """A value of the field contains this."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Text:
    """Every token of ``words`` is a token of the field."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Ids:
    """These items."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InSet:
    """Members of a stored set; ``members`` is the serialised roaring bitmap of seqs once bound (never in JSON)."""

    hash: str
    members: bytes | None = None


@dataclass(frozen=True, slots=True)
class AnyRow:
    """The item has a row in a column table that passes ``where``. ``table``: object | prediction | match; ``owner_kind``:
    project | version | set | evaluation.
    """

    table: str
    owner_kind: str
    owner: str
    where: Filter


Filter = All | And | Or | Not | In | Range | Exists | Prefix | Contains | Text | Ids | InSet | AnyRow

_OWNERS = {"object": ("project", "version"), "prediction": ("set",), "match": ("evaluation",)}
_BOUNDS = ("gte", "gt", "lte", "lt")


def parse(json: Json) -> Filter:
    """The filter that ``json`` (parsed JSON) says.

    Raises:
        Invalid: Unknown node, wrong shape, too deep (32) or too many nodes (2,000); the sentence names the node.
    """
    budget = [NODES]
    return _parse(json, 0, budget)


def _parse(json: Json, depth: int, budget: list[int]) -> Filter:
    budget[0] -= 1
    if depth > DEPTH or budget[0] < 0:
        raise Invalid(f"The filter is too large: at most {DEPTH} levels and {NODES:,} nodes.")
    if not isinstance(json, dict) or len(json) != 1:
        raise Invalid('Each node of a filter is an object with one key, such as {"all": {}}.')
    (op, arg) = next(iter(json.items()))
    if op in ("and", "or"):
        parts = tuple(_parse(part, depth + 1, budget) for part in _list(arg, op))
        return And(parts) if op == "and" else Or(parts)
    if op == "not":
        return Not(_parse(arg, depth + 1, budget))
    if op == "all":
        return All()
    if op == "exists":
        return Exists(_str(arg, op))
    if op == "ids":
        ids = tuple(_str(one, op) for one in _list(arg, op))
        if len(ids) > IDS:
            raise Invalid(f"A filter names at most {IDS:,} ids; make a set of the {len(ids):,}.")
        return Ids(ids)
    if op == "set":
        return InSet(_str(arg, op))
    if op == "in":
        body = _keys(arg, op, {"f", "v"})
        return In(_str(body["f"], op), tuple(_scalar(one, op) for one in _list(body["v"], op)))
    if op == "range":
        body = _keys(arg, op, {"f"}, set(_BOUNDS))
        bounds = {key: _number(body[key], op) for key in _BOUNDS if body.get(key) is not None}
        return Range(_str(body["f"], op), **bounds)
    if op in ("prefix", "contains", "text"):
        body = _keys(arg, op, {"f", "v"})
        node = {"prefix": Prefix, "contains": Contains, "text": Text}[op]
        return cast(Filter, node(_str(body["f"], op), _str(body["v"], op)))
    if op in _OWNERS:
        if not isinstance(arg, dict):
            raise Invalid(f'"{op}" takes an object.')
        for owner_kind in _OWNERS[op]:
            if owner_kind in arg:
                body = _keys(arg, op, {owner_kind}, {"where"})
                where = _parse(body.get("where", {"all": {}}), depth + 1, budget)
                return AnyRow(op, owner_kind, _str(body[owner_kind], op), where)
        raise Invalid(f'"{op}" names one of: {", ".join(_OWNERS[op])}.')
    raise Invalid(f"A filter has no node called {op!r}.", node=op)


def to_json(node: Filter) -> Json:
    """The JSON of a filter; ``parse(to_json(f)) == f`` for unbound filters."""
    match node:
        case All():
            return {"all": {}}
        case And(of):
            return {"and": [to_json(part) for part in of]}
        case Or(of):
            return {"or": [to_json(part) for part in of]}
        case Not(of):
            return {"not": to_json(of)}
        case In(field, values):
            return {"in": {"f": field, "v": list(values)}}
        case Range():
            bounds = {key: getattr(node, key) for key in _BOUNDS if getattr(node, key) is not None}
            return {"range": {"f": node.field, **bounds}}
        case Exists(field):
            return {"exists": field}
        case Prefix(field, value):
            return {"prefix": {"f": field, "v": value}}
        case Contains(field, value):
            return {"contains": {"f": field, "v": value}}
        case Text(field, words):
            return {"text": {"f": field, "v": words}}
        case Ids(ids):
            return {"ids": list(ids)}
        case InSet(name):
            return {"set": name}
        case AnyRow(table, owner_kind, owner, where):
            return {table: {owner_kind: owner, "where": to_json(where)}}


def bind(node: Filter, leaf: Callable[[InSet | AnyRow | In], Filter]) -> Filter:
    """The filter with every ``InSet``, ``AnyRow`` and ``In`` replaced by what ``leaf`` makes of it (a bound set, or an ``In``
    over ``folder`` that names the descendants too).
    """
    match node:
        case And(of):
            return And(tuple(bind(part, leaf) for part in of))
        case Or(of):
            return Or(tuple(bind(part, leaf) for part in of))
        case Not(of):
            return Not(bind(of, leaf))
        case InSet() | AnyRow() | In():
            return leaf(node)
        case _:
            return node


def fields_of(node: Filter) -> set[str]:
    """The names of the item fields that a filter uses (not those inside ``where``)."""
    match node:
        case And(of) | Or(of):
            return set().union(*(fields_of(part) for part in of))
        case Not(of):
            return fields_of(of)
        case In() | Range() | Exists() | Prefix() | Contains() | Text():
            return {node.field}
        case _:
            return set()


def _list(value: Json, op: str) -> list[Json]:
    if not isinstance(value, list):
        raise Invalid(f'"{op}" takes a list.')
    return value


def _str(value: Json, op: str) -> str:
    if not isinstance(value, str):
        raise Invalid(f'"{op}" takes a string, not {value!r}.')
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise Invalid(f'"{op}" has text that is not valid Unicode.')
    return value


def _scalar(value: Json, op: str) -> Scalar:
    if isinstance(value, bool):
        return value
    return _number(value, op) if isinstance(value, (int, float)) else _str(value, op)


def _number(value: Json, op: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Invalid(f'"{op}" takes a number, not {value!r}.')
    try:
        number = float(value)
    except OverflowError as error:
        raise Invalid(f'"{op}" takes a float64.') from error
    if not math.isfinite(number):
        raise Invalid(f'"{op}" takes a finite number.')
    return number


def _keys(value: Json, op: str, needed: set[str], optional: set[str] | None = None) -> Mapping[str, Json]:
    if not isinstance(value, dict) or not needed <= set(value) or set(value) - needed - (optional or set()):
        raise Invalid(f'"{op}" takes an object with {", ".join(sorted(needed))}.')
    return cast(Mapping[str, Json], value)
