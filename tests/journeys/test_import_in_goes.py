"""An import that takes longer than a shard has: it stops, goes on where it was, and nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from everloop.domain.errors import Invalid
from everloop.domain.formats.coco import reading
from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId
from everloop.domain.jobs import Job, JobState, ShardState
from everloop.domain.limits import FILE_BYTES
from everloop.domain.predictions import LedgerRef
from everloop.domain.transfers import LabelImport, PredictionImport
from everloop.entry import batch
from everloop.ports import ObjectFacts
from everloop.store import jobs, keys, labels, predictions
from everloop.usecases import jobs as running
from everloop.usecases import models
from everloop.usecases.imports import bodies, requesting, result_columns, results
from everloop.usecases.imports import coco as coco_imports
from everloop.usecases.imports import predictions as prediction_imports
from tests.house import TestHouse, a_call
from tests.journeys.transferring import add_items, done, errors, make_project, upload

NAMES = tuple(f"n{number:02d}.jpg" for number in range(20))


def truth() -> dict[str, Any]:
    """Twenty images with boxes, some rows wrong, one image unknown, some rows of no image."""
    rows = [
        {"id": number + 1, "image_id": number % 21, "category_id": 1 + number % 2, "bbox": [1, 2, 3 + number, 4], "odd": 1}
        for number in range(210)
    ]
    rows += [{"id": 900, "image_id": 3, "category_id": 1, "bbox": [1, 2, -3, 4]}, {"id": 901, "image_id": 777}, 3]
    images = [{"id": n, "file_name": name, "width": 160, "height": 120} for n, name in enumerate((*NAMES, "lost.jpg"))]
    return {"images": images, "categories": [{"id": 1, "name": "ship"}, {"id": 2, "name": "buoy"}], "annotations": rows}


def detected() -> list[Any]:
    """Results of which some are wrong, and some of images that nobody knows."""
    good = [
        {"image_id": number % 22, "category_id": 1 + number % 3, "bbox": [1, 2, 3, 4], "score": (number % 10) / 10}
        for number in range(150)
    ]
    outline = {"image_id": 1, "category_id": 1, "segmentation": [[1, 1, 9, 1, 9, 9, 1, 9]], "score": 0.5}
    return [*good, outline, {"image_id": 1, "category_id": 1, "score": 0.5}, {"image_id": 1, "category_id": 1, "bbox": []}]


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the files were large."""
    monkeypatch.setattr(bodies, "CHUNK", 3)
    monkeypatch.setattr(coco_imports, "HOMELESS_AT_ONCE", 1)
    monkeypatch.setattr(results, "TOLD_AT_ONCE", 2)
    monkeypatch.setattr(prediction_imports, "TOLD_AT_ONCE", 3)
    monkeypatch.setattr(result_columns, "AT_ONCE", 7)
    monkeypatch.setattr(result_columns, "PIECE", 20)
    for module in (results, result_columns):
        monkeypatch.setattr(module, "SHARD_BITS", 2)
    for module in ("everloop.store.columns", "everloop.domain.columns"):
        monkeypatch.setattr(f"{module}.SHARD_BITS", 2)


def ask_labels(lived: TestHouse, project: str, file: dict[str, Any] | None = None, **asked: Any) -> Job:
    marked = b"\xef\xbb\xbf" + orjson.dumps(file or truth())
    spec = LabelImport(upload=upload(lived, marked), **asked)
    return requesting.import_labels(a_call(), project, spec, table=lived.house.table, objects=lived.house.objects)


def ask_predictions(lived: TestHouse, project: str, **asked: Any) -> Job:
    named = models.name_model(a_call(), "yolo", version="1", trained_on=None, table=lived.house.table)
    ledger = LedgerRef(upload=upload(lived, truth()))
    spec = PredictionImport(upload=upload(lived, detected()), model=named.id, project=project, ledger=ledger, **asked)
    return requesting.import_predictions(a_call(), spec, table=lived.house.table, objects=lived.house.objects)


def go(lived: TestHouse, job: Job) -> ShardState | None:
    """One go of the job's shard, which stops at the first place where it may."""
    return batch.run_shard(lived.house, DEFAULT_WORKSPACE, job.id, 0, planned_s=0)


def attempts(lived: TestHouse, job: Job) -> int:
    return jobs.shard(DEFAULT_WORKSPACE, job.id, 0, table=lived.house.table).value.attempts


