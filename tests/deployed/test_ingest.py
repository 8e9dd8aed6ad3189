"""Pictures put into a bucket become searchable items: S3 → EventBridge → queue → function → table → stream → queues → index.

The deployment is the synthesized app on MiniStack; the index is a real OpenSearch node; shards of jobs run in Lambda functions,
since MiniStack has no SageMaker. ``EVERLOOP_DEPLOYED_ITEMS`` says how many pictures (100; nightly 2,000).
"""

from __future__ import annotations

import os

import pytest

from tests.deployed.standing import Standing, pictures

ITEMS = int(os.environ.get("EVERLOOP_DEPLOYED_ITEMS", "100"))
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


def test_pictures_put_into_a_bucket_become_searchable_none_lost_none_doubled(deployed: Standing) -> None:
    source = deployed.source("many")
    files = list(pictures(ITEMS))
    deployed.put("many", files)
    deployed.await_ready(source, ITEMS)
    assert deployed.keys(source) == sorted(name for name, _ in files)
