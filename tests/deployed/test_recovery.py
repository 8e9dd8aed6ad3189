"""What a killed runner left is done by another: nothing is lost, nothing doubled."""

from __future__ import annotations

import pytest

from tests.deployed.recovery import ITEMS, Struck
from tests.deployed.standing import SETTLE_S, Standing

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_a_runner_killed_in_the_middle_of_its_shard_loses_and_doubles_nothing(deployed: Standing, struck: Struck) -> None:
    done = deployed.admin.jobs.wait(struck.job, timeout_s=SETTLE_S)
    assert [one.attempts for one in struck.shards()] == [2]
    assert done.counts["new"] == ITEMS
    deployed.await_ready(struck.source, ITEMS)
    assert deployed.keys(struck.source) == struck.files
