"""Label versions are cut, reused, compared and pinned, over the local table and a folder."""

from __future__ import annotations

import datetime as dt
import json
import math
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from everloop.adapters.folder import FolderObjects
from everloop.adapters.local.table import SqliteTable
from everloop.domain.filters import In
from everloop.domain.ids import ItemId, UserId, WorkspaceId
from everloop.domain.label_versions import Contents, LabelVersion, version_id
from everloop.domain.ontologies import Shape
from everloop.domain.ontology_changes import ChangeClass, change
from everloop.domain.ontology_making import NewClass, create
from everloop.domain.principals import Call, Principal
from everloop.domain.projects import Project
from everloop.ports import ANY, Put, Row
from everloop.store import (
    counters,
    keys,
    label_bulk,
    label_cutting,
    label_diffs,
    label_versions,
    labels,
    ontologies,
    projects,
    sets,
)
from everloop.store.columns import Columns
from everloop.store.label_bulk import How, Incoming, Origin

WS = WorkspaceId("w")
ALL = Contents()


@dataclass
class World:
    table: SqliteTable
    objects: FolderObjects
    columns: Columns
    at: int = 1_000

    def call(self, request: str = "r") -> Call:
        self.at += 1_000
        now = dt.datetime.fromtimestamp(self.at / 1000, dt.UTC)
        return Call(Principal(WS, UserId("ada")), now, request)

    def register(self, last: int, **facts: Any) -> None:
        reached = counters.reached(self.table, WS, "seq")
        if last >= reached:
            counters.allot(self.table, WS, "seq", last - reached + 1, cause=self.call().cause)
        self.heads(*(_head(n) | facts for n in range(1, last + 1)))

    def heads(self, *many: dict[str, Any]) -> None:
        rows = [Row(keys.head(WS, ItemId(head["id"])), "item", orjson.dumps(head)) for head in many]
        self.table.put_many([Put(one, ANY) for one in rows], cause=self.call().cause)

    def label(self, *rows: Incoming, how: How = "replace") -> None:
        origin = Origin(WS, "p", ontology_version=1, by="ada", at=self.at)
        cause = self.call().cause
        for _ in label_bulk.write_many(rows, origin, how=how, cause=cause, table=self.table, objects=self.objects):
            pass

    def cut(self, name: str, contents: Contents = ALL) -> LabelVersion:
        return label_cutting.cut(
            self.call(name),
            version_id("p", name),
            "p",
            contents,
            name=name,
            table=self.table,
            objects=self.objects,
            columns=self.columns,
        )

    def rows(self, version: LabelVersion, kind: str, *names: str) -> list[tuple[Any, ...]]:
        found = self.columns.scan(self.columns.table(version.tables[kind]), [f'"{name}"' for name in names])
        return list(zip(*(found[name].tolist() for name in names), strict=True))


def _head(number: int) -> dict[str, Any]:
    return {"id": f"i{number}", "seq": number, "name": f"{number}.jpg", "key": f"a/{number}.jpg", "width": 640, "height": 480}


def box(name: str, *, class_id: str = "car", xywh: list[float] | None = None, **more: Any) -> dict[str, Any]:
    return {"object_id": name, "class_id": class_id, "shapes": {"0": {"box": xywh or [1, 2, 3, 4]}}, **more}


def row(number: int, *body: dict[str, Any], state: str = "labelled") -> Incoming:
    return Incoming(item=f"i{number}", seq=number, item_revision=1, body=list(body), state=state)


@pytest.fixture
def world(tmp_path: Path) -> Any:
    table = SqliteTable(tmp_path / "tables.db")
    objects = FolderObjects(tmp_path / "objects")
    made = World(table, objects, Columns(objects, tmp_path / "columns"))
    classes = [
        NewClass(name="Car", shapes=tuple(Shape), category_id=7),
        NewClass(name="Bus", shapes=tuple(Shape)),
        NewClass(name="Rain"),
    ]
    ontologies.create(made.call(), create("o", "Street", classes, by="ada", at=1), table=table)
    project = Project(id="p", title="Street", ontology="o", ontology_version=1, schema=1)
    projects.create(made.call(), project, table=table)
    yield made
    table.close()


