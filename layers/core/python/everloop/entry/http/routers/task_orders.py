"""What those who lead a project do with its tasks: assign, order, move, reopen, archive, one or many at once."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.actions import Action, Archive, Move, Prioritise, Reopen, Unassign
from everloop.domain.limits import IDS
from everloop.domain.principals import Call
from everloop.domain.tasks import Task
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep, IfMatch, tag
from everloop.store.rows import Stored
from everloop.usecases import tasks

router = APIRouter(prefix="/projects/{project_id}/tasks", tags=["tasks"], dependencies=[needs("project:manager", "project_id")])

Priority = Annotated[float, Field(ge=0, le=1)]
StageId = Annotated[str, Field(min_length=1, max_length=32)]
User = Annotated[str, Field(min_length=1, max_length=128)]


class Body(BaseModel):
    """A request's body: nothing that is not asked for."""

    model_config = ConfigDict(extra="forbid")


class Assigned(Body):
    """To whom."""

    to: User


class Ordered(Body):
    """How urgent."""

    priority: Priority


class Moved(Body):
    """Where to."""

    stage: StageId


class Reopened(Body):
    """Where to (default: the first stage), and how urgent."""

    priority: Priority = 1.0
    stage: StageId | None = None


class Many(Body):
    """One thing to do with the tasks of many items. ``to`` goes with assign, ``priority`` with prioritise and reopen, ``stage``
    with move and reopen.
    """

    items: list[Annotated[str, Field(min_length=1, max_length=64)]] = Field(min_length=1, max_length=IDS)
    action: Literal["assign", "unassign", "prioritise", "move", "reopen", "archive"]
    to: User | None = None
    priority: Priority | None = None
    stage: StageId | None = None


class Refused(BaseModel):
    """A task that stayed as it was, and why."""

    task: str
    reason: str


class Done(BaseModel):
    """How many tasks changed, how many were so already, and which refused."""

    moved: int
    same: int
    refused: list[Refused]


@router.post("/bulk", operation_id="changeTasks")
def bulk(project_id: str, body: Many, call: CallDep, house: HouseDep) -> Done:
    """Do one thing with the tasks of up to 1,000 items."""
    action = tasks.action_of(
        call, project_id, body.action, to=body.to, priority=body.priority, stage=body.stage, table=house.table
    )
    moved = tasks.act_on_many(call, project_id, body.items, action, table=house.table)
    refused = [Refused(task=task, reason=reason) for task, reason in moved.refused]
    return Done(moved=moved.moved, same=moved.same, refused=refused)


@router.post("/{task_id}/assign", operation_id="assignTask")
def assign(
    project_id: str, task_id: str, body: Assigned, call: CallDep, house: HouseDep, response: Response, expect: IfMatch
) -> Task:
    """Make it somebody's own; whoever else holds it loses it."""
    return _told(response, tasks.assign(call, project_id, task_id, body.to, expect=expect, table=house.table))


@router.post("/{task_id}/unassign", operation_id="unassignTask")
def unassign(project_id: str, task_id: str, call: CallDep, house: HouseDep, response: Response, expect: IfMatch) -> Task:
    """Put it back into the open queue."""
    return _act(call, house, response, project_id, task_id, Unassign(), expect)


@router.post("/{task_id}/prioritise", operation_id="prioritiseTask")
def prioritise(
    project_id: str, task_id: str, body: Ordered, call: CallDep, house: HouseDep, response: Response, expect: IfMatch
) -> Task:
    """Change its place in the queue: 1 comes first."""
    return _act(call, house, response, project_id, task_id, Prioritise(body.priority), expect)


@router.post("/{task_id}/move", operation_id="moveTask")
def move(
    project_id: str, task_id: str, body: Moved, call: CallDep, house: HouseDep, response: Response, expect: IfMatch
) -> Task:
    """Put it into another stage."""
    return _act(call, house, response, project_id, task_id, Move(body.stage), expect)


@router.post("/{task_id}/reopen", operation_id="reopenTask")
def reopen(
    project_id: str, task_id: str, body: Reopened, call: CallDep, house: HouseDep, response: Response, expect: IfMatch
) -> Task:
    """Send it to work again, in a new round."""
    again = Reopen(body.priority, because=call.new_id("act"), stage=body.stage)
    return _act(call, house, response, project_id, task_id, again, expect)


@router.post("/{task_id}/archive", operation_id="archiveTask")
def archive(project_id: str, task_id: str, call: CallDep, house: HouseDep, response: Response, expect: IfMatch) -> Task:
    """Take it out of the work."""
    return _act(call, house, response, project_id, task_id, Archive(), expect)


def _act(
    call: Call,
    house: HouseDep,
    response: Response,
    project: str,
    task: str,
    action: Action,
    expect: int | None = None,
) -> Task:
    return _told(response, tasks.act(call, project, task, action, expect=expect, table=house.table))


def _told(response: Response, stored: Stored[Task]) -> Task:
    tag(response, stored.version)
    return stored.value
