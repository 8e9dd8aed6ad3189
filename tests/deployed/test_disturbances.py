"""What may go wrong on the way from a bucket to the index loses nothing and doubles nothing.

Everything is real but the cloud itself: the synthesized app on MiniStack, functions as processes that are killed, a node of
OpenSearch that is stopped and started. MiniStack has no SageMaker: shards run in Lambda functions.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from everloop.domain.jobs import ShardState
from everloop.entry import object_events
from everloop.entry.consumers import CONSUMERS
from tests.deployed.deploy import PICTURES
from tests.deployed.recovery import Struck
from tests.deployed.standing import SETTLE_S, Standing, pictures
from tests.journeys.serving import until

ITEMS = 30
WAVE, MOST = 10, 120
QUEUES = [*CONSUMERS, object_events.CONSUMER]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def event(key: str, kind: str, sequencer: str) -> str:
    """A message as EventBridge puts it into the queue."""
    thing = {"key": key, "size": 1, "etag": "0", "sequencer": sequencer}
    detail = {"version": "0", "bucket": {"name": PICTURES}, "object": thing, "reason": "PutObject"}
    return json.dumps({"version": "0", "id": sequencer, "detail-type": kind, "source": "aws.s3", "detail": detail})


def test_a_runner_is_killed_in_the_middle_of_its_shard(struck: Struck) -> None:
    """What becomes of it is seen in ``test_recovery``: its lease has to end first, which takes minutes."""
    assert [one.state for one in struck.shards()] == [ShardState.OPEN]


def test_doubled_and_reordered_events_lose_and_double_nothing(deployed: Standing) -> None:
    source, files = deployed.source("doubled"), list(pictures(10, seed=2))
    deployed.put("doubled", files)
    sqs, queue = deployed.cloud.client("sqs"), deployed.queues("objects").url
    for number, (name, _) in enumerate(reversed(files)):
        for kind, sequencer in (("Object Created", "9"), ("Object Deleted", "1"), ("Object Created", "9")):
            sqs.send_message(QueueUrl=queue, MessageBody=event(f"doubled/{name}", kind, f"{sequencer}{number}"))
    deployed.await_ready(source, len(files))
    until(lambda: deployed.waiting(queue) == 0, longest_s=SETTLE_S)
    assert deployed.keys(source) == sorted(name for name, _ in files)
    first = {"and": [{"in": {"f": "source", "v": [source]}}, {"range": {"f": "revision", "gte": 1, "lt": 2}}]}
    assert deployed.admin.search.count(first) == len(files)


@pytest.fixture(scope="module")
def poisoned(deployed: Standing) -> Iterator[None]:
    """A message that is none in every queue at once; at the end the dead letters are gone."""
    sqs, queues = deployed.cloud.client("sqs"), [deployed.queues(consumer) for consumer in QUEUES]
    for one in queues:
        assert deployed.alarm(one.dead_url)["StateValue"] != "ALARM"
        sqs.send_message(QueueUrl=one.url, MessageBody="no hint at all")
    until(lambda: all(deployed.waiting(one.dead_url) == 1 for one in queues), longest_s=SETTLE_S)
    yield
    deployed.admin.dead_letters.discard([one.id for one in deployed.admin.dead_letters.list()])
    assert [deployed.waiting(one.dead_url) for one in queues] == [0] * len(queues)


@pytest.mark.parametrize("consumer", QUEUES)
@pytest.mark.usefixtures("poisoned")
def test_a_poisoned_message_ends_among_the_dead_letters_where_an_alarm_rings(deployed: Standing, consumer: str) -> None:
    """MiniStack's queues tell CloudWatch nothing: the test says what SQS would say each minute, and the alarm decides (by the
    metric's name; that the dimension is this queue's is asserted).
    """
    letters = [one for one in deployed.admin.dead_letters.list() if one.consumer == consumer]
    reason = "This message tells of no object." if consumer == "objects" else "This message is no hint."
    assert [one.reason for one in letters] == [reason]
    dead_url, cloudwatch = deployed.queues(consumer).dead_url, deployed.cloud.client("cloudwatch")
    alarm = deployed.alarm(dead_url)
    metric = {"MetricName": alarm["MetricName"], "Dimensions": alarm["Dimensions"]}
    assert (alarm["Namespace"], metric["MetricName"]) == ("AWS/SQS", "ApproximateNumberOfMessagesVisible")
    assert metric["Dimensions"] == [{"Name": "QueueName", "Value": dead_url.rpartition("/")[2]}]
    assert (alarm["Threshold"], alarm["Statistic"], alarm["EvaluationPeriods"]) == (1, "Maximum", 1)
    assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
    [topic] = alarm["AlarmActions"]
    assert deployed.cloud.client("sns").get_topic_attributes(TopicArn=topic)["Attributes"]["TopicArn"] == topic
    visible = [{**metric, "Value": deployed.waiting(dead_url)}]
    cloudwatch.put_metric_data(Namespace=alarm["Namespace"], MetricData=visible)
    until(lambda: deployed.alarm(dead_url)["StateValue"] == "ALARM", longest_s=30)


def test_the_event_of_an_object_is_sent_again_from_the_dead_letters(deployed: Standing) -> None:
    [(name, data)] = pictures(1, seed=6)
    deployed.put("late", [(name, data)])
    queues = deployed.queues("objects")
    until(lambda: deployed.waiting(queues.url) == 0, longest_s=SETTLE_S)
    source = deployed.source("late")  # too late for the event: nobody's object then
    body = event(f"late/{name}", "Object Created", "1")
    deployed.cloud.client("sqs").send_message(QueueUrl=queues.dead_url, MessageBody=body)
    [letter] = [one for one in deployed.admin.dead_letters.list() if one.consumer == "objects" and "late" in one.about]
    assert deployed.admin.dead_letters.resend([letter.id]) == 1
    deployed.await_ready(source, 1)
    assert deployed.keys(source) == [name]


def test_functions_killed_in_the_middle_of_their_batches_lose_and_double_nothing(deployed: Standing) -> None:
    for consumer in ("objects", "enrich", "embed", "index"):
        deployed.patience(deployed.queues(consumer).url, 20)
    source, files = deployed.source("killed"), list(pictures(MOST, seed=3))
    killed, put = {"register_objects": 0, "enrich_items": 0, "embed_items": 0, "index_items": 0}, 0
    while not all(killed.values()) and put < MOST:
        deployed.put("killed", files[put : put + WAVE])
        put, deadline = put + WAVE, time.monotonic() + 10
        while not all(killed.values()) and time.monotonic() < deadline:
            for folder, times in killed.items():
                killed[folder] += deployed.kill(folder) if not times else 0
    assert all(killed.values()), killed
    deployed.await_ready(source, put)
    assert deployed.keys(source) == sorted(name for name, _ in files[:put])


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