def told(lived: TestHouse, items: dict[str, str], project: str) -> dict[str, Any]:
    """The labels of each item, without what names the project."""
    found = {}
    for name, item in items.items():
        row = labels.find(DEFAULT_WORKSPACE, item, project, table=lived.house.table)
        if row is not None:
            body = labels.body_of(row.head, objects=lived.house.objects)
            found[name] = (row.head["rev"], [(one["coco_id"], one["source_id"], one["shapes"]) for one in body])
    return found


def of_set(lived: TestHouse, job: Job) -> tuple[Any, ...]:
    made = predictions.get(DEFAULT_WORKSPACE, str(job.spec["set"]), table=lived.house.table)
    rows = [one.model_dump(exclude={"class_id"}) for one in predictions.read(made, columns=lived.house.columns)]
    return rows, made.predictions, made.items, made.found_nothing, made.run_on, [one.name for one in made.classes]


def test_labels_in_many_goes_are_those_of_one(lived: TestHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    survey = reading.survey
    monkeypatch.setattr(reading, "survey", lambda *given, **named: looks.append(1) or survey(*given, **named))
    items = add_items(lived, NAMES)
    first, second = (make_project(lived, items, title=title) for title in ("One", "Many"))
    whole = done(lived, ask_labels(lived, first))
    lived.planned_s = 0
    parted = done(lived, ask_labels(lived, second))
    assert jobs.shard(DEFAULT_WORKSPACE, parted.id, 0, table=lived.house.table).value.token > 5
    assert parted.counts == whole.counts
    assert looks == [1, 1]
    assert whole.counts["rows_new"] == 20
    assert parted.result is not None
    assert parted.result["unread"] == {"odd": 200}
    assert parted.result["classes_added"] == ["ship", "buoy"]
    assert errors(lived, parted) == errors(lived, whole)
    assert len(errors(lived, whole)) == 4
    assert told(lived, items, second) == told(lived, items, first)


def test_the_last_images_that_cannot_be_read_are_told_once_in_many_goes(lived: TestHouse) -> None:
    items = add_items(lived, NAMES)
    first, second = (make_project(lived, items, title=title) for title in ("One", "Many"))
    file = truth()
    for row in file["annotations"]:
        if isinstance(row, dict) and row["image_id"] in (18, 19):
            row |= {"bbox": [1, 2, -3, 4], **{f"odd {number}": 1 for number in range(700)}}
    whole = done(lived, ask_labels(lived, first, file))
    lived.planned_s = 0
    parted = done(lived, ask_labels(lived, second, file))
    assert parted.counts == whole.counts
    assert errors(lived, parted) == errors(lived, whole)


def test_what_is_not_taken_over_has_some_hundred_names_at_most(lived: TestHouse) -> None:
    file = truth()
    file["annotations"][0] |= {f"{number:04d}" + "x" * 99: 1 for number in range(700)}
    told = done(lived, ask_labels(lived, make_project(lived, add_items(lived, NAMES)), file)).result
    assert told is not None
    assert (len(told["unread"]), told["unread"]["others"]) == (501, 201)
    assert max(map(len, told["unread"])) == 64


def test_results_in_many_goes_are_those_of_one(lived: TestHouse) -> None:
    items = add_items(lived, NAMES)
    project = make_project(lived, items)
    whole = done(lived, ask_predictions(lived, project))
    lived.planned_s = 0
    parted = done(lived, ask_predictions(lived, project))
    assert jobs.shard(DEFAULT_WORKSPACE, parted.id, 0, table=lived.house.table).value.token > 10
    assert parted.counts == whole.counts
    assert errors(lived, parted) == errors(lived, whole)
    assert of_set(lived, parted) == of_set(lived, whole)
    heads = [orjson.loads(row.data)["predictions"] for row in lived.house.table.get_many([*_heads(items)]) if row]
    assert all(one[str(parted.spec["set"])] == one[str(whole.spec["set"])] for one in heads)
    dry = done(lived, ask_predictions(lived, project, dry_run=True))
    assert dry.counts == whole.counts


def _heads(items: dict[str, str]) -> Iterator[Any]:
    for item in items.values():
        yield keys.head(DEFAULT_WORKSPACE, ItemId(item))


@pytest.mark.parametrize("calls", [0, 3, 9])
def test_an_import_that_is_killed_again_and_again_comes_to_its_end(
    lived: TestHouse, calls: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = add_items(lived, NAMES)
    first, second = (make_project(lived, items, title=title) for title in ("One", "Killed"))
    whole = done(lived, ask_labels(lived, first))
    monkeypatch.setattr(running, "KEEP_MS", 0)
    monkeypatch.setattr(running, "LEASE_MS", 0)
    job = ask_labels(lived, second)
    batch.advance(lived.house, DEFAULT_WORKSPACE, job.id)
    plain, kills = bodies.Session.moved, 0

    class Killed(BaseException):
        pass

    while True:
        made = iter(range(calls))

        def dying(session: bodies.Session, made: Any = made) -> None:
            if next(made, None) is None:
                raise Killed
            plain(session)

        monkeypatch.setattr(bodies.Session, "moved", dying)
        try:
            assert batch.run_shard(lived.house, DEFAULT_WORKSPACE, job.id, 0) is ShardState.DONE
            break
        except Killed:
            kills += 1
            if not calls and kills == 3:
                break
    monkeypatch.setattr(bodies.Session, "moved", plain)
    if not calls:
        assert batch.run_shard(lived.house, DEFAULT_WORKSPACE, job.id, 0) is ShardState.FAILED
        return
    ended = done(lived, job)
    assert kills
    assert errors(lived, ended) == errors(lived, whole)
    assert told(lived, items, second) == told(lived, items, first)
    assert {key: ended.counts[key] for key in ("images", "annotations", "errors")} == {
        key: whole.counts[key] for key in ("images", "annotations", "errors")
    }


@pytest.mark.parametrize("calls", [2, 5])
def test_an_import_of_results_that_is_killed_again_and_again_comes_to_its_end(
    lived: TestHouse, calls: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = add_items(lived, NAMES)
    project = make_project(lived, items)
    whole = done(lived, ask_predictions(lived, project))
    monkeypatch.setattr(running, "KEEP_MS", 0)
    monkeypatch.setattr(running, "LEASE_MS", 0)
    job = ask_predictions(lived, project)
    batch.advance(lived.house, DEFAULT_WORKSPACE, job.id)
    plain, kills = results.Session.moved, 0

    class Killed(BaseException):
        pass

    while True:
        made = iter(range(calls))

        def dying(session: results.Session, percent: float, made: Any = made) -> None:
            if next(made, None) is None:
                raise Killed
            plain(session, percent)

        monkeypatch.setattr(results.Session, "moved", dying)
        try:
            assert batch.run_shard(lived.house, DEFAULT_WORKSPACE, job.id, 0) is ShardState.DONE
            break
        except Killed:
            kills += 1
    ended = done(lived, job)
    assert kills
    assert ended.counts == whole.counts
    assert errors(lived, ended) == errors(lived, whole)
    assert of_set(lived, ended) == of_set(lived, whole)
    heads = [orjson.loads(row.data)["predictions"] for row in lived.house.table.get_many([*_heads(items)]) if row]
    assert all(one[str(ended.spec["set"])] == one[str(whole.spec["set"])] for one in heads)


def test_an_import_can_be_cancelled_between_two_goes(lived: TestHouse) -> None:
    items = add_items(lived, NAMES)
    job = ask_predictions(lived, make_project(lived, items))
    batch.advance(lived.house, DEFAULT_WORKSPACE, job.id)
    assert go(lived, job) is ShardState.OPEN
    assert go(lived, job) is ShardState.OPEN
    assert attempts(lived, job) == 0
    running.cancel(a_call(), job.id, table=lived.house.table, runner=lived.runner)
    assert go(lived, job) is None
    lived.settle()
    assert jobs.get(DEFAULT_WORKSPACE, job.id, table=lived.house.table).value.state is JobState.CANCELLED
    heads = [orjson.loads(row.data) for row in lived.house.table.get_many([*_heads(items)]) if row]
    assert not any(one.get("predictions") for one in heads)


def test_a_file_of_more_than_a_gigabyte_is_refused_before_it_is_read(lived: TestHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(lived, add_items(lived, NAMES))
    house = lived.house
    with pytest.raises(Invalid, match="at most 1 GB: split the file"):
        requesting.start_upload(a_call(), size_bytes=FILE_BYTES + 1, objects=house.objects)
    named = upload(lived, truth())
    plain = type(house.objects).head

    def grown(objects: Any, path: str) -> ObjectFacts:
        facts = plain(objects, path)
        return ObjectFacts(path, FILE_BYTES + 1, facts.etag, facts.modified_ms) if path.endswith(named) else facts

    monkeypatch.setattr(type(house.objects), "head", grown)
    with pytest.raises(Invalid, match="at most 1 GB: split the file"):
        requesting.import_labels(a_call(), project, LabelImport(upload=named), table=house.table, objects=house.objects)
