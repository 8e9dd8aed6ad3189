"""The filter as DuckDB SQL over a workspace's ``documents``: every condition is never NULL, every value is bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from everloop.domain.fields import Field, Kind, fact_value, ordered, tokens
from everloop.domain.filters import All, And, AnyRow, Contains, Exists, Filter, Ids, In, InSet, Not, Or, Prefix, Range, Text
from everloop.domain.searchable import check, slot
from everloop.ports import Selection

TYPES = {
    Kind.KEYWORD: "VARCHAR",
    Kind.TEXT: "VARCHAR",
    Kind.KEYWORDS: "VARCHAR[]",
    Kind.NUMBER: "DOUBLE",
    Kind.DATE: "BIGINT",
    Kind.BOOLEAN: "BOOLEAN",
}
_OPERATORS = (("gte", ">="), ("gt", ">"), ("lte", "<="), ("lt", "<"))


@dataclass(slots=True)
class Where:
    """A condition with its bound values, and the sets it names: ``(N,)`` uint32 by the name of their relation."""

    sql: str = ""
    values: list[Any] = field(default_factory=list)
    sets: dict[str, dict[str, NDArray[np.uint32]]] = field(default_factory=dict)

    def bound(self, value: Any) -> str:
        """The placeholder of one more bound value; conditions are written in the order of their values."""
        self.values.append(value)
        return "?"


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def column(of: Field) -> str:
    """Where a field's values are; metadata that changes its kind gets another column."""
    if of.name in ("id", "seq"):
        return of.name
    return quoted(f"{slot(of.name)}:{of.kind}")


def token_column(of: Field) -> str:
    """Where the tokens of a TEXT field are."""
    return quoted(f"{slot(of.name)}:tokens")


def where(selection: Selection, scope_sets: str) -> Where:
    """The living documents in the selection's scope that pass its filter.

    Args:
        selection: What is asked.
        scope_sets: The table of the sets of scope keys that documents have; there are few, so that scope is one number.

    Raises:
        Invalid: The filter cannot be answered (``searchable.check``).
    """
    check(selection.filter, selection.fields)
    out = Where()
    conditions = ["NOT deleted"]
    if selection.scope.keys is not None:
        keys = out.bound(sorted(selection.scope.keys))
        conditions.append(f"scope_set IN (SELECT id FROM {scope_sets} WHERE list_has_any(keys, {keys}::VARCHAR[]))")
    conditions.append(_sql(selection.filter, selection.fields, out))
    out.sql = " AND ".join(conditions)
    return out


def after(sort: str, descending: bool, value: Any, last: str, out: Where) -> str:
    """The condition "stands after (value, last id)" in the order of column ``sort``, nulls last."""
    if value is None:
        return f"({sort} IS NULL AND id > {out.bound(last)})"
    beyond = "<" if descending else ">"
    return f"({sort} {beyond} {out.bound(value)} OR ({sort} = {out.bound(value)} AND id > {out.bound(last)}) OR {sort} IS NULL)"


def _sql(node: Filter, fields: Mapping[str, Field], out: Where) -> str:
    match node:
        case All():
            return "true"
        case And(of):
            return "(" + (" AND ".join(_sql(part, fields, out) for part in of) or "true") + ")"
        case Or(of):
            return "(" + (" OR ".join(_sql(part, fields, out) for part in of) or "false") + ")"
        case Not(of):
            return f"(NOT {_sql(of, fields, out)})"
        case Ids(ids):
            return f"(id IN (SELECT unnest({out.bound(list(ids))}::VARCHAR[])))"
        case InSet(_, members):
            name = f"set_{len(out.sets)}"
            out.sets[name] = {"seq": np.asarray(BitMap.deserialize(members or b"").to_array(), dtype=np.uint32)}
            return f"(seq IN (SELECT seq FROM {name}))"
        case AnyRow():
            raise AssertionError("checked before")
        case _:
            found = fields[node.field]
            return _fact(node, found, out) if found.fact is not None else _leaf(node, found, out)


def _leaf(node: In | Range | Exists | Prefix | Contains | Text, of: Field, out: Where) -> str:
    at = column(of)
    many = of.kind is Kind.KEYWORDS
    match node:
        case Exists():
            return f"({at} IS NOT NULL)"
        case In(_, values):
            cast = TYPES[of.kind].removesuffix("[]")
            if of.kind is Kind.DATE:
                cast = "DOUBLE"
            listed = f"{out.bound(list(values))}::{cast}[]"
            return (
                f"coalesce(list_has_any({at}, {listed}), false)"
                if many
                else f"coalesce({at} IN (SELECT unnest({listed})), false)"
            )
        case Range():
            parts = [
                f"{at} {op} {out.bound(bound)}::DOUBLE" for key, op in _OPERATORS if (bound := getattr(node, key)) is not None
            ]
            return f"coalesce({' AND '.join([f'{at} IS NOT NULL', *parts])}, false)"
        case Text(_, words):
            return f"coalesce(list_has_all({token_column(of)}, {out.bound(tokens(words))}::VARCHAR[]), {_none(words)})"
        case Prefix(_, value):
            return _any(f"starts_with({{}}, {out.bound(value)})", at, many)
        case Contains(_, value):
            return _any(f"contains({{}}, {out.bound(value)})", at, many)


def _none(words: str) -> str:
    """Words without tokens ask for nothing, so every item has them."""
    return "false" if tokens(words) else "true"


def _any(condition: str, at: str, many: bool) -> str:
    """``condition`` (of one value, ``{}``) on a column of one value or of several."""
    if many:
        return f"coalesce(len(list_filter({at}, lambda x: {condition.format('x')})) > 0, false)"
    return f"coalesce({condition.format(at)}, false)"


def _fact(node: In | Range | Exists | Prefix | Contains | Text, of: Field, out: Where) -> str:
    start = of.fact or ""
    match node:
        case In(_, values):
            return f"list_has_any(facts, {out.bound([start + fact_value(value) for value in values])}::VARCHAR[])"
        case Range():
            low, high = fact_bounds(node, start)
            parts = [f"x {op} {out.bound(bound)}" for op, bound in (*low.items(), *high.items())]
            return f"(len(list_filter(facts, lambda x: {' AND '.join(parts)})) > 0)"
        case Prefix(_, value):
            return _any(f"starts_with({{}}, {out.bound(start + value)})", "facts", many=True)
        case Contains(_, value):
            found = f"(starts_with({{}}, {out.bound(start)}) AND contains(substr({{}}, {len(start) + 1}), {out.bound(value)}))"
            return _any(found.replace("{}", "{0}"), "facts", many=True)
        case _:
            return _any(f"starts_with({{}}, {out.bound(start)})", "facts", many=True)


def fact_bounds(node: Range, start: str) -> tuple[dict[str, str], dict[str, str]]:
    """A range over numbers in facts as two bounds each of text; "g" is greater than every hexadecimal digit."""
    low = {op: start + ordered(bound) for key, op in _OPERATORS[:2] if (bound := getattr(node, key)) is not None}
    high = {op: start + ordered(bound) for key, op in _OPERATORS[2:] if (bound := getattr(node, key)) is not None}
    return (low or {">=": start}), (high or {"<": start + "g"})
