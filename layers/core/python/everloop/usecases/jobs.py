"""The life of a job (decision 17): plan, run a shard, finish, settle, cancel. What each kind does is given by its ``JobKind``.

Every step may be repeated, be done twice at once, or die half-way: rows decide by version, shards by their fencing token.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from everloop.domain.access import WIDE, ProjectRole, WorkspaceRole
from everloop.domain.errors import Conflict, EverloopError, Forbidden, NotFound, Transient
from everloop.domain.ids import WorkspaceId
from everloop.domain.jobs import (
    ATTEMPTS,
    LEASE_MS,
    OPEN,
    PLANNING_MS,
    Finish,
    Job,
    JobKind,
    JobState,
    Progress,
    Shard,
    ShardPlan,
    ShardState,
    for_members,
    summed,
)
from everloop.domain.limits import PLANNED_SHARD_S
from everloop.domain.pages import Page
from everloop.domain.principals import Call, Principal
from everloop.ports import Runner, Table
from everloop.store import access
from everloop.store import jobs as store
from everloop.store.rows import Stored

__all__ = ["Finish", "JobKind", "Now", "Progress", "Stopped", "advance", "cancel", "get", "recent", "run_shard"]

Now = Callable[[], int]
Projects = Mapping[Any, frozenset[ProjectRole]]
"""Somebody's projects, each with his roles in it."""
KEEP_MS = 30_000
_UNPLANNED = "It could not be planned in three goes (killed, or out of memory or time): ask for less at once."


class Stopped(Conflict):
    """The shard is not ours any more: stop, write nothing."""


class Paused(Stopped):
    """The shard has had its time; what it kept is written, and it goes on from there later."""


def cancel(call: Call, job: str, *, table: Table, runner: Runner) -> Job:
    """Cancel a job that is not over; one that is over stays as it is. For who asked for it, and admins of its project or of the
    workspace.

    Raises:
        NotFound: None, or not the caller's to see.
        Forbidden: The caller sees it, but it is not his to cancel.
    """
    for _ in range(10):
        stored = _visible(call, job, table)[0]
        _allow_cancel(call, stored.value, table)
        if stored.value.state not in OPEN:
            return stored.value
        ended = stored.value.model_copy(update={"state": JobState.CANCELLED, "ended_at": call.now_ms})
        try:
            store.save(call.workspace, ended, stored.version, cause=call.cause, table=table)
        except Conflict:
            continue
        runner.cancel(call.workspace, job)
        return ended
    raise Transient("The job is changing quickly; try again.")


def get(call: Call, job: str, *, table: Table) -> Stored[Job]:
    """A job with its progress. Raises NotFound: none, or not the caller's to see."""
    stored, projects = _visible(call, job, table)
    return stored if projects is None else Stored(_told(call, stored.value, projects), stored.version)


def recent(call: Call, *, limit: int = 50, cursor: str | None = None, table: Table) -> Page[Job]:
    """Jobs, newest first: one's own, those of one's projects, and all for admins. A page may hold fewer than ``limit``."""
    page = store.recent(call.workspace, limit=limit, cursor=cursor, table=table)
    projects = access.projects_of(call.principal, table=table)
    if projects is None:
        return page
    return Page([_told(call, job, projects) for job in page.items if _sees(call, job, projects)], page.cursor)


def _told(call: Call, job: Job, projects: Projects) -> Job:
    """The job as one with roles in these projects sees it."""
    wide = bool(projects.get(job.project or "", frozenset()) & WIDE)
    return for_members(job, all_of_project=wide, own=job.created_by == call.actor)


def _allow_cancel(call: Call, job: Job, table: Table) -> None:
    if job.created_by == call.actor or access.workspace_role(call.principal, table=table) is WorkspaceRole.ADMIN:
        return
    if job.project is None or ProjectRole.ADMIN not in access.project_roles(call.principal, job.project, table=table):
        raise Forbidden("Only who asked for a job, and admins, can cancel it.")


