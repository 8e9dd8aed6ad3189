"""Collections: named sets of items with a history."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.collections import Collection, CollectionDiff, CollectionName, CollectionVersion, Message
from everloop.domain.curation import Choice
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep, IfMatch, tag
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.usecases.curate import collecting
from everloop.usecases.curate.collecting import Mode

router = APIRouter(prefix="/collections", tags=["collections"])

MEMBER = [needs("workspace:member")]
Number = Annotated[int, Path(ge=1, lt=2**31, description="The version's number.")]
Asked = Annotated[int, Query(ge=1, lt=2**31)]


class NewCollectionOf(BaseModel):
    """A collection of chosen items. Whoever sees ``folder``, or has a role in ``project``, sees it, as do you."""

    model_config = ConfigDict(extra="forbid")
    name: CollectionName
    description: Message = ""
    message: Message = ""
    folder: str | None = Field(default=None, max_length=64)
    project: str | None = Field(default=None, max_length=64)
    items: Choice


class CollectionChange(BaseModel):
    """What to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid")
    name: CollectionName | None = None
    description: Message | None = None
    archived: bool | None = None


class Commit(BaseModel):
    """The next version: the items, or the newest version with them or without them. ``parent``: the version you saw."""

    model_config = ConfigDict(extra="forbid")
    items: Choice
    mode: Mode = "replace"
    message: Message = ""
    parent: int | None = Field(default=None, ge=1, lt=2**31)


class Restoration(BaseModel):
    """The version whose items to bring back. ``parent``: the newest version you saw."""

    model_config = ConfigDict(extra="forbid")
    version: int = Field(ge=1, lt=2**31)
    message: Message = ""
    parent: int | None = Field(default=None, ge=1, lt=2**31)


@router.post("", operation_id="createCollection", status_code=201, dependencies=MEMBER)
def create(body: NewCollectionOf, call: CallDep, house: HouseDep, response: Response) -> Collection:
    """Make a collection from a selection, a filter or a set."""
    stored = collecting.create(
        call,
        name=body.name,
        choice=body.items,
        description=body.description,
        message=body.message,
        folder=body.folder,
        project=body.project,
        table=house.table,
        objects=house.objects,
        columns=house.columns,
        index=house.index,
    )
    tag(response, stored.version)
    return stored.value


@router.get("", operation_id="listCollections", dependencies=MEMBER)
def listing(call: CallDep, house: HouseDep, limit: Limit = 50, cursor: Cursor = None) -> PageOf[Collection]:
    """The collections you see, with the number of their items you see. A page may hold fewer than asked."""
    page = collecting.listing(call, limit=limit, cursor=cursor, table=house.table, objects=house.objects, index=house.index)
    return said(page)


@router.get("/{collection_id}", operation_id="getCollection", dependencies=MEMBER)
def get(collection_id: str, call: CallDep, house: HouseDep, response: Response) -> Collection:
    """A collection; its items are those of the filter `{"set": members}`."""
    stored = collecting.get(call, collection_id, table=house.table, objects=house.objects, index=house.index)
    tag(response, stored.version)
    return stored.value


@router.patch("/{collection_id}", operation_id="changeCollection", dependencies=MEMBER)
def change(
    collection_id: str, body: CollectionChange, call: CallDep, house: HouseDep, response: Response, expect: IfMatch
) -> Collection:
    """Rename, describe, archive."""
    values = body.model_dump(exclude_none=True)
    stored = collecting.change(
        call, collection_id, values, expect=expect, table=house.table, objects=house.objects, index=house.index
    )
    tag(response, stored.version)
    return stored.value


@router.get("/{collection_id}/versions", operation_id="listCollectionVersions", dependencies=MEMBER)
def history(
    collection_id: str, call: CallDep, house: HouseDep, limit: Limit = 50, cursor: Cursor = None
) -> PageOf[CollectionVersion]:
    """The history, newest first."""
    page = collecting.history(
        call, collection_id, limit=limit, cursor=cursor, table=house.table, objects=house.objects, index=house.index
    )
    return said(page)


@router.post("/{collection_id}/versions", operation_id="commitCollection", status_code=201, dependencies=MEMBER)
def commit(collection_id: str, body: Commit, call: CallDep, house: HouseDep) -> CollectionVersion:
    """Make the next version; 409 where somebody was faster. Where nothing changes the newest version is answered."""
    return collecting.commit(
        call,
        collection_id,
        body.items,
        mode=body.mode,
        message=body.message,
        parent=body.parent,
        table=house.table,
        objects=house.objects,
        columns=house.columns,
        index=house.index,
    )


@router.get("/{collection_id}/versions/{number}", operation_id="getCollectionVersion", dependencies=MEMBER)
def version(collection_id: str, number: Number, call: CallDep, house: HouseDep) -> CollectionVersion:
    """One version."""
    return collecting.version(call, collection_id, number, table=house.table, objects=house.objects, index=house.index)


@router.get("/{collection_id}/diff", operation_id="diffCollection", dependencies=MEMBER)
def diff(collection_id: str, before: Asked, after: Asked, call: CallDep, house: HouseDep) -> CollectionDiff:
    """What was added and removed from one version to another, as sets."""
    return collecting.diff(call, collection_id, before, after, table=house.table, objects=house.objects, index=house.index)


@router.post("/{collection_id}/restore", operation_id="restoreCollection", status_code=201, dependencies=MEMBER)
def restore(collection_id: str, body: Restoration, call: CallDep, house: HouseDep) -> CollectionVersion:
    """Make an older version's items the newest version again."""
    return collecting.restore(
        call,
        collection_id,
        body.version,
        parent=body.parent,
        message=body.message,
        table=house.table,
        objects=house.objects,
        columns=house.columns,
        index=house.index,
    )
