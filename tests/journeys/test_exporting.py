"""What goes out beside what is labelled, and what stays: what is archived or half-drawn, and labels of an earlier picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from everloop.domain.evaluations import IouKind
from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId
from everloop.domain.jobs import Job
from everloop.domain.transfers import Format
from everloop.ports import Put, Row
from everloop.store import keys, rows
from tests.house import TestHouse, a_call, build
from tests.journeys.evaluating import PROJECT, a_lab
from tests.journeys.transferring import errors
from tests.journeys.working import Team, a_team
from tests.unit.test_detection_metrics import random_set, with_masks

EVERYTHING = {"all": {}}


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Five items, each 200 × 100: one is labelled, one labelled and archived, one half drawn, one untouched, one archived."""
    made = a_team(build(tmp_path), items=5)
    for item in made.items:
        change(made.lived, item, width=200, height=100)
    anna, ben = made.of(), made.join("ben", "annotator")
    for number, name in enumerate(("labelled", "archived", "half")):
        client = ben if name == "half" else anna
        task = client.tasks.claim(made.project, made.items[number])
        assert task.lease is not None
        put = {"op": "put", "annotation": {"object_id": name, "class_id": "cat", "shapes": {"0": {"box": [150, 10, 40, 80]}}}}
        body = {"base_rev": 0, "operations": [put], "token": task.lease.token}
        client.http.json("POST", f"/projects/{made.project}/labels/{task.item}", body=body)
        if name != "half":
            client.tasks.submit(made.project, task)
    anna.tasks.change_many(made.project, [made.items[1], made.items[4]], "archive")
    return made


def change(lived: TestHouse, item: str, **said: Any) -> None:
    """Say something else on an item's head."""
    table = lived.house.table
    row = table.get(keys.head(DEFAULT_WORKSPACE, ItemId(item)))
    assert row is not None
    data = orjson.dumps(rows.body(row) | said)
    table.put(Put(Row(row.key, row.kind, data, index=row.index), row.version), cause=a_call().cause)
    lived.settle()


def export(team: Team, **asked: Any) -> tuple[Job, Any]:
    job = team.of().jobs.wait(team.of().exports.create(team.project, **asked))
    assert job.result is not None
    return job, orjson.loads(team.lived.house.objects.read(job.result["files"][0]["path"]))


def drawn(team: Team, **asked: Any) -> dict[int, int]:
    """The number of objects of each item of an export, by its place among the team's items."""
    _, told = export(team, **asked)
    names = {str(team.of().items.get(item).name): place for place, item in enumerate(team.items)}
    place_of = {one["id"]: names[one["file_name"]] for one in told["images"]}
    found = dict.fromkeys(place_of.values(), 0)
    for one in told["annotations"]:
        found[place_of[one["image_id"]]] += 1
    return found


def test_unlabelled_items_go_out_without_objects_and_archived_ones_stay(team: Team) -> None:
    for items in (None, EVERYTHING):
        assert drawn(team, items=items) == {0: 1}
        assert drawn(team, items=items, include_unlabelled=True) == {0: 1, 2: 0, 3: 0}
    some = {"in": {"f": "name", "v": [team.of().items.get(team.items[place]).name for place in (0, 3)]}}
    assert drawn(team, items=some, include_unlabelled=True) == {0: 1, 3: 0}


def test_unlabelled_items_of_stages_go_out_too(team: Team) -> None:
    assert drawn(team, stages=["annotate"]) == {}
    assert drawn(team, stages=["annotate"], include_unlabelled=True) == {2: 0, 3: 0}
    archive = team.of().tasks.get(team.project, team.items[1]).stage
    assert drawn(team, stages=[archive]) == {1: 1}
    assert drawn(team, stages=[archive, "review"], include_unlabelled=True) == {0: 1, 1: 1, 4: 0}


def test_what_a_version_does_not_speak_of_though_it_was_labelled_is_no_empty_picture(team: Team) -> None:
    anna = team.of()
    version = anna.jobs.wait(anna.label_versions.cut(team.project, name="v1")).result
    assert version is not None
    anna.tasks.change_many(team.project, [team.items[1], team.items[4]], "move", stage="annotate")
    task = anna.tasks.claim(team.project, team.items[3])
    anna.tasks.submit(team.project, task)
    assert drawn(team, version=version["version"], include_unlabelled=True) == {0: 1, 2: 0, 3: 0, 4: 0}
    assert drawn(team, include_unlabelled=True) == {0: 1, 1: 1, 2: 0, 3: 0, 4: 0}


def test_labels_of_a_picture_that_has_changed_stay_and_are_told(team: Team) -> None:
    anna = team.of()
    pinned = anna.jobs.wait(anna.label_versions.cut(team.project, name="v1")).result
    assert pinned is not None
    change(team.lived, team.items[0], revision=2, width=100, height=50)
    change(team.lived, team.items[2], revision=2, width=100, height=50)
    for format_ in Format:
        job, told = export(team, format=format_)
        assert (told["images"] if format_ is Format.COCO else told) == []
        assert [(one["item"], "changed" in one["reason"]) for one in errors(team.lived, job)] == [(team.items[0], True)]
        assert job.counts["errors"] == 1
    _, told = export(team, include_unlabelled=True)
    assert sorted((one["width"], one["height"]) for one in told["images"]) == [(100, 50), (200, 100)]
    assert told["annotations"] == []
    _, told = export(team, version=pinned["version"])
    assert [(one["width"], one["height"]) for one in told["images"]] == [(200, 100)]


def test_a_size_that_nobody_knows_keeps_no_labels_back(team: Team) -> None:
    change(team.lived, team.items[0], width=None, height=None)
    assert drawn(team) == {0: 1}


def test_masks_are_not_drawn_at_the_size_of_another_picture(lived: TestHouse) -> None:
    truth, results = random_set(12, images=6, most=6, classes=3, flood=False)
    with_masks(truth, results, 12)
    lab = a_lab(lived, truth)
    predictions = lab.predict(results)
    _, item = lab.items[truth["images"][0]["id"]]
    change(lived, item, revision=2, width=7, height=5)
    found = lab.client.evaluations.run(PROJECT, predictions, iou_kind=IouKind.SEGM)
    assert (found.items, found.counts["size_unknown"]) == (5, 1)
