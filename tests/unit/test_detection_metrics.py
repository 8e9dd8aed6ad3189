"""The 12 statistics against pycocotools, over random tiny data sets with every trait that ever made a difference."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from everloop.domain.metrics import detection
from everloop.domain.metrics import outcomes as oc
from everloop.domain.metrics.evidence import Evidence, gathered, joined
from everloop.domain.metrics.overlaps import Predictions, Truth

SIZE = 120


def random_set(seed: int, *, images: int, most: int, classes: int, flood: bool) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Gapped unsorted image ids, negatives, crowds, areas unequal to w·h, tied scores, equal boxes, touching boxes, classes
    without truth; with ``flood`` more than 100 detections of one class in an image."""
    rng = np.random.default_rng(seed)
    image_ids = (rng.permutation(images) * 7 + 3).tolist()
    class_ids = sorted(rng.choice(np.arange(1, 40), classes, replace=False).tolist())
    annotations: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []
    for image in image_ids:
        boxes = []
        for _ in range(int(rng.integers(0, most))):
            box = [float(v) for v in (*rng.integers(0, 60, 2), *rng.integers(1, 60, 2))]
            if boxes and rng.random() < 0.2:
                box = boxes[-1]
            boxes.append(box)
            annotations.append(_annotation(rng, len(annotations) + 1, image, int(rng.choice(class_ids)), box))
        count = 110 + int(rng.integers(0, 20)) if flood else int(rng.integers(0, 2 * most))
        for _ in range(count):
            if boxes and rng.random() < 0.7:
                box = [v + float(rng.integers(-3, 4)) for v in boxes[int(rng.integers(len(boxes)))]]
                box[2:] = [max(1.0, v) for v in box[2:]]
            else:
                box = [float(v) for v in (*rng.integers(0, 60, 2), *rng.integers(1, 60, 2))]
            klass = class_ids[0] if flood and rng.random() < 0.95 else int(rng.choice(class_ids))
            results.append({"image_id": image, "category_id": klass, "bbox": box, "score": float(rng.integers(0, 8)) / 8})
    order = rng.permutation(len(results))
    truth = {
        "images": [{"id": image, "width": SIZE * 2, "height": SIZE * 2} for image in image_ids],
        "annotations": annotations,
        "categories": [{"id": klass, "name": str(klass)} for klass in rng.permutation(class_ids).tolist()],
    }
    return truth, [results[i] for i in order]


def _annotation(rng: np.random.Generator, number: int, image: int, klass: int, box: list[float]) -> dict[str, Any]:
    area = box[2] * box[3] * float(rng.choice([1.0, 0.5, 0.77]))
    if rng.random() < 0.15:
        area = float(rng.choice([1024.0, 9216.0, 0.0, 20000.0]))
    crowd = int(rng.random() < 0.15)
    return {"id": number, "image_id": image, "category_id": klass, "bbox": box, "area": area, "iscrowd": crowd}


def with_masks(truth: dict[str, Any], results: list[dict[str, Any]], seed: int) -> None:
    rng = np.random.default_rng(seed)
    for row in [*truth["annotations"], *results]:
        mask = np.zeros((SIZE * 2, SIZE * 2), np.uint8, order="F")
        x, y, w, h = (int(v) for v in row.pop("bbox"))
        mask[max(y, 0) : y + h, max(x, 0) : x + w] = 1
        mask[y + h // 2 :, x + w // 2 :] &= np.uint8(rng.random() < 0.6)
        row["segmentation"] = coco_mask.encode(mask)
        if "iscrowd" in row:
            row["bbox"] = [float(v) for v in coco_mask.toBbox(row["segmentation"])]


def reference(truth: dict[str, Any], results: list[dict[str, Any]], kind: str) -> COCOeval:
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = truth
        coco.createIndex()
        evaluation = COCOeval(coco, coco.loadRes([dict(row) for row in results]), kind)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return evaluation


def columns(truth: dict[str, Any], results: list[dict[str, Any]], *, masks: bool = False) -> tuple[Truth, Predictions, int]:
    place = {klass: k for k, klass in enumerate(sorted(c["id"] for c in truth["categories"]))}
    rows = truth["annotations"]
    boxes = np.array([row.get("bbox", [0, 0, 0, 0]) for row in results], np.float64).reshape(-1, 4)
    rles = [row["segmentation"] for row in results] if masks else None
    return (
        Truth(
            image=np.array([row["image_id"] for row in rows], np.int64),
            klass=np.array([place[row["category_id"]] for row in rows], np.int32),
            area=np.array([row["area"] for row in rows], np.float64),
            crowd=np.array([row["iscrowd"] for row in rows], np.bool_),
            box_xywh=np.array([row["bbox"] for row in rows], np.float64).reshape(-1, 4),
            rle=[row["segmentation"] for row in rows] if masks else None,
        ),
        Predictions(
            image=np.array([row["image_id"] for row in results], np.int64),
            klass=np.array([place[row["category_id"]] for row in results], np.int32),
            score=np.array([row["score"] for row in results], np.float64),
            row=np.arange(len(results)),
            area=coco_mask.area(rles).astype(np.float64) if rles else boxes[:, 2] * boxes[:, 3],
            box_xywh=boxes,
            rle=rles,
        ),
        len(place),
    )


def part(truth: Truth, predictions: Predictions, images: np.ndarray) -> tuple[Truth, Predictions]:
    here, there = np.isin(truth.image, images), np.isin(predictions.image, images)
    assert truth.box_xywh is not None
    assert predictions.box_xywh is not None
    return (
        Truth(truth.image[here], truth.klass[here], truth.area[here], truth.crowd[here], truth.box_xywh[here]),
        Predictions(
            predictions.image[there],
            predictions.klass[there],
            predictions.score[there],
            predictions.row[there],
            predictions.area[there],
            predictions.box_xywh[there],
        ),
    )


def report_of(evidence: Evidence, classes: int) -> detection.Report:
    return detection.report(evidence.truth, evidence.predictions, evidence.matched, classes=classes)


def check(report: detection.Report, evaluation: COCOeval) -> None:
    np.testing.assert_allclose(list(report.statistics().values()), evaluation.stats, rtol=0, atol=1e-12)
    np.testing.assert_array_equal(report.precision, evaluation.eval["precision"][..., 2])
    np.testing.assert_array_equal(report.recall, evaluation.eval["recall"])


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 5), st.integers(1, 8), st.integers(1, 4))
def test_box_statistics_equal_pycocotools(seed: int, images: int, most: int, classes: int) -> None:
    truth, results = random_set(seed, images=images, most=most, classes=classes, flood=False)
    if not results:
        return
    rows, found, count = columns(truth, results)
    report = report_of(gathered(rows, found), count)
    check(report, reference(truth, results, "bbox"))


