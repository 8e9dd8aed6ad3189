"""From a written head to a searchable item, whatever happens to the hints and to the index."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import orjson
import pytest

from everloop.domain.annotations import Annotation
from everloop.domain.fields import resolve
from everloop.domain.filters import In
from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId
from everloop.domain.items import vector_to_json
from everloop.domain.principals import Cause, Scope
from everloop.domain.vectors import LITE0, rounded
from everloop.ports import ANY, Put, Row, Selection
from everloop.store import jobs, keys, registration, rows
from everloop.usecases import index
from tests.house import TestHouse, a_call, build
from tests.journeys.working import a_team

CAT = Annotation.model_validate({"object_id": "o1", "class_id": "cat", "shapes": {"0": {"box": [1.0, 1.0, 5.0, 5.0]}}})
EVERYTHING = Selection(Scope(DEFAULT_WORKSPACE))


def register(made: TestHouse, count: int, *, start: int = 0) -> list[ItemId]:
    files = [registration.Listed("src", f"{i:05}.jpg", "root", "image/jpeg") for i in range(start, start + count)]
    origin = registration.Origin(DEFAULT_WORKSPACE, "job", 1)
    registration.register(files, origin, cause=Cause(), table=made.house.table)
    made.settle()
    return made.house.index.scan(EVERYTHING).ids


def change(made: TestHouse, item: ItemId, **values: object) -> int:
    row = made.house.table.get(keys.head(DEFAULT_WORKSPACE, item))
    assert row is not None
    body = {**rows.body(row), **values}
    return made.house.table.put(Put(Row(row.key, row.kind, orjson.dumps(body), index=row.index), row.version), cause=Cause())


@pytest.fixture
def made(tmp_path: Path) -> TestHouse:
    return build(tmp_path)


def test_registered_items_become_searchable_and_say_which_rev_is(made: TestHouse) -> None:
    made.chaos = random.Random(4)
    ids = register(made, 30)
    assert len(ids) == 30
    rev = change(made, ids[3], folder="yard")
    assert index.indexed_rev(DEFAULT_WORKSPACE, ids[3], index=made.house.index) == rev - 1
    made.settle()
    assert index.indexed_rev(DEFAULT_WORKSPACE, ids[3], index=made.house.index) == rev
    inside = Selection(Scope(DEFAULT_WORKSPACE), In("folder", ("yard",)), {"folder": resolve("folder")})
    assert made.house.index.scan(inside).ids == [ids[3]]


def test_a_deleted_item_is_in_no_answer_and_an_older_hint_brings_it_not_back(made: TestHouse) -> None:
    ids = register(made, 3)
    change(made, ids[0], deleted=True)
    made.settle()
    assert made.house.index.scan(EVERYTHING).ids == ids[1:]
    assert index.bring_up_to_date(DEFAULT_WORKSPACE, ids, table=made.house.table, index=made.house.index) == {}
    assert made.house.index.count(EVERYTHING) == 2


def test_a_vector_is_indexed_with_the_revision_it_was_computed_from(made: TestHouse) -> None:
    (item,) = register(made, 1)
    vector = rounded(np.ones(LITE0.dimension, np.float32))
    body = vector_to_json(1, vector)
    made.house.table.put(
        Put(rows.row(keys.vector(DEFAULT_WORKSPACE, item, "lite0"), "vector", body, announced=False), ANY), cause=Cause()
    )
    change(made, item, vectors={"lite0": 1})
    made.settle()
    assert [hit.id for hit in made.house.index.knn(EVERYTHING, LITE0, vector, k=5)] == [item]
    change(made, item, revision=2)
    made.settle()
    assert made.house.index.knn(EVERYTHING, LITE0, vector, k=5) == [], "the vector is of older content"


def test_a_document_that_does_not_fit_fails_alone(made: TestHouse) -> None:
    ids = register(made, 5)
    change(made, ids[2], meta={"never-defined": 1.0})
    rev = change(made, ids[3], folder="yard")
    wrong = index.bring_up_to_date(DEFAULT_WORKSPACE, ids, table=made.house.table, index=made.house.index)
    assert list(wrong) == [ids[2]]
    assert "never-defined" in wrong[ids[2]].message
    assert index.indexed_rev(DEFAULT_WORKSPACE, ids[3], index=made.house.index) == rev


def test_a_lost_index_is_rebuilt_from_the_table(tmp_path: Path) -> None:
    made = build(tmp_path)
    ids = register(made, 300)
    made.house.index.close()  # type: ignore[attr-defined]
    shutil.rmtree(tmp_path / "index")
    index.make_ready(DEFAULT_WORKSPACE, table=made.house.table, index=made.house.index)
    assert made.house.index.count(EVERYTHING) == 0
    job = index.reindex(a_call(), table=made.house.table)
    made.settle()
    assert made.house.index.scan(EVERYTHING).ids == ids
    stored = jobs.get(DEFAULT_WORKSPACE, job.id, table=made.house.table).value
    assert stored.state == "done"
    assert stored.counts == {"items": 300}


def test_what_followed_from_lost_hints_is_done_by_reindexing(lived: TestHouse) -> None:
    team = a_team(lived)
    anna = team.of()
    item = team.items[0]
    anna.labels.save(team.project, item, [CAT], base_rev=0)
    anna.issues.create(team.project, item, "Look at this.")
    table = lived.house.table
    row = table.get(keys.head(DEFAULT_WORKSPACE, item))
    assert row is not None
    before = rows.body(row)
    said = before["projects"][team.project]
    assert (said["objects"], said["status"], said["open_issues"]) == (1, "new", 1)
    lost = {**before, "projects": {}, "state": "registered", "updated_at": 0}
    table.put(Put(Row(row.key, row.kind, orjson.dumps(lost), index=row.index, announced=False), row.version), cause=Cause())
    lived.settle()
    assert anna.items.get(item).state == "registered"
    index.reindex(a_call(), table=table)
    lived.settle()
    again = table.get(keys.head(DEFAULT_WORKSPACE, item))
    assert again is not None
    assert rows.body(again)["projects"] == before["projects"]
    assert rows.body(again)["state"] == before["state"] != "registered", "the file is read again"
