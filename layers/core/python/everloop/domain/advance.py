"""The one function through which tasks move (decision 16), pure and proven by properties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from everloop.domain.actions import (
    Action,
    Approve,
    Archive,
    Assign,
    Claim,
    Move,
    Prioritise,
    Reject,
    Release,
    Renew,
    Reopen,
    Skip,
    Submit,
    Unassign,
)
from everloop.domain.errors import Conflict, Forbidden, Invalid
from everloop.domain.tasks import LEASE_MS, Lease, Task, TaskStatus
from everloop.domain.workflow import ENDS, LEADS, WORK, Graph, Stage, StageKind, works_in


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. ``alone``: the project has no other member, so that judging one's own work is allowed."""

    user: str
    roles: frozenset[str]
    alone: bool = False

    @property
    def leads(self) -> bool:
        """Whether this is an admin or a manager of the project."""
        return bool(self.roles & LEADS)


def advance(graph: Graph, task: Task, action: Action, actor: Actor, *, now_ms: int) -> Task:
    """The task after ``action``; the same task where that changes nothing.

    Raises:
        Conflict: Not in this state: another stage, another's lease, another's task.
        Forbidden: Not with these roles, or one's own work.
        Invalid: No such stage, or a value out of range.
    """
    match action:
        case Claim(request):
            after = _claim(graph, task, actor, request=request, now_ms=now_ms)
        case Renew(token):
            lease = _own(task, actor, token)
            after = _changed(task, lease=lease.model_copy(update={"until": now_ms + LEASE_MS}))
        case Release(token, unused):
            if not (actor.leads and task.lease and task.lease.holder != actor.user and token is None):
                _own(task, actor, token)
            after = _freed(task) if unused else _freed(task, status=TaskStatus.RELEASED, assignee=None)
        case Skip(token):
            _own(task, actor, token)
            after = _freed(task, status=TaskStatus.SKIPPED, assignee=None, skips=task.skips + 1)
        case Submit(token):
            after = _submit(graph, task, actor, token)
        case Approve(token):
            _judges(graph, task, actor, token)
            after = _enter(graph, task, _stage(graph, task).next["approve"], reviewer=actor.user)
        case Reject():
            after = _reject(graph, task, actor, action)
        case _:
            after = _led(graph, task, action, actor)
    return after if after == task else _changed(after, updated_at=now_ms)


def may_claim(graph: Graph, task: Task, actor: Actor, *, now_ms: int) -> None:
    """Say why a claim would be refused.

    Raises:
        Conflict: Somebody holds it, it is another's, or no work is done in its stage.
        Forbidden: The stage is not for these roles, or it is the actor's own work.
    """
    stage = _stage(graph, task)
    if stage.kind not in WORK:
        raise Conflict(f"This task is in {stage.title}: there is nothing to do.", stage=stage.id)
    _has_role(stage, actor.roles)
    if task.lease and task.lease.until > now_ms:
        who = "You hold" if task.lease.holder == actor.user else f"{task.lease.holder} holds"
        raise Conflict(f"{who} this task now.", holder=task.lease.holder)
    if task.assignee and task.assignee != actor.user:
        raise Conflict(f"This task is assigned to {task.assignee}.", assignee=task.assignee)
    if stage.kind is StageKind.REVIEW:
        _not_own(task, actor)


def _claim(graph: Graph, task: Task, actor: Actor, *, request: str, now_ms: int) -> Task:
    if request and task.lease and task.lease.request == request and task.held_by(actor.user, now_ms):
        return task
    may_claim(graph, task, actor, now_ms=now_ms)
    token = task.token + 1
    lease = Lease(holder=actor.user, token=token, until=now_ms + LEASE_MS, request=request)
    return _changed(task, lease=lease, token=token)


def _submit(graph: Graph, task: Task, actor: Actor, token: int | None) -> Task:
    stage = _stage(graph, task)
    if stage.kind is not StageKind.ANNOTATE:
        raise Conflict(f"This task is in {stage.title}: only a task in annotation is submitted.", stage=stage.id)
    _own(task, actor, token)
    _has_role(stage, actor.roles)
    return _enter(graph, task, stage.next["submit"], annotator=actor.user)


def _reject(graph: Graph, task: Task, actor: Actor, action: Reject) -> Task:
    if not action.reason.strip():
        raise Invalid("Say why: a rejection needs a reason.")
    _judges(graph, task, actor, action.token)
    entered = _enter(graph, task, _stage(graph, task).next["reject"], reviewer=actor.user)
    assignee = task.annotator if action.back else None
    return _changed(entered, status=TaskStatus.REOPENED, assignee=assignee, round=task.round + 1)


