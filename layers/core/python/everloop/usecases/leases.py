"""Leases of shards whose holder is known to be dead: given up at once, instead of waiting until they expire."""

from __future__ import annotations

import contextlib

from everloop.domain.errors import Conflict, NotFound
from everloop.domain.jobs import Job, JobState, Shard, ShardState
from everloop.domain.principals import Call
from everloop.ports import Table
from everloop.store import jobs as store
from everloop.store.rows import Stored


def give_up(call: Call, job: str, number: int, *, fault: str | None = None, table: Table) -> bool:
    """Give up the lease of a shard whose process ended without an answer; the attempt counts. False where none was held.

    Args:
        fault: What ended it, where that is known.
    """
    try:
        return _freed(call, store.shard(call.workspace, job, number, table=table), table=table, attempts=0, fault=fault)
    except NotFound:
        return False


def give_up_all(call: Call, *, table: Table) -> int:
    """Give up every lease, of shards and of planning: for a runner that begins and knows that none of its processes is alive.
    How many there were.

    Its own end is no fault of the shards, so that the attempts do not count.
    """
    freed = 0
    for job in store.open_jobs(call.workspace, table=table):
        freed += _unclaimed(call, job, table=table)
        for shard in store.shards(call.workspace, job.value.id, table=table):
            freed += _freed(call, shard, table=table, attempts=1)
    return freed


def _unclaimed(call: Call, job: Stored[Job], *, table: Table) -> bool:
    if job.value.state is not JobState.REQUESTED or job.value.planning_until == 0:
        return False
    freed = job.value.model_copy(update={"planning_until": 0})
    with contextlib.suppress(Conflict):
        store.save(call.workspace, freed, job.version, cause=call.cause, table=table)
    return True


def _freed(call: Call, held: Stored[Shard], *, table: Table, attempts: int, fault: str | None = None) -> bool:
    shard = held.value
    if shard.state is not ShardState.OPEN or shard.lease_until == 0:
        return False
    update = {"lease_until": 0, "attempts": max(0, shard.attempts - attempts), "reason": fault or shard.reason}
    freed = shard.model_copy(update=update)
    try:
        store.save_shard(call.workspace, freed, held.version, cause=call.cause, table=table)
    except Conflict:
        return False
    return True
