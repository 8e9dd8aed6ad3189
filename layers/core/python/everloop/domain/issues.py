"""Issues: what people say of an item, a point on it or an object, until it is resolved. And verdicts: what a review said."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from everloop.domain.annotations import MAIN, Frozen
from everloop.domain.errors import Conflict, Invalid

COMMENTS = 100
CHANGES = 100

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]


class IssueState(StrEnum):
    """OPEN: somebody should look. RESOLVED: nobody need."""

    OPEN = "open"
    RESOLVED = "resolved"


class Anchor(Frozen):
    """What an issue is about: the item's ``part`` (0 for an image), an object on it, or a point in pixels."""

    part: int = Field(default=0, ge=0)
    object_id: str | None = Field(default=None, min_length=1, max_length=64)
    x: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    y: float | None = Field(default=None, ge=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _whole(self) -> Anchor:
        if (self.x is None) != (self.y is None):
            raise ValueError("a point has an x and a y")
        return self


class Comment(Frozen):
    """What somebody said."""

    text: Words
    by: str
    at: int


class IssueChange(Frozen):
    """Somebody resolved or reopened it."""

    state: IssueState
    by: str
    at: int


class Issue(Frozen):
    """An issue. The first comment says what it is about.

    Attributes:
        id: ``<item>.<name>``, unique in its project.
        kind: ``rejection``: opened by a verdict, and resolved when its task is approved.
        round: Of the task, when it was raised.
        request: The call that commented last, so that a repeated one is one.
    """

    schema_: int = Field(default=1, alias="schema")
    id: str
    project: str
    item: str
    branch: str = MAIN
    kind: Literal["issue", "rejection"] = "issue"
    anchor: Anchor = Anchor()
    round: int = 0
    state: IssueState = IssueState.OPEN
    tags: tuple[Tag, ...] = Field(default=(), max_length=20)
    comments: tuple[Comment, ...] = Field(min_length=1, max_length=COMMENTS)
    changes: tuple[IssueChange, ...] = ()
    request: str = ""
    created_by: str = ""
    created_at: int = 0
    updated_at: int = 0


def commented(issue: Issue, text: str, *, by: str, at: int) -> Issue:
    """The issue with one more comment.

    Raises:
        Invalid: It has as many as it may have.
    """
    said = Comment(text=text, by=by, at=at)
    if len(issue.comments) >= COMMENTS:
        raise Invalid(f"An issue has at most {COMMENTS} comments; raise another one.")
    return issue.model_copy(update={"comments": (*issue.comments, said), "updated_at": at})


def turned(issue: Issue, state: IssueState, *, by: str, at: int) -> Issue:
    """The issue, resolved or open again; as it is where it was so already."""
    if issue.state is state:
        return issue
    if len(issue.changes) >= CHANGES:
        raise Conflict("This issue was opened and resolved too often; raise another one.")
    change = IssueChange(state=state, by=by, at=at)
    return issue.model_copy(update={"state": state, "changes": (*issue.changes, change), "updated_at": at})


class Opinion(StrEnum):
    """What a verdict says."""

    APPROVED = "approved"
    REJECTED = "rejected"


class Verdict(Frozen):
    """What a review said of a task's labels in a round, or (``object_id``) of one object of theirs.

    Attributes:
        body_hash, rev: The labels that were looked at.
    """

    schema_: int = Field(default=1, alias="schema")
    project: str
    task: str
    round: int
    stage: str
    object_id: str | None = None
    opinion: Opinion
    reason: str = ""
    body_hash: str = ""
    rev: int = 0
    issue: str | None = None
    by: str = ""
    at: int = 0
