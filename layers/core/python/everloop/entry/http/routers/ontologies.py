"""Ontologies: the classes that are labelled, by immutable versions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.ontologies import Ontology
from everloop.domain.ontology_changes import Change
from everloop.domain.ontology_making import CLASSES, Name, NewClass
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep, IfMatch, tag
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.usecases import ontologies

router = APIRouter(prefix="/ontologies", tags=["ontologies"])


class NewOntology(BaseModel):
    """An ontology to make. Ids, colours and category ids that are left out are allotted."""

    model_config = ConfigDict(extra="forbid")
    name: Name
    classes: list[NewClass] = Field(default_factory=list, max_length=CLASSES)


class OntologyChanges(BaseModel):
    """Changes, done in their order; together they make one version."""

    model_config = ConfigDict(extra="forbid")
    changes: list[Change] = Field(min_length=1, max_length=CLASSES)


@router.get("", operation_id="listOntologies", dependencies=[needs("workspace:member")])
def listing(call: CallDep, house: HouseDep, limit: Limit = 100, cursor: Cursor = None) -> PageOf[Ontology]:
    """The newest version of every ontology."""
    return said(ontologies.listing(call, limit=limit, cursor=cursor, table=house.table))


@router.post("", operation_id="createOntology", status_code=201, dependencies=[needs("workspace:member")])
def create(body: NewOntology, call: CallDep, house: HouseDep, response: Response) -> Ontology:
    """Make an ontology."""
    stored = ontologies.create(call, body.name, body.classes, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.get("/{ontology_id}", operation_id="getOntology", dependencies=[needs("workspace:member")])
def get(ontology_id: str, call: CallDep, house: HouseDep, response: Response) -> Ontology:
    """The newest version."""
    stored = ontologies.get(call, ontology_id, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.post("/{ontology_id}/changes", operation_id="changeOntology", dependencies=[needs("workspace:member")])
def change(
    ontology_id: str, body: OntologyChanges, call: CallDep, house: HouseDep, if_match: IfMatch, response: Response
) -> Ontology:
    """Add, rename, archive: the next version. Projects keep theirs until they are moved on."""
    stored = ontologies.change(call, ontology_id, body.changes, expect=if_match, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.get("/{ontology_id}/versions", operation_id="listOntologyVersions", dependencies=[needs("workspace:member")])
def versions(ontology_id: str, call: CallDep, house: HouseDep, limit: Limit = 100, cursor: Cursor = None) -> PageOf[Ontology]:
    """All versions, newest first."""
    return said(ontologies.versions(call, ontology_id, limit=limit, cursor=cursor, table=house.table))


@router.get("/{ontology_id}/versions/{number}", operation_id="getOntologyVersion", dependencies=[needs("workspace:member")])
def version(ontology_id: str, number: Annotated[int, Path(ge=1, lt=2**31)], call: CallDep, house: HouseDep) -> Ontology:
    """One version; it never changes."""
    return ontologies.version(call, ontology_id, number, table=house.table)
