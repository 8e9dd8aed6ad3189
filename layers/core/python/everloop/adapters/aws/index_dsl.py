"""The filter as OpenSearch query DSL: no scores, only yes or no."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Mapping
from typing import Any

from everloop.adapters.aws.index_mapping import path, token_path
from everloop.domain.fields import Field, Kind, fact_value, ordered, tokens
from everloop.domain.filters import All, And, AnyRow, Contains, Exists, Filter, Ids, In, InSet, Not, Or, Prefix, Range, Text
from everloop.domain.searchable import check
from everloop.ports import Selection

Dsl = dict[str, Any]
_BOUNDS = ("gte", "gt", "lte", "lt")
_TERMS = 65_000
NOTHING: Dsl = {"match_none": {}}
EVERYTHING: Dsl = {"match_all": {}}


def query(selection: Selection, *more: Dsl) -> Dsl:
    """The living documents in the selection's scope that pass its filter (and ``more``).

    Raises:
        Invalid: The filter cannot be answered (``searchable.check``).
    """
    check(selection.filter, selection.fields)
    clauses: list[Dsl] = [{"term": {"deleted": False}}]
    if selection.scope.keys is not None:
        clauses.append(terms("scopes", sorted(selection.scope.keys)))
    return {"bool": {"filter": [*clauses, _dsl(selection.filter, selection.fields), *more]}}


def terms(at: str, values: list[Any]) -> Dsl:
    """Any of the values; more than one query takes are split."""
    parts = [{"terms": {at: values[start : start + _TERMS]}} for start in range(0, len(values), _TERMS)]
    return _any(parts) if len(parts) != 1 else parts[0]


def facts_pattern(start: str) -> str:
    """A Lucene regular expression for the facts that begin with ``start``.

    It does not end in ``.*``, which OpenSearch (2.19, its issue 19636) answers with 500 where no fact of a shard sorts behind.
    """
    return re.sub(r"([^A-Za-z0-9])", r"\\\1", start) + ".{0,}"


def edge(value: float, of: Field) -> float:
    """A histogram's edge as OpenSearch must be asked: on integer fields it rounds a fraction down and counts one bin off."""
    return max(-_limit(of), min(_limit(of), math.ceil(value))) if _whole(of) else value + 0.0


def _dsl(node: Filter, fields: Mapping[str, Field]) -> Dsl:
    match node:
        case All():
            return EVERYTHING
        case And(of):
            return {"bool": {"filter": [_dsl(part, fields) for part in of]}} if of else EVERYTHING
        case Or(of):
            return _any([_dsl(part, fields) for part in of])
        case Not(of):
            return {"bool": {"must_not": [_dsl(of, fields)]}}
        case Ids(ids):
            return terms("id", list(ids))
        case InSet(_, members):
            return {"terms": {"seq": [base64.b64encode(members or b"").decode("ascii")], "value_type": "bitmap"}}
        case AnyRow():
            raise AssertionError("checked before")
        case _:
            found = fields[node.field]
            return _fact(node, found) if found.fact is not None else _leaf(node, found)


def _any(parts: list[Dsl]) -> Dsl:
    return {"bool": {"should": parts, "minimum_should_match": 1}} if parts else NOTHING


def _leaf(node: In | Range | Exists | Prefix | Contains | Text, of: Field) -> Dsl:
    at = path(of)
    match node:
        case Exists():
            return {"exists": {"field": at}}
        case In(_, values):
            return terms(at, [known for value in values if (known := _number(value, of)) is not None])
        case Range():
            return _range(node, of, at)
        case Text(_, words):
            asked = [{"term": {token_path(of): token}} for token in tokens(words)]
            return {"bool": {"filter": asked}} if asked else EVERYTHING
        case Prefix(_, value):
            return {"prefix": {at: {"value": value}}}
        case Contains(_, value):
            return {"wildcard": {at: {"value": f"*{_escaped(value)}*"}}}


def _whole(of: Field) -> bool:
    """Whether the field is stored as an integer."""
    return of.kind is Kind.DATE or of.name == "seq"


def _number(value: Any, of: Field) -> Any:
    """A value as it is stored, or None where no stored value can equal it."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    if not _whole(of):
        return value + 0.0
    return int(value) if value == int(value) and abs(value) <= _limit(of) else None


def _limit(of: Field) -> int:
    return 2**31 - 1 if of.name == "seq" else 2**53


def _range(node: Range, of: Field, at: str) -> Dsl:
    bounds = {key: bound + 0.0 for key in _BOUNDS if (bound := getattr(node, key)) is not None}
    if not bounds:
        return {"exists": {"field": at}}
    if not _whole(of):
        return {"range": {at: bounds}}
    limit = _limit(of)
    low = {"gte": math.ceil, "gt": lambda bound: math.floor(bound) + 1}
    high = {"lte": math.floor, "lt": lambda bound: math.ceil(bound) - 1}
    least = max([-limit, *(whole(bounds[key]) for key, whole in low.items() if key in bounds)])
    most = min([limit, *(whole(bounds[key]) for key, whole in high.items() if key in bounds)])
    return {"range": {at: {"gte": least, "lte": most}}} if least <= most else NOTHING


def _fact(node: In | Range | Exists | Prefix | Contains | Text, of: Field) -> Dsl:
    start = of.fact or ""
    match node:
        case In(_, values):
            return terms("facts", [start + fact_value(value) for value in values])
        case Range():
            bounds = {key: start + ordered(bound) for key in _BOUNDS if (bound := getattr(node, key)) is not None}
            if "gte" not in bounds and "gt" not in bounds:
                bounds["gte"] = start
            if "lte" not in bounds and "lt" not in bounds:
                bounds["lt"] = start + "g"
            return {"range": {"facts": bounds}}
        case Prefix(_, value):
            return {"prefix": {"facts": {"value": start + value}}}
        case Contains(_, value):
            return {"wildcard": {"facts": {"value": f"{_escaped(start)}*{_escaped(value)}*"}}}
        case _:
            return {"prefix": {"facts": {"value": start}}}


def _escaped(text: str) -> str:
    return re.sub(r"([*?\\])", r"\\\1", text)
