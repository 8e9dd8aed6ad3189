"""Queue → consumer: what is done, what comes again and when, what is dead and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from everloop import doorways
from everloop.domain.errors import Transient
from everloop.domain.events import Hint
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.principals import Cause, Scope
from everloop.entry import consumers
from everloop.entry.queue import ATTEMPTS, LONGEST_WAIT_S, UNREADABLE, wait_s
from everloop.house import House
from everloop.ports import Selection, TableName
from everloop.store import registration
from infra.stacks.pipeline import CONSUMERS
from tests.functions.conftest import Queues
from tests.functions.lambdas import handler_of, sqs

EVERYTHING = Selection(Scope(DEFAULT_WORKSPACE))
NONE_FAILED: dict[str, list[Any]] = {"batchItemFailures": []}


@pytest.fixture
def hints(deployed: House) -> list[Hint]:
    """Of three new items."""
    files = [registration.Listed("src", f"{i:05}.jpg", "root", "image/jpeg") for i in range(3)]
    registration.register(files, registration.Origin(DEFAULT_WORKSPACE, "job", 1), cause=Cause(), table=deployed.table)
    page = deployed.table.changes(TableName.CATALOGUE, cursor=None)
    return [hint for hint in page.items if hint.kind == "item"]


class Away:
    """An index that cannot be reached."""

    def __getattr__(self, name: str) -> Any:
        raise Transient("The index does not answer.")


def test_items_are_indexed_and_a_batch_that_comes_twice_changes_nothing(deployed: House, hints: list[Hint]) -> None:
    index_items = handler_of("index_items")
    for _ in range(2):
        assert index_items(sqs(hints + hints[:1])) == NONE_FAILED
        deployed.index.refresh(DEFAULT_WORKSPACE)
        assert deployed.index.count(EVERYTHING) == 3


def test_a_message_that_is_no_hint_is_buried_with_its_reason_and_the_others_are_done(
    deployed: House, hints: list[Hint], queues: Queues
) -> None:
    assert handler_of("index_items")(sqs([hints[0], "no hint", *hints[1:]])) == NONE_FAILED
    assert deployed.index.count(EVERYTHING) == 3
    [letter] = queues.bus.dead_letters(DEFAULT_WORKSPACE).items
    assert (letter.consumer, letter.reason, letter.hint.kind) == ("index", UNREADABLE, "unreadable")
    assert queues.bodies("index", dead=True) == ["no hint"]


def test_hints_rest_while_the_index_is_away(
    deployed: House, hints: list[Hint], queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    queues.bus.publish("index", hints)
    messages = queues.client.receive_message(QueueUrl=queues.queues["index"].url, MaxNumberOfMessages=10)["Messages"]
    receipts = [one["ReceiptHandle"] for one in messages]
    monkeypatch.setattr(doorways, "house", lambda: replace(deployed, index=Away()))
    answer = handler_of("index_items")(sqs(hints, receipts=receipts))
    assert [one["itemIdentifier"] for one in answer["batchItemFailures"]] == ["message-0", "message-1", "message-2"]
    assert queues.bodies("index", dead=True) == []


def test_a_hint_that_failed_often_enough_is_buried_with_the_last_reason(
    deployed: House, hints: list[Hint], queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorways, "house", lambda: replace(deployed, index=Away()))
    assert handler_of("index_items")(sqs(hints[:1], receives=ATTEMPTS)) == NONE_FAILED
    [letter] = queues.bus.dead_letters(DEFAULT_WORKSPACE).items
    assert letter.reason == "The index does not answer."
    assert letter.attempts == ATTEMPTS
    assert letter.hint == hints[0]


def test_a_fault_of_ours_fails_the_bad_hint_alone(
    deployed: House, hints: list[Hint], queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = consumers.CONSUMERS["index"]

    def faulty(house: House, some: Sequence[Hint]) -> consumers.Failures:
        if hints[1] in some:
            raise ZeroDivisionError("a fault")
        return real.handle(house, some)

    monkeypatch.setattr(doorways, "CONSUMERS", {"index": replace(real, handle=faulty)})
    queues.bus.publish("index", hints)
    messages = queues.client.receive_message(QueueUrl=queues.queues["index"].url, MaxNumberOfMessages=10)["Messages"]
    answer = handler_of("index_items")(sqs(hints, receipts=[one["ReceiptHandle"] for one in messages]))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-1"}]}
    assert deployed.index.count(EVERYTHING) == 2


def test_waits_grow_to_a_quarter_of_an_hour() -> None:
    waits = [wait_s(attempt) for attempt in range(1, ATTEMPTS)]
    assert waits == sorted(waits)
    assert waits[0] == 5
    assert max(waits) <= LONGEST_WAIT_S
    assert sum(waits) > 20 * 60


@pytest.mark.parametrize("folder", sorted(CONSUMERS))
def test_every_consumer_bears_a_hint_of_nothing_and_a_poisoned_one(folder: str, deployed: House, queues: Queues) -> None:
    kind = sorted(consumers.CONSUMERS[CONSUMERS[folder].consumer].kinds)[0]
    nothing = Hint("e", DEFAULT_WORKSPACE, kind, "catalogue", "nowhere", "nothing", 1, "anna", "r")
    answer: Mapping[str, Any] = handler_of(folder)(sqs([nothing, "{}"]))
    assert answer == NONE_FAILED
    assert "{}" in queues.bodies(CONSUMERS[folder].consumer, dead=True)