def _visible(call: Call, job: str, table: Table) -> tuple[Stored[Job], Projects | None]:
    """A job, and the caller's projects (None: all, as admin). Raises NotFound."""
    stored = store.get(call.workspace, job, table=table)
    projects = access.projects_of(call.principal, table=table)
    if projects is not None and not _sees(call, stored.value, projects):
        raise NotFound("There is no such job.", what="job")
    return stored, projects


def _sees(call: Call, job: Job, projects: Projects) -> bool:
    return job.created_by == call.actor or (job.project is not None and job.project in projects)


def advance(call: Call, job: str, kinds: Mapping[str, JobKind], *, table: Table, runner: Runner) -> None:
    """Do what is due for a job now: plan it, start its shards again, finish it, see whether it has settled.

    Called for hints of the job and its shards, and by the clock. Raises Transient: try again later.
    """
    stored = store.head(call.workspace, job, table=table)
    state, kind = stored.value.state, kinds[stored.value.kind]
    mine = _on_behalf(call, stored.value)
    try:
        if state is JobState.REQUESTED:
            _plan(mine, stored, kind, table=table, runner=runner)
        elif state is JobState.RUNNING:
            _watch(mine, stored, kind, table=table, runner=runner)
        elif state is JobState.FINISHING:
            _finish(mine, stored, kind, table=table)
        elif state is JobState.SETTLING and (kind.settled is None or kind.settled(stored.value, mine)):
            _end(mine, stored, JobState.DONE, table=table)
    except Conflict:
        return  # another did it; its own hint goes on from there
    except Transient:
        raise
    except EverloopError as error:
        _end(mine, stored, JobState.FAILED, table=table, reason=error.message)


def run_shard(
    call: Call,
    job: str,
    number: int,
    kinds: Mapping[str, JobKind],
    *,
    planned_s: float = PLANNED_SHARD_S,
    now_ms: Now,
    table: Table,
) -> ShardState | None:
    """Lease a shard, work on it and commit: its state then (open: it has had its time, and goes on when it is run again), or
    None where another works on it or nothing is to be done.

    Raises:
        Transient: The shard was given back; start it again later.
    """
    parent = store.head(call.workspace, job, table=table)
    held = store.shard(call.workspace, job, number, table=table)
    if parent.value.state is not JobState.RUNNING or held.value.state is not ShardState.OPEN:
        return None
    if held.value.lease_until > now_ms():
        return None
    lease = held.value.model_copy(
        update={"token": held.value.token + 1, "lease_until": now_ms() + LEASE_MS, "attempts": held.value.attempts + 1}
    )
    mine = _on_behalf(call, parent.value)
    try:
        held = store.save_shard(call.workspace, lease, held.version, cause=mine.cause, table=table)
    except Conflict:
        return None
    if lease.attempts > ATTEMPTS:
        reason = f"It stopped three times without an answer ({held.value.reason or 'killed, or out of memory'})."
        return _close(mine, held, table=table, reason=reason)
    tracker = _Tracker(mine, held, planned_s, now_ms, table)
    try:
        output = kinds[parent.value.kind].run(parent.value, held.value, mine, tracker)
    except Paused:
        return ShardState.OPEN
    except Stopped:
        return None
    except Transient:
        _give_back(mine, tracker.held, table=table)
        raise
    except EverloopError as error:
        return _close(mine, tracker.held, table=table, reason=error.message)
    return _close(mine, tracker.held, table=table, output=output)


