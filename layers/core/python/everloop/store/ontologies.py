"""Ontologies in the table: the newest version under its id, and every version by number, written once."""

from __future__ import annotations

from collections.abc import Callable

from everloop.domain.errors import Conflict
from everloop.domain.ids import WorkspaceId
from everloop.domain.ontologies import Ontology
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.ports import ABSENT, Key, Put, Table
from everloop.store import keys, rows
from everloop.store.rows import TRIES, Stored


def create(call: Call, ontology: Ontology, *, table: Table) -> Stored[Ontology]:
    """Store version 1; sent twice under one idempotency key, it is made once. Raises Conflict; Invalid."""
    writes = [
        Put(rows.row(_key(call.workspace, ontology.id), "ontology", ontology), ABSENT),
        _version_put(call.workspace, ontology),
    ]
    try:
        table.transact(writes, cause=call.cause)
    except Conflict:
        there = rows.find(table, _key(call.workspace, ontology.id), Ontology)
        if there is None:
            raise
        return there
    return Stored(ontology, 1)


def newest(workspace: WorkspaceId, ontology: str, *, table: Table) -> Stored[Ontology]:
    """The newest version. Raises NotFound."""
    return rows.get(table, _key(workspace, ontology), Ontology, "ontology")


def version(workspace: WorkspaceId, ontology: str, number: int, *, table: Table) -> Ontology:
    """A version by its number. Raises NotFound."""
    place = keys.child("ontology-version", workspace, ontology, keys.number(number))
    return rows.get(table, place, Ontology, "version of this ontology").value


def update(
    call: Call, ontology: str, change: Callable[[Ontology], Ontology], *, expect: int | None = None, table: Table
) -> Stored[Ontology]:
    """Store what ``change`` makes of the newest version as the next one; nothing where it gives back the same.

    Args:
        expect: The row's version that the caller read (If-Match).

    Raises:
        NotFound: No such ontology.
        Conflict: It is not at ``expect``; ``facts["version"]`` is.
    """
    for attempt in range(TRIES):
        stored = newest(call.workspace, ontology, table=table)
        if expect is not None and stored.version != expect:
            raise Conflict("This ontology has changed since you read it.", version=stored.version)
        after = change(stored.value)
        if after == stored.value:
            return stored
        head = Put(rows.row(_key(call.workspace, ontology), "ontology", after), stored.version)
        try:
            table.transact([head, _version_put(call.workspace, after)], cause=call.cause)
        except Conflict:
            if attempt == TRIES - 1:
                raise
            continue
        return Stored(after, stored.version + 1)
    raise AssertionError("unreachable")


def listing(workspace: WorkspaceId, *, limit: int, cursor: str | None, table: Table) -> Page[Ontology]:
    """The newest versions, by id."""
    return rows.listing(table, "ontology", workspace, Ontology, limit=limit, cursor=cursor)


def versions(workspace: WorkspaceId, ontology: str, *, limit: int, cursor: str | None, table: Table) -> Page[Ontology]:
    """All versions, newest first."""
    return rows.children(table, "ontology-version", workspace, ontology, Ontology, limit=limit, cursor=cursor, backwards=True)


def _key(workspace: WorkspaceId, ontology: str) -> Key:
    return keys.entry("ontology", workspace, ontology)


def _version_put(workspace: WorkspaceId, ontology: Ontology) -> Put:
    place = keys.child("ontology-version", workspace, ontology.id, keys.number(ontology.version))
    return Put(rows.row(place, "ontology-version", ontology, announced=False), ABSENT)
