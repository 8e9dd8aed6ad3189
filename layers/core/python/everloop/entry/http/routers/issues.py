"""Issues: what people say of an item, a point or an object, until it is resolved."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response, status
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.issues import Anchor, Issue, IssueState, Tag, Words
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep, IfMatch, tag
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.store.rows import Stored
from everloop.usecases import issues

router = APIRouter(
    prefix="/projects/{project_id}/issues", tags=["issues"], dependencies=[needs("project:member", "project_id")]
)

Tags = Annotated[list[Tag], Field(max_length=20)]


class NewIssue(BaseModel):
    """What to raise, and where (default: on the whole item)."""

    model_config = ConfigDict(extra="forbid")

    item: str = Field(min_length=1, max_length=64)
    text: Words
    anchor: Anchor | None = None
    tags: Tags = []


class NewComment(BaseModel):
    """What to say."""

    model_config = ConfigDict(extra="forbid")

    text: Words


class NewTags(BaseModel):
    """All the tags that it is to have."""

    model_config = ConfigDict(extra="forbid")

    tags: Tags


@router.post("", operation_id="createIssue", status_code=status.HTTP_201_CREATED)
def create(project_id: str, body: NewIssue, call: CallDep, house: HouseDep, response: Response) -> Issue:
    """Raise an issue on an item, a point or an object."""
    stored = issues.open_issue(
        call,
        project_id,
        body.item,
        body.text,
        anchor=body.anchor,
        tags=body.tags,
        table=house.table,
        objects=house.objects,
    )
    return _told(response, stored)


@router.get("", operation_id="listIssues")
def listing(
    project_id: str,
    call: CallDep,
    house: HouseDep,
    item: Annotated[str | None, Query(max_length=64, description="Only this item's, resolved ones too.")] = None,
    state: Annotated[IssueState, Query(description="Of the whole project: open or resolved ones.")] = IssueState.OPEN,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> PageOf[Issue]:
    """An item's issues, or the project's in a state, newest first."""
    if item is not None:
        return said(issues.of_item(call, project_id, item, limit=limit, cursor=cursor, table=house.table))
    return said(issues.of_project(call, project_id, state, limit=limit, cursor=cursor, table=house.table))


@router.get("/{issue_id}", operation_id="getIssue")
def get(project_id: str, issue_id: str, call: CallDep, house: HouseDep, response: Response) -> Issue:
    """An issue with all that was said."""
    return _told(response, issues.get(call, project_id, issue_id, table=house.table))


@router.post("/{issue_id}/comments", operation_id="commentIssue")
def comment(project_id: str, issue_id: str, body: NewComment, call: CallDep, house: HouseDep, response: Response) -> Issue:
    """Say something."""
    return _told(response, issues.comment(call, project_id, issue_id, body.text, table=house.table))


@router.post("/{issue_id}/resolve", operation_id="resolveIssue")
def resolve(project_id: str, issue_id: str, call: CallDep, house: HouseDep, response: Response, expect: IfMatch) -> Issue:
    """Nobody need look any more."""
    turned = issues.turn(call, project_id, issue_id, IssueState.RESOLVED, expect=expect, table=house.table)
    return _told(response, turned)


@router.post("/{issue_id}/reopen", operation_id="reopenIssue")
def reopen(project_id: str, issue_id: str, call: CallDep, house: HouseDep, response: Response, expect: IfMatch) -> Issue:
    """Somebody should look again."""
    turned = issues.turn(call, project_id, issue_id, IssueState.OPEN, expect=expect, table=house.table)
    return _told(response, turned)


@router.put("/{issue_id}/tags", operation_id="tagIssue")
def set_tags(
    project_id: str, issue_id: str, body: NewTags, call: CallDep, house: HouseDep, response: Response, expect: IfMatch
) -> Issue:
    """Give it exactly these tags."""
    return _told(response, issues.tag(call, project_id, issue_id, body.tags, expect=expect, table=house.table))


def _told(response: Response, stored: Stored[Issue]) -> Issue:
    tag(response, stored.version)
    return stored.value