class _Tracker:
    """Progress of one held shard; renews the lease by version, which fences out whoever lost it."""

    def __init__(self, call: Call, held: Stored[Shard], planned_s: float, now_ms: Now, table: Table) -> None:
        self.held = held
        self._call, self._now_ms, self._table = call, now_ms, table
        self._written = self._kept = now_ms()
        self._ends = self._written + planned_s * 1_000

    def __call__(self, done: int, counts: Mapping[str, int] | None = None) -> None:
        shard = self.held.value.model_copy(update={"done": done, "counts": dict(counts or self.held.value.counts)})
        self.held = Stored(shard, self.held.version)
        if self._now_ms() - self._written >= 1_000:
            self._renew(shard.model_copy(update={"lease_until": self._now_ms() + LEASE_MS}))

    @property
    def due(self) -> bool:
        """See ``Progress``."""
        return self._now_ms() - self._kept >= KEEP_MS or self._now_ms() >= self._ends

    def keep(self, state: Mapping[str, Any]) -> None:
        """See ``Progress``."""
        over = self._now_ms() >= self._ends
        goes_on = {"asked_at": 0, "lease_until": 0} if over else {"lease_until": self._now_ms() + LEASE_MS}
        self._renew(self.held.value.model_copy(update={"kept": dict(state), "attempts": 0, **goes_on}))
        self._kept = self._now_ms()
        if over:
            raise Paused("The shard has had its time; it goes on later.")

    def _renew(self, shard: Shard) -> None:
        self._written = self._now_ms()
        job = store.head(self._call.workspace, shard.job, table=self._table)
        if job.value.state is not JobState.RUNNING:
            raise Stopped("The job was cancelled.")
        try:
            self.held = store.save_shard(
                self._call.workspace, shard, self.held.version, cause=self._call.cause, table=self._table
            )
        except Conflict:
            raise Stopped("Another worker has this shard now.") from None


def _plan(call: Call, stored: Stored[Job], kind: JobKind, *, table: Table, runner: Runner) -> None:
    claimed = _claimed(call, stored, table=table)
    if claimed is None:
        return
    plans = _planned(call, claimed, kind, table=table)
    if plans is None:
        return
    job = claimed.value
    state = JobState.RUNNING if plans else JobState.FINISHING
    planned = job.model_copy(
        update={
            "state": state,
            "planning_until": 0,
            "shards": len(plans),
            "total": sum(plan.size for plan in plans),
            "started_at": job.started_at or call.now_ms,
        }
    )
    version = store.save(call.workspace, planned, claimed.version, cause=call.cause, table=table)
    if plans:
        runner.start([store.ref(call.workspace, one.value) for one in store.shards(call.workspace, job.id, table=table)])
    else:
        _finish(call, Stored(planned, version), kind, table=table)


def _claimed(call: Call, stored: Stored[Job], *, table: Table) -> Stored[Job] | None:
    """The job, ours to plan: two who planned at once would each overwrite what the other's shards read. None where somebody
    plans it, or too many died at it. Raises Conflict: another was faster.
    """
    job = stored.value
    if job.planning_until > call.now_ms:
        return None
    dead = job.planners_lost + (job.planning_until > 0)
    if dead >= ATTEMPTS:
        _end(call, stored, JobState.FAILED, table=table, reason=_UNPLANNED)
        return None
    mine = job.model_copy(update={"planning_until": call.now_ms + PLANNING_MS, "planners_lost": dead})
    return Stored(mine, store.save(call.workspace, mine, stored.version, announced=False, cause=call.cause, table=table))


def _planned(call: Call, claimed: Stored[Job], kind: JobKind, *, table: Table) -> list[ShardPlan] | None:
    """The shards, written; None where there can be none: the job has failed, with the reason."""
    job, is_ours = claimed.value, True
    try:
        plans = list(kind.plan(job, call))
        store.add_shards(call.workspace, job, plans, now_ms=call.now_ms, cause=call.cause, table=table)
        is_ours = False
    except (Transient, Conflict):
        raise
    except EverloopError as error:
        is_ours = False
        _end(call, claimed, JobState.FAILED, table=table, reason=error.message)
        return None
    finally:
        if is_ours:
            _give_up(call, claimed, table=table)
    return plans


