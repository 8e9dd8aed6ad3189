"""Predictions against labels: the numbers of pycocotools, every read of them, and the way back from failures to work."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from everloop.domain.errors import Conflict, Invalid, NotFound
from everloop.domain.evaluations import EvaluationState, IouKind
from everloop.domain.jobs import JobState
from everloop.domain.metrics.detection import STATISTICS
from everloop.domain.principals import Call
from everloop.sdk.jobs import JobFailed
from everloop.store import jobs
from everloop.usecases.evaluate.job import evaluating
from tests.house import TestHouse, a_call
from tests.journeys.evaluating import PROJECT, Lab, Results, a_lab
from tests.unit.test_detection_metrics import random_set, reference, with_masks

DATA = os.environ.get("EVERLOOP_TEST_DATA")


@pytest.fixture
def generated(lived: TestHouse) -> tuple[Lab, dict[str, object], Results]:
    truth, results = random_set(11, images=8, most=8, classes=3, flood=False)
    return a_lab(lived, truth), truth, results


def test_the_statistics_are_those_of_pycocotools(generated: tuple[Lab, dict[str, object], Results]) -> None:
    lab, truth, results = generated
    found = lab.client.evaluations.run(PROJECT, lab.predict(results))
    assert found.state is EvaluationState.READY
    expected = reference(truth, results, "bbox").stats.tolist()
    assert list(found.statistics.values()) == pytest.approx(expected, rel=0, abs=1e-12)
    assert list(found.statistics) == list(STATISTICS)
    assert found.counts["items"] == found.items == 8
    assert found.counts["predictions"] == len(results)


@pytest.mark.skipif(DATA is None, reason="EVERLOOP_TEST_DATA names no folder with the real data")
@pytest.mark.parametrize("detector", ["yolox_nano", "ssd_mobilenet_v2"])
def test_real_detectors_get_the_statistics_that_pycocotools_gave_them(lived: TestHouse, detector: str) -> None:
    folder = Path(str(DATA)) / "coco128_lightly"
    truth = json.loads((folder / "instances_boxes_val.json").read_text())
    results = json.loads((folder / f"predictions_{detector}.json").read_text())
    line = re.search(rf"^{detector}\s+(.*)$", (folder / "README.md").read_text(), re.MULTILINE)
    assert line is not None
    lab = a_lab(lived, truth)
    found = lab.client.evaluations.run(PROJECT, lab.predict(results))
    assert list(found.statistics.values()) == pytest.approx([float(one) for one in line[1].split()], rel=0, abs=5e-7)
    expected = reference(truth, results, "bbox").stats.tolist()
    assert list(found.statistics.values()) == pytest.approx(expected, rel=0, abs=1e-9)


def test_masks_get_the_statistics_of_pycocotools_too(lived: TestHouse) -> None:
    truth, results = random_set(12, images=6, most=6, classes=3, flood=False)
    with_masks(truth, results, 12)
    lab = a_lab(lived, truth)
    predictions = lab.predict(results)
    for kind in IouKind:
        found = lab.client.evaluations.run(PROJECT, predictions, iou_kind=kind)
        if kind is IouKind.SEGM:
            expected = reference(truth, results, "segm").stats.tolist()
            assert list(found.statistics.values()) == pytest.approx(expected, rel=0, abs=1e-12)
            assert found.counts["boxes_as_masks"] == 0


def test_an_evaluation_warns_of_what_the_model_was_trained_on(generated: tuple[Lab, dict[str, object], Results]) -> None:
    lab, _, results = generated
    unknown = lab.client.evaluations.run(PROJECT, lab.predict(results))
    assert ["not known" in one for one in unknown.warnings] == [True]
    version = lab.cut("training")
    trained = lab.client.evaluations.run(PROJECT, lab.predict(results, name="overfit", trained_on=version.id))
    assert trained.counts["seen_in_training"] == 8
    assert any("trained on 8 of these 8 items" in one for one in trained.warnings)


def test_predictions_of_unknown_classes_are_counted_and_left_out(generated: tuple[Lab, dict[str, object], Results]) -> None:
    lab, truth, results = generated
    strange = [{**row, "category_id": 999} for row in results[:10]]
    found = lab.client.evaluations.run(PROJECT, lab.predict([*results, *strange]))
    assert found.counts["unmapped"] == 10
    expected = reference(truth, results, "bbox").stats.tolist()
    assert list(found.statistics.values()) == pytest.approx(expected, rel=0, abs=1e-12)


def test_an_evaluation_belongs_to_its_project(generated: tuple[Lab, dict[str, object], Results]) -> None:
    lab, _, results = generated
    found = lab.client.evaluations.run(PROJECT, lab.predict(results))
    stranger = lab.as_("ben")
    for read in (stranger.evaluations.get, stranger.evaluations.report, stranger.evaluations.classes):
        with pytest.raises(NotFound):
            read(found.id)
    with pytest.raises(NotFound):
        stranger.evaluations.create(PROJECT, found.prediction_set)
    with pytest.raises(NotFound):
        stranger.prediction_sets.get(found.prediction_set)
    assert list(stranger.prediction_sets.list()) == []


def test_a_part_of_the_items_is_evaluated_as_if_it_were_all(generated: tuple[Lab, dict[str, object], Results]) -> None:
    lab, truth, results = generated
    evaluations = lab.client.evaluations
    whole = evaluations.run(PROJECT, lab.predict(results))
    some = sorted(lab.items)[:4]
    only = {"ids": [lab.items[image][1] for image in some]}
    alone = evaluations.run(PROJECT, whole.prediction_set, label_version=whole.label_version, items=only)
    sliced = evaluations.classes(whole.id, filter=only)
    assert alone.items == sliced.items == 4
    assert sliced.statistics == alone.statistics
    own = {**truth, "annotations": [row for row in truth["annotations"] if row["image_id"] in some]}  # type: ignore[attr-defined]
    expected = reference(own, [row for row in results if row["image_id"] in some], "bbox").stats.tolist()
    assert list(alone.statistics.values()) == pytest.approx(expected, rel=0, abs=1e-12)
    parts = evaluations.slices(whole.id, "seq")
    assert sum(one.items for one in parts) == 8


def test_any_metadata_field_slices_an_evaluation(generated: tuple[Lab, dict[str, object], Results]) -> None:
    lab, truth, results = generated
    client = lab.client
    client.metadata.put_key("city", "enum", values=["Oslo", "Rome"])
    client.metadata.put_key("speed", "number")
    images = sorted(lab.items)
    cities = {image: ("Oslo", "Rome")[image in images[:3]] for image in images[:6]}
    client.metadata.set({lab.items[image][1]: {"city": city, "speed": float(image)} for image, city in cities.items()})
    found = client.evaluations.run(PROJECT, lab.predict(results))
    parts = {one.value: one for one in client.evaluations.slices(found.id, "meta.city")}
    assert {value: one.items for value, one in parts.items()} == {"Oslo": 3, "Rome": 3, "": 2}
    for city in ("Oslo", "Rome"):
        mine = [image for image in images if cities.get(image) == city]
        own = {**truth, "annotations": [row for row in truth["annotations"] if row["image_id"] in mine]}  # type: ignore[attr-defined]
        expected = reference(own, [row for row in results if row["image_id"] in mine], "bbox").stats.tolist()
        assert list(parts[city].statistics.values()) == pytest.approx(expected, rel=0, abs=1e-12)
    by_speed = client.evaluations.slices(found.id, "meta.speed")
    assert sum(one.items for one in by_speed) == 8
    client.metadata.put_key("odometer", "number")
    client.metadata.put_key("seen", "datetime")
    client.metadata.set(
        {
            lab.items[i][1]: {"odometer": 1_234_567.0 + at, "seen": f"2026-03-0{1 + at}T12:00:00Z"}
            for at, i in enumerate(images[:6])
        }
    )
    ranges = [one.value for one in client.evaluations.slices(found.id, "meta.odometer") if one.value]
    assert ranges[0] == "1234567 – 1234568"
    assert len(set(ranges)) == 5
    days = [one.value for one in client.evaluations.slices(found.id, "meta.seen") if one.value]
    assert days[0] == "2026-03-01 12:00:00 UTC – 2026-03-02 12:00:00 UTC"
    with pytest.raises(Invalid, match="no field"):
        client.evaluations.slices(found.id, "meta.colour")
    with pytest.raises(Invalid, match="no facet"):
        client.evaluations.slices(found.id, "name")


def test_what_a_model_was_not_run_on_and_what_is_unlabelled_are_no_misses(
    generated: tuple[Lab, dict[str, object], Results],
) -> None:
    lab, truth, results = generated
    run_on = set(sorted(lab.items)[:5])
    found = lab.client.evaluations.run(PROJECT, lab.predict([row for row in results if row["image_id"] in run_on], on=run_on))
    assert found.items == 5
    assert found.counts["not_run"] == 3
    own = {**truth, "annotations": [row for row in truth["annotations"] if row["image_id"] in run_on]}  # type: ignore[attr-defined]
    expected = reference(own, [row for row in results if row["image_id"] in run_on], "bbox").stats.tolist()
    assert list(found.statistics.values()) == pytest.approx(expected, rel=0, abs=1e-12)


def test_every_read_agrees_with_every_other(generated: tuple[Lab, dict[str, object], Results]) -> None:
    lab, _, results = generated
    evaluations = lab.client.evaluations
    found = evaluations.run(PROJECT, lab.predict(results))
    report = evaluations.report(found.id)
    table = evaluations.classes(found.id)
    assert table == report.table
    assert table.operating_point == found.operating_point
    matrix = np.array(evaluations.confusion(found.id).matrix)
    assert np.trace(matrix[:-1, :-1]) == table.all_classes.tp == found.counts["tp"]
    rows = list(evaluations.matches(found.id))
    told = {outcome: sum(row["outcome"] == outcome for row in rows) for outcome in ("tp", "fp", "fn")}
    assert told == {"tp": found.counts["tp"], "fp": found.counts["fp"], "fn": found.counts["fn"]}
    names = [*(one.class_id for one in found.classes), ""]
    for confidence in (found.operating_point.confidence if found.operating_point else 0.0, 0.8):
        cells = np.array(evaluations.confusion(found.id, confidence=confidence).matrix)
        for (row, column), count in np.ndenumerate(cells[:4, -4:]):
            at = (names[row], names[-4:][column])
            behind = list(evaluations.outcomes(found.id, truth=at[0], predicted=at[1], confidence=confidence))
            assert len(behind) == count, at
    wrong = list(evaluations.matches(found.id, where={"in": {"f": "outcome", "v": ["fp"]}}))
    assert len(wrong) == told["fp"]
    item = rows[0]["item_id"]
    assert {row["item_id"] for row in evaluations.matches(found.id, item=item)} == {item}
    assert all(row["iou"] >= 0.1 for row in evaluations.pairs(found.id, item))
    strict = evaluations.classes(found.id, iou_threshold=0.9, confidence=0.0)
    assert strict.all_classes.tp <= table.all_classes.tp + table.all_classes.fn
    assert strict.statistics == table.statistics
    for one in table.classes:
        line = evaluations.curve(found.id, one.class_id)
        assert line.ap == pytest.approx(one.statistics["AP50"])
        assert line.confidence == sorted(line.confidence, reverse=True)


def test_the_worst_failures_become_a_collection_and_the_next_evaluation_is_compared(
    generated: tuple[Lab, dict[str, object], Results],
) -> None:
    lab, truth, results = generated
    evaluations = lab.client.evaluations
    prediction_set = lab.predict(results)
    first = evaluations.run(PROJECT, prediction_set, label_version=lab.cut("one").id)
    ranked = evaluations.failures(first.id, worst=3)
    assert [one.weight for one in ranked] == sorted((one.weight for one in ranked), reverse=True)
    made = evaluations.collect_failures(first.id, worst=3)
    assert made.failures == tuple(ranked)
    only = evaluations.classes(first.id, filter={"set": made.members})
    assert only.items == 3
    assert only.all_classes.fn == sum(one.fn for one in ranked)
    wrong = {"in": {"f": "outcome", "v": ["fp", "fn"]}}
    failing = evaluations.classes(first.id, filter={"match": {"evaluation": first.id, "where": wrong}})
    assert failing.items == len(evaluations.failures(first.id, worst=1_000))
    worst = {image for image, (_, item) in lab.items.items() if item == ranked[0].item_id}
    kept = [row for row in truth["annotations"] if row["image_id"] not in worst]  # type: ignore[attr-defined]
    lab.label({**truth, "annotations": kept})
    second = evaluations.run(PROJECT, prediction_set, label_version=lab.cut("two").id)
    compared = evaluations.compare(first.id, second.id)
    change = compared.statistics["AP50"]
    assert (change.before, change.after) == (first.statistics["AP50"], second.statistics["AP50"])
    losses = [one.numbers["AP"].change for one in compared.classes if one.numbers["AP"].change is not None]
    assert losses == sorted(losses)
    assert evaluations.get(first.id).statistics == first.statistics
    assert [one.id for one in evaluations.of(PROJECT)] == [second.id, first.id]


def test_what_two_evaluations_disagree_on_is_told_object_by_object(
    generated: tuple[Lab, dict[str, object], Results],
) -> None:
    lab, truth, results = generated
    evaluations = lab.client.evaluations
    first = evaluations.run(PROJECT, lab.predict(results), label_version=lab.cut("one").id)
    rows = list(evaluations.matches(first.id))
    right = next(row for row in rows if row["outcome"] == "tp")
    missed = next(row for row in rows if row["outcome"] == "fn")
    drawn = {f"o{row['id']}": row for row in truth["annotations"]}  # type: ignore[attr-defined]
    found = drawn[missed["object_id"]]
    added = {"image_id": found["image_id"], "category_id": found["category_id"], "bbox": found["bbox"], "score": 0.99}
    changed = [row for place, row in enumerate(results) if place != right["row"]] + [added]
    gone = next(row for row in rows if row["outcome"] == "fn" and row["object_id"] != missed["object_id"])
    lab.label({**truth, "annotations": [row for name, row in drawn.items() if name != gone["object_id"]]})
    second = evaluations.run(PROJECT, lab.predict(changed, name="next"), label_version=lab.cut("two").id)
    told = {name: _objects(evaluations.matches(one.id)) for name, one in (("was", first), ("now", second))}
    for change, was, now in (("fixed", "fn", "tp"), ("regressed", "tp", "fn")):
        expected = told["was"][was] & told["now"][now]
        said = evaluations.changed_objects(first.id, second.id, change)  # type: ignore[arg-type]
        assert {(one.item_id, one.object_id) for one in said.items} == expected
        assert len(expected) == getattr(said, change) == sum(getattr(one, change) for one in said.classes)
        assert all((one.before.found, one.after.found) == (was == "tp", now == "tp") for one in said.items)
        assert all(one.box_xywh == pytest.approx(tuple(drawn[one.object_id]["bbox"])) for one in said.items)
        pages = [
            evaluations.changed_objects(first.id, second.id, change, limit=1, cursor=str(at)) for at in range(len(expected))
        ]  # type: ignore[arg-type]
        assert [one for page in pages for one in page.items] == list(said.items)
    fixed = evaluations.changed_objects(first.id, second.id, "fixed")
    one = next(one for one in fixed.items if one.object_id == missed["object_id"])
    assert (one.after.confidence, one.after.iou) == (0.99, pytest.approx(1.0))
    assert one.after.predicted_class == one.class_name
    only = evaluations.changed_objects(first.id, second.id, "fixed", class_id=one.class_id)
    assert {row.class_id for row in only.items} == {one.class_id}
    assert fixed.objects == len([row for row in drawn.values() if not row.get("iscrowd")]) - 1
    same = evaluations.changed_objects(first.id, first.id, "fixed")
    assert (same.fixed, same.regressed, same.items) == (0, 0, ())


def _objects(rows: Iterable[dict[str, Any]]) -> dict[str, set[tuple[str, str]]]:
    """Objects by what became of them."""
    told: dict[str, set[tuple[str, str]]] = {"tp": set(), "fn": set(), "fp": set(), "ignored": set()}
    for row in rows:
        if row["object_id"] is not None and row["outcome"] != "fp":
            told[row["outcome"]].add((row["item_id"], row["object_id"]))
    return told


def test_every_step_of_the_job_may_be_done_twice(generated: tuple[Lab, dict[str, object], Results]) -> None:
    lab, _, results = generated
    found = lab.client.evaluations.run(PROJECT, lab.predict(results))
    house, call = lab.lived.house, a_call()
    asked = jobs.get(call.workspace, found.job, table=house.table).value
    again = Call(call.principal, call.now, asked.id)
    shards = [one.value for one in jobs.shards(call.workspace, asked.id, table=house.table)]
    kind = evaluating(table=house.table, objects=house.objects, columns=house.columns)
    for shard in shards:
        assert kind.run(asked, shard, again, lambda done, counts=None: None) == shard.output
    assert kind.finish(asked, shards, again).result == asked.result
    assert lab.client.evaluations.get(found.id) == found


def test_nothing_to_compare_is_a_failed_job_with_a_sentence(generated: tuple[Lab, dict[str, object], Results]) -> None:
    lab, _, results = generated
    evaluations = lab.client.evaluations
    asked = evaluations.create(PROJECT, lab.predict([], on=set()))
    with pytest.raises(JobFailed, match="run on no item"):
        lab.client.jobs.wait(asked.job)
    with pytest.raises(Conflict, match="run on no item"):
        evaluations.classes(asked.id)
    with pytest.raises(NotFound):
        evaluations.create(PROJECT, "nothing")
    segm = evaluations.create(PROJECT, lab.predict(results, name="boxes"), iou_kind=IouKind.SEGM)
    assert lab.client.jobs.get(segm.job).state is JobState.FAILED
    ready = evaluations.run(PROJECT, lab.predict(results, name="other"))
    with pytest.raises(Invalid, match="no class"):
        evaluations.curve(ready.id, "unicorn")


def test_failures_go_back_to_work_and_the_next_version_is_better(generated: tuple[Lab, dict[str, object], Results]) -> None:
    lab, _, results = generated
    client = lab.client
    lab.open_tasks()
    sure = [{**row, "score": 0.9} for row in results[:3]]
    predictions = lab.predict([*results, *sure])
    first = client.evaluations.run(PROJECT, predictions, label_version=lab.cut("first").id)
    for task in list(client.tasks.list(PROJECT)):
        client.tasks.move(PROJECT, task.id, "complete")
    sent = client.evaluations.send_back(first.id, worst=4, priority=0.9, offer=0.5)
    assert sent.tasks["reopened"] == 4
    assert sent.offered["proposed"] > 0
    worst = set(sent.collected.items)
    for _ in range(4):
        task = client.tasks.next(PROJECT)
        assert task is not None
        assert (task.priority, task.round) == (0.9, 2)
        assert task.item in worst
        worst.remove(task.item)
        row = lab.labels_of(task.item)
        proposed = [one["object_id"] for one in row["annotations"] if one.get("proposed")]
        operations = [{"op": "accept", "object_id": name} for name in proposed]
        rev = lab.save(task, row["rev"], [*operations, {"op": "set-state", "state": "labelled"}])
        client.tasks.submit(PROJECT, task, rev=rev)
    assert client.tasks.next(PROJECT, stage="annotate") is None
    second = client.evaluations.run(PROJECT, predictions, label_version=lab.cut("second").id)
    compared = client.evaluations.compare(first.id, second.id)
    assert second.counts["truths"] == first.counts["truths"] + sent.offered["proposed"]
    assert second.counts["tp"] > first.counts["tp"]
    recall = [one.numbers["recall"].change for one in compared.classes if one.numbers["recall"].change is not None]
    assert recall
    assert client.evaluations.get(first.id) == first
