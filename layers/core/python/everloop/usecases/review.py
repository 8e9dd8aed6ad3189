"""Hand over and judge: submit, approve, reject; verdicts on single objects. A task and its labels move in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from everloop.domain.actions import Action, Approve, Reject, Submit
from everloop.domain.advance import Actor, advance
from everloop.domain.annotations import LabelState
from everloop.domain.errors import Conflict, Invalid
from everloop.domain.issues import Anchor, Comment, Issue, IssueState, Opinion, Verdict, turned
from everloop.domain.principals import Call
from everloop.domain.projects import Project
from everloop.domain.tasks import Task
from everloop.domain.workflow import StageKind
from everloop.ports import Check, Objects, Put, Table
from everloop.store import handover, issues, projects, tasks, verdicts
from everloop.store.handover import Seen
from everloop.store.rows import Stored

TRIES = 6
RESOLVED_WITH = 40
"""Rejections that an approval resolves in its transaction, at most; nobody rejects one item so often."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A task after a verdict, and the verdict."""

    task: Stored[Task]
    verdict: Verdict


def submit(
    call: Call,
    project: str,
    task: str,
    *,
    token: int | None = None,
    rev: int | None = None,
    table: Table,
    objects: Objects,
) -> Stored[Task]:
    """Hand over the labels of a task the caller holds: they become ``labelled`` (with no objects, a negative).

    Args:
        token: Of the caller's lease.
        rev: Of the labels that the caller saw.

    Raises:
        NotFound: No such task.
        Conflict: The lease is over, the task is not in annotation, its item is deleted, or the labels are at another ``rev``.
        Invalid: A required answer is missing; ``facts["problems"]``. Or pre-labels are neither accepted nor removed.
    """

    def once(found: Project, who: Actor, before: Stored[Task]) -> Stored[Task]:
        after = _advanced(call, found, before.value, Submit(token), who)
        revision = handover.revision_of_present(call, before.value, table=table)
        seen = handover.seen(call, found, before.value, rev=rev, table=table)
        handover.refuse_unfinished(call, found, seen, table=table, objects=objects)
        _, puts = handover.step(call, seen, LabelState.LABELLED, item_revision=revision, why="submit")
        return tasks.move(call.workspace, found.graph, before, after, more=puts, cause=call.cause, table=table)

    return _with_task(call, project, task, once, table=table)


def approve(
    call: Call,
    project: str,
    task: str,
    *,
    token: int | None = None,
    rev: int | None = None,
    table: Table,
    objects: Objects,
) -> Stored[Task]:
    """Say that the labels of a task in review are right. They become ``approved`` when the task is complete, and the issues
    that rejections of it opened are resolved.

    Raises:
        NotFound: No such task.
        Conflict: Not held, not in review, its item is deleted, labels that nobody submitted or at another ``rev``, or an
            object of them stands rejected.
        Forbidden: It is the caller's own work, and the project has other members.
        Invalid: As ``submit`` says: what is not finished is not right.
    """

    def once(found: Project, who: Actor, before: Stored[Task]) -> Stored[Task]:
        after = _advanced(call, found, before.value, Approve(token), who)
        revision = handover.revision_of_present(call, before.value, table=table)
        _refuse_rejected(call, before.value, table)
        seen = handover.seen(call, found, before.value, rev=rev, table=table)
        handover.refuse_unsubmitted(seen)
        handover.refuse_unfinished(call, found, seen, table=table, objects=objects)
        complete = found.graph.of(after.stage).kind is StageKind.COMPLETE
        puts: list[Put] = []
        if complete:
            _, puts = handover.step(call, seen, LabelState.APPROVED, item_revision=revision, why="approve")
        verdict = _verdict(call, before.value, seen, Opinion.APPROVED)
        more = [*puts, verdicts.put(call.workspace, verdict), *_resolving(call, before.value, table)]
        return tasks.move(call.workspace, found.graph, before, after, more=more, cause=call.cause, table=table)

    return _with_task(call, project, task, once, table=table)


def reject(
    call: Call,
    project: str,
    task: str,
    *,
    reason: str,
    anchor: Anchor | None = None,
    tags: tuple[str, ...] = (),
    token: int | None = None,
    rev: int | None = None,
    table: Table,
    objects: Objects,
) -> Stored[Task]:
    """Say what is wrong with the labels of a task in review: it returns to its annotator in a new round (to the open queue
    where he annotates no longer), its labels are in progress again, and an issue is open at ``anchor`` (None: the item).

    Raises:
        NotFound: No such task, or the labels have no such object.
        Conflict: Not held, not in review, or labels at another ``rev``.
        Forbidden: It is the caller's own work, and the project has other members.
        Invalid: No reason.
    """

    def once(found: Project, who: Actor, before: Stored[Task]) -> Stored[Task]:
        maker = before.value.annotator
        back = maker is not None and handover.may_annotate(call, project, maker, table=table)
        after = _advanced(call, found, before.value, Reject(reason, token, back), who)
        seen = handover.seen(call, found, before.value, rev=rev, table=table)
        if anchor and anchor.object_id:
            handover.require_object(seen, anchor.object_id, objects=objects)
        _, puts = handover.step(call, seen, LabelState.IN_PROGRESS, why="reject")
        opened, issue = _opening(call, before.value, reason, anchor or Anchor(), tags, table)
        verdict = _verdict(call, before.value, seen, Opinion.REJECTED, reason=reason, issue=issue.id)
        more = [*puts, *opened, verdicts.put(call.workspace, verdict)]
        return tasks.move(call.workspace, found.graph, before, after, more=more, cause=call.cause, table=table)

    return _with_task(call, project, task, once, table=table)