def _give_up(call: Call, claimed: Stored[Job], *, table: Table) -> None:
    """Let go of the planning, for whoever is told of the job next."""
    free = claimed.value.model_copy(update={"planning_until": 0})
    with contextlib.suppress(Conflict):
        store.save(call.workspace, free, claimed.version, announced=False, cause=call.cause, table=table)


def _watch(call: Call, stored: Stored[Job], kind: JobKind, *, table: Table, runner: Runner) -> None:
    shards = store.shards(call.workspace, stored.value.id, table=table)
    waiting = [one for one in shards if one.value.state is ShardState.OPEN]
    if waiting:
        due = [one for one in waiting if one.value.lease_until <= call.now_ms]
        known = runner.statuses([store.ref(call.workspace, one.value) for one in due])
        due = [one for one, status in zip(due, known, strict=True) if status in ("unknown", "ended")]
        if due:
            runner.start(store.ask(call.workspace, due, now_ms=call.now_ms, cause=call.cause, table=table))
        return
    moved = stored.value.model_copy(update={"state": JobState.FINISHING})
    version = store.save(call.workspace, moved, stored.version, cause=call.cause, table=table)
    _finish(call, Stored(moved, version), kind, table=table)


def _finish(call: Call, stored: Stored[Job], kind: JobKind, *, table: Table) -> None:
    job = stored.value
    shards = [one.value for one in store.shards(call.workspace, job.id, table=table)]
    failed = [one for one in shards if one.state is ShardState.FAILED]
    counts = summed([one.counts for one in shards])
    done = sum(one.done if one.state is ShardState.FAILED else one.size for one in shards)
    if failed:
        closed = Stored(job.model_copy(update={"counts": counts, "done": done}), stored.version)
        _end(call, closed, JobState.FAILED, table=table, reason=failed[0].reason or "A shard failed.")
        return
    said = kind.finish(job, shards, call)
    ended = job.model_copy(
        update={
            "counts": summed([counts, dict(said.counts or {})]),
            "done": done,
            "result": said.result,
            "errors": said.errors,
        }
    )
    if said.settle and kind.settled is not None:
        settling = ended.model_copy(update={"state": JobState.SETTLING})
        store.save(call.workspace, settling, stored.version, cause=call.cause, table=table)
    else:
        _end(call, Stored(ended, stored.version), JobState.DONE, table=table)


def _end(call: Call, stored: Stored[Job], state: JobState, *, table: Table, reason: str | None = None) -> None:
    ended = stored.value.model_copy(update={"state": state, "reason": reason, "ended_at": call.now_ms})
    store.save(call.workspace, ended, stored.version, cause=call.cause, table=table)


def _close(
    call: Call, held: Stored[Shard], *, table: Table, output: dict[str, Any] | None = None, reason: str | None = None
) -> ShardState | None:
    """Its state then; None where another has it now."""
    state = ShardState.FAILED if reason else ShardState.DONE
    closed = held.value.model_copy(update={"state": state, "output": output, "reason": reason, "lease_until": 0})
    try:
        store.save_shard(call.workspace, closed, held.version, cause=call.cause, table=table)
    except Conflict:
        return None
    return state


def _give_back(call: Call, held: Stored[Shard], *, table: Table) -> None:
    """Let go of it, unless another has it now; this go does not count as an attempt."""
    freed = held.value.model_copy(update={"lease_until": 0, "attempts": max(0, held.value.attempts - 1)})
    with contextlib.suppress(Conflict):
        store.save_shard(call.workspace, freed, held.version, cause=call.cause, table=table)


def _on_behalf(call: Call, job: Job) -> Call:
    """The call under which a job works: its creator's, so that ids follow from the job whoever runs it, and how often."""
    principal = Principal(WorkspaceId(job.workspace), call.principal.user)
    return Call(principal=principal, now=call.now, request=job.id)
