"""The time, and what is due by it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence

from everloop.domain.events import Hint
from everloop.domain.ids import DEFAULT_WORKSPACE, WorkspaceId
from everloop.domain.principals import SYSTEM, Call, Principal
from everloop.house import House
from everloop.store import jobs
from everloop.usecases import unfinished_uploads

JOBS = "jobs"  # the consumer that advances them
_TICK = "clock-"


def now() -> dt.datetime:
    """Aware UTC."""
    return dt.datetime.now(dt.UTC)


def now_ms() -> int:
    """UTC epoch milliseconds."""
    return time.time_ns() // 1_000_000


def tick(
    house: House, workspaces: Sequence[WorkspaceId] = (DEFAULT_WORKSPACE,), *, time_now: Callable[[], dt.datetime] = now
) -> int:
    """Have every job that is not over looked at: its shards' leases may have expired, its results have arrived. Before that,
    ask for the jobs that are due by the time. How many are open.

    The laptop's server ticks twice a second while a job is open, else once a minute, as EventBridge does.
    """
    at = now_ms()
    for workspace in workspaces:
        unfinished_uploads.sweep(Call(Principal(workspace, SYSTEM), time_now(), f"clock-{at}"), table=house.table)
    due = [
        hint_of_job(workspace, one.value.id, f"{_TICK}{at}-{one.value.id}")
        for workspace in workspaces
        for one in jobs.open_jobs(workspace, table=house.table)
    ]
    wake(house, due)
    return len(due)


def ticked(hint: Hint) -> bool:
    """Whether the clock gave this hint, which gives another a minute later."""
    return hint.event_id.startswith(_TICK)


def wake(house: House, hints: Sequence[Hint]) -> None:
    """Have these jobs looked at."""
    house.bus.publish(JOBS, hints)


def hint_of_job(workspace: WorkspaceId, job: str, event_id: str) -> Hint:
    """A hint that a job may have something due; ``event_id`` says why."""
    key = jobs.key(workspace, job)
    return Hint(event_id, workspace, "job", key.table, key.partition, key.sort, 0, SYSTEM, event_id)
