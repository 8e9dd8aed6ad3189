"""What may be asked of a field, and how a document's values are written: the rules that both index adapters keep alike."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from everloop.domain.errors import Invalid
from everloop.domain.fields import STATIC, Field, Kind, tokens
from everloop.domain.filters import And, AnyRow, Contains, Exists, Filter, In, InSet, Not, Or, Prefix, Range, Text
from everloop.domain.limits import PAGE
from everloop.domain.vectors import Space

CLAUSES = 1_000
TERM_BYTES = 32_766
EDGES = 1_001
_STRINGS = (Kind.KEYWORD, Kind.KEYWORDS, Kind.TEXT)
_ARTICLE = {Kind.NUMBER: "numbers", Kind.DATE: "numbers (UTC epoch milliseconds)", Kind.BOOLEAN: "true or false"}


def check(node: Filter, fields: Mapping[str, Field]) -> None:
    """Refuse a filter that an index cannot answer.

    Raises:
        Invalid: A field is not resolved, a node does not apply to its field's kind, a value has another type than the field,
            a set or column node is unbound, or there are more than 1,000 clauses (a token of ``text`` counts as one).
    """
    if _clauses(node, fields) > CLAUSES:
        raise Invalid(f"The filter is too large: at most {CLAUSES:,} conditions and words.")


def _clauses(node: Filter, fields: Mapping[str, Field]) -> int:
    match node:
        case And(of) | Or(of):
            return 1 + sum(_clauses(part, fields) for part in of)
        case Not(of):
            return 1 + _clauses(of, fields)
        case Text(name, words):
            if _field(name, fields).kind is not Kind.TEXT:
                raise Invalid(f'"text" does not apply to {name!r}; use "in", "prefix" or "contains".', field=name)
            return max(1, len(tokens(words)))
        case Prefix(name) | Contains(name):
            if _field(name, fields).kind not in _STRINGS:
                raise Invalid(f"{name!r} holds no text to search in.", field=name)
        case Range(name):
            if not _field(name, fields).ranged:
                raise Invalid(f'"range" does not apply to {name!r}: it holds neither numbers nor dates.', field=name)
        case Exists(name):
            _field(name, fields)
        case In():
            _check_in(node, _field(node.field, fields))
        case InSet():
            if node.members is None:
                raise Invalid("A set in a filter must be bound to its members first.")
        case AnyRow():
            raise Invalid(f'The filter\'s "{node.table}" must be bound to a set first.')
        case _:
            pass
    return 1


def _field(name: str, fields: Mapping[str, Field]) -> Field:
    if name not in fields:
        raise Invalid(f"There is no field called {name!r}.", field=name)
    return fields[name]


def _check_in(node: In, field: Field) -> None:
    for value in node.values:
        if field.kind in _STRINGS:
            right = isinstance(value, str)
        elif field.kind is Kind.BOOLEAN:
            right = isinstance(value, bool)
        else:
            right = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not right:
            raise Invalid(
                f"{field.name!r} is compared with {_ARTICLE.get(field.kind, 'text')}, not {value!r}.", field=field.name
            )


def check_sortable(field: Field) -> None:
    """Raises Invalid where items cannot be ordered by the field."""
    if not field.sortable:
        raise Invalid(f"Items cannot be sorted by {field.name!r}: it may hold several values.", field=field.name)


def check_countable(field: Field) -> None:
    """Raises Invalid where the field has no facet."""
    if not field.countable:
        raise Invalid(f"{field.name!r} has no facet; ask for a histogram or filter by it.", field=field.name)


def check_measured(field: Field) -> None:
    """Raises Invalid where the field has no histogram and no range."""
    if not (field.ranged and field.sortable):
        raise Invalid(f"{field.name!r} has no histogram: it holds neither one number nor one date.", field=field.name)


def check_edges(edges: list[float]) -> None:
    """Raises Invalid unless there are 2 to 1,001 finite, strictly ascending edges."""
    rising = all(low < high for low, high in pairwise(edges))
    if not (2 <= len(edges) <= EDGES and rising and all(math.isfinite(edge) for edge in edges)):
        raise Invalid(f"A histogram takes 2 to {EDGES:,} finite edges in ascending order.")


@lru_cache(maxsize=4_096)
def slot(name: str) -> str:
    """A name of lower-case ASCII letters, digits and ``_`` that is different for each ``name``, case too."""
    return "".join(c if (c.islower() and c.isascii()) or c in "0123456789_" else f"~{c.encode().hex()}~" for c in name)


def written(values: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Any]:
    """A document's values as they are stored: checked, without empty lists, −0 as 0, lists sorted and without doubles.

    Args:
        values: By field name; ``id`` and ``seq`` are left out (they are the document's own).
        fields: The index's own fields besides the static ones (``meta.…``).

    Raises:
        Invalid: A value of another type than its field, an unknown field, a number that is not finite, or a string longer
            than 32,766 bytes.
    """
    out: dict[str, Any] = {}
    for name, value in values.items():
        if name in ("id", "seq") or value is None:
            continue
        field = STATIC.get(name) or fields.get(name)
        if field is None:
            raise Invalid(f"The index has no field called {name!r}.", field=name)
        clean = _written(value, field)
        if clean is not None:
            out[name] = clean
    return out


def _written(value: Any, field: Field) -> Any:
    if field.kind is Kind.KEYWORDS:
        if isinstance(value, (list, tuple, set, frozenset)) and all(isinstance(one, str) for one in value):
            return sorted(_term(one, field) for one in set(value)) or None
    elif field.kind in _STRINGS:
        if isinstance(value, str):
            return _term(value, field)
    elif field.kind is Kind.BOOLEAN:
        if isinstance(value, bool):
            return value
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        if field.kind is Kind.NUMBER:
            return float(value) + 0.0
        if value == int(value) and abs(value) < 2**53:
            return int(value)
    raise Invalid(f"{value!r} is not a value for {field.name!r} ({field.kind}).", field=field.name)


def _term(value: str, field: Field) -> str:
    if len(value) > TERM_BYTES // 4 and len(value.encode("utf-8", "surrogatepass")) > TERM_BYTES:
        raise Invalid(f"{field.name!r} takes at most {TERM_BYTES:,} bytes.", field=field.name)
    return value


def check_limit(limit: int) -> None:
    """Raises Invalid unless 1 ≤ limit ≤ 1,000."""
    if not 1 <= limit <= PAGE:
        raise Invalid(f"Ask for 1 to {PAGE:,}, not {limit:,}.", limit=limit)


def check_query(vector: NDArray[np.float16], space: Space) -> None:
    """Raises Invalid unless the vector is one of the space: ``(D,)``, finite."""
    if vector.shape != (space.dimension,) or not np.isfinite(vector).all():
        raise Invalid(f"A vector of the space {space.name!r} has {space.dimension} finite numbers, not {vector.shape}.")


def encode_cursor(order: str, values: Sequence[Any]) -> str:
    """The opaque cursor that stands after a row with these values, the id last, in the order called ``order``."""
    return base64.urlsafe_b64encode(orjson.dumps([order, *values])).decode("ascii").rstrip("=")


def decode_cursor(order: str, cursor: str, *, values: int) -> list[Any]:
    """The sort values of a cursor, and the id.

    Raises:
        Invalid: It is none, or one of another order.
    """
    try:
        found = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, UnicodeError) as error:
        raise Invalid("This is not a cursor of this listing.") from error
    if not isinstance(found, list) or len(found) != values + 2 or found[0] != order or not isinstance(found[-1], str):
        raise Invalid("This cursor belongs to another order; begin without one.")
    if not all(value is None or isinstance(value, (str, float, int)) for value in found[1:-1]):
        raise Invalid("This is not a cursor of this listing.")
    return found[1:]
