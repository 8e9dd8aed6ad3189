"""A shard whose work cannot go on now is given back: that counts as no attempt, and takes nothing from whoever has it now."""

from __future__ import annotations

from typing import Any

import pytest

from everloop.domain.errors import Transient
from everloop.domain.ids import DEFAULT_WORKSPACE as HERE
from everloop.domain.jobs import Finish, Job, JobKind, JobState, Progress, Shard, ShardPlan
from everloop.domain.principals import Call
from everloop.store import jobs
from everloop.usecases import jobs as running
from tests.house import TestHouse, a_call


def run(lived: TestHouse, work: Any) -> Shard:
    """The shard as it is, once its work has found that it cannot go on."""
    table = lived.house.table
    job = Job(schema=1, id="j", workspace=HERE, kind="k", title="T", spec={}, state=JobState.RUNNING, shards=1)
    table.put(jobs.asking(HERE, job), cause=a_call().cause)
    jobs.add_shards(HERE, job, [ShardPlan(size=1)], cause=a_call().cause, table=table)

    def goes(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        work(progress)
        raise Transient("Not now.")

    kind = JobKind(lambda job, call: [], goes, lambda job, shards, call: Finish({}))
    with pytest.raises(Transient, match="Not now"):
        running.run_shard(a_call(), "j", 0, {"k": kind}, now_ms=lambda: a_call().now_ms, table=table)
    return jobs.shard(HERE, "j", 0, table=table).value


def test_a_shard_that_has_got_on_is_given_back_without_an_attempt(lived: TestHouse) -> None:
    given = run(lived, lambda progress: progress.keep({"at": 1}))
    assert (given.attempts, given.lease_until, given.kept) == (0, 0, {"at": 1})


def test_a_shard_that_another_has_now_stays_his(lived: TestHouse) -> None:
    table = lived.house.table

    def lose(progress: Progress) -> None:
        held = jobs.shard(HERE, "j", 0, table=table)
        taken = held.value.model_copy(update={"token": 7, "lease_until": 10**15})
        jobs.save_shard(HERE, taken, held.version, cause=a_call().cause, table=table)

    assert run(lived, lose).token == 7
