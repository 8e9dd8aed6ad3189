"""Pictures put into a bucket become searchable items: S3 → EventBridge → queue → function → table → stream → queues → index.

The deployment is the synthesized app on MiniStack; the index is a real OpenSearch node; shards of jobs run in Lambda functions,
since MiniStack has no SageMaker. The pictures are the real ones of ``EVERLOOP_TEST_DATA`` (some 700 files, each under as many
names as it takes), else drawn; the environment's ``EVERLOOP_DEPLOYED_ITEMS`` says how many.
"""

from __future__ import annotations

import os

import pytest

from tests.deployed.standing import Standing, photographs

ITEMS = int(os.environ.get("EVERLOOP_DEPLOYED_ITEMS", "2000"))
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


def test_pictures_put_into_a_bucket_become_searchable_none_lost_none_doubled(deployed: Standing) -> None:
    source, files = deployed.source("many"), photographs(ITEMS)
    deployed.put("many", files)
    deployed.await_ready(source, ITEMS)
    assert deployed.keys(source) == sorted(name for name, _ in files)
