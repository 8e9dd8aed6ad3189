"""What the functions do: each ``functions/<verb_noun>/handler.py`` takes its doorway from here. It joins wiring and entry.

A doorway reads its event, calls once, and answers in AWS's form: which messages or records are to come again.
"""

from __future__ import annotations

import gc
import os
import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import orjson
from msgspec import DecodeError

from everloop.adapters.aws.bus import body_of, hint_of_body
from everloop.adapters.aws.object_events import hints_of
from everloop.adapters.aws.runner import job_of_event
from everloop.adapters.aws.stream import hint_of
from everloop.domain.errors import Transient
from everloop.domain.events import OBJECT, Hint
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.entry import batch, clock, object_events, stream
from everloop.entry.consumers import CONSUMERS, Consumer, Failures
from everloop.entry.observing import Observed, observed
from everloop.entry.queue import UNREADABLE, Delivery, work
from everloop.house import House
from everloop.ports import TableName
from everloop.usecases import index
from everloop.wiring_aws import AwsHouse, aws

Event = dict[str, Any]
Handler = Callable[[Event, Any], Any]

NO_OBJECT = "This message tells of no object."
NO_CHANGE = "This change of a table is of a row that Everloop did not write."


@cache
def house() -> AwsHouse:
    """This process's house: made at the first event, kept for the next ones."""
    return aws(os.environ)


def consumer(name: str) -> Handler:
    """The function of one consumer of the change feed (``entry.consumers``): a batch of its queue's messages."""

    def consume(event: Event, seen: Observed) -> Event:
        return _consumed(name, CONSUMERS[name], event, seen)

    return observed(consume)


def dispatcher() -> Handler:
    """The function of the tables' streams: hints into queues. The stream waits for as long as a queue takes none; a record that
    cannot be read would hold it up for nothing, and is a dead letter of the index's, by its keys.
    """

    def dispatch(event: Event, seen: Observed) -> Event:
        hints, unreadable = list[Hint](), list[str]()
        for record in event["Records"]:
            try:
                hint = hint_of(record, table=_table_of(record))
            except (KeyError, ValueError):
                told = {"record": record.get("eventID"), "keys": record["dynamodb"].get("Keys")}
                unreadable.append(orjson.dumps(told).decode())
            else:
                hints += [hint] if hint else []
        try:
            counts = stream.dispatch(house(), hints)
            for body in unreadable:
                house().bus.bury_message(index.CONSUMER, body, reason=NO_CHANGE, attempts=1)
        except Transient as error:
            seen.count(records=len(event["Records"]), hints=0, stuck=1)
            seen.say(reasons=[error.message])
            return _failures([event["Records"][0]["dynamodb"]["SequenceNumber"]])
        seen.count(records=len(event["Records"]), hints=sum(counts.values()), dead=len(unreadable))
        return _failures([])

    return observed(dispatch)


def object_registrar() -> Handler:
    """The function of S3's events: objects of sources become items. A dead letter that is sent again may be a hint."""

    def register(event: Event, seen: Observed) -> Event:
        def handle(house: House, hints: Sequence[Hint]) -> Failures:
            failures, counts = object_events.changed(house, hints)
            seen.count(**counts)
            return failures

        objects = Consumer(frozenset({OBJECT}), handle)
        return _consumed(object_events.CONSUMER, objects, event, seen, read=_object_hints)

    return observed(register)


def batch_follower() -> Handler:
    """The function of SageMaker's events: a processing job that ended has its job looked at."""

    def follow(event: Event, seen: Observed) -> Event:
        found, unreadable = list[Hint](), list[str]()
        for record in event["Records"]:
            try:
                workspace, job = job_of_event(orjson.loads(record["body"]))
                found.append(clock.hint_of_job(workspace, job, f"sagemaker-{record['messageId']}"))
            except (KeyError, ValueError):
                unreadable.append(record["messageId"])
        clock.wake(house(), found)
        seen.count(jobs=len(found), again=len(unreadable))
        return _failures(unreadable)

    return observed(follow)


def clock_tick() -> Handler:
    """The function of the clock, once a minute."""

    def tick(event: Event, seen: Observed) -> int:
        due = clock.tick(house())
        seen.count(jobs=due)
        return due

    return observed(tick)


def shard_runner() -> Handler:
    """The function that runs shards: ``{"workspace", "job", "shards": [number]}`` → the state of each; null where another
    works on it. A Transient error makes Lambda try again.
    """

    def run(event: Event, seen: Observed) -> Sequence[str | None]:
        states = [batch.run_shard(house(), event["workspace"], event["job"], number) for number in event["shards"]]
        seen.count(shards=len(states))
        return states

    return observed(run)


