"""Label rows, and their reflection on heads, over the local table."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from everloop.adapters.folder import FolderObjects
from everloop.adapters.local.table import SqliteTable
from everloop.domain.annotations import LabelState
from everloop.domain.errors import Conflict
from everloop.domain.ids import ItemId, ProjectId, UserId, WorkspaceId
from everloop.domain.labels import LabelHead
from everloop.domain.limits import LABEL_BODY_BYTES
from everloop.domain.principals import Cause
from everloop.ports import Put, Row
from everloop.store import heads, keys, label_bulk, labels, rows
from everloop.store.heads import ProjectUpdate
from everloop.store.label_bulk import How, Incoming, Origin

WS = WorkspaceId("w")
CAUSE = Cause(UserId("ada"), "request-1")
ORIGIN = Origin(WS, "p", ontology_version=1, by="ada", at=1_000)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[SqliteTable]:
    opened = SqliteTable(tmp_path / "tables.db")
    yield opened
    opened.close()


@pytest.fixture
def objects(tmp_path: Path) -> FolderObjects:
    return FolderObjects(tmp_path / "objects")


def box(name: str, *, class_id: str = "car", x: float = 1.0) -> dict[str, Any]:
    return {"object_id": name, "class_id": class_id, "shapes": {"0": {"box": [x, 2, 3, 4]}}}


def incoming(number: int, body: list[dict[str, Any]], **more: Any) -> Incoming:
    return Incoming(item=f"item{number}", seq=number, item_revision=1, body=body, **more)


def write(table: SqliteTable, objects: FolderObjects, *many: Incoming, how: How = "merge") -> list[str]:
    done = label_bulk.write_many(iter(many), ORIGIN, how=how, cause=CAUSE, table=table, objects=objects)
    return [one.outcome for one in done]


def row_of(table: SqliteTable, number: int = 1) -> labels.Found:
    found = labels.find(WS, f"item{number}", "p", table=table)
    assert found is not None
    return found


def test_a_row_that_is_written_again_with_the_same_content_is_not_written(table: SqliteTable, objects: FolderObjects) -> None:
    assert write(table, objects, incoming(1, [box("a")]), incoming(2, [])) == ["new", "new"]
    assert write(table, objects, incoming(1, [box("a")]), incoming(2, [])) == ["unchanged", "unchanged"]
    assert row_of(table).version == 1


def test_merging_puts_the_incoming_objects_and_leaves_the_others(table: SqliteTable, objects: FolderObjects) -> None:
    write(table, objects, incoming(1, [{**box("a"), "coco_id": 7}, box("b")]))
    assert write(table, objects, incoming(1, [box("a", x=9), box("c")])) == ["changed"]
    body = labels.body_of(row_of(table).head, objects=objects)
    assert [one["object_id"] for one in body] == ["a", "b", "c"]
    assert body[0]["coco_id"] == 7
    assert body[0]["shapes"]["0"]["box"] == [9, 2, 3, 4]


def test_replacing_takes_what_comes_and_keeping_leaves_what_is_there(table: SqliteTable, objects: FolderObjects) -> None:
    write(table, objects, incoming(1, [box("a")]))
    assert write(table, objects, incoming(1, [box("b")]), how="keep") == ["kept"]
    assert write(table, objects, incoming(1, [box("b")]), how="replace") == ["changed"]
    assert [one["object_id"] for one in labels.body_of(row_of(table).head, objects=objects)] == ["b"]


def test_a_negative_is_a_labelled_row_without_objects(table: SqliteTable, objects: FolderObjects) -> None:
    write(table, objects, incoming(1, []))
    assert row_of(table).head["state"] == LabelState.LABELLED
    assert row_of(table).head["objects"] == 0


def test_every_revision_stays_readable(table: SqliteTable, objects: FolderObjects) -> None:
    for x in range(1, 5):
        write(table, objects, incoming(1, [box("a", x=x)]))
    for rev in range(1, 5):
        head = labels.require(WS, "item1", "p", "main", rev, table=table)
        assert labels.body_of(head, objects=objects)[0]["shapes"]["0"]["box"][0] == rev
    for limit in (1, 2, 3, 10):
        told: list[int] = []
        cursor: str | None = None
        while True:
            page = labels.history(WS, "item1", "p", limit=limit, cursor=cursor, table=table)
            assert len(page.items) <= limit
            told += [one.rev for one in page.items]
            cursor = page.cursor
            if cursor is None:
                break
        assert told == [4, 3, 2, 1]
    assert labels.revision(WS, "item1", "p", "main", 5, table=table) is None


def test_a_large_body_is_a_blob_and_reads_the_same(table: SqliteTable, objects: FolderObjects) -> None:
    many = [box(f"object-{number}", x=number / 7) for number in range(1_000)]
    assert len(orjson.dumps(many)) > LABEL_BODY_BYTES
    write(table, objects, incoming(1, many))
    head = row_of(table).head
    assert "body" not in head
    assert labels.body_of(head, objects=objects) == many
    assert head["objects"] == 1_000
    write(table, objects, incoming(1, [box("one")]), how="replace")
    assert "body_path" not in row_of(table).head
    first = labels.require(WS, "item1", "p", "main", 1, table=table)
    assert labels.body_of(first, objects=objects) == many


def test_a_step_is_written_whole_or_not_at_all(table: SqliteTable, objects: FolderObjects) -> None:
    write(table, objects, incoming(1, [box("a")]))
    before = row_of(table)
    after = labels.changed(WS, before.head, body=[], why="save", by="bob", at=2, objects=objects)
    table.transact(labels.puts(WS, before, after), cause=CAUSE)
    with pytest.raises(Conflict):
        table.transact(labels.puts(WS, before, after), cause=CAUSE)
    assert row_of(table).head["rev"] == 2


def test_a_bulk_write_meets_a_row_that_moved_meanwhile_and_merges_into_it(
    table: SqliteTable, objects: FolderObjects, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(table, objects, incoming(1, [box("a")]))
    read = labels.find_many
    moved: list[bool] = []

    def read_then_moved(*args: Any, **kwargs: Any) -> list[labels.Found | None]:
        found = read(*args, **kwargs)
        if not moved:
            moved.append(True)
            before = row_of(table)
            after = labels.changed(WS, before.head, body=[box("a"), box("mine")], why="save", by="bob", at=2)
            table.transact(labels.puts(WS, before, after), cause=CAUSE)
        return found

    monkeypatch.setattr(labels, "find_many", read_then_moved)
    assert write(table, objects, incoming(1, [box("b")])) == ["changed"]
    assert [one["object_id"] for one in labels.body_of(row_of(table).head, objects=objects)] == ["a", "mine", "b"]
    assert row_of(table).head["rev"] == 3


def test_ten_thousand_rows_are_written_and_walked_in_bounded_memory(table: SqliteTable, objects: FolderObjects) -> None:
    def rows_to_write() -> Iterator[Incoming]:
        for number in range(1, 10_001):
            yield incoming(number, [box(f"{number}-{n}", x=n) for n in range(3)])

    tracemalloc.start()
    written = sum(
        1 for _ in label_bulk.write_many(rows_to_write(), ORIGIN, how="merge", cause=CAUSE, table=table, objects=objects)
    )
    seqs = [head["seq"] for head in labels.walk(WS, "p", table=table)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert written == 10_000
    assert seqs == list(range(1, 10_001))
    assert peak < 20_000_000
    assert [head["seq"] for head in labels.walk(WS, "p", shard=1, table=table)] == list(range(8_192, 10_001))
    assert labels.any_in(WS, "p", 1, table=table)
    assert not labels.any_in(WS, "p", 2, table=table)


# ── reflection on heads ───────────────────────────────────────────────────────────────────────────


def head_of(table: SqliteTable, item: str) -> dict[str, Any]:
    row = table.get(keys.head(WS, ItemId(item)))
    assert row is not None
    return rows.body(row)


def register(table: SqliteTable, item: str) -> None:
    table.put(Put(Row(keys.head(WS, ItemId(item)), "item", orjson.dumps({"id": item, "seq": 1}))), cause=CAUSE)


def update(version: int, **facts: Any) -> ProjectUpdate:
    return ProjectUpdate(ItemId("i"), ProjectId("p"), facts, "row_version", version)


def test_only_newer_facts_reach_the_head(table: SqliteTable) -> None:
    register(table, "i")
    assert heads.set_many(table, WS, [update(2, objects=2), update(1, objects=1)], cause=CAUSE) == [True, False]
    assert heads.set_many(table, WS, [update(2, objects=9)], cause=CAUSE) == [False]
    assert head_of(table, "i")["projects"]["p"] == {"objects": 2, "row_version": 2}


def test_task_and_label_facts_do_not_disturb_each_other(table: SqliteTable) -> None:
    register(table, "i")
    task = ProjectUpdate(ItemId("i"), ProjectId("p"), {"stage": "annotate", "assignee": "bob"}, "task_version", 7)
    assert heads.set_many(table, WS, [update(1, state="labelled"), task], cause=CAUSE) == [True, True]
    released = ProjectUpdate(ItemId("i"), ProjectId("p"), {"assignee": None}, "task_version", 8)
    heads.set_many(table, WS, [released], cause=CAUSE)
    said = head_of(table, "i")["projects"]["p"]
    assert said == {"state": "labelled", "row_version": 1, "stage": "annotate", "task_version": 8}


def test_an_item_that_is_not_there_takes_no_facts(table: SqliteTable) -> None:
    assert heads.set_many(table, WS, [update(1, objects=1)], cause=CAUSE) == [False]
    assert table.get(keys.head(WS, ItemId("i"))) is None


def test_a_blank_row_says_nothing() -> None:
    head: LabelHead = labels.blank(project="p", item="i", seq=1, item_revision=1, ontology_version=1)
    assert (head["state"], head["rev"], head["objects"]) == (LabelState.UNLABELLED, 0, 0)
