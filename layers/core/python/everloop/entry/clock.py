"""The time, and what is due by it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence

from everloop.domain.events import Hint
from everloop.domain.ids import DEFAULT_WORKSPACE, WorkspaceId
from everloop.domain.principals import SYSTEM
from everloop.house import House
from everloop.store import jobs

JOBS = "jobs"  # the consumer that advances them


def now() -> dt.datetime:
    """Aware UTC."""
    return dt.datetime.now(dt.UTC)


def now_ms() -> int:
    """UTC epoch milliseconds."""
    return time.time_ns() // 1_000_000


def tick(house: House, workspaces: Sequence[WorkspaceId] = (DEFAULT_WORKSPACE,)) -> int:
    """Have every job that is not over looked at: its shards' leases may have expired, its results have arrived. How many.

    The laptop's server ticks twice a second while a job is open, EventBridge once a minute.
    """
    at = now_ms()
    due = [
        _hint(workspace, one.value.id, at) for workspace in workspaces for one in jobs.open_jobs(workspace, table=house.table)
    ]
    house.bus.publish(JOBS, due)
    return len(due)


def _hint(workspace: WorkspaceId, job: str, at: int) -> Hint:
    key = jobs.key(workspace, job)
    return Hint(f"clock-{at}-{job}", workspace, "job", key.table, key.partition, key.sort, 0, SYSTEM, f"clock-{at}")
