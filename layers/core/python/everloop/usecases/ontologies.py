"""Ontologies: make one, change it by new versions, read any version."""

from __future__ import annotations

from collections.abc import Sequence

from everloop.domain import ontology_changes, ontology_making
from everloop.domain.ontologies import Ontology
from everloop.domain.ontology_changes import Change
from everloop.domain.ontology_making import NewClass
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.ports import Table
from everloop.store import ontologies as store
from everloop.store.rows import Stored


def create(call: Call, name: str, classes: Sequence[NewClass], *, table: Table) -> Stored[Ontology]:
    """Make an ontology; ids, colours and category ids that are not given are allotted. Raises Invalid; Conflict."""
    made = ontology_making.create(call.new_id("ontology"), name, classes, by=call.actor, at=call.now_ms)
    return store.create(call, made, table=table)


def change(
    call: Call, ontology: str, changes: Sequence[Change], *, expect: int | None = None, table: Table
) -> Stored[Ontology]:
    """The next version, after the changes in their order; nothing is written where they change nothing.

    Raises:
        NotFound: No such ontology, class, attribute or option.
        Invalid: Something that an ontology may not be.
        Conflict: It is not at ``expect``.
    """

    def changed(now: Ontology) -> Ontology:
        return ontology_changes.change(now, changes, by=call.actor, at=call.now_ms)

    return store.update(call, ontology, changed, expect=expect, table=table)


def get(call: Call, ontology: str, *, table: Table) -> Stored[Ontology]:
    """The newest version. Raises NotFound."""
    return store.newest(call.workspace, ontology, table=table)


def version(call: Call, ontology: str, number: int, *, table: Table) -> Ontology:
    """A version by its number. Raises NotFound."""
    return store.version(call.workspace, ontology, number, table=table)


def listing(call: Call, *, limit: int = 100, cursor: str | None = None, table: Table) -> Page[Ontology]:
    """The newest versions of all ontologies, by id."""
    return store.listing(call.workspace, limit=limit, cursor=cursor, table=table)


def versions(call: Call, ontology: str, *, limit: int = 100, cursor: str | None = None, table: Table) -> Page[Ontology]:
    """All versions of one, newest first. Raises NotFound."""
    store.newest(call.workspace, ontology, table=table)
    return store.versions(call.workspace, ontology, limit=limit, cursor=cursor, table=table)