def admin_maker() -> Handler:
    """The function by which whoever deploys makes the first admin: ``{"id", "name", "email"}``, the id as Cognito says it. It
    makes the empty index ready too, so that the first search finds nothing rather than no index.
    """

    def admit(event: Event, seen: Observed) -> Event:
        from everloop.usecases import index, members

        call = batch.system_call(DEFAULT_WORKSPACE, "admit-admin")
        made = members.bootstrap(call, owner=event["id"], name=event["name"], email=event["email"], table=house().table)
        index.make_ready(DEFAULT_WORKSPACE, table=house().table, index=house().index)
        seen.count(admins=1)
        return {"id": made.id, "role": made.role}

    return observed(admit)


def media_key_maker() -> Handler:
    """The function of the web stack's ``Custom::MediaKey``."""

    def make(event: Event, seen: Observed) -> None:
        import boto3

        from everloop.adapters.aws import media_key

        seen.count(keys=int(bool(media_key.make(event, boto3.client("secretsmanager")))))

    return observed(make)


def api() -> Handler:
    """The HTTP API behind API Gateway. The app is made as the function starts: a snapshot holds it ready."""
    gc.disable()  # thousands of models and routes that stay: looking for garbage among them costs a tenth of the start
    from everloop.entry.http.app import create_app
    from everloop.entry.http.gateway import through

    answer = through(create_app(house()), traced=os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start")
    gc.freeze()
    gc.enable()
    _differ_after_a_snapshot()
    return answer


def _differ_after_a_snapshot() -> None:
    """Functions that start from one snapshot must not draw the same random numbers."""
    if find_spec("snapshot_restore_py") is not None:  # Lambda's runtime has it, nobody else
        import_module("snapshot_restore_py").register_after_restore(random.seed)


def _consumed(
    name: str, of: Consumer, event: Event, seen: Observed, *, read: Callable[[Event], list[Hint]] | None = None
) -> Event:
    """Have a consumer handle a batch of its queue's messages: bury what is dead, let what failed rest, and say it to Lambda.

    Of a message with several hints of which one is to come again, all come again: nothing of it is buried before.
    """
    records, deliveries = dict[str, Event](), list[Delivery]()
    for record in event["Records"]:
        for delivery in _deliveries(record, read or _feed_hints):
            records[delivery.id] = record
            deliveries.append(delivery)
    settled = work(house(), of, deliveries, unreadable=UNREADABLE if read is None else NO_OBJECT)
    bus, coming = house().bus, {records[id_]["messageId"] for id_ in settled.again}
    dead = {id_: reason for id_, reason in settled.dead.items() if records[id_]["messageId"] not in coming}
    for delivery in deliveries:
        if (reason := dead.get(delivery.id)) is not None:
            body = body_of(delivery.hint) if delivery.hint else records[delivery.id]["body"]
            bus.bury_message(name, body, reason=reason, attempts=delivery.attempts)
    bus.rest(name, {records[id_]["receiptHandle"]: wait_s for id_, wait_s in settled.again.items()})
    seen.count(hints=len(deliveries), again=len(settled.again), dead=len(dead))
    seen.say(reasons=sorted(set(dead.values()))[:3])
    return _failures(sorted(coming))


def _deliveries(record: Event, read: Callable[[Event], list[Hint]]) -> list[Delivery]:
    """One a hint, under the message's id where there is one only; without a hint where it is unreadable."""
    id_, attempts = record["messageId"], int(record["attributes"]["ApproximateReceiveCount"])
    try:
        hints = read(record)
    except ValueError:
        return [Delivery(id_, None, attempts)]
    return [Delivery(f"{id_}/{number}" if number else id_, hint, attempts) for number, hint in enumerate(hints)]


def _feed_hints(record: Event) -> list[Hint]:
    return [hint_of_body(record["body"])]


def _object_hints(record: Event) -> list[Hint]:
    try:
        hint = hint_of_body(record["body"])
    except DecodeError:
        return hints_of(record["body"], record["messageId"])
    if hint.kind != OBJECT:
        raise ValueError(NO_OBJECT)
    return [hint]


def _failures(ids: Any) -> Event:
    return {"batchItemFailures": [{"itemIdentifier": one} for one in ids]}


def _table_of(record: Mapping[str, Any]) -> TableName:
    """Which of the tables a record is from: its stream's ARN has the table's name. Raises ValueError."""
    name = record["eventSourceARN"].partition(":table/")[2].partition("/")[0]
    for table in TableName:
        if os.environ[f"EVERLOOP_{table.upper()}"] == name:
            return table
    raise ValueError(name)
