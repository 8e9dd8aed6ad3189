"""Evaluation against pycocotools and hotcoco: 5,000 images, 36,781 objects (some crowds), 250,000 generated detections."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hotcoco
import numpy as np
import orjson
from numpy.typing import NDArray
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from everloop.domain.evaluation_numbers import operating_point, outcomes
from everloop.domain.metrics import detection
from everloop.domain.metrics.evidence import gathered
from everloop.domain.metrics.overlaps import Predictions, Truth
from tests.bench.measuring import Row, medians

IMAGES, OBJECTS, CLASSES, PER_IMAGE = 5_000, 36_781, 80, 50
WIDTH, HEIGHT = 640, 480
RUNS = 5


def generated(seed: int = 7) -> tuple[Truth, Predictions]:
    """Objects of a few classes an image, of log-normal sizes; detections are these jittered, some doubled, some of another
    class, and clutter. Numbers have two decimals, as files have.
    """
    rng = np.random.default_rng(seed)
    often = 1 / np.arange(1, CLASSES + 1) ** 1.1
    often /= often.sum()
    image = np.sort(rng.integers(0, IMAGES, OBJECTS))
    klass = rng.choice(CLASSES, (IMAGES, 3), p=often)[image, rng.integers(0, 3, OBJECTS)].astype(np.int32)
    box = _boxes(rng, OBJECTS)
    truth = Truth(
        image=image + 1,
        klass=klass,
        area=np.round(box[:, 2] * box[:, 3] * rng.uniform(0.5, 0.95, OBJECTS), 2),
        crowd=rng.random(OBJECTS) < 0.012,
        box_xywh=box,
    )
    count = IMAGES * PER_IMAGE
    at = np.repeat(np.arange(IMAGES), PER_IMAGE)
    place = np.tile(np.arange(PER_IMAGE), IMAGES)
    objects = np.bincount(image, minlength=IMAGES)
    real = place < 2 * objects[at]
    source = np.minimum(np.searchsorted(image, np.arange(IMAGES))[at] + place % np.maximum(objects[at], 1), OBJECTS - 1)
    jitter = rng.normal(0, 0.08, (count, 4)) * box[source][:, [2, 3, 2, 3]]
    found = np.where(real[:, None], box[source] + jitter, _boxes(rng, count))
    found = np.round(np.concatenate((found[:, :2], found[:, 2:].clip(2)), axis=1), 2)
    right = real & (rng.random(count) < 0.9)
    predictions = Predictions(
        image=at + 1,
        klass=np.where(right, klass[source], rng.choice(CLASSES, count, p=often)).astype(np.int32),
        score=np.round(np.where(real, rng.beta(5, 2, count), rng.beta(1.2, 9, count)), 3),
        row=np.arange(count),
        area=found[:, 2] * found[:, 3],
        box_xywh=found,
    )
    return truth, predictions


def _boxes(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    share = np.minimum(np.exp(rng.normal(-2.2, 1.1, count)), 0.95)
    size = np.stack([share * WIDTH, share * HEIGHT * np.exp(rng.normal(0, 0.3, count))], axis=1).clip(4, HEIGHT - 1)
    corner = rng.random((count, 2)) * (np.array([WIDTH, HEIGHT]) - size)
    return np.round(np.concatenate((corner, size), axis=1), 2)


def files(truth: Truth, predictions: Predictions, folder: Path) -> tuple[Path, Path]:
    """The same as a COCO truth and a COCO results file."""
    assert truth.box_xywh is not None
    assert predictions.box_xywh is not None
    images = [{"id": n, "width": WIDTH, "height": HEIGHT, "file_name": f"{n}.jpg"} for n in range(1, IMAGES + 1)]
    columns = (truth.image, truth.klass, truth.area, truth.crowd, truth.box_xywh)
    annotations = [
        {"id": n, "image_id": image, "category_id": klass + 1, "area": area, "iscrowd": int(crowd), "bbox": box}
        for n, (image, klass, area, crowd, box) in enumerate(zip(*(one.tolist() for one in columns), strict=True), 1)
    ]
    said = (predictions.image, predictions.klass, predictions.score, predictions.box_xywh)
    results = [
        {"image_id": image, "category_id": klass + 1, "score": score, "bbox": box}
        for image, klass, score, box in zip(*(one.tolist() for one in said), strict=True)
    ]
    categories = [{"id": n, "name": str(n)} for n in range(1, CLASSES + 1)]
    truth_file, results_file = folder / "truth.json", folder / "results.json"
    truth_file.write_bytes(orjson.dumps({"images": images, "annotations": annotations, "categories": categories}))
    results_file.write_bytes(orjson.dumps(results))
    return truth_file, results_file


def rows() -> list[Row]:
    """Evaluate and accumulate, from what each has in memory: columns here, loaded files there."""
    truth, predictions = generated()
    stats: dict[str, list[float]] = {}

    def ours() -> None:
        seen = gathered(truth, predictions)
        report = detection.report(seen.truth, seen.predictions, seen.matched, classes=CLASSES)
        stats["everloop"] = list(report.statistics().values())

    def peer(name: str, make: Any, loaded: tuple[Any, Any]) -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            evaluation = make(*loaded, "bbox")
            evaluation.evaluate()
            evaluation.accumulate()
            evaluation.summarize()
        stats[name] = [float(one) for one in list(evaluation.stats)[:12]]

    with TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        truth_file, results_file = files(truth, predictions, Path(folder))
        slow = COCO(str(truth_file))
        slow_pair = (slow, slow.loadRes(str(results_file)))
        fast = hotcoco.COCO(str(truth_file))
        fast_pair = (fast, fast.load_res(str(results_file)))
    often = {"everloop": ours, "hotcoco": lambda: peer("hotcoco", hotcoco.COCOeval, fast_pair)}
    taken = medians(often, runs=RUNS)
    taken |= medians({"pycocotools": lambda: peer("pycocotools", COCOeval, slow_pair)}, runs=1)
    apart = max(abs(one - other) for one, other in zip(stats["everloop"], stats["pycocotools"], strict=True))
    evidence = gathered(truth, predictions)
    point = operating_point(evidence)
    slider = medians({"everloop": lambda: outcomes(evidence, point)}, runs=RUNS)
    return [
        Row(
            task="evaluate boxes: 12 statistics, AP and AR per class",
            units=len(predictions),
            unit="detections",
            cpu_s=taken,
            note=f"greatest difference from pycocotools {apart:.0e}",
            runs=RUNS,
        ),
        Row(
            task="outcomes anew at another IoU threshold and confidence",
            units=len(predictions),
            unit="detections",
            cpu_s=slider,
            note="from stored pairs",
            runs=RUNS,
        ),
    ]
