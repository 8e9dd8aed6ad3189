"""The queue over every Table: each task is held by one person, none is left over, and entries move with their tasks."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from everloop.adapters.aws.dynamo_items import create_tables
from everloop.adapters.aws.table import DynamoTable
from everloop.adapters.local.table import SqliteTable
from everloop.domain.actions import Action, Approve, Archive, Assign, Prioritise, Reject, Reopen, Skip, Submit
from everloop.domain.advance import Actor, advance
from everloop.domain.errors import Conflict
from everloop.domain.ids import DEFAULT_WORKSPACE as HERE
from everloop.domain.ids import ItemId
from everloop.domain.principals import Cause
from everloop.domain.tasks import LEASE_MS, Task, TaskStatus, task_id
from everloop.domain.workflow import DEFAULT
from everloop.ports import ANY, Delete, Put, Table, TableName
from everloop.store import task_batches, tasks
from everloop.store.rows import Stored

CAUSE = Cause()
ANNOTATE, REVIEW = DEFAULT.of("annotate"), DEFAULT.of("review")
ANN, BOB = Actor("ann", frozenset({"annotator"})), Actor("bob", frozenset({"annotator", "reviewer"}))
MEG = Actor("meg", frozenset({"admin"}))


@pytest.fixture(params=["sqlite", "dynamodb"])
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Table]:
    if request.param == "sqlite":
        sqlite = SqliteTable(tmp_path / "tables.sqlite")
        yield sqlite
        sqlite.close()
    else:
        common: Any = {
            "endpoint_url": request.getfixturevalue("dynamodb_local"),
            "region_name": "us-east-1",
            "aws_access_key_id": "local",
            "aws_secret_access_key": "local",
            "config": Config(max_pool_connections=32, retries={"mode": "standard", "max_attempts": 6}),
        }
        client = boto3.client("dynamodb", **common)
        names = {name: f"{name}-{uuid.uuid4().hex[:8]}" for name in TableName}
        create_tables(client, names)
        yield DynamoTable(client, names)
        client.close()


def items(count: int) -> list[tuple[ItemId, int]]:
    return [(ItemId(f"item{number:03d}"), number + 1) for number in range(count)]


def opened(table: Table, count: int, *, priority: float = 0.5) -> task_batches.Opened:
    return task_batches.open_many(HERE, "p", DEFAULT, items(count), priority=priority, now_ms=0, cause=CAUSE, table=table)


def claim(table: Table, actor: Actor, request: str, *, stage: str = "annotate", now_ms: int = 0) -> Stored[Task] | None:
    return tasks.claim_next(
        HERE, "p", DEFAULT, DEFAULT.of(stage), actor, request=request, now_ms=now_ms, cause=CAUSE, table=table
    )


def do(table: Table, task: str, action: Action, actor: Actor, *, now_ms: int = 0) -> Stored[Task]:
    before = tasks.get(HERE, "p", task, table=table)
    return tasks.move(
        HERE, DEFAULT, before, advance(DEFAULT, before.value, action, actor, now_ms=now_ms), cause=CAUSE, table=table
    )


def drained(table: Table, actor: Actor, *, stage: str = "annotate", now_ms: int = 0) -> list[str]:
    found: list[str] = []
    while taken := claim(table, actor, f"{actor.user}-{len(found)}", stage=stage, now_ms=now_ms):
        found.append(taken.value.id)
    return found


def test_twenty_clients_share_a_queue_without_a_double_or_a_leftover(table: Table) -> None:
    opened(table, 90)
    people = [Actor(f"person{number}", frozenset({"annotator"})) for number in range(20)]
    with ThreadPoolExecutor(20) as pool:
        hauls = list(pool.map(lambda person: drained(table, person), people))
    taken = [task for haul in hauls for task in haul]
    assert sorted(taken) == [task_id(item) for item, _ in items(90)]
    for person, haul in zip(people, hauls, strict=True):
        for task in haul:
            stored = tasks.get(HERE, "p", task, table=table).value
            assert stored.lease is not None
            assert stored.lease.holder == person.user


def test_a_claim_repeated_gives_the_same_task(table: Table) -> None:
    opened(table, 30)
    first = claim(table, ANN, "once")
    again = claim(table, ANN, "once")
    assert first is not None
    assert again is not None
    assert again.value == first.value
    other = claim(table, ANN, "twice")
    assert other is not None
    assert other.value.id != first.value.id


def test_an_expired_lease_is_claimed_by_another_without_a_sweeper(table: Table) -> None:
    opened(table, 1)
    assert claim(table, ANN, "a") is not None
    assert claim(table, BOB, "b", now_ms=LEASE_MS - 1) is None
    taken = claim(table, BOB, "b", now_ms=LEASE_MS)
    assert taken is not None
    with pytest.raises(Conflict):
        do(table, taken.value.id, Submit(token=1), ANN, now_ms=LEASE_MS)


def test_the_highest_priority_comes_first(table: Table) -> None:
    opened(table, 60, priority=0.2)
    urgent = {do(table, task_id(f"item{number:03d}"), Prioritise(0.9), MEG).value.id for number in range(40, 60)}
    assert set(drained(table, ANN)[:20]) == urgent


def test_equal_priorities_come_in_one_fixed_order_that_is_not_the_items(table: Table) -> None:
    opened(table, 40)
    partition = tasks.entry_key(HERE, "p", tasks.place(tasks.get(HERE, "p", "item000", table=table).value, shards=1))
    order = [row.key.sort for row in table.query(partition.table, partition.partition, limit=40).items]
    names = [sort.rpartition("#")[2] for sort in order]
    assert sorted(names) == [task_id(item) for item, _ in items(40)]
    assert names != sorted(names)


def test_a_small_queue_is_emptied_in_order_of_priority(table: Table) -> None:
    opened(table, 9)
    for number in range(9):
        do(table, task_id(f"item{number:03d}"), Prioritise(number / 10), MEG)
    assert drained(table, ANN) == [task_id(f"item{number:03d}") for number in reversed(range(9))]


def test_an_assigned_task_waits_for_its_assignee_alone(table: Table) -> None:
    opened(table, 2)
    do(table, "item000.main", Assign("ann", ANN.roles), MEG)
    assert drained(table, BOB) == ["item001.main"]
    assert [one.value.id for one in tasks.mine(HERE, "p", "ann", table=table).items] == ["item000.main"]
    assert drained(table, ANN) == ["item000.main"]


def test_a_rejected_task_comes_back_to_its_annotator_first(table: Table) -> None:
    opened(table, 3)
    first = claim(table, ANN, "a")
    assert first is not None
    do(table, first.value.id, Submit(), ANN)
    review = claim(table, BOB, "b", stage="review")
    assert review is not None
    do(table, review.value.id, Reject("wrong"), BOB)
    again = claim(table, ANN, "c")
    assert again is not None
    assert (again.value.id, again.value.round) == (first.value.id, 2)


def test_a_reviewer_is_not_given_his_own_work(table: Table) -> None:
    opened(table, 2)
    for actor, request in ((ANN, "a"), (BOB, "b")):
        taken = claim(table, actor, request)
        assert taken is not None
        do(table, taken.value.id, Submit(), actor)
    assert [tasks.get(HERE, "p", task, table=table).value.annotator for task in drained(table, BOB, stage="review")] == ["ann"]


def test_an_approved_task_leaves_every_queue(table: Table) -> None:
    opened(table, 1)
    assert drained(table, ANN)
    do(table, "item000", Submit(), ANN)
    assert drained(table, BOB, stage="review")
    do(table, "item000", Approve(), BOB)
    assert drained(table, MEG) == drained(table, MEG, stage="review") == []
    assert tasks.mine(HERE, "p", "bob", table=table).items == []


def test_a_skipped_task_comes_last(table: Table) -> None:
    opened(table, 25)
    first = claim(table, ANN, "a")
    assert first is not None
    do(table, first.value.id, Skip(), ANN)
    assert drained(table, BOB)[-1] == first.value.id


def test_opening_again_changes_nothing(table: Table) -> None:
    assert opened(table, 5).new == 5
    taken = claim(table, ANN, "a")
    assert taken is not None
    do(table, taken.value.id, Submit(), ANN)
    again = opened(table, 7)
    assert (again.new, again.there, again.returned) == (2, 5, 0)
    assert len(drained(table, BOB)) == 6


def test_an_opening_that_died_before_its_queue_was_written_is_finished_by_repeating_it(table: Table) -> None:
    opened(table, 3)
    partition = tasks.entry_key(HERE, "p", tasks.place(tasks.get(HERE, "p", "item000", table=table).value, shards=1))
    for row in table.query(partition.table, partition.partition).items:
        table.delete(Delete(row.key), cause=CAUSE)
    assert drained(table, ANN) == []
    assert opened(table, 3).there == 3
    assert len(drained(table, ANN)) == 3


def test_an_entry_that_its_task_has_outrun_is_removed_by_who_meets_it(table: Table) -> None:
    opened(table, 1)
    where = tasks.entry_key(HERE, "p", tasks.place(tasks.get(HERE, "p", "item000", table=table).value, shards=1))
    stale = table.get(where)
    assert stale is not None
    assert drained(table, ANN)
    do(table, "item000", Submit(), ANN)
    table.put(Put(stale, ANY), cause=CAUSE)
    assert claim(table, BOB, "b") is None
    assert table.get(where) is None


def test_a_task_that_left_comes_back_when_its_item_does(table: Table) -> None:
    opened(table, 70)
    ids = [item for item, _ in items(70)]
    left = task_batches.apply(HERE, "p", DEFAULT, ids, lambda _: Archive(), now_ms=1, cause=CAUSE, table=table)
    assert (left.moved, left.refused) == (70, ())
    assert drained(table, ANN) == []
    assert opened(table, 70).returned == 70
    assert len(drained(table, ANN)) == 70


def test_items_sent_back_are_reopened_once(table: Table) -> None:
    opened(table, 40)
    for task in drained(table, ANN):
        do(table, task, Submit(), ANN)

    def send() -> task_batches.Moved:
        ids = [item for item, _ in items(40)]
        again = Reopen(0.8, because="job1")
        return task_batches.apply(HERE, "p", DEFAULT, ids, lambda _: again, now_ms=1, cause=CAUSE, table=table)

    assert send().moved == 40
    assert (send().moved, send().same) == (0, 40)
    found = [one.value for one in tasks.of_project(HERE, "p", table=table).items]
    assert {(task.round, task.status, task.priority) for task in found} == {(2, TaskStatus.REOPENED, 0.8)}
