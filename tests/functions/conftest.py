"""A house whose queues are in moto, as the functions find it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from everloop import doorways
from everloop.adapters.aws.bus import Queue, SqsBus
from everloop.entry import object_events
from everloop.entry.consumers import CONSUMERS
from everloop.house import House
from tests.functions.lambdas import ENVIRONMENT, REGION
from tests.house import TestHouse

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class Queues:
    """The queues by consumer, and what is in them."""

    def __init__(self, client: SQSClient) -> None:
        self.client = client
        names = (*CONSUMERS, object_events.CONSUMER)
        self.queues = {name: Queue(self._made(name), self._made(f"{name}-dead")) for name in names}
        self.bus = SqsBus(client, self.queues)

    def bodies(self, consumer: str, *, dead: bool = False) -> list[str]:
        """Everything in a queue; taken out of it."""
        queue = self.queues[consumer]
        url = queue.dead_url if dead else queue.url
        found: list[str] = []
        while messages := self.client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
            found += [one["Body"] for one in messages]
        return found

    def _made(self, name: str) -> str:
        return self.client.create_queue(QueueName=name)["QueueUrl"]


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        yield


@pytest.fixture
def queues(aws: None) -> Queues:
    return Queues(boto3.client("sqs", region_name=REGION))


@pytest.fixture
def deployed(lived: TestHouse, queues: Queues, monkeypatch: pytest.MonkeyPatch) -> House:
    """The house that functions find: the local one, but for its queues."""
    house = lived.without(bus=queues.bus)
    monkeypatch.setattr(doorways, "house", lambda: house)
    return house