def test_numbers_and_annotations_come_back_exactly(world: World) -> None:
    world.register(3)
    draw = random.Random(7)
    exact = [draw.uniform(-1e3, 1e3) * 10 ** draw.randint(-8, 8) for _ in range(400)]
    exact += [0.1, 1 / 3, math.pi, 5e-324, 1.7976931348623157e308, 123456789.123456789, -0.0, 2**53 - 1]
    boxes = [box(f"b{n}", xywh=[x, -x, abs(x), abs(x) / 3], area=abs(x), coco_id=n + 1) for n, x in enumerate(exact)]
    odd = box(
        "odd", area=12.5, is_crowd=True, source_id=17, answers={"note": 'a "quoted" ü\n\u2028'}, origin="import", confidence=0.1
    )
    world.label(row(1, *boxes), row(2, odd), row(3, {"object_id": "c", "class_id": "rain"}))
    version = world.cut("v1")
    found = world.rows(version, "objects", "item_id", "ordinal", "x", "y", "w", "h", "area", "coco_id", "annotation")
    assert [one[2:8] for one in found[: len(boxes)]] == [
        (*map(float, one["shapes"]["0"]["box"]), float(one["area"]), one["coco_id"]) for one in boxes
    ]
    assert [one[1] for one in found[: len(boxes)]] == list(range(len(boxes)))
    assert [orjson.loads(one[8]) for one in found] == [*boxes, odd, {"object_id": "c", "class_id": "rain"}]
    assert found[-1][2:7] == (None,) * 5
    assert (version.rows, version.objects, version.classes) == (3, len(boxes) + 2, {"car": len(boxes) + 1, "rain": 1})


def test_the_manifest_names_the_rows_and_pre_labels_are_no_objects(world: World) -> None:
    world.register(2)
    world.label(row(1, box("a"), box("b", proposed=True)), row(2, state="in_progress"))
    version = world.cut("v1")
    names = ("seq", "item_id", "rev", "state", "objects", "key", "width", "branch")
    assert world.rows(version, "labels", *names) == [
        (1, "i1", 1, "labelled", 1, "a/1.jpg", 640, "main"),
        (2, "i2", 1, "in_progress", 0, "a/2.jpg", 640, "main"),
    ]
    assert world.rows(version, "objects", "object_id", "class", "category_id") == [("a", "Car", 7)]
    assert version.states == {"in_progress": 1, "labelled": 1}


def test_only_changed_shards_are_written_again(world: World) -> None:
    world.register(8_200)
    world.label(*(row(n, box(f"{n}")) for n in (1, 2, 8_199, 8_200)))
    one = world.cut("v1")
    world.label(row(8_200, box("8200", xywh=[9, 9, 9, 9])))
    two = world.cut("v2")
    for kind in ("labels", "objects"):
        before, after = (world.columns.table(version.tables[kind]).shards for version in (one, two))
        assert [shard.number for shard in before] == [0, 1]
        assert before[0].path == after[0].path
        assert before[1].path != after[1].path
    assert world.cut("v3").tables == two.tables


def test_a_renamed_class_rewrites_the_names(world: World) -> None:
    world.register(1)
    world.label(row(1, box("a")))
    world.cut("v1")
    ontologies.update(
        world.call(), "o", lambda o: change(o, [ChangeClass(class_id="car", name="Auto")], by="ada", at=2), table=world.table
    )
    projects.update(world.call(), "p", {"ontology_version": 2}, table=world.table)
    assert world.rows(world.cut("v2"), "objects", "class", "class_id") == [("Auto", "car")]


def test_a_picture_that_was_measured_later_brings_its_size(world: World) -> None:
    world.register(1, width=None, height=None)
    world.label(row(1, box("a")))
    assert world.rows(world.cut("v1"), "labels", "width") == [(None,)]
    world.register(1)
    assert world.rows(world.cut("v2"), "labels", "width") == [(640,)]


def test_a_version_is_cut_once_and_never_changes(world: World) -> None:
    world.register(1)
    world.label(row(1, box("a")))
    version = world.cut("v1")
    world.label(row(1))
    assert world.cut("v1") == version
    assert label_versions.get(WS, version.id, table=world.table) == version
    assert world.rows(version, "objects", "object_id") == [("a",)]


def test_a_version_of_a_set_holds_its_items_alone(world: World) -> None:
    world.register(4)
    world.label(*(row(n, box(f"{n}")) for n in range(1, 5)))
    chosen = sets.save(world.objects, WS, [2, 4])
    version = world.cut("v1", Contents(set=chosen))
    assert world.rows(version, "labels", "seq") == [(2,), (4,)]
    assert label_versions.live(WS, "p", table=world.table).version is None


def test_a_version_of_stages_holds_the_items_whose_tasks_are_there(world: World) -> None:
    world.register(2)
    world.label(row(1, box("a")), row(2, box("b")))
    for number, stage in ((1, "annotate"), (2, "complete")):
        place = keys.child("task", WS, "p", f"i{number}", "main")
        world.table.put(Put(Row(place, "task", orjson.dumps({"stage": stage}))), cause=world.call().cause)
    assert world.rows(world.cut("v1", Contents(stages=("complete",))), "labels", "seq") == [(2,)]


