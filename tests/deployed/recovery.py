"""A runner that is killed while it holds a shard: before other tests, and looked at after them, for its lease outlives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.jobs import Job, Shard
from everloop.ports import Table
from everloop.store import jobs
from tests.deployed.standing import SETTLE_S, Standing, pictures
from tests.journeys.serving import until

ITEMS = 30


@dataclass(frozen=True, slots=True)
class Struck:
    """The registration of ``files`` of ``source`` whose runner was killed."""

    source: str
    files: Sequence[str]
    job: Job
    table: Table

    def shards(self) -> list[Shard]:
        return [one.value for one in jobs.shards(DEFAULT_WORKSPACE, self.job.id, table=self.table)]


def strike(deployed: Standing) -> Struck:
    """Kill the runner of a registration exactly while it holds its shard's lease."""
    files = list(pictures(ITEMS, seed=5))
    deployed.put("shard", files)
    until(lambda: deployed.waiting(deployed.queues("objects").url) == 0, longest_s=SETTLE_S)
    source = deployed.source("shard")
    with pytest.MonkeyPatch.context() as patch:
        table = deployed.house(patch).table
        struck = Struck(source, sorted(name for name, _ in files), deployed.admin.sources.register(source), table)
        deployed.kill_when("batch_job", lambda: any(one.lease_until for one in struck.shards()))
    return struck
