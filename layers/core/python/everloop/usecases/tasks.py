"""Tasks: take the next one, keep it, give it back; and for those who lead: assign, order, move, reopen."""

from __future__ import annotations

from collections.abc import Sequence

from everloop.domain.access import subject_of_user
from everloop.domain.actions import Action, Archive, Assign, Claim, Move, Prioritise, Reopen, Unassign
from everloop.domain.advance import Actor, advance
from everloop.domain.errors import Conflict, Forbidden, Invalid, NotFound
from everloop.domain.ids import ItemId, SetHash, UserId
from everloop.domain.jobs import Job
from everloop.domain.limits import IDS
from everloop.domain.members import Member
from everloop.domain.pages import Page
from everloop.domain.principals import Call, Principal
from everloop.domain.projects import Project
from everloop.domain.tasks import Task, TaskStatus
from everloop.domain.workflow import WORK, Stage, works_in
from everloop.ports import Objects, Table
from everloop.store import access, handover, keys, projects, rows, sets, task_batches
from everloop.store import jobs as job_rows
from everloop.store import tasks as store
from everloop.store.rows import Stored
from everloop.store.task_batches import Moved

TRIES = 6
SCAN_PAGES = 20


def claim_next(call: Call, project: str, *, stage: str | None = None, table: Table) -> Stored[Task] | None:
    """Take a lease on the next task of a stage (None: the first stage, in the workflow's order, where the caller works and
    something waits). None: nothing waits.

    Raises:
        NotFound: No such project.
        Forbidden: The stage is not for the caller's roles.
        Conflict: The project is archived.
        Transient: Too many are claiming.
    """
    found, who = _project(call, project, table)
    stages = [found.graph.of(stage)] if stage else [one for one in found.graph.stages if works_in(one, who.roles)]
    if not stages or not all(works_in(one, who.roles) for one in stages):
        raise Forbidden("No stage of this workflow is for the roles that you have in the project.", roles=sorted(who.roles))
    for one in stages:
        taken = _next(call, found, one, who, table)
        if taken is not None:
            return taken
    return None


def claim(call: Call, project: str, task: str, *, table: Table) -> Stored[Task]:
    """Take a lease on this very task. Raises NotFound; Forbidden; Conflict."""
    return act(call, project, task, Claim(call.new_id("act")), table=table)


def act(call: Call, project: str, task: str, action: Action, *, expect: int | None = None, table: Table) -> Stored[Task]:
    """Do one thing with a task (not submit, approve or reject: ``review`` does these with the labels).

    Raises:
        NotFound: No such task.
        Forbidden, Conflict, Invalid: As ``advance`` says; Conflict also where ``expect`` is not the task's version, and where
            the item of a task to claim is deleted.
    """
    found, who = _project(call, project, table)
    for attempt in range(TRIES):
        before = store.get(call.workspace, project, task, table=table)
        if before.value.request == call.new_id("act"):
            return before
        if expect is not None and before.version != expect:
            raise Conflict("This task has changed since you read it.", version=before.version)
        after = advance(found.graph, before.value, action, who, now_ms=call.now_ms)
        if after == before.value:
            return before
        if isinstance(action, Claim):
            handover.revision_of_present(call, before.value, table=table)
        after = after.model_copy(update={"request": call.new_id("act")})
        try:
            return store.move(call.workspace, found.graph, before, after, cause=call.cause, table=table)
        except Conflict:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def assign(call: Call, project: str, task: str, to: str, *, expect: int | None = None, table: Table) -> Stored[Task]:
    """Make a task somebody's own. Raises NotFound; Forbidden; Conflict; Invalid: not a member who works in its stage,
    or a review of his own work.
    """
    return act(call, project, task, action_of(call, project, "assign", to=to, table=table), expect=expect, table=table)


def action_of(
    call: Call,
    project: str,
    name: str,
    *,
    to: str | None = None,
    priority: float | None = None,
    stage: str | None = None,
    table: Table,
) -> Action:
    """What those who lead do, by its name: assign, unassign, prioritise, move, reopen, archive.

    Raises:
        Invalid: It lacks what it needs.
    """
    match name:
        case "assign" if to is not None:
            roles = roles_of(call, project, to, table=table)
            members = access.project_members(call.workspace, project, table=table)
            return Assign(to, roles, alone=all(one.subject == subject_of_user(to) for one in members))
        case "unassign":
            return Unassign()
        case "prioritise" if priority is not None:
            return Prioritise(priority)
        case "move" if stage is not None:
            return Move(stage)
        case "reopen":
            return Reopen(1.0 if priority is None else priority, because=call.new_id("act"), stage=stage)
        case "archive":
            return Archive()
        case _:
            needed = {"assign": "to", "prioritise": "priority", "move": "stage"}.get(name, "action")
            raise Invalid(f"The action {name!r} needs {needed!r}.", field=needed)


