"""The Bus port on SQS: a queue and a dead-letter queue for each consumer.

What SQS cannot do, and what is done instead: it cannot list, so ``dead_letters`` receives everything (at most ``LOOKED_AT``
letters a consumer), sorts it, and lets it go again; a second look within ``LOOK_S`` may miss some. It keeps no reason: the
consumer buries a letter itself with one (``bury``); a letter that SQS moved (its consumer was killed or timed out) says so.
A letter is sent again as it came: the queue of objects has S3's own events.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from everloop.adapters.aws.failures import LATER, translated
from everloop.adapters.aws.object_events import hints_of
from everloop.adapters.row_rules import cursor_of, parts_of, refuse_limit
from everloop.domain.errors import Invalid, Transient
from everloop.domain.events import Hint
from everloop.domain.ids import DEFAULT_WORKSPACE, WorkspaceId
from everloop.domain.pages import Page
from everloop.domain.principals import SYSTEM
from everloop.ports import DeadLetter

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

BATCH = 10
TRIES = 8
LOOKED_AT = 1_000
LOOK_S = 30
UNSAID = "It stopped without saying why: killed, timed out, or out of memory."


@dataclass(frozen=True, slots=True)
class Queue:
    """The addresses of a consumer's queue and of its dead letters."""

    url: str
    dead_url: str


@dataclass(frozen=True, slots=True)
class _Found:
    letter: DeadLetter
    body: str
    receipt: str
    queue: Queue


