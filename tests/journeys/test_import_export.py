"""Labels come in from COCO and Encord files and go out again, annotation by annotation as they came."""

from __future__ import annotations

import contextlib
import copy
import io
import json
from typing import Any

import orjson
import pytest
from pycocotools.coco import COCO

from everloop.domain.annotations import LabelState
from everloop.domain.errors import Conflict, Invalid, NotFound, Transient
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.jobs import Job, JobState
from everloop.domain.label_versions import Contents, version_id
from everloop.domain.transfers import ExportRequest, Format, LabelImport
from everloop.store import jobs, label_cutting, label_versions, labels, ontologies, projects
from everloop.usecases.exports import requesting as exports
from everloop.usecases.imports import bodies
from everloop.usecases.imports import requesting as imports
from tests.house import TestHouse, a_call
from tests.journeys.transferring import HEIGHT, WIDTH, add_items, done, errors, hard_coco, make_project, upload

KEYS = ("id", "image_id", "category_id", "bbox", "area", "iscrowd", "segmentation")


def import_labels(lived: TestHouse, project: str, content: Any, **asked: Any) -> Job:
    house = lived.house
    spec = LabelImport(upload=upload(lived, content), **asked)
    return done(lived, imports.import_labels(a_call(), project, spec, table=house.table, objects=house.objects))


def export(lived: TestHouse, project: str, **asked: Any) -> tuple[Job, dict[str, Any]]:
    """The job, and its files by name."""
    house = lived.house
    job = exports.export(
        a_call(),
        project,
        ExportRequest(**asked),
        table=house.table,
        objects=house.objects,
        index=house.index,
        columns=house.columns,
    )
    job = done(lived, job)
    assert job.result is not None
    return job, {one["name"]: orjson.loads(house.objects.read(one["path"])) for one in job.result["files"]}


def by_id(annotations: list[dict[str, Any]]) -> dict[int, str]:
    return {one["id"]: repr({key: one[key] for key in KEYS}) for one in annotations}


def test_a_coco_file_comes_out_as_it_went_in(lived: TestHouse) -> None:
    truth = hard_coco()
    project = make_project(lived, add_items(lived))
    job = import_labels(lived, project, truth)
    assert errors(lived, job) == []
    assert job.counts["annotations"] == 40
    assert (job.counts["images"], job.counts["negatives"], job.counts["rows_new"]) == (5, 1, 5)
    _, files = export(lived, project)
    told = files["coco.json"]
    assert by_id(told["annotations"]) == by_id(truth["annotations"])
    assert {one["id"]: one["file_name"] for one in told["images"]} == {one["id"]: one["file_name"] for one in truth["images"]}
    assert told["categories"] == sorted(truth["categories"], key=lambda one: one["id"])
    for image in truth["images"]:
        order = [[one["id"] for one in file["annotations"] if one["image_id"] == image["id"]] for file in (truth, told)]
        assert order[0] == order[1]


def test_the_export_loads_in_pycocotools(lived: TestHouse) -> None:
    project = make_project(lived, add_items(lived))
    import_labels(lived, project, hard_coco())
    _, files = export(lived, project)
    with contextlib.redirect_stdout(io.StringIO()):
        loaded = COCO()
        loaded.dataset = files["coco.json"]
        loaded.createIndex()
    assert len(loaded.getImgIds()) == 5
    assert loaded.getAnnIds(imgIds=[33]) == []
    for one in loaded.loadAnns(loaded.getAnnIds()):
        if one["segmentation"]:
            loaded.annToRLE(one)


def test_importing_again_changes_nothing(lived: TestHouse) -> None:
    truth = hard_coco()
    project = make_project(lived, add_items(lived))
    import_labels(lived, project, truth)
    again = import_labels(lived, project, truth)
    assert again.counts["rows_unchanged"] == 5
    assert "rows_changed" not in again.counts
    assert errors(lived, again) == []
    _, files = export(lived, project)
    assert by_id(files["coco.json"]["annotations"]) == by_id(truth["annotations"])


