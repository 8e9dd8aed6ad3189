"""What may go wrong on the way from a bucket to the index loses nothing and doubles nothing.

Everything is real but the cloud itself: the synthesized app on MiniStack, functions as processes that are killed, a node of
OpenSearch that is stopped and started. MiniStack has no SageMaker: shards run in Lambda functions.
"""

from __future__ import annotations

import json
import time

import pytest

from tests.deployed.deploy import PICTURES
from tests.deployed.standing import SETTLE_S, Standing, pictures
from tests.journeys.serving import until

ITEMS = 30
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def event(key: str, kind: str, sequencer: str) -> str:
    """A message as EventBridge puts it into the queue."""
    thing = {"key": key, "size": 1, "etag": "0", "sequencer": sequencer}
    detail = {"version": "0", "bucket": {"name": PICTURES}, "object": thing, "reason": "PutObject"}
    return json.dumps({"version": "0", "id": sequencer, "detail-type": kind, "source": "aws.s3", "detail": detail})


def test_doubled_and_reordered_events_lose_and_double_nothing(deployed: Standing) -> None:
    source, files = deployed.source("doubled"), list(pictures(10, seed=2))
    deployed.put("doubled", files)
    sqs, queue = deployed.cloud.client("sqs"), deployed.queues("register_objects").url
    for number, (name, _) in enumerate(reversed(files)):
        for kind, sequencer in (("Object Created", "9"), ("Object Deleted", "1"), ("Object Created", "9")):
            sqs.send_message(QueueUrl=queue, MessageBody=event(f"doubled/{name}", kind, f"{sequencer}{number}"))
    deployed.await_ready(source, len(files))
    until(lambda: deployed.waiting(queue) == 0, longest_s=SETTLE_S)
    assert deployed.keys(source) == sorted(name for name, _ in files)
    first = {"and": [{"in": {"f": "source", "v": [source]}}, {"range": {"f": "revision", "gte": 1, "lt": 2}}]}
    assert deployed.admin.search.count(first) == len(files)


@pytest.mark.parametrize("consumer", ["enrich", "index"])
def test_a_poisoned_message_ends_among_the_dead_letters_where_an_alarm_rings(deployed: Standing, consumer: str) -> None:
    sqs, queues = deployed.cloud.client("sqs"), deployed.queues(consumer)
    sqs.send_message(QueueUrl=queues.url, MessageBody="no hint at all")
    until(lambda: deployed.waiting(queues.dead_url) == 1, longest_s=SETTLE_S)
    mine = [one for one in deployed.admin.dead_letters.list() if one.consumer == consumer]
    assert [one.reason for one in mine] == ["This message is no hint."]
    alarms = deployed.cloud.client("cloudwatch").describe_alarms()["MetricAlarms"]
    watched = {one["Value"] for alarm in alarms for one in alarm.get("Dimensions", []) if one["Name"] == "QueueName"}
    assert queues.dead_url.rpartition("/")[2] in watched
    sqs.purge_queue(QueueUrl=queues.dead_url)


def test_functions_killed_in_the_middle_of_their_batches_lose_and_double_nothing(deployed: Standing) -> None:
    for consumer in ("register_objects", "enrich", "embed", "index"):
        deployed.patience(deployed.queues(consumer).url, 20)
    source, files = deployed.source("killed"), list(pictures(ITEMS, seed=3))
    deployed.put("killed", files)
    killed = {"enrich_items": 0, "embed_items": 0, "index_items": 0}
    deadline = time.monotonic() + 120
    while not all(killed.values()) and time.monotonic() < deadline and deployed.ready(source) < ITEMS:
        for folder, times in killed.items():
            killed[folder] += deployed.kill(folder) if not times else 0
        time.sleep(0.05)
    assert killed["enrich_items"], killed
    deployed.await_ready(source, ITEMS)
    assert deployed.keys(source) == sorted(name for name, _ in files)


def test_what_is_put_while_the_index_is_away_becomes_searchable_when_it_is_back(deployed: Standing) -> None:
    source, files = deployed.source("away"), list(pictures(ITEMS, seed=4))
    deployed.put("away", files[: ITEMS // 2])
    deployed.node.stop()
    deployed.put("away", files[ITEMS // 2 :])
    until(lambda: deployed.waiting(deployed.queues("index").url) > 0, longest_s=60)
    time.sleep(10)
    deployed.node.start()
    deployed.await_ready(source, ITEMS)
    assert deployed.keys(source) == sorted(name for name, _ in files)