class SqsBus:
    """Queues by consumer."""

    def __init__(self, client: SQSClient, queues: Mapping[str, Queue], *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client, self._queues, self._sleep = client, queues, sleep

    def publish(self, consumer: str, hints: Sequence[Hint]) -> None:
        """See ``ports.Bus``. Ten a request; those that SQS did not take are sent again."""
        queue = self._queue(consumer)
        for start in range(0, len(hints), BATCH):
            self._send(queue.url, [{"MessageBody": body_of(hint)} for hint in hints[start : start + BATCH]])

    def bury(self, consumer: str, hint: Hint, *, reason: str, attempts: int) -> None:
        """Make a hint a dead letter of its consumer, with the reason: for the doorway that gives up on it."""
        self.bury_message(consumer, body_of(hint), reason=reason, attempts=attempts)

    def bury_message(self, consumer: str, body: str, *, reason: str, attempts: int) -> None:
        """The same for a message as it came, which may be no hint."""
        said = {"reason": reason or UNSAID, "attempts": str(attempts)}
        attributes = {name: {"DataType": "String", "StringValue": value} for name, value in said.items()}
        self._send(self._queue(consumer).dead_url, [{"MessageBody": body, "MessageAttributes": attributes}])

    def rest(self, consumer: str, waits_s: Mapping[str, int]) -> None:
        """Have messages that failed come again after so many seconds, by receipt."""
        receipts = list(waits_s)
        for start in range(0, len(receipts), BATCH):
            entries: Any = [
                {"Id": str(number), "ReceiptHandle": receipt, "VisibilityTimeout": waits_s[receipt]}
                for number, receipt in enumerate(receipts[start : start + BATCH])
            ]
            with translated("Letting a message rest"):
                self._client.change_message_visibility_batch(QueueUrl=self._queue(consumer).url, Entries=entries)

    def dead_letters(self, workspace: WorkspaceId, *, limit: int = 100, cursor: str | None = None) -> Page[DeadLetter]:
        """See ``ports.Bus``, and the module for what this costs."""
        refuse_limit(limit)
        with self._looking(self._queues) as found:
            mine = [one.letter for one in found if one.letter.hint.workspace == workspace]
        mine.sort(key=_order, reverse=True)
        if cursor is not None:
            at, _, id_ = parts_of(cursor, 1)[0].partition(" ")
            if not at.isdecimal():
                raise Invalid("This cursor is not one of this listing; begin again without a cursor.")
            mine = [one for one in mine if _order(one) < (int(at), id_)]
        page = mine[:limit]
        return Page(page, cursor_of("{} {}".format(*_order(page[-1]))) if len(mine) > limit else None)

    def resend(self, workspace: WorkspaceId, ids: Sequence[str]) -> int:
        """See ``ports.Bus``."""
        return self._remove(workspace, ids, again=True)

    def discard(self, workspace: WorkspaceId, ids: Sequence[str]) -> int:
        """See ``ports.Bus``."""
        return self._remove(workspace, ids, again=False)

    def _remove(self, workspace: WorkspaceId, ids: Sequence[str], *, again: bool) -> int:
        wanted = set(ids)
        consumers = {id_.partition(":")[0] for id_ in ids} & set(self._queues)
        removed = 0
        with self._looking(consumers, until=wanted) as found:
            for one in [*found]:
                if one.letter.id not in wanted or one.letter.hint.workspace != workspace:
                    continue
                if again:
                    self._send(one.queue.url, [{"MessageBody": one.body}])
                with translated("Removing a dead letter"):
                    self._client.delete_message(QueueUrl=one.queue.dead_url, ReceiptHandle=one.receipt)
                found.remove(one)
                removed += 1
        return removed

    @contextmanager
    def _looking(
        self, consumers: Sequence[str] | Mapping[str, Queue] | set[str], until: set[str] | None = None
    ) -> Iterator[list[_Found]]:
        """Dead letters, held while the block runs; those still in the list at its end are let go."""
        found: list[_Found] = []
        try:
            for consumer in sorted(consumers):
                found += self._received(consumer, until)
            yield found
        finally:
            for one in found:
                with translated("Letting go of a dead letter"):
                    self._client.change_message_visibility(
                        QueueUrl=one.queue.dead_url, ReceiptHandle=one.receipt, VisibilityTimeout=0
                    )

    def _received(self, consumer: str, until: set[str] | None) -> list[_Found]:
        queue = self._queue(consumer)
        found: dict[str, _Found] = {}
        wanted = {id_ for id_ in until or () if id_.startswith(f"{consumer}:")}
        while len(found) < LOOKED_AT and not (until is not None and wanted <= found.keys()):
            with translated("Reading dead letters"):
                answer = self._client.receive_message(
                    QueueUrl=queue.dead_url,
                    MaxNumberOfMessages=BATCH,
                    VisibilityTimeout=LOOK_S,
                    AttributeNames=["SentTimestamp", "ApproximateReceiveCount"],
                    MessageAttributeNames=["All"],
                )
            messages = answer.get("Messages", [])
            for message in messages:
                letter = _letter(consumer, message)
                found[letter.id] = _Found(letter, message["Body"], message["ReceiptHandle"], queue)
            if not messages:
                break
        return list(found.values())

    def _send(self, url: str, messages: Sequence[dict[str, Any]]) -> None:
        waiting = {str(number): message for number, message in enumerate(messages)}
        for attempt in range(TRIES):
            entries: Any = [{"Id": id_, **message} for id_, message in waiting.items()]
            with translated("Sending to a queue"):
                answer = self._client.send_message_batch(QueueUrl=url, Entries=entries)
            for sent in answer.get("Successful", []):
                waiting.pop(sent["Id"], None)
            refused = [one for one in answer.get("Failed", []) if one["SenderFault"] and one["Code"] not in LATER]
            if refused:
                raise Invalid(f"A queue refused a hint: {refused[0].get('Message', refused[0]['Code'])}")
            if not waiting:
                return
            self._sleep(min(0.05 * 2**attempt, 2.0))
        raise Transient("A queue does not take hints now; try again.")

    def _queue(self, consumer: str) -> Queue:
        if consumer not in self._queues:
            raise Invalid(f"There is no consumer {consumer!r}.")
        return self._queues[consumer]


def body_of(hint: Hint) -> str:
    """A hint as a message."""
    return msgspec.json.encode(hint).decode()


def hint_of_body(body: str) -> Hint:
    """The hint of a message; what a later schema adds is left out."""
    return msgspec.json.decode(body, type=Hint)


def _letter(consumer: str, message: MessageTypeDef) -> DeadLetter:
    said = {name: value.get("StringValue", "") for name, value in message.get("MessageAttributes", {}).items()}
    attempts = said.get("attempts", "")
    return DeadLetter(
        id=f"{consumer}:{message['MessageId']}",
        consumer=consumer,
        hint=_hint(message),
        reason=said.get("reason", UNSAID),
        attempts=int(attempts) if attempts.isdecimal() else 0,
        failed_at_ms=int(message["Attributes"]["SentTimestamp"]),
    )


def _hint(message: MessageTypeDef) -> Hint:
    """A message's hint: of an object's event, the first object's; of one that is neither, a hint of the kind "unreadable"."""
    try:
        return hint_of_body(message["Body"])
    except msgspec.DecodeError:
        unreadable = Hint(message["MessageId"], DEFAULT_WORKSPACE, "unreadable", "", "", "", 0, SYSTEM, "")
    try:
        return next(iter(hints_of(message["Body"], message["MessageId"])), unreadable)
    except ValueError:
        return unreadable


def _order(letter: DeadLetter) -> tuple[int, str]:
    return letter.failed_at_ms, letter.id