def _led(graph: Graph, task: Task, action: Action, actor: Actor) -> Task:
    """What admins and managers do."""
    if not actor.leads:
        raise Forbidden("Only an admin or a manager of the project may do this.")
    match action:
        case Assign():
            return _assign(graph, task, action)
        case Unassign():
            if task.assignee is None:
                return task
            status = TaskStatus.RELEASED if task.status is TaskStatus.ASSIGNED else task.status
            return _freed(task, status=status, assignee=None)
        case Prioritise(priority):
            return _changed(task, priority=_within(priority))
        case Reopen():
            return _reopen(graph, task, action)
        case Archive():
            return _enter(graph, task, graph.the(StageKind.ARCHIVE).id)
        case Move(stage):
            return _enter(graph, task, graph.of(stage).id)
        case _:
            raise Invalid("There is no such action.")


def _assign(graph: Graph, task: Task, action: Assign) -> Task:
    stage, to = _stage(graph, task), action.to
    if stage.kind not in WORK:
        raise Conflict(f"This task is in {stage.title}: there is nothing to do.", stage=stage.id)
    _has_role(stage, action.roles, who=to)
    if stage.kind is StageKind.REVIEW and task.annotator == to and not action.alone:
        raise Invalid(f"This is {to}'s own work; another member must review it.", user=to)
    if task.assignee == to:
        return task
    kept = task if task.lease and task.lease.holder == to else _freed(task)
    return _changed(kept, assignee=to, status=TaskStatus.ASSIGNED)


def _reopen(graph: Graph, task: Task, action: Reopen) -> Task:
    stage = graph.of(action.stage) if action.stage else graph.first
    if stage.kind not in WORK:
        raise Invalid(f"A task is reopened in a stage where work is done, not in {stage.title}.")
    if task.reopened_by == action.because:
        return task
    said = {"priority": _within(action.priority), "reopened_by": action.because}
    if task.stage == stage.id:
        return _changed(task, **said)
    entered = _enter(graph, task, stage.id)
    return _changed(entered, status=TaskStatus.REOPENED, round=task.round + 1, **said)


def _enter(graph: Graph, task: Task, stage: str, **more: Any) -> Task:
    if stage == task.stage:
        return task
    status = ENDS.get(graph.of(stage).kind, TaskStatus.NEW)
    return _freed(task, stage=stage, status=status, assignee=None, skips=0, **more)


def _freed(task: Task, **more: Any) -> Task:
    """Without a lease; the token rises where there was one, so that its holder is fenced out."""
    return _changed(task, lease=None, token=task.token + (1 if task.lease else 0), **more)


def _changed(task: Task, **more: Any) -> Task:
    return task.model_copy(update=more)


def _stage(graph: Graph, task: Task) -> Stage:
    return graph.of(task.stage)


def _own(task: Task, actor: Actor, token: int | None) -> Lease:
    """The actor's lease. An expired one still counts while nobody else has taken the task."""
    lease = task.lease
    if lease is None:
        raise Conflict("You do not hold this task; claim it first.")
    if lease.holder != actor.user:
        raise Conflict(f"{lease.holder} holds this task now.", holder=lease.holder)
    if token is not None and token != lease.token:
        raise Conflict("This lease is over: the task was taken anew since.", token=lease.token)
    return lease


def _judges(graph: Graph, task: Task, actor: Actor, token: int | None) -> None:
    stage = _stage(graph, task)
    if stage.kind is not StageKind.REVIEW:
        raise Conflict(f"This task is in {stage.title}: only a task in review is judged.", stage=stage.id)
    _own(task, actor, token)
    _has_role(stage, actor.roles)
    _not_own(task, actor)


def _not_own(task: Task, actor: Actor) -> None:
    if task.annotator == actor.user and not actor.alone:
        raise Forbidden("This is your own work; another member must review it.")


def _has_role(stage: Stage, roles: frozenset[str], *, who: str | None = None) -> None:
    if not works_in(stage, roles):
        needed = "annotator" if stage.kind is StageKind.ANNOTATE else "reviewer"
        if who is not None:
            raise Invalid(f"{who} is no {needed} in this project.", user=who)
        raise Forbidden(f"{stage.title} is for people with the role {needed}.", role=needed)


def _within(priority: float) -> float:
    if not 0 <= priority <= 1:
        raise Invalid("A priority is a number from 0 to 1.", priority=priority)
    return priority
