"""One suite over both buses: SQLite, and SQS on a moto server."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import boto3
import pytest
from moto.server import ThreadedMotoServer

from everloop.adapters.aws.bus import BATCH, UNSAID, Queue, SqsBus, hint_of_body
from everloop.adapters.local.bus import ATTEMPTS, Failure, SqliteBus
from everloop.domain.errors import Invalid
from everloop.domain.events import Hint
from everloop.domain.ids import WorkspaceId
from everloop.ports import Bus, TableName

HOME, AWAY = WorkspaceId("home"), WorkspaceId("away")


class Carried(Protocol):
    """A bus, and what a consumer does on its other side."""

    bus: Bus

    def take_all(self, consumer: str) -> list[Hint]: ...

    def give_up(self, consumer: str, reason: str) -> None: ...


class Local:
    def __init__(self, path: Path) -> None:
        self.bus: SqliteBus = SqliteBus(path)

    def take_all(self, consumer: str) -> list[Hint]:
        found = self.bus.take(consumer, 1_000)
        self.bus.settle(found)
        return [one.hint for one in found]

    def give_up(self, consumer: str, reason: str) -> None:
        self.bus.settle([], [Failure(one, reason, again=False) for one in self.bus.take(consumer, 1_000)])


class Cloud:
    def __init__(self, client: Any) -> None:
        self.client = client
        self.queues = {}
        for name in ("index", "enrich"):
            unique = f"{name}-{uuid.uuid4().hex[:8]}"
            self.queues[name] = Queue(*(client.create_queue(QueueName=f"{unique}{end}")["QueueUrl"] for end in ("", "-dead")))
        self.bus: SqsBus = SqsBus(client, self.queues)

    def take_all(self, consumer: str) -> list[Hint]:
        url, found = self.queues[consumer].url, []
        while messages := self.client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                self.client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                found.append(hint_of_body(message["Body"]))
        return found

    def give_up(self, consumer: str, reason: str) -> None:
        for hint in self.take_all(consumer):
            self.bus.bury(consumer, hint, reason=reason, attempts=1)


@pytest.fixture(scope="module")
def sqs() -> Iterator[Any]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"region_name": "us-east-1", "aws_access_key_id": "local", "aws_secret_access_key": "local"}
    client = boto3.client("sqs", endpoint_url=f"http://{host}:{port}", **keys)
    yield client
    client.close()
    server.stop()


@pytest.fixture(params=["sqlite", "sqs"])
def carried(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Carried]:
    if request.param == "sqs":
        yield Cloud(request.getfixturevalue("sqs"))
    else:
        local = Local(tmp_path / "bus.db")
        yield local
        local.bus.close()


@pytest.fixture
def local(tmp_path: Path) -> Iterator[SqliteBus]:
    bus = SqliteBus(tmp_path / "bus.db", seed=1)
    yield bus
    bus.close()


def hint(number: int, workspace: WorkspaceId = HOME) -> Hint:
    place = f"{workspace}#thing"
    return Hint(f"event-{number}", workspace, "item", "catalogue", place, f"é{number}", number, "ada", "request-1")


def by_id(hints: list[Hint]) -> list[Hint]:
    return sorted(hints, key=lambda one: int(one.event_id.removeprefix("event-")))


def test_what_is_published_reaches_its_consumer_and_no_other(carried: Carried) -> None:
    hints = [hint(number) for number in range(1, 3 * BATCH + 2)]
    carried.bus.publish("index", hints)
    carried.bus.publish("index", [])
    assert carried.take_all("enrich") == []
    assert by_id(carried.take_all("index")) == hints
    assert carried.take_all("index") == []


def test_a_dead_letter_says_which_consumer_gave_up_and_why(carried: Carried) -> None:
    carried.bus.publish("index", [hint(1)])
    carried.give_up("index", "The picture is broken: é.")
    (letter,) = carried.bus.dead_letters(HOME).items
    assert (letter.consumer, letter.hint, letter.reason, letter.attempts) == ("index", hint(1), "The picture is broken: é.", 1)
    assert letter.failed_at_ms > 1_700_000_000_000
    assert carried.take_all("index") == []


def test_dead_letters_are_of_one_workspace_and_come_in_pages(carried: Carried) -> None:
    carried.bus.publish("index", [hint(number) for number in range(1, 6)])
    carried.bus.publish("enrich", [hint(6), hint(7, AWAY)])
    carried.give_up("index", "no")
    carried.give_up("enrich", "no")
    found, cursor = [], None
    while True:
        page = carried.bus.dead_letters(HOME, limit=2, cursor=cursor)
        found += page.items
        if (cursor := page.cursor) is None:
            break
        assert len(page.items) == 2
    assert sorted(one.hint.event_id for one in found) == [f"event-{number}" for number in range(1, 7)]
    assert [one.failed_at_ms for one in found] == sorted((one.failed_at_ms for one in found), reverse=True)
    assert len(carried.bus.dead_letters(AWAY).items) == 1


def test_a_dead_letter_that_is_sent_again_reaches_the_consumer_it_failed_in(carried: Carried) -> None:
    carried.bus.publish("index", [hint(1), hint(2)])
    carried.give_up("index", "no")
    letters = carried.bus.dead_letters(HOME).items
    first = next(one for one in letters if one.hint == hint(1))
    assert carried.bus.resend(AWAY, [first.id]) == 0
    assert carried.bus.resend(HOME, [first.id, "index:unknown", "7777", "nonsense"]) == 1
    assert carried.take_all("index") == [hint(1)]
    assert [one.hint for one in carried.bus.dead_letters(HOME).items] == [hint(2)]
    assert carried.bus.resend(HOME, [first.id]) == 0


def test_a_dead_letter_can_be_forgotten(carried: Carried) -> None:
    carried.bus.publish("index", [hint(1), hint(2)])
    carried.give_up("index", "no")
    ids = [one.id for one in carried.bus.dead_letters(HOME).items]
    assert carried.bus.discard(AWAY, ids) == 0
    assert carried.bus.discard(HOME, ids[:1]) == 1
    assert len(carried.bus.dead_letters(HOME).items) == 1
    assert carried.take_all("index") == []


def test_a_cursor_that_is_none_is_refused(carried: Carried) -> None:
    with pytest.raises(Invalid):
        carried.bus.dead_letters(HOME, cursor="nonsense")
    with pytest.raises(Invalid):
        carried.bus.dead_letters(HOME, limit=0)


# ── only the local queue ──────────────────────────────────────────────────────────────────────────


def test_what_is_on_lease_is_given_to_nobody_else(local: SqliteBus) -> None:
    local.publish("index", [hint(number) for number in range(5)])
    first, second = local.take("index", 3), local.take("index", 3)
    assert [one.hint for one in first + second] == [hint(number) for number in range(5)]
    assert local.take("index", 3) == []
    local.settle(first)
    assert local.waiting("index") == 2


def test_a_failure_is_tried_again_with_a_wait_and_buried_after_the_last_attempt(
    local: SqliteBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_000_000]
    monkeypatch.setattr("everloop.adapters.local.bus._now_ms", lambda: now[0])
    local.publish("index", [hint(1)])
    waits = []
    for attempt in range(1, ATTEMPTS + 1):
        (delivery,) = local.take("index", 10)
        assert delivery.attempts == attempt
        dead = local.settle([], [Failure(delivery, f"busy {attempt}", again=True)])
        assert dead == (attempt == ATTEMPTS)
        waited = now[0]
        while local.waiting() and not local.take("index", 0) and not _is_due(local):
            now[0] += 50
        waits.append(now[0] - waited)
    assert waits[:-1] == sorted(waits[:-1])
    assert 100 <= waits[0] <= 250
    (letter,) = local.dead_letters(HOME).items
    assert (letter.reason, letter.attempts) == (f"busy {ATTEMPTS}", ATTEMPTS)


def _is_due(bus: SqliteBus) -> bool:
    taken = bus.take("index", 10)
    bus.give_back(taken)
    return bool(taken)


def test_a_hint_of_the_clock_is_no_dead_letter(local: SqliteBus) -> None:
    local.publish("jobs", [hint(0), hint(1)])
    assert local.settle([], [Failure(one, "no", again=False) for one in local.take("jobs", 10)]) == 1
    assert [one.hint for one in local.dead_letters(HOME).items] == [hint(1)]
    assert local.waiting() == 0


def test_the_death_of_the_server_gives_leases_back_and_is_no_attempt(local: SqliteBus, tmp_path: Path) -> None:
    local.publish("index", [hint(1)])
    local.take("index", 1)
    local.close()
    again = SqliteBus(tmp_path / "bus.db")
    assert again.take("index", 1) == []
    again.recover()
    (delivery,) = again.take("index", 1)
    assert delivery.attempts == 1
    again.close()


def test_hints_and_the_place_in_the_feed_are_kept_together(local: SqliteBus) -> None:
    assert local.cursor(TableName.CATALOGUE) is None
    calls: list[int] = []
    local.on_publish(lambda: calls.append(1))
    local.pass_on(TableName.CATALOGUE, "7", [("index", 0, hint(1)), ("enrich", 60_000, hint(1))])
    local.pass_on(TableName.CATALOGUE, "9", [])
    assert local.cursor(TableName.CATALOGUE) == "9"
    assert len(local.take("index", 10)) == 1
    assert local.take("enrich", 10) == []
    assert local.waiting("enrich") == 1
    assert len(calls) == 2


# ── only SQS ──────────────────────────────────────────────────────────────────────────────────────


def test_a_letter_that_the_queue_itself_moved_says_that_its_reason_is_unknown(sqs: Any) -> None:
    cloud = Cloud(sqs)
    message = '{"event_id":"e","workspace":"home","kind":"k","table":"catalogue","partition":"p","sort":"s","row_version":1,'
    message += '"actor":"a","correlation_id":"c","schema":1,"from_a_later_schema":true}'
    sqs.send_message(QueueUrl=cloud.queues["index"].dead_url, MessageBody=message)
    (letter,) = cloud.bus.dead_letters(HOME).items
    assert (letter.reason, letter.attempts, letter.hint.event_id) == (UNSAID, 0, "e")


def test_hints_that_a_queue_did_not_take_are_sent_again(sqs: Any) -> None:
    cloud, refused = Cloud(sqs), []

    class Flaky:
        def send_message_batch(self, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
            failing, passing = (Entries[:1], Entries[1:]) if len(refused) < 3 else ([], Entries)
            refused.extend(failing)
            answer: dict[str, Any] = {"Successful": []}
            if passing:
                answer = sqs.send_message_batch(QueueUrl=QueueUrl, Entries=passing)
            answer["Failed"] = [{"Id": one["Id"], "SenderFault": False, "Code": "InternalError"} for one in failing]
            return answer

    SqsBus(Flaky(), cloud.queues, sleep=lambda _: None).publish("index", [hint(number) for number in range(12)])  # type: ignore[arg-type]
    assert len(refused) == 3
    assert by_id(cloud.take_all("index")) == [hint(number) for number in range(12)]


def test_an_unknown_consumer_is_refused(sqs: Any) -> None:
    with pytest.raises(Invalid):
        Cloud(sqs).bus.publish("nobody", [replace(hint(1))])
