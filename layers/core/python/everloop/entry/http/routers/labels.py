"""The labels of a project's items."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.annotations import MAIN, Annotation, LabelState
from everloop.domain.labels import LabelRevision, LabelRow, Operation, SavedLabels
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep, tag
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.usecases import labels

router = APIRouter(prefix="/projects/{project_id}/labels", tags=["labels"])

OPERATIONS = 10_000

Branch = Annotated[str, Query(min_length=1, max_length=64, pattern=r"^[\w.-]+$")]
Rev = Annotated[int, Field(ge=0, lt=2**31, description="The revision that was read; 0: none yet.")]
Token = Annotated[int | None, Field(ge=0, lt=2**53, description="The token of the lease on the item's task.")]


class LabelOperations(BaseModel):
    """Operations on the labels as they were at ``base_rev``."""

    model_config = ConfigDict(extra="forbid")
    base_rev: Rev
    operations: list[Operation] = Field(min_length=1, max_length=OPERATIONS)
    token: Token = None


class WholeLabels(BaseModel):
    """All annotations, made from those at ``base_rev``: merged with what others saved since."""

    model_config = ConfigDict(extra="forbid")
    base_rev: Rev
    annotations: list[Annotation] = Field(max_length=OPERATIONS)
    state: LabelState | None = None
    token: Token = None


class Restore(BaseModel):
    """The revision to go back to, and the one that was seen."""

    model_config = ConfigDict(extra="forbid")
    rev: Annotated[int, Field(ge=1, lt=2**31)]
    base_rev: Rev
    token: Token = None


@router.get("", operation_id="listLabels", dependencies=[needs("project:viewer", "project_id")])
def listing(project_id: str, call: CallDep, house: HouseDep, limit: Limit = 100, cursor: Cursor = None) -> PageOf[LabelRow]:
    """The project's label rows, without their annotations."""
    return said(labels.listing(call, project_id, limit=limit, cursor=cursor, table=house.table))


@router.get("/{item_id}", operation_id="getLabels", dependencies=[needs("project:member", "project_id")])
def get(
    project_id: str,
    item_id: str,
    call: CallDep,
    house: HouseDep,
    response: Response,
    branch: Branch = MAIN,
    rev: Annotated[int | None, Query(ge=0, lt=2**31)] = None,
) -> LabelRow:
    """The labels of an item now, or at a revision. An annotator sees those of his own tasks."""
    row = labels.get(call, project_id, item_id, branch=branch, rev=rev, table=house.table, objects=house.objects)
    tag(response, row.rev)
    return row


@router.post("/{item_id}", operation_id="saveLabels", dependencies=[needs("project:member", "project_id")])
def save(
    project_id: str,
    item_id: str,
    body: LabelOperations,
    call: CallDep,
    house: HouseDep,
    response: Response,
    branch: Branch = MAIN,
) -> SavedLabels:
    """Save operations. 409 where an object changed on both sides: `facts.row` is the newer row, `facts.conflicts` the ids."""
    saved = labels.save(
        call,
        project_id,
        item_id,
        body.operations,
        base_rev=body.base_rev,
        token=body.token,
        branch=branch,
        table=house.table,
        objects=house.objects,
    )
    tag(response, saved.row.rev)
    return saved


@router.put("/{item_id}", operation_id="putLabels", dependencies=[needs("project:member", "project_id")])
def put(
    project_id: str,
    item_id: str,
    body: WholeLabels,
    call: CallDep,
    house: HouseDep,
    response: Response,
    branch: Branch = MAIN,
) -> SavedLabels:
    """Save all annotations of an item, merged by object id with what others saved since ``base_rev``."""
    saved = labels.replace(
        call,
        project_id,
        item_id,
        body.annotations,
        base_rev=body.base_rev,
        state=body.state,
        token=body.token,
        branch=branch,
        table=house.table,
        objects=house.objects,
    )
    tag(response, saved.row.rev)
    return saved


@router.get("/{item_id}/history", operation_id="listLabelRevisions", dependencies=[needs("project:member", "project_id")])
def history(
    project_id: str,
    item_id: str,
    call: CallDep,
    house: HouseDep,
    branch: Branch = MAIN,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> PageOf[LabelRevision]:
    """The revisions of an item's labels, newest first."""
    return said(labels.history(call, project_id, item_id, branch=branch, limit=limit, cursor=cursor, table=house.table))


@router.post("/{item_id}/restore", operation_id="restoreLabels", dependencies=[needs("project:member", "project_id")])
def restore(
    project_id: str,
    item_id: str,
    body: Restore,
    call: CallDep,
    house: HouseDep,
    response: Response,
    branch: Branch = MAIN,
) -> SavedLabels:
    """Make the labels what they were at a revision, as a new one."""
    saved = labels.restore(
        call,
        project_id,
        item_id,
        body.rev,
        base_rev=body.base_rev,
        token=body.token,
        branch=branch,
        table=house.table,
        objects=house.objects,
    )
    tag(response, saved.row.rev)
    return saved
