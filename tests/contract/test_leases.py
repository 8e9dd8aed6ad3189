"""Leases of dead processes, and what the clock finds due, over the local table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from everloop import wiring
from everloop.adapters.local.bus import SqliteBus
from everloop.adapters.local.runner import NoRunner
from everloop.adapters.local.table import SqliteTable
from everloop.domain.errors import Conflict, Invalid, Transient
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.jobs import Finish, Job, JobKind, JobState, Shard, ShardPlan, ShardState
from everloop.domain.principals import Call, Cause
from everloop.entry import batch, clock, consumers
from everloop.house import House
from everloop.ports import RunStatus, ShardRef
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

    def statuses(self, shards: Sequence[ShardRef]) -> list[RunStatus]:
        return ["waiting" if self.now_ms - one.asked_ms < 120_000 else "unknown" for one in shards]


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


def test_a_shard_that_a_fault_of_ours_ends_three_times_fails_with_that_fault(house: House) -> None:
    job = begin(house, "one")

    def breaks(*_: object) -> dict[str, Any]:
        raise OverflowError("Python int too large to convert to C long")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "kinds", lambda _: {"any": JobKind(lambda *_: [], breaks, lambda *_: Finish({}))})
        for _ in range(3):
            with pytest.raises(OverflowError):
                batch.run_shard(house, DEFAULT_WORKSPACE, job.id, 0)
        assert batch.run_shard(house, DEFAULT_WORKSPACE, job.id, 0) is ShardState.FAILED
    said = "It stopped three times without an answer (OverflowError: Python int too large to convert to C long)."
    assert shard(house, job, 0).reason == said


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


def test_a_job_for_which_there_is_no_room_waits_for_the_next_tick_and_only_its_own_news_come_again(house: House) -> None:
    begin(house, "one")
    assert clock.tick(house) == 1
    assert isinstance(house.bus, SqliteBus)
    [tick] = [one.hint for one in house.bus.take(clock.JOBS, 10)]
    news = clock.hint_of_job(DEFAULT_WORKSPACE, "one", "change-7")

    class Full(NoRunner):
        def start(self, shards: Sequence[ShardRef]) -> None:
            raise Transient("No room.")

    crowded = replace(house, runner=Full())
    kinds = {"any": JobKind(lambda *_: [], lambda *_: {}, lambda *_: Finish({}))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "kinds", lambda _: kinds)
        assert list(consumers.advance_jobs(crowded, [tick])) == []
        assert list(consumers.advance_jobs(crowded, [tick, news])) == ["change-7"]


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


# ── planning ──────────────────────────────────────────────────────────────────────────────────────


def requested(house: House, name: str) -> Job:
    job = Job(id=name, workspace=DEFAULT_WORKSPACE, kind="any", title="A job", spec={}, schema=1)
    jobs.save(DEFAULT_WORKSPACE, job, 0, cause=Cause(), table=house.table)
    return job


def of_kind(plan: Callable[[Job, Call], list[ShardPlan]]) -> dict[str, JobKind]:
    return {"any": JobKind(plan, lambda *_: {}, lambda *_: Finish({}))}


def look(house: House, job: Job, kinds: dict[str, JobKind], after_s: int = 0) -> Job:
    call = replace(CALL, now=CALL.now + timedelta(seconds=after_s))
    use_case.advance(call, job.id, kinds, table=house.table, runner=Forgetful())
    return jobs.get(DEFAULT_WORKSPACE, job.id, table=house.table).value


def test_who_is_told_of_a_job_that_somebody_plans_does_nothing(house: House) -> None:
    job, plans = requested(house, "one"), 0

    def plan(*_: object) -> list[ShardPlan]:
        nonlocal plans
        plans += 1
        if plans == 1:
            assert look(house, job, kinds, after_s=600).state is JobState.REQUESTED
        return [ShardPlan(input={"by": plans})]

    kinds = of_kind(plan)
    assert look(house, job, kinds).state is JobState.RUNNING
    assert plans == 1
    assert shard(house, job, 0).input == {"by": 1}


class Killed(BaseException):
    """The planner's process ends."""


def test_what_a_killed_planner_left_is_not_mixed_with_the_next_plan(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    job = requested(house, "one")
    kinds = of_kind(lambda *_: [ShardPlan(input={"by": "first"}) for _ in range(3)])
    with monkeypatch.context() as patch:
        patch.setattr(use_case, "_give_up", lambda *_, **__: None)
        patch.setattr(jobs, "save", killed_at(2, jobs.save))
        with pytest.raises(Killed):
            look(house, job, kinds)
    assert len(jobs.shards(DEFAULT_WORKSPACE, job.id, table=house.table)) == 3
    kinds = of_kind(lambda *_: [ShardPlan(input={"by": "second"})])
    assert look(house, job, kinds, after_s=600).state is JobState.REQUESTED
    assert look(house, job, kinds, after_s=700).state is JobState.RUNNING
    assert [one.value.input for one in jobs.shards(DEFAULT_WORKSPACE, job.id, table=house.table)] == [{"by": "second"}]


def test_a_job_at_whose_planning_three_died_fails_with_a_sentence(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    job = requested(house, "one")

    def dies(*_: object) -> list[ShardPlan]:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(use_case, "_give_up", lambda *_, **__: None)
        for turn in range(3):
            with pytest.raises(Killed):
                look(house, job, of_kind(dies), after_s=turn * 1_000)
    ended = look(house, job, of_kind(dies), after_s=3_000)
    assert (ended.state, ended.reason) == (JobState.FAILED, use_case._UNPLANNED)


def test_a_plan_that_cannot_be_now_is_tried_again_and_one_that_can_never_be_fails(house: House) -> None:
    job, tries = requested(house, "one"), 0

    def plan(*_: object) -> list[ShardPlan]:
        nonlocal tries
        tries += 1
        if tries < 6:
            raise Transient("The store does not answer.")
        raise Invalid("There is no such folder.")

    for _ in range(5):
        with pytest.raises(Transient):
            look(house, job, of_kind(plan))
    ended = look(house, job, of_kind(plan))
    assert (ended.state, ended.reason) == (JobState.FAILED, "There is no such folder.")


def test_a_server_that_begins_gives_up_a_dead_planners_claim_and_it_does_not_count(house: House) -> None:
    job = requested(house, "one")
    claimed = job.model_copy(update={"planning_until": 1 << 45})
    jobs.save(DEFAULT_WORKSPACE, claimed, 1, announced=False, cause=Cause(), table=house.table)
    assert leases.give_up_all(CALL, table=house.table) == 1
    begun = look(house, job, of_kind(lambda *_: [ShardPlan()]))
    assert (begun.state, begun.planners_lost) == (JobState.RUNNING, 0)


def killed_at(call: int, work: Callable[..., int]) -> Callable[..., int]:
    """``work``, whose process ends at the ``call``-th time."""
    calls = iter(range(1, 1_000))

    def works(*args: Any, **given: Any) -> int:
        if next(calls) == call:
            raise Killed
        return work(*args, **given)

    return works
