"""A detector's results become a prediction set: columns, the run's manifest, and facts that are filters."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from pydantic import ValidationError
from pyroaring import BitMap

from everloop.domain.errors import Invalid, NotFound
from everloop.domain.fields import resolve
from everloop.domain.filters import parse
from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId, SetHash
from everloop.domain.jobs import Job
from everloop.domain.predictions import LedgerRef, PredictionSet, PredictionState, RunOn
from everloop.domain.principals import Scope
from everloop.domain.transfers import ExportRequest, LabelImport, PredictionImport
from everloop.ports import Selection
from everloop.store import keys, predictions, sets
from everloop.usecases import items as catalogue
from everloop.usecases import members, models
from everloop.usecases.exports import requesting as exports
from everloop.usecases.imports import requesting as imports
from tests.house import TestHouse, a_call
from tests.journeys.transferring import add_items, done, errors, hard_coco, jittered, make_project, seqs_of, upload


def import_results(lived: TestHouse, content: Any, *, model: str = "yolo", **asked: Any) -> tuple[Job, PredictionSet]:
    house = lived.house
    named = models.name_model(a_call(), model, version="1", trained_on=None, table=house.table)
    spec = PredictionImport(upload=upload(lived, content), model=named.id, **asked)
    job = imports.import_predictions(a_call(), spec, table=house.table, objects=house.objects)
    ended = done(lived, job)
    assert ended.result is not None
    return ended, predictions.get(DEFAULT_WORKSPACE, ended.result["prediction_set"], table=house.table)


def labelled(lived: TestHouse, truth: dict[str, Any]) -> tuple[str, dict[str, str]]:
    items = add_items(lived)
    project = make_project(lived, items)
    house = lived.house
    spec = LabelImport(upload=upload(lived, truth))
    done(lived, imports.import_labels(a_call(), project, spec, table=house.table, objects=house.objects))
    return project, items


def found(lived: TestHouse, filter_json: Any, *names: str) -> set[int]:
    fields = {name: resolve(name) for name in names}
    selection = Selection(Scope(DEFAULT_WORKSPACE), parse(filter_json), fields)
    return set(lived.house.index.scan(selection).seq.tolist())


def test_results_by_the_projects_ledger_are_kept_row_by_row(lived: TestHouse) -> None:
    truth = hard_coco()
    project, items = labelled(lived, truth)
    rows = jittered(truth)
    job, made = import_results(lived, rows, ledger=LedgerRef(project=project))
    assert errors(lived, job) == []
    assert (made.state, made.project, made.predictions, made.unmapped) == (PredictionState.READY, project, len(rows), 0)
    assert (made.items, made.found_nothing) == (5, 1)
    told = list(predictions.read(made, columns=lived.house.columns))
    assert sorted(one.row for one in told) == list(range(len(rows)))
    for one in told:
        row = rows[one.row]
        assert (list(one.box), one.confidence, one.category_id) == (row["bbox"], row["score"], row["category_id"])
    seqs = seqs_of(lived, items)
    run_on = sets.load(lived.house.objects, DEFAULT_WORKSPACE, SetHash(made.run_on or ""))
    assert run_on == BitMap(seqs.values()) - BitMap([seqs["alone.jpg"]])
    assert {one.name for one in made.classes} == {"ship", "buoy", "crane"}
    assert all(one.class_id for one in made.classes)


def test_what_a_set_says_of_items_becomes_filters(lived: TestHouse) -> None:
    truth = hard_coco()
    project, items = labelled(lived, truth)
    _, made = import_results(lived, jittered(truth), ledger=LedgerRef(project=project))
    seqs = seqs_of(lived, items)
    count, least, classes = (f"prediction.{made.id}.{key}" for key in ("count", "least", "classes"))
    assert found(lived, {"range": {"f": count, "gte": 1}}, count) == {
        seqs[name] for name in ("north/0001.jpg", "north/0002.jpg", "south/0001.jpg", "south/deep/0003.jpg")
    }
    assert found(lived, {"range": {"f": count, "lte": 0}}, count) == {seqs["empty.jpg"]}
    assert found(lived, {"not": {"exists": count}}, count) == {seqs["alone.jpg"]}
    assert seqs["empty.jpg"] not in found(lived, {"range": {"f": least, "lt": 0.5}}, least)
    assert found(lived, {"in": {"f": classes, "v": ["nothing"]}}, classes) == set()
    row = lived.house.table.get(keys.head(DEFAULT_WORKSPACE, items["north/0001.jpg"]))  # type: ignore[arg-type]
    assert row is not None
    said = orjson.loads(row.data)["predictions"][made.id]
    assert said["least"] <= said["mean"] <= said["max"] <= 0.9


def test_a_truth_file_names_images_and_classes_without_any_label(lived: TestHouse) -> None:
    items = add_items(lived)
    truth = hard_coco()
    job, made = import_results(lived, jittered(truth), ledger=LedgerRef(upload=upload(lived, truth)))
    assert errors(lived, job) == []
    assert made.project is None
    assert made.items == 5
    assert made.unmapped == made.predictions
    assert {one.name for one in made.classes} == {"ship", "buoy", "crane"}
    assert len(items) == 6


def test_a_result_that_is_nested_deeply_is_told_and_good_ones_kept(lived: TestHouse) -> None:
    truth = hard_coco()
    project, _ = labelled(lived, truth)
    good = {"image_id": 900, "category_id": 90, "bbox": [1, 2, 3, 4], "score": 0.5}
    rows = [good, good | {"segmentation": "here"}, good | {"x": "here"}, good | {"score": "here"}, good]
    for depth in (1_000, 100_000):
        text = orjson.dumps(rows).replace(b'"here"', b"[" * depth + b"]" * depth)
        job, made = import_results(lived, text, ledger=LedgerRef(project=project))
        told = {one["row"]: one["reason"] for one in errors(lived, job)}
        assert told.keys() == ({1, 2, 3} if depth > 1_024 else {1, 3})
        assert made.predictions == len(rows) - len(told)
        assert not any("ledger" in reason for reason in told.values()), "the row is wrong, not its image"


def test_unmapped_classes_are_kept_and_counted(lived: TestHouse) -> None:
    truth = hard_coco()
    project, _ = labelled(lived, truth)
    rows = [
        {"image_id": 900, "category_id": 90, "bbox": [1, 2, 3, 4], "score": 0.5},
        {"image_id": 900, "category_id": 777, "bbox": [1, 2, 3, 4], "score": 0.4},
    ]
    _, made = import_results(lived, rows, ledger=LedgerRef(project=project))
    assert made.unmapped == 1
    assert [(one.category_id, one.name, one.class_id is None, one.predictions) for one in made.classes] == [
        (777, "category 777", True, 1),
        (90, "ship", False, 1),
    ]


def test_the_images_a_model_was_run_on_may_be_named(lived: TestHouse) -> None:
    truth = hard_coco()
    project, _ = labelled(lived, truth)
    rows = [{"image_id": 900, "category_id": 90, "bbox": [1, 2, 3, 4], "score": 0.5}]
    _, made = import_results(lived, rows, ledger=LedgerRef(project=project), images=[17, "north/0002.jpg"])
    assert (made.items, made.found_nothing) == (3, 2)
    _, made = import_results(lived, rows, ledger=LedgerRef(project=project), run_on=RunOn.PREDICTED)
    assert (made.items, made.found_nothing) == (1, 0)
    job, made = import_results(lived, rows, ledger=LedgerRef(project=project), images=[12_345])
    assert [one["reason"] for one in errors(lived, job)] == ["The model was run on 12345, which the ledger does not have."]


def test_an_exports_ids_may_be_named(lived: TestHouse) -> None:
    truth = hard_coco()
    project, _ = labelled(lived, truth)
    house = lived.house
    asked = ExportRequest(filter={"prefix": {"f": "key", "v": "north/"}})
    job = exports.export(
        a_call(), project, asked, table=house.table, objects=house.objects, index=house.index, columns=house.columns
    )
    done(lived, job)
    _, made = import_results(lived, jittered(truth), ledger=LedgerRef(export=job.id))
    assert made.items == 2
    assert made.project == project


def test_bad_results_are_told_and_good_ones_kept(lived: TestHouse) -> None:
    project, _ = labelled(lived, hard_coco())
    good = {"image_id": 900, "category_id": 90, "bbox": [1, 2, 3, 4], "score": 0.5}
    outline = {"segmentation": [[1, 1, 9, 1, 9, 9, 1, 9]], "bbox": None}
    rows = [
        good | {"score": 2},
        good,
        good | {"image_id": 5},
        3,
        good | {"segmentation": {"size": [2, 2], "counts": "04"}},
        good | outline,
    ]
    job, made = import_results(lived, rows, ledger=LedgerRef(project=project))
    assert sorted((one["row"], one["reason"]) for one in errors(lived, job)) == [
        (0, "Its score 2 is not between 0 and 1."),
        (2, "The ledger has no image 5, or no item for it."),
        (3, "This row is no object."),
        (4, "Its mask is 2 × 2, but the image 160 × 120."),
    ]
    box, filled = predictions.read(made, columns=lived.house.columns)
    assert (box.row, filled.row, filled.box) == (1, 5, (1.0, 1.0, 8.0, 8.0))
    assert filled.mask is not None


def test_what_a_projects_set_says_is_shown_to_those_of_the_project(lived: TestHouse) -> None:
    truth = hard_coco()
    project, ids = labelled(lived, truth)
    _, mine = import_results(lived, jittered(truth), ledger=LedgerRef(project=project))
    _, open_to_all = import_results(lived, jittered(truth), ledger=LedgerRef(upload=upload(lived, truth)), model="other")
    table = lived.house.table
    members.add(a_call(), name="Ben", member_id="ben", table=table)
    heads = [row for row in table.get_many([keys.head(DEFAULT_WORKSPACE, ItemId(one)) for one in ids.values()]) if row]

    def told(user: str) -> set[str]:
        return {name for item in catalogue.seen(a_call(user), heads, table=table) for name in item.predictions}

    assert told("anna") == {mine.id, open_to_all.id}
    assert told("ben") == {open_to_all.id}


def test_a_set_whose_import_failed_says_so(lived: TestHouse) -> None:
    project, _ = labelled(lived, hard_coco())
    house = lived.house
    named = models.name_model(a_call(), "yolo", version="1", trained_on=None, table=house.table)
    spec = PredictionImport(upload=upload(lived, {"no": "results"}), model=named.id, ledger=LedgerRef(project=project))
    job = imports.import_predictions(a_call(), spec, table=house.table, objects=house.objects)
    name = str(job.spec["set"])
    ports = {"table": house.table, "objects": house.objects, "index": house.index}
    assert models.prediction_set(a_call(), name, **ports).state is PredictionState.REQUESTED
    lived.settle()
    assert models.prediction_set(a_call(), name, **ports).state is PredictionState.FAILED
    assert [one.state for one in models.prediction_sets(a_call(), **ports).items] == [PredictionState.FAILED]


def test_a_dry_run_writes_no_set(lived: TestHouse) -> None:
    truth = hard_coco()
    project, _ = labelled(lived, truth)
    house = lived.house
    named = models.name_model(a_call(), "m", version="1", trained_on=None, table=house.table)
    spec = PredictionImport(
        upload=upload(lived, jittered(truth)), model=named.id, ledger=LedgerRef(project=project), dry_run=True
    )
    job = done(lived, imports.import_predictions(a_call(), spec, table=house.table, objects=house.objects))
    assert job.counts["predictions"] == len(jittered(truth))
    assert predictions.listing(DEFAULT_WORKSPACE, table=house.table).items == []


def test_what_cannot_be_is_refused(lived: TestHouse) -> None:
    house = lived.house
    project, _ = labelled(lived, hard_coco())
    other = make_project(lived, add_items(lived, ("z.jpg",)), title="Other")
    named = models.name_model(a_call(), "m", version="1", trained_on=None, table=house.table)
    file = upload(lived, [])
    ledger = LedgerRef(project=project)
    for spec, kind in (
        (PredictionImport(upload=file, model="nobody", ledger=ledger), NotFound),
        (PredictionImport(upload="nothing", model=named.id, ledger=ledger), NotFound),
        (PredictionImport(upload=file, model=named.id, ledger=ledger, project=other), Invalid),
        (PredictionImport(upload=file, model=named.id, ledger=LedgerRef(project="none")), NotFound),
        (PredictionImport(upload=file, model=named.id, ledger=LedgerRef(export="none")), NotFound),
    ):
        with pytest.raises(kind):
            imports.import_predictions(a_call(), spec, table=house.table, objects=house.objects)
    with pytest.raises(ValidationError):
        LedgerRef(project="a", export="b")