def test_importing_again_takes_back_no_approval(lived: TestHouse) -> None:
    truth = hard_coco()
    items = add_items(lived)
    project = make_project(lived, items)
    import_labels(lived, project, truth)
    house, item = lived.house, items["empty.jpg"]
    there = labels.find(DEFAULT_WORKSPACE, item, project, table=house.table)
    assert there is not None
    head = labels.changed(DEFAULT_WORKSPACE, there.head, state=LabelState.APPROVED, why="state", by="ben", at=1)
    house.table.transact(labels.puts(DEFAULT_WORKSPACE, there, head), cause=a_call().cause)
    import_labels(lived, project, truth)
    after = labels.find(DEFAULT_WORKSPACE, item, project, table=house.table)
    assert after is not None
    assert after.head["state"] == LabelState.APPROVED


def test_an_object_that_changes_is_told(lived: TestHouse) -> None:
    truth = hard_coco()
    project = make_project(lived, add_items(lived))
    import_labels(lived, project, truth)
    truth["annotations"][0]["bbox"] = [1, 2, 3, 4.5]
    for dry_run in (True, False):
        job = import_labels(lived, project, truth, dry_run=dry_run)
        (told,) = errors(lived, job)
        assert told["reason"] == "It changes an object that is there already, by its id."
        assert (told["id"], told["kept"]) == (truth["annotations"][0]["id"], True)
        assert (job.counts["objects_changed"], job.counts["errors"]) == (1, 0)
    assert job.counts["rows_changed"] == 1
    _, files = export(lived, project)
    assert by_id(files["coco.json"]["annotations"]) == by_id(truth["annotations"])