def act_on_many(call: Call, project: str, items: Sequence[str], action: Action, *, table: Table) -> Moved:
    """Do one thing with the tasks of up to 1,000 items; tasks that refuse are listed with the reason.

    Raises:
        Invalid: More items, or none.
        Forbidden: The caller does not lead the project.
    """
    found, who = _project(call, project, table)
    if not 0 < len(items) <= IDS:
        raise Invalid(f"Name 1 to {IDS:,} items at once.", items=len(items))
    if not who.leads:
        raise Forbidden("Only an admin or a manager of the project may do this.")
    ids = [ItemId(item) for item in dict.fromkeys(items)]
    return task_batches.apply(
        call.workspace,
        project,
        found.graph,
        ids,
        lambda _: action,
        actor=who,
        now_ms=call.now_ms,
        cause=call.cause,
        table=table,
    )


def send_back(
    call: Call, project: str, members: str, *, priority: float, stage: str | None = None, table: Table, objects: Objects
) -> Job:
    """Ask for the job that reopens the tasks of a set of items (kind ``send-back``).

    Args:
        members: The set's name.
        stage: Where they go; None is the first stage.

    Raises:
        NotFound: No such project or set.
        Invalid: No such stage, or a priority out of range.
    """
    found, who = _project(call, project, table)
    if not who.leads:
        raise Forbidden("Only an admin or a manager of the project may do this.")
    target = found.graph.of(stage) if stage else found.graph.first
    if target.kind not in WORK:
        raise Invalid(f"Items are sent to a stage where work is done, not to {target.title}.")
    if not 0 <= priority <= 1:
        raise Invalid("A priority is a number from 0 to 1.", priority=priority)
    sets.raw(objects, call.workspace, SetHash(members))
    spec: dict[str, object] = {"project": project, "members": members, "priority": priority, "stage": target.id}
    return job_rows.request(
        call, "send-back", title=f"Send items back in {found.title}", spec=spec, project=project, table=table
    )


# ── reading ───────────────────────────────────────────────────────────────────────────────────────


def get(call: Call, project: str, task: str, *, table: Table) -> Stored[Task]:
    """A task. Raises NotFound: none, or an annotator asks for another's."""
    found = store.get(call.workspace, project, task, table=table)
    who = projects.actor(call, project, table=table)
    if not projects.sees_all(who) and found.value.worker != call.actor:
        raise NotFound("There is no such task.", task=task)
    return found


def listing(
    call: Call,
    project: str,
    *,
    stage: str | None = None,
    status: TaskStatus | None = None,
    assignee: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
    table: Table,
) -> Page[Task]:
    """A project's tasks by item, or (``assignee``) one person's, held ones first. A page may be short of ``limit`` before the
    end. Annotators see their own.
    """
    who = projects.actor(call, project, table=table)
    if not projects.sees_all(who):
        if assignee not in (None, call.actor):
            raise Forbidden("You see your own tasks in this project.")
        assignee = call.actor
    kept: list[Task] = []
    for _ in range(SCAN_PAGES):
        room = limit - len(kept)
        page = (
            store.mine(call.workspace, project, assignee, limit=room, cursor=cursor, table=table)
            if assignee
            else store.of_project(call.workspace, project, limit=room, cursor=cursor, table=table)
        )
        kept += [one.value for one in page.items if stage in (None, one.value.stage) and status in (None, one.value.status)]
        cursor = page.cursor
        if cursor is None or len(kept) >= limit:
            break
    return Page(kept, cursor)


def roles_of(call: Call, project: str, user: str, *, table: Table) -> frozenset[str]:
    """The project roles of another person. Raises Invalid: no active member of the workspace."""
    stored = rows.find(table, keys.entry("member", call.workspace, user), Member)
    if stored is None or not stored.value.active:
        raise Invalid(f"{user} is not an active member of this workspace.", user=user)
    return access.project_roles(Principal(call.workspace, UserId(stored.value.id)), project, table=table)


def _project(call: Call, project: str, table: Table) -> tuple[Project, Actor]:
    found = projects.active(call.workspace, project, table=table)
    return found, projects.actor(call, project, table=table)


def _next(call: Call, project: Project, stage: Stage, who: Actor, table: Table) -> Stored[Task] | None:
    return store.claim_next(
        call.workspace,
        project.id,
        project.graph,
        stage,
        who,
        request=call.new_id("act"),
        now_ms=call.now_ms,
        cause=call.cause,
        table=table,
    )
