"""Leases of dead processes, and what the clock finds due, over the local table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from everloop import wiring
from everloop.adapters.local.bus import SqliteBus
from everloop.adapters.local.runner import NoRunner
from everloop.adapters.local.table import SqliteTable
from everloop.domain.errors import Conflict
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.jobs import Finish, Job, JobKind, JobState, Shard, ShardPlan, ShardState
from everloop.domain.principals import Cause
from everloop.entry import batch, clock, consumers
from everloop.house import House
from everloop.ports import ShardRef
from everloop.store import jobs
from everloop.store.rows import Stored
from everloop.usecases import jobs as use_case
from everloop.usecases import leases


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    bus = SqliteBus(tmp_path / "bus.db")
    made = wiring.local(tmp_path, bus=bus, runner=NoRunner())
    yield made
    assert isinstance(made.table, SqliteTable)
    bus.close()
    made.table.close()


def begin(house: House, name: str, state: JobState = JobState.RUNNING) -> Job:
    job = Job(id=name, workspace=DEFAULT_WORKSPACE, kind="any", title="A job", spec={}, state=state, shards=2, schema=1)
    jobs.save(DEFAULT_WORKSPACE, job, 0, cause=Cause(), table=house.table)
    jobs.add_shards(DEFAULT_WORKSPACE, job, [ShardPlan(), ShardPlan()], cause=Cause(), table=house.table)
    return job


def lease(house: House, job: Job, number: int) -> Stored[Shard]:
    held = jobs.shard(DEFAULT_WORKSPACE, job.id, number, table=house.table)
    taken = held.value.model_copy(update={"token": 1, "attempts": 1, "lease_until": 1 << 45})
    return jobs.save_shard(DEFAULT_WORKSPACE, taken, held.version, cause=Cause(), table=house.table)


def shard(house: House, job: Job, number: int) -> Shard:
    return jobs.shard(DEFAULT_WORKSPACE, job.id, number, table=house.table).value


CALL = batch.system_call(DEFAULT_WORKSPACE, "test")


class Forgetful(NoRunner):
    """A runner as each instance of a function has it: it knows of no start but by the shards themselves."""

    def __init__(self) -> None:
        self.started: list[int] = []
        self.now_ms = 0

    def start(self, shards: Sequence[ShardRef]) -> None:
        self.started += [one.shard for one in shards]

    def status(self, shard: ShardRef) -> Literal["unknown", "waiting"]:
        return "waiting" if self.now_ms - shard.asked_ms < 120_000 else "unknown"


def test_a_shard_that_was_asked_for_lately_is_not_asked_for_again_and_whoever_took_it_keeps_it(house: House) -> None:
    job, runner = begin(house, "one"), Forgetful()
    kinds = {"any": JobKind(lambda *_: [], lambda *_: {}, lambda *_: Finish({}))}

    def look(after_s: int) -> list[int]:
        call = replace(CALL, now=CALL.now + timedelta(seconds=after_s))
        runner.now_ms, runner.started = call.now_ms, []
        use_case.advance(call, job.id, kinds, table=house.table, runner=runner)
        return runner.started

    assert look(0) == [0, 1]
    assert look(60) == []
    held = lease(house, job, 0)
    assert look(121) == [1]
    assert look(180) == []
    assert jobs.shard(DEFAULT_WORKSPACE, job.id, 0, table=house.table).version == held.version


def test_a_dead_process_gives_its_shard_up_at_once_and_the_attempt_counts(house: House) -> None:
    job = begin(house, "one")
    lease(house, job, 0)
    assert leases.give_up(CALL, job.id, 0, table=house.table)
    assert (shard(house, job, 0).lease_until, shard(house, job, 0).attempts) == (0, 1)
    assert not leases.give_up(CALL, job.id, 0, table=house.table)
    assert not leases.give_up(CALL, "unknown", 0, table=house.table)


def test_who_lost_the_lease_commits_nothing(house: House) -> None:
    job = begin(house, "one")
    held = lease(house, job, 0)
    leases.give_up(CALL, job.id, 0, table=house.table)
    done = held.value.model_copy(update={"state": ShardState.DONE})
    with pytest.raises(Conflict):
        jobs.save_shard(DEFAULT_WORKSPACE, done, held.version, cause=Cause(), table=house.table)


def test_a_runner_that_begins_gives_up_all_leases_and_no_attempt_counts(house: House) -> None:
    first, second, over = begin(house, "one"), begin(house, "two"), begin(house, "three", JobState.DONE)
    for job in (first, second, over):
        lease(house, job, 1)
    assert leases.give_up_all(CALL, table=house.table) == 2
    assert [(shard(house, job, 1).lease_until > 0, shard(house, job, 1).attempts) for job in (first, second, over)] == [
        (False, 0),
        (False, 0),
        (True, 1),
    ]


def test_the_clock_has_open_jobs_looked_at_by_the_consumer_of_jobs(house: House) -> None:
    begin(house, "running")
    begin(house, "settling", JobState.SETTLING)
    begin(house, "over", JobState.FAILED)
    assert clock.tick(house) == 2
    assert isinstance(house.bus, SqliteBus)
    hints = [one.hint for one in house.bus.take(clock.JOBS, 10)]
    assert {consumers.job_of(hint) for hint in hints} == {"running", "settling"}
    assert all(clock.JOBS in consumers.route(hint) for hint in hints)
    assert clock.tick(replace(house), workspaces=()) == 0