@pytest.mark.parametrize("calls", [1, 2, 3])
def test_an_import_that_dies_half_way_is_the_same_when_it_is_run_again(
    lived: TestHouse, calls: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    truth = hard_coco()
    truth["annotations"] += [one | {"id": 0} for one in truth["annotations"][:1]] * 3
    project = make_project(lived, add_items(lived))
    monkeypatch.setattr(bodies, "CHUNK", 2)
    whole, made = bodies.Session.moved, iter(range(calls))

    def dying(session: bodies.Session) -> None:
        if next(made, None) is None and not died:
            died.append(True)
            raise Transient("the machine is gone")
        whole(session)

    died: list[bool] = []
    monkeypatch.setattr(bodies.Session, "moved", dying)
    house = lived.house
    asked = LabelImport(upload=upload(lived, truth))
    job = imports.import_labels(a_call(), project, asked, table=house.table, objects=house.objects)
    with pytest.raises(Transient):
        lived.settle()
    done(lived, job)
    _, files = export(lived, project)
    told = files["coco.json"]["annotations"]
    assert by_id(truth["annotations"][:40]).items() <= by_id(told).items()
    assert len(told) == len({one["id"] for one in told}) == 43


def test_a_dry_run_says_what_would_happen_and_writes_nothing(lived: TestHouse) -> None:
    items = add_items(lived)
    project = make_project(lived, items)
    job = import_labels(lived, project, hard_coco(), dry_run=True)
    assert job.result is not None
    assert job.result["classes_added"] == ["ship", "buoy", "crane"]
    assert (job.counts["images"], job.counts["annotations"]) == (5, 40)
    found = [labels.find(DEFAULT_WORKSPACE, item, project, table=lived.house.table) for item in items.values()]
    assert found == [None] * 6
    assert projects.get(DEFAULT_WORKSPACE, project, table=lived.house.table).value.ontology_version == 1


def test_bad_rows_are_told_and_good_ones_kept(lived: TestHouse) -> None:
    truth = hard_coco()
    good = {"image_id": 900, "category_id": 1, "bbox": [1, 2, 3, 4]}
    truth["annotations"] = [
        good | {"id": 5},
        good | {"id": 5},
        good | {"id": 0},
        good | {"id": "text"},
        good | {"id": 6, "bbox": [1, 2, -3, 4]},
        good | {"id": 7, "image_id": 12_345},
        good | {"id": 8, "image_id": 4, "bbox": []},
    ]
    truth["images"] += [{"id": 1, "file_name": "nowhere.jpg"}, {"id": 2, "file_name": "0001.jpg"}]
    project = make_project(lived, add_items(lived))
    job = import_labels(lived, project, truth)
    told = errors(lived, job)
    assert [(one["row"], one["reason"]) for one in told if one.get("where") == "annotations" and not one.get("kept")] == [
        (4, "Its bbox has a negative size: -3 × 4."),
        (6, "It has neither a bbox nor a segmentation."),
        (5, "There is no image 12345 in the file."),
    ]
    reasons = [one["reason"] for one in told]
    assert "There is no item 'nowhere.jpg'." in reasons
    assert "None of its annotations could be read, so it stays as it is." in reasons
    assert sum("is not free" in reason for reason in reasons) == 3
    assert (job.counts["errors"], job.counts["notes"]) == (len(told) - 3, 3)
    _, files = export(lived, project)
    ids = sorted(one["id"] for one in files["coco.json"]["annotations"])
    assert ids[0] == 5
    assert len(set(ids)) == 4
    assert {one["id"] for one in files["coco.json"]["images"]} == {900, 17, 2_000_001, 33}


def test_ids_of_a_second_file_that_are_taken_are_given_anew(lived: TestHouse) -> None:
    items = add_items(lived)
    project = make_project(lived, items)
    first = hard_coco()
    import_labels(lived, project, first)
    second = {
        "images": [{"id": 900, "file_name": "alone.jpg"}],
        "categories": [{"id": 90, "name": "lighthouse"}, {"id": 14, "name": "crane"}],
        "annotations": [
            {"id": first["annotations"][0]["id"], "image_id": 900, "category_id": 90, "bbox": [0, 0, 5, 5]},
            {"id": 77_000_000, "image_id": 900, "category_id": 14, "bbox": [1, 1, 5, 5]},
        ],
    }
    for _ in range(2):
        job = import_labels(lived, project, second)
        _, files = export(lived, project)
        told = files["coco.json"]
        assert len({one["id"] for one in told["annotations"]}) == 42
        assert by_id(first["annotations"]).items() <= by_id(told["annotations"]).items()
        assert 77_000_000 in by_id(told["annotations"])
        alone = next(one for one in told["images"] if one["file_name"] == "alone.jpg")
        assert alone["id"] == 2_000_002
    assert {one["id"]: one["name"] for one in told["categories"]} == {1: "buoy", 13: "crane", 90: "ship", 91: "lighthouse"}
    assert job.counts["rows_unchanged"] == 1


def test_without_extending_unknown_classes_are_told(lived: TestHouse) -> None:
    project = make_project(lived, add_items(lived))
    job = import_labels(lived, project, hard_coco(), extend=False)
    told = errors(lived, job)
    assert sum(one.get("where") == "categories" for one in told) == 3
    assert sum(one.get("where") == "annotations" for one in told) == 40
    assert job.counts["rows_new"] == 1


def test_objects_drawn_by_people_get_ids_that_never_change(lived: TestHouse) -> None:
    items = add_items(lived)
    project = make_project(lived, items)
    import_labels(lived, project, hard_coco())
    house = lived.house
    item = items["alone.jpg"]
    ontology = projects.get(DEFAULT_WORKSPACE, project, table=house.table).value.ontology
    found = ontologies.newest(DEFAULT_WORKSPACE, ontology, table=house.table)
    ship = next(one for one in found.value.classes if one.name == "ship")
    body = [{"object_id": "drawn", "class_id": ship.id, "shapes": {"0": {"box": [1, 2, 3, 4.5]}}}]
    blank = labels.blank(project=project, item=item, seq=6, item_revision=1, ontology_version=2)
    head = labels.changed(DEFAULT_WORKSPACE, blank, body=body, state=LabelState.APPROVED, why="save", by="anna", at=1)
    house.table.transact(labels.puts(DEFAULT_WORKSPACE, None, head), cause=a_call().cause)
    numbers = []
    for _ in range(2):
        _, files = export(lived, project)
        (drawn,) = [one for one in files["coco.json"]["annotations"] if one["bbox"] == [1, 2, 3, 4.5]]
        numbers.append((drawn["id"], drawn["image_id"], drawn["area"]))
    assert numbers == [(500_040, 2_000_002, 13.5)] * 2


def test_an_export_is_of_a_version_a_stage_or_a_filter(lived: TestHouse) -> None:
    items = add_items(lived)
    project = make_project(lived, items)
    import_labels(lived, project, hard_coco())
    house = lived.house
    version = label_cutting.cut(
        a_call(),
        version_id(project, "v1"),
        project,
        Contents(),
        name="1",
        table=house.table,
        objects=house.objects,
        columns=house.columns,
    )
    job, files = export(lived, project, version=version.id)
    assert job.result is not None
    assert job.result["label_version"] == version.id
    assert len(files["coco.json"]["images"]) == 5
    job, files = export(lived, project, filter={"prefix": {"f": "key", "v": "north/"}})
    assert [one["file_name"] for one in files["coco.json"]["images"]] == ["north/0002.jpg", "north/0001.jpg"]
    assert job.result is not None
    assert label_versions.get(DEFAULT_WORKSPACE, job.result["label_version"], table=house.table).name is None
    _, files = export(lived, project, stages=("annotate",))
    assert files["coco.json"]["images"] == []
    _, files = export(lived, project, include_unlabelled=True)
    assert {one["file_name"] for one in files["coco.json"]["images"]} >= {"alone.jpg", "empty.jpg"}
    with pytest.raises(Invalid):
        export(lived, project, stages=("nonsense",))
    with pytest.raises(NotFound):
        export(lived, project, version="other-1")


def test_encord_rows_come_out_and_in_again_equal(lived: TestHouse) -> None:
    items = add_items(lived)
    project = make_project(lived, items)
    import_labels(lived, project, hard_coco())
    _, files = export(lived, project, format=Format.ENCORD)
    told = files["encord.json"]
    assert len(told) == 5
    assert {one["data_title"] for one in told} == {*items} - {"alone.jpg"}
    assert {(one["name"], one["shape"]) for one in files["encord-ontology.json"]["objects"]} >= {("ship", "polygon")}
    other = make_project(lived, items, title="Copy")
    before = copy.deepcopy(told)
    job = import_labels(lived, other, told, format=Format.ENCORD)
    assert job.counts["annotations"] == 40
    assert job.counts.get("errors", 0) == 0, errors(lived, job)
    _, again = export(lived, other, format=Format.ENCORD)
    for one, two in zip(before, again["encord.json"], strict=True):
        assert shapes(one) == shapes(two)


def test_what_an_encord_file_says_under_our_own_key_is_checked_as_any_drawing_is(lived: TestHouse) -> None:
    items = add_items(lived)
    project = make_project(lived, items)
    import_labels(lived, project, hard_coco())
    _, files = export(lived, project, format=Format.ENCORD)
    (row,) = [one for one in files["encord.json"] if one["data_title"] == "north/0001.jpg"]
    ontology = ontologies.newest(
        DEFAULT_WORKSPACE,
        projects.get(DEFAULT_WORKSPACE, project, table=lived.house.table).value.ontology,
        table=lived.house.table,
    ).value
    ship = {"class_id": next(one.id for one in ontology.classes if one.name == "ship")}
    box, full = {"0": {"box": [1, 2, 3, 4]}}, {"size": [HEIGHT, WIDTH], "counts": [0, HEIGHT * WIDTH]}
    bad: list[dict[str, Any]] = [
        {"object_id": "../e vil", "shapes": box},
        {"object_id": "area", "shapes": box, "area": -5.0},
        {"object_id": "far", "shapes": {"0": {"box": [1e300, 1, 1, 1]}}},
        {"object_id": "source", "shapes": box, "source_id": 10**18},
        {"object_id": "part", "shapes": {"..": {"box": [1, 2, 3, 4]}}},
        {"object_id": "short", "shapes": {"0": {"mask": full | {"counts": [7]}}}},
        {"object_id": "text", "shapes": {"0": {"mask": full | {"counts": "015"}}}},
        {"object_id": "huge", "shapes": {"0": {"mask": full | {"counts": [2**63 - 1, 5]}}}},
        {"object_id": "size", "shapes": {"0": {"mask": {"size": [2, 2], "counts": [4]}}}},
        {"object_id": "two", "shapes": box, "area": -5.0, "source_id": 10**18},
        {"object_id": "none", "shapes": {"0": {}}},
    ]
    good = {"object_id": "good", "shapes": {"0": {"mask": full}}}
    row["everloop"]["more"] = [ship | one for one in (*bad, good)]
    before = len(row["everloop"]["order"])
    job = import_labels(lived, project, [row], format=Format.ENCORD)
    told = {one["object_id"]: one["reason"] for one in errors(lived, job) if "object_id" in one and not one.get("kept")}
    assert told.keys() >= {one["object_id"] for one in bad} - {"none"}
    assert told["two"] == "The area -5.0 is no number of 0 or more. The source id is too large a number."
    assert job.counts["annotations"] == before + 1
    for kind in Format:
        _, files = export(lived, project, format=kind)
    there = labels.find(DEFAULT_WORKSPACE, items["north/0001.jpg"], project, table=lived.house.table)
    assert there is not None
    names = {one["object_id"] for one in labels.body_of(there.head, objects=lived.house.objects)}
    assert "good" in names
    assert not names & {one["object_id"] for one in bad}


def test_an_encord_row_that_cannot_be_is_told_and_good_ones_kept(lived: TestHouse) -> None:
    items = add_items(lived)
    project = make_project(lived, items)
    import_labels(lived, project, hard_coco())
    _, files = export(lived, project, format=Format.ENCORD)
    rows = files["encord.json"]
    (unit,) = rows[0]["data_units"].values()
    unit["width"] = "1" + "0" * 400
    rows[1]["branch_name"] = "here"
    rows.append({"data_units": {}, "data_title": "here"})
    text = orjson.dumps(rows).replace(b'"here"', b"[" * 900 + b"]" * 900)
    text = text.removesuffix(b"]") + b',{"data_units": ' + b"[" * 100_000 + b"]" * 100_000 + b"}, 1]"
    other = make_project(lived, items, title="Copy")
    job = import_labels(lived, other, text, format=Format.ENCORD)
    assert {one["row"] for one in errors(lived, job) if not one.get("kept")} == {0, 1, 5, 6, 7}
    assert job.counts["images"] == 3


def test_a_coco_row_that_is_nested_deeply_is_told_and_good_ones_kept(lived: TestHouse) -> None:
    truth = hard_coco()
    project = make_project(lived, add_items(lived))
    for key in ("segmentation", "x", "image_id"):
        truth["annotations"].append({"id": 1, "image_id": 900, "category_id": 90, "bbox": [1, 2, 3, 4], key: "here"})
    for depth in (1_000, 100_000):
        text = orjson.dumps(truth).replace(b'"here"', b"[" * depth + b"]" * depth)
        job = import_labels(lived, project, text)
        lost = {one["row"] for one in errors(lived, job) if not one.get("kept")}
        assert lost == ({40, 41, 42} if depth > 1_024 else {40, 42})


def shapes(row: dict[str, Any]) -> list[str]:
    """What is drawn in a row, without the hashes of its own project."""
    (unit,) = row["data_units"].values()
    wanted = ("name", "shape", "boundingBox", "polygons", "bitmask")
    return [json.dumps({key: one.get(key) for key in wanted}, sort_keys=True) for one in unit["labels"]["objects"]]


def test_what_is_no_file_of_the_format_ends_the_job_with_a_sentence(lived: TestHouse) -> None:
    project = make_project(lived, add_items(lived))
    house = lived.house
    for content, kind in ((b"no json", Format.COCO), ({"a": 1}, Format.COCO), (b"", Format.ENCORD)):
        spec = LabelImport(upload=upload(lived, content), format=kind)
        job = imports.import_labels(a_call(), project, spec, table=house.table, objects=house.objects)
        lived.settle()
        ended = jobs.get(DEFAULT_WORKSPACE, job.id, table=house.table).value
        assert ended.state is JobState.FAILED
        assert ended.reason
        assert ended.reason.startswith("This")


def test_a_file_that_is_not_there_or_too_large_is_refused(lived: TestHouse) -> None:
    project = make_project(lived, add_items(lived))
    house = lived.house
    for name in ("nothing", "../secret"):
        with pytest.raises(NotFound):
            imports.import_labels(a_call(), project, LabelImport(upload=name), table=house.table, objects=house.objects)
    with pytest.raises(Invalid, match="1 GB"):
        imports.start_upload(a_call(), size_bytes=1_000_000_001, objects=house.objects)


def test_an_export_that_is_not_done_has_no_files(lived: TestHouse) -> None:
    project = make_project(lived, add_items(lived))
    house = lived.house
    job = exports.export(
        a_call(), project, ExportRequest(), table=house.table, objects=house.objects, index=house.index, columns=house.columns
    )
    with pytest.raises(Conflict):
        exports.files(a_call(), job.id, table=house.table, objects=house.objects)
    done(lived, job)
    (file,) = exports.files(a_call(), job.id, table=house.table, objects=house.objects)
    assert (file.name, file.url.startswith("/")) == ("coco.json", True)