@pytest.mark.parametrize("seed", range(3))
def test_only_the_first_hundred_of_an_image_and_class_count(seed: int) -> None:
    truth, results = random_set(seed, images=3, most=8, classes=3, flood=True)
    rows, found, count = columns(truth, results)
    report = report_of(gathered(rows, found), count)
    check(report, reference(truth, results, "bbox"))


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_mask_statistics_equal_pycocotools(seed: int) -> None:
    truth, results = random_set(seed, images=3, most=6, classes=2, flood=False)
    if not results:
        return
    with_masks(truth, results, seed)
    rows, found, count = columns(truth, results, masks=True)
    report = report_of(gathered(rows, found, masks=True), count)
    check(report, reference(truth, results, "segm"))


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_shards_put_end_to_end_are_the_whole_and_a_slice_is_its_own_evaluation(seed: int) -> None:
    truth, results = random_set(seed, images=6, most=6, classes=3, flood=False)
    rows, found, count = columns(truth, results)
    images = np.unique(rows.image)
    shards = [part(rows, found, images[1::2]), part(rows, found, np.setdiff1d(np.unique(found.image), images[1::2]))]
    # an image without predictions, on neither side, changes nothing
    alone = np.setdiff1d(images[::2], np.unique(found.image))
    shards.append(part(rows, found, alone))
    evidence = joined([gathered(t, p) for t, p in shards])
    whole = report_of(gathered(rows, found), count)
    np.testing.assert_array_equal(report_of(evidence, count).precision, whole.precision)
    t, p = shards[0]
    sliced = evidence.of(images[1::2])
    np.testing.assert_array_equal(report_of(sliced, count).precision, report_of(gathered(t, p), count).precision)
    np.testing.assert_array_equal(report_of(sliced, count).recall, report_of(gathered(t, p), count).recall)
    own = oc.own_class(sliced.truth, sliced.predictions, sliced.pairs)
    alone = gathered(t, p)
    np.testing.assert_array_equal(own.truth, oc.own_class(alone.truth, alone.predictions, alone.pairs).truth)


def test_without_truth_every_statistic_is_minus_one() -> None:
    truth, results = random_set(1, images=2, most=4, classes=2, flood=False)
    truth["annotations"] = []
    rows, found, count = columns(truth, results)
    report = report_of(gathered(rows, found), count)
    assert set(report.statistics().values()) == {-1.0}
    assert report.per_class()[0]["AP"] == -1.0


def test_without_predictions_recall_is_zero() -> None:
    truth, _ = random_set(4, images=3, most=6, classes=2, flood=False)
    rows, found, count = columns(truth, [])
    report = report_of(gathered(rows, found), count)
    assert report.statistics()["AR_100"] == 0.0
    assert report.statistics()["AP"] == 0.0


def test_the_statistics_of_a_class_are_those_of_its_own_evaluation() -> None:
    truth, results = random_set(9, images=6, most=8, classes=3, flood=False)
    rows, found, count = columns(truth, results)
    report = report_of(gathered(rows, found), count)
    for k, klass in enumerate(sorted(c["id"] for c in truth["categories"])):
        only = {**truth, "annotations": [row for row in truth["annotations"] if row["category_id"] == klass]}
        stats = reference(only, [row for row in results if row["category_id"] == klass], "bbox").stats
        np.testing.assert_allclose(list(report.per_class()[k].values()), stats, rtol=0, atol=1e-12)
