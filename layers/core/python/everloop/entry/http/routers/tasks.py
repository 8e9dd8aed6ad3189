"""Tasks: take the next one, work, hand over, judge.

The lease of a claim carries a ``token``; send it with what follows, and nobody who took the task meanwhile is overwritten.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response, status
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.actions import Action, Release, Renew, Skip
from everloop.domain.issues import Anchor, Opinion, Tag, Verdict, Words
from everloop.domain.principals import Call
from everloop.domain.tasks import Task, TaskStatus
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep, tag
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.store.rows import Stored
from everloop.usecases import review, tasks

router = APIRouter(prefix="/projects/{project_id}/tasks", tags=["tasks"])

MEMBER = needs("project:member", "project_id")
Token = Annotated[int | None, Field(ge=0, description="Of your lease.")]
Rev = Annotated[int | None, Field(ge=0, description="The revision of the labels that you looked at.")]


class Body(BaseModel):
    """A request's body: nothing that is not asked for."""

    model_config = ConfigDict(extra="forbid")


class Held(Body):
    """What the caller holds."""

    token: Token = None


class Released(Held):
    """A task that is given back. ``unused``: it was taken ahead and never looked at, so that it stays whose it was."""

    unused: bool = False


class HandedOver(Held):
    """What the caller holds and looked at."""

    rev: Rev = None


class Rejected(HandedOver):
    """Why the labels are wrong, and where."""

    reason: Words
    anchor: Anchor | None = None
    tags: list[Tag] = Field(default_factory=list, max_length=20)


class ObjectVerdict(Held):
    """What one object is like."""

    object_id: str = Field(min_length=1, max_length=64)
    opinion: Opinion
    reason: str = Field(default="", max_length=2_000)


@router.get("", operation_id="listTasks", dependencies=[MEMBER])
def listing(
    project_id: str,
    call: CallDep,
    house: HouseDep,
    stage: Annotated[str | None, Query(max_length=32)] = None,
    status: TaskStatus | None = None,
    assignee: Annotated[str | None, Query(max_length=128, description="Whose tasks, held or assigned.")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> PageOf[Task]:
    """The project's tasks by item, or one person's. Annotators see their own. A page may be short before the end."""
    page = tasks.listing(
        call,
        project_id,
        stage=stage,
        status=status,
        assignee=assignee,
        limit=limit,
        cursor=cursor,
        table=house.table,
    )
    return said(page)


@router.post(
    "/next",
    operation_id="claimNextTask",
    response_model=Task,
    responses={204: {"description": "Nothing waits for you."}},
    dependencies=[MEMBER],
)
def claim_next(
    project_id: str,
    call: CallDep,
    house: HouseDep,
    response: Response,
    stage: Annotated[str | None, Query(max_length=32, description="Default: any stage in which you work.")] = None,
) -> Task | Response:
    """Take a lease on the next task: one assigned to you, else one of the most urgent. Nobody else holds it until the lease
    expires. Repeated under one Idempotency-Key, it is the same task.
    """
    taken = tasks.claim_next(call, project_id, stage=stage, table=house.table)
    return _told(response, taken) if taken else Response(status_code=status.HTTP_204_NO_CONTENT)


@router.get("/{task_id}", operation_id="getTask", dependencies=[MEMBER])
def get(project_id: str, task_id: str, call: CallDep, house: HouseDep, response: Response) -> Task:
    """A task; an item's id stands for its task too."""
    return _told(response, tasks.get(call, project_id, task_id, table=house.table))


@router.post("/{task_id}/claim", operation_id="claimTask", dependencies=[MEMBER])
def claim(project_id: str, task_id: str, call: CallDep, house: HouseDep, response: Response) -> Task:
    """Take a lease on this very task."""
    return _told(response, tasks.claim(call, project_id, task_id, table=house.table))


@router.post("/{task_id}/renew", operation_id="renewTask", dependencies=[MEMBER])
def renew(project_id: str, task_id: str, body: Held, call: CallDep, house: HouseDep, response: Response) -> Task:
    """Keep the lease for another quarter of an hour."""
    return _act(call, house, response, project_id, task_id, Renew(body.token))


@router.post("/{task_id}/release", operation_id="releaseTask", dependencies=[MEMBER])
def release(project_id: str, task_id: str, body: Released, call: CallDep, house: HouseDep, response: Response) -> Task:
    """Give it back; who leads the project may give back what another holds."""
    return _act(call, house, response, project_id, task_id, Release(body.token, body.unused))


@router.post("/{task_id}/skip", operation_id="skipTask", dependencies=[MEMBER])
def skip(project_id: str, task_id: str, body: Held, call: CallDep, house: HouseDep, response: Response) -> Task:
    """Give it back to the end of the queue."""
    return _act(call, house, response, project_id, task_id, Skip(body.token))


@router.post("/{task_id}/submit", operation_id="submitTask", dependencies=[MEMBER])
def submit(project_id: str, task_id: str, body: HandedOver, call: CallDep, house: HouseDep, response: Response) -> Task:
    """Hand over the labels: they are ``labelled`` now (with no objects, a negative). A required answer that is missing is
    refused, with the ``problems`` in the facts.
    """
    done = review.submit(call, project_id, task_id, token=body.token, rev=body.rev, table=house.table, objects=house.objects)
    return _told(response, done)


@router.post("/{task_id}/approve", operation_id="approveTask", dependencies=[MEMBER])
def approve(project_id: str, task_id: str, body: HandedOver, call: CallDep, house: HouseDep, response: Response) -> Task:
    """Say that the labels are right."""
    done = review.approve(call, project_id, task_id, token=body.token, rev=body.rev, table=house.table, objects=house.objects)
    return _told(response, done)


@router.post("/{task_id}/reject", operation_id="rejectTask", dependencies=[MEMBER])
def reject(project_id: str, task_id: str, body: Rejected, call: CallDep, house: HouseDep, response: Response) -> Task:
    """Say what is wrong: the task returns to its annotator, and an issue is open."""
    done = review.reject(
        call,
        project_id,
        task_id,
        reason=body.reason,
        anchor=body.anchor,
        tags=tuple(body.tags),
        token=body.token,
        rev=body.rev,
        table=house.table,
        objects=house.objects,
    )
    return _told(response, done)


@router.get("/{task_id}/verdicts", operation_id="listVerdicts", dependencies=[MEMBER])
def verdicts(project_id: str, task_id: str, call: CallDep, house: HouseDep) -> list[Verdict]:
    """All that reviews said of a task, by round."""
    tasks.get(call, project_id, task_id, table=house.table)
    return review.opinions(call, project_id, task_id, table=house.table)


@router.post("/{task_id}/verdicts", operation_id="judgeObject", dependencies=[MEMBER])
def judge(project_id: str, task_id: str, body: ObjectVerdict, call: CallDep, house: HouseDep) -> Verdict:
    """Say what one object is like; a rejection opens an issue on it, and the task cannot be approved in this round."""
    judged = review.judge_object(
        call,
        project_id,
        task_id,
        body.object_id,
        body.opinion,
        reason=body.reason,
        token=body.token,
        table=house.table,
        objects=house.objects,
    )
    return judged.verdict


def _act(
    call: Call,
    house: HouseDep,
    response: Response,
    project: str,
    task: str,
    action: Action,
) -> Task:
    return _told(response, tasks.act(call, project, task, action, table=house.table))


def _told(response: Response, stored: Stored[Task]) -> Task:
    tag(response, stored.version)
    return stored.value