def test_deleted_items_and_those_that_left_the_project_are_out(world: World) -> None:
    world.register(3)
    world.label(*(row(n, box(f"{n}")) for n in range(1, 4)))
    gone = _head(1) | {"deleted": True}
    left = _head(2) | {"projects": {"p": {"status": "archived"}}}
    world.heads(gone, left)
    assert world.rows(world.cut("v1"), "labels", "seq") == [(3,)]
    chosen = sets.save(world.objects, WS, [1, 2, 3])
    assert world.rows(world.cut("v2", Contents(set=chosen)), "labels", "seq") == [(3,)]
    place = keys.child("task", WS, "p", "i2", "main")
    world.table.put(Put(Row(place, "task", orjson.dumps({"stage": "archive"}))), cause=world.call().cause)
    assert world.rows(world.cut("v3", Contents(stages=("archive",))), "labels", "seq") == [(2,)]


def test_the_size_is_that_of_the_picture_that_was_labelled(world: World) -> None:
    world.register(2)
    world.label(row(1, box("a")), row(2, box("b")))
    world.heads(_head(1) | {"revision": 2, "width": 64, "height": 48})
    assert world.rows(world.cut("v1"), "labels", "seq", "width", "height") == [(1, None, None), (2, 640, 480)]
    world.label(row(1, box("a")) | {"item_revision": 2})
    assert world.rows(world.cut("v2"), "labels", "seq", "width", "height") == [(1, 64, 48), (2, 640, 480)]


def test_a_row_is_found_as_it_was_at_a_time(world: World) -> None:
    world.register(1)
    times = []
    for number in range(45):
        world.label(row(1, box("a", xywh=[number, 1, 1, 1])))
        times.append(world.at - 1_000)
    there = labels.find(WS, "i1", "p", table=world.table)
    assert there is not None
    found = [labels.revision_at(WS, there.head, at, table=world.table) for at in (times[0] - 1, *times, world.at)]
    assert [one.rev if one else None for one in found] == [None, *range(1, 46), 45]


def test_an_empty_project_has_an_empty_version(world: World) -> None:
    version = world.cut("v1")
    assert (version.rows, version.objects) == (0, 0)
    assert world.rows(version, "objects", "seq") == []


def test_versions_are_listed_newest_first(world: World) -> None:
    made = [world.cut(name).id for name in ("v1", "v2", "v3")]
    first = label_versions.of_project(WS, "p", limit=2, table=world.table)
    rest = label_versions.of_project(WS, "p", limit=2, cursor=first.cursor, table=world.table)
    assert [one.id for one in [*first.items, *rest.items]] == made[::-1]


def test_what_differs_between_two_versions_is_told_by_item_object_and_class(world: World) -> None:
    world.register(8_193)
    world.label(row(1, box("a"), box("b")), row(2, box("c")), row(3, box("d")), row(8_193, box("e")))
    one = world.cut("v1")
    world.label(
        row(1, box("a", xywh=[5, 5, 5, 5]), box("n", class_id="bus")), row(2, box("c", class_id="bus")), row(4, box("f"))
    )
    two = world.cut("v2")
    told = label_diffs.compare(one, two, columns=world.columns)
    assert (told.items_added, told.items_removed, told.items_changed) == (1, 0, 2)
    assert (told.objects_added, told.objects_removed, told.objects_changed) == (2, 1, 2)
    assert [(c.class_id, c.name, c.added, c.removed, c.changed) for c in told.classes] == [
        ("bus", "Bus", 2, 0, 0),
        ("car", "Car", 1, 2, 1),
    ]
    assert told.items == ("i1", "i2", "i4")
    back = label_diffs.compare(two, one, columns=world.columns)
    assert (back.objects_added, back.objects_removed, back.objects_changed) == (1, 2, 2)
    assert label_diffs.compare(one, one, columns=world.columns).items == ()


def test_live_objects_are_stale_after_a_save_until_they_are_cut_again(world: World) -> None:
    world.register(1)
    assert not label_versions.live(WS, "p", table=world.table).stale
    world.label(row(1, box("a")))
    label_versions.mark_changed(WS, "p", world.at, cause=world.call().cause, table=world.table)
    assert label_versions.live(WS, "p", table=world.table).stale
    version = world.cut("v1")
    live = label_versions.live(WS, "p", table=world.table)
    assert (live.version, live.stale, live.as_of) == (version, False, version.as_of)
    members = label_versions.objects_with(WS, In("class", ("Car",)), version=version, columns=world.columns)
    assert list(members) == [1]
    label_versions.mark_changed(WS, "p", version.as_of - 1, cause=world.call().cause, table=world.table)
    assert not label_versions.live(WS, "p", table=world.table).stale
    label_versions.mark_changed(WS, "p", version.as_of, cause=world.call().cause, table=world.table)
    first = label_versions.refreshed(WS, "p", now=world.call("x"), table=world.table)
    again = label_versions.refreshed(WS, "p", now=world.call("y"), table=world.table)
    assert first.version == version
    assert first.job is not None
    assert first.job == again.job


def test_one_row_of_the_annotation_column_is_json(world: World) -> None:
    world.register(1)
    world.label(row(1, box("a")))
    assert json.loads(world.rows(world.cut("v1"), "objects", "annotation")[0][0])["object_id"] == "a"