def judge_object(
    call: Call,
    project: str,
    task: str,
    object_id: str,
    opinion: Opinion,
    *,
    reason: str = "",
    token: int | None = None,
    table: Table,
    objects: Objects,
) -> Judged:
    """Say what one object of a task in review is like; the task stays where it is. A rejection opens an issue on the object,
    and the task cannot be approved in this round until the object is.

    Raises:
        NotFound: No such task or object.
        Conflict: Not held by the caller, or not in review.
        Forbidden: It is the caller's own work, and the project has other members.
        Invalid: A rejection without a reason.
    """
    if opinion is Opinion.REJECTED and not reason.strip():
        raise Invalid("Say why: a rejection needs a reason.")
    found = projects.active(call.workspace, project, table=table)
    who = projects.actor(call, project, table=table)
    for _ in range(TRIES):
        before = tasks.get(call.workspace, project, task, table=table)
        _advanced(call, found, before.value, Approve(token), who)
        seen = handover.seen(call, found, before.value, rev=None, table=table)
        handover.require_object(seen, object_id, objects=objects)
        opened: list[Put] = []
        issue: str | None = None
        if opinion is Opinion.REJECTED:
            opened, raised = _opening(call, before.value, reason, Anchor(object_id=object_id), (), table)
            issue = raised.id
        verdict = _verdict(call, before.value, seen, opinion, object_id=object_id, reason=reason, issue=issue)
        place = tasks.key(call.workspace, project, before.value.item, before.value.branch)
        try:
            table.transact([Check(place, before.version), verdicts.put(call.workspace, verdict), *opened], cause=call.cause)
        except Conflict:
            if issue and issues.find(call.workspace, project, issue, table=table):
                return Judged(before, verdict)
            continue
        return Judged(before, verdict)
    raise Conflict("This task is changing quickly; try again.")


def opinions(call: Call, project: str, task: str, *, table: Table) -> list[Verdict]:
    """All verdicts on a task, by round. Raises NotFound."""
    found = tasks.get(call.workspace, project, task, table=table).value
    return verdicts.of_task(call.workspace, project, found.id, table=table)


def _with_task(
    call: Call,
    project: str,
    task: str,
    once: Callable[[Project, Actor, Stored[Task]], Stored[Task]],
    *,
    table: Table,
) -> Stored[Task]:
    """Read everything and write, again where others were faster; what this request did already is not done again."""
    found = projects.active(call.workspace, project, table=table)
    who = projects.actor(call, project, table=table)
    for attempt in range(TRIES):
        before = tasks.get(call.workspace, project, task, table=table)
        if before.value.request == call.new_id("act"):
            return before
        try:
            return once(found, who, before)
        except Conflict as error:
            if "failed" not in error.facts or attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _advanced(call: Call, project: Project, task: Task, action: Action, who: Actor) -> Task:
    after = advance(project.graph, task, action, who, now_ms=call.now_ms)
    return after.model_copy(update={"request": call.new_id("act")})


def _verdict(
    call: Call,
    task: Task,
    seen: Seen,
    opinion: Opinion,
    *,
    object_id: str | None = None,
    reason: str = "",
    issue: str | None = None,
) -> Verdict:
    return Verdict(
        schema=1,
        project=task.project,
        task=task.id,
        round=task.round,
        stage=task.stage,
        object_id=object_id,
        opinion=opinion,
        reason=reason,
        body_hash=seen.head["body_hash"],
        rev=seen.head["rev"],
        issue=issue,
        by=call.actor,
        at=call.now_ms,
    )


def _refuse_rejected(call: Call, task: Task, table: Table) -> None:
    said = verdicts.of_task(call.workspace, task.project, task.id, round_=task.round, table=table)
    wrong = [one.object_id for one in said if one.stage == task.stage and one.opinion is Opinion.REJECTED and one.object_id]
    if wrong:
        what = "An object stands" if len(wrong) == 1 else f"{len(wrong)} objects stand"
        raise Conflict(f"{what} rejected in this round: reject the task, or approve what is right after all.", objects=wrong)


def _opening(
    call: Call, task: Task, reason: str, anchor: Anchor, tags: tuple[str, ...], table: Table
) -> tuple[list[Put], Issue]:
    name = call.new_id("issue", task.id, anchor.object_id or "")[:16]
    issue = Issue(
        schema=1,
        id=issues.issue_id(task.item, name),
        project=task.project,
        item=task.item,
        branch=task.branch,
        kind="rejection",
        anchor=anchor,
        round=task.round,
        tags=tags,
        comments=(Comment(text=reason, by=call.actor, at=call.now_ms),),
        created_by=call.actor,
        created_at=call.now_ms,
        updated_at=call.now_ms,
    )
    counted = issues.count(call.workspace, task.project, task.item, table=table)
    return issues.opening(call.workspace, issue, counted), issue


def _resolving(call: Call, task: Task, table: Table) -> list[Put]:
    counted = issues.count(call.workspace, task.project, task.item, table=table)
    if not counted.open:
        return []
    found = issues.open_of_item(call.workspace, task.project, task.item, table=table)
    mine = [one for one in found if one.value.kind == "rejection" and one.value.branch == task.branch][:RESOLVED_WITH]
    changed = [(one, turned(one.value, IssueState.RESOLVED, by=call.actor, at=call.now_ms)) for one in mine]
    return issues.turning(call.workspace, changed, counted) if changed else []
