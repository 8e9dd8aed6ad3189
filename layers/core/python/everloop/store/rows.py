"""Between models and rows: one codec, and the few motions that every repository repeats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import orjson
from pydantic import BaseModel

from everloop.domain.errors import Conflict, NotFound
from everloop.domain.ids import WorkspaceId
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.ports import ABSENT, Key, Put, Row, Table
from everloop.store import keys

M = TypeVar("M", bound=BaseModel)
TRIES = 8

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""(kind, schema) → what makes a body of the next schema of it; applied on read until none fits."""


@dataclass(frozen=True, slots=True)
class Stored(Generic[M]):
    """A model as it is stored now; ``version`` is its ETag."""

    value: M
    version: int


def body(row: Row) -> dict[str, Any]:
    """A row's body as a dict of the newest schema."""
    found = cast(dict[str, Any], orjson.loads(row.data))
    while upcast := UPCASTERS.get((row.kind, found.get("schema", 1))):
        found = upcast(found)
    return found


def load(row: Row, model: type[M]) -> Stored[M]:
    """A row as a model."""
    return Stored(model.model_validate(body(row)), row.version)


def row(
    key: Key,
    kind: str,
    value: BaseModel | Mapping[str, Any],
    *,
    version: int = 0,
    index: tuple[str, str] | None = None,
    announced: bool = True,
) -> Row:
    """A model or dict as a row."""
    data = value.model_dump(mode="json", by_alias=True) if isinstance(value, BaseModel) else value
    return Row(key=key, kind=kind, data=orjson.dumps(data), version=version, index=index, announced=announced)


def find(table: Table, key: Key, model: type[M]) -> Stored[M] | None:
    """The model at ``key``."""
    found = table.get(key)
    return load(found, model) if found else None


def get(table: Table, key: Key, model: type[M], what: str) -> Stored[M]:
    """The model at ``key``. ``what`` names it in the sentence ("folder"). Raises NotFound."""
    found = find(table, key, model)
    if found is None:
        raise NotFound(f"There is no such {what}.", what=what)
    return found


def listing(
    table: Table, noun: str, workspace: WorkspaceId, model: type[M], *, limit: int = 100, cursor: str | None = None
) -> Page[M]:
    """A page of an entry noun, by id."""
    place = keys.entry(noun, workspace, "")
    page = table.query(place.table, place.partition, limit=limit, cursor=cursor)
    return Page([load(one, model).value for one in page.items], page.cursor)


def children(
    table: Table,
    noun: str,
    workspace: WorkspaceId,
    owner: str,
    model: type[M],
    *,
    prefix: str = "",
    limit: int = 100,
    cursor: str | None = None,
    backwards: bool = False,
) -> Page[M]:
    """A page of a child noun in its owner's partition."""
    place = keys.child(noun, workspace, owner, "")
    page = table.query(place.table, place.partition, prefix=prefix, limit=limit, cursor=cursor, backwards=backwards)
    return Page([load(one, model).value for one in page.items], page.cursor)


def everything(table: Table, noun: str, workspace: WorkspaceId, model: type[M]) -> list[M]:
    """All of an entry noun that is counted in thousands at most (folders, grants, metadata)."""
    found: list[M] = []
    cursor: str | None = None
    while True:
        page = listing(table, noun, workspace, model, limit=1_000, cursor=cursor)
        found += page.items
        cursor = page.cursor
        if cursor is None:
            return found


def create(
    table: Table,
    key: Key,
    kind: str,
    value: M,
    *,
    call: Call,
    same: Sequence[str] = (),
    index: tuple[str, str] | None = None,
) -> Stored[M]:
    """Store a new thing whose id follows from the request (which ``store.requests`` tells from others under its key): sent
    twice, it is made once and given back as it is now.

    Args:
        same: Fields that never change, where the id is one that different requests may name.

    Raises:
        Conflict: The id is taken by something else.
    """
    written = row(key, kind, value, index=index)
    try:
        return Stored(value, table.put(Put(written, ABSENT), cause=call.cause))
    except Conflict:
        there = table.get(key)
        if there is None:
            raise
        stored = load(there, type(value))
        if any(getattr(stored.value, name) != getattr(value, name) for name in same):
            raise Conflict(f"There is another {kind} under this id already: {getattr(value, 'id', '')}.") from None
        return stored


def update(
    table: Table,
    key: Key,
    kind: str,
    model: type[M],
    change: Callable[[M], M],
    *,
    call: Call,
    expect: int | None = None,
    index: Callable[[M], tuple[str, str] | None] | None = None,
    what: str = "",
) -> Stored[M]:
    """Read, change, write by version; repeats when another writer was faster, unless ``expect`` (If-Match) is given.

    Raises:
        NotFound: Nothing is at ``key``.
        Conflict: ``expect`` is not the version that is there; ``facts["version"]`` is.
    """
    for attempt in range(TRIES):
        stored = get(table, key, model, what or kind)
        if expect is not None and stored.version != expect:
            raise Conflict(f"This {what or kind} has changed since you read it.", version=stored.version)
        value = change(stored.value)
        if value == stored.value:
            return stored
        written = row(key, kind, value, index=index(value) if index else None)
        try:
            return Stored(value, table.put(Put(written, stored.version), cause=call.cause))
        except Conflict:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")
