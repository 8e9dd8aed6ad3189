"""From a COCO truth and results to an evaluation, and by an export back into pycocotools: one set of numbers all the way."""

from __future__ import annotations

import copy
import json
import os
import re
from pathlib import Path
from typing import Any

import orjson
import pytest

from everloop.domain.evaluations import Evaluation, IouKind
from everloop.domain.predictions import LedgerRef
from everloop.domain.transfers import ExportRequest, LabelImport, PredictionImport
from everloop.store import evaluations
from everloop.usecases import models
from everloop.usecases.evaluate import requesting
from everloop.usecases.exports import requesting as exports
from everloop.usecases.imports import requesting as imports
from tests.house import TestHouse, a_call
from tests.journeys.transferring import add_items, done, hard_coco, jittered, make_project, upload
from tests.unit.test_detection_metrics import reference

DATA = os.environ.get("EVERLOOP_TEST_DATA")
Json = dict[str, Any]


def imported(lived: TestHouse, truth: Json, items: dict[str, str]) -> str:
    """A project that has the truth's labels."""
    house, project = lived.house, make_project(lived, items)
    spec = LabelImport(upload=upload(lived, truth))
    done(lived, imports.import_labels(a_call(), project, spec, table=house.table, objects=house.objects))
    return project


def predicted(lived: TestHouse, project: str, results: list[Json], *, model: str = "detector") -> str:
    """The prediction set of the results."""
    house = lived.house
    named = models.name_model(a_call(), model, table=house.table)
    spec = PredictionImport(upload=upload(lived, results), model=named.id, ledger=LedgerRef(project=project), project=project)
    ended = done(lived, imports.import_predictions(a_call(), spec, table=house.table, objects=house.objects))
    assert ended.result is not None
    return str(ended.result["prediction_set"])


def evaluated(lived: TestHouse, project: str, predictions: str, kind: IouKind = IouKind.BBOX) -> Evaluation:
    house, call = lived.house, a_call()
    asked = requesting.request(
        call,
        project=project,
        prediction_set=predictions,
        iou_kind=kind,
        table=house.table,
        index=house.index,
        columns=house.columns,
        objects=house.objects,
    )
    lived.settle()
    return evaluations.get(call.workspace, asked.id, table=house.table).value


def exported(lived: TestHouse, project: str, version: str) -> Json:
    """The COCO file of a label version."""
    house, asked = lived.house, ExportRequest(version=version)
    ports = {"table": house.table, "objects": house.objects, "index": house.index, "columns": house.columns}
    job = done(lived, exports.export(a_call(), project, asked, **ports))
    assert job.result is not None
    return orjson.loads(house.objects.read(job.result["files"][0]["path"]))  # type: ignore[no-any-return]


def carried_over(results: list[Json], truth: Json, file: Json) -> list[Json]:
    """The results with the ids of another file, by file name and class name."""
    images = {one["file_name"]: one["id"] for one in file["images"]}
    classes = {one["name"]: one["id"] for one in file["categories"]}
    image_of = {one["id"]: images[one["file_name"]] for one in truth["images"]}
    class_of = {one["id"]: classes[one["name"]] for one in truth["categories"]}
    return [{**row, "image_id": image_of[row["image_id"]], "category_id": class_of[row["category_id"]]} for row in results]


def outlined(file: Json) -> Json:
    """The file with the outline of its box for every object that has no other: pycocotools reads no object without."""
    drawn = copy.deepcopy(file)
    for one in drawn["annotations"]:
        x, y, w, h = one["bbox"]
        one["segmentation"] = one.get("segmentation") or [[x, y, x, y + h, x + w, y + h, x + w, y]]
    return drawn


def numbers(evaluation: Evaluation) -> list[float]:
    return list(evaluation.statistics.values())


@pytest.mark.parametrize("kind", list(IouKind))
def test_a_hard_file_gets_pycocotools_numbers_before_and_after_its_export(lived: TestHouse, kind: IouKind) -> None:
    truth, results = hard_coco(), jittered(hard_coco(), masks=True)
    project = imported(lived, truth, add_items(lived))
    found = evaluated(lived, project, predicted(lived, project, results), kind)
    before = reference(outlined(truth), results, kind).stats.tolist()
    assert numbers(found) == pytest.approx(before, rel=0, abs=1e-12)
    file = exported(lived, project, found.label_version)
    after = reference(outlined(file), carried_over(results, truth, file), kind).stats.tolist()
    assert after == pytest.approx(before, rel=0, abs=1e-12)


@pytest.mark.skipif(DATA is None, reason="EVERLOOP_TEST_DATA names no folder with the real data")
def test_real_detectors_get_their_known_numbers_from_the_exported_file_too(lived: TestHouse) -> None:
    folder = Path(str(DATA)) / "coco128_lightly"
    truth = json.loads((folder / "instances_boxes_val.json").read_text())
    told = (folder / "README.md").read_text()
    project = imported(lived, truth, add_items(lived, tuple(one["file_name"] for one in truth["images"])))
    for detector in ("yolox_nano", "ssd_mobilenet_v2"):
        results = json.loads((folder / f"predictions_{detector}.json").read_text())
        found = evaluated(lived, project, predicted(lived, project, results, model=detector))
        line = re.search(rf"^{detector}\s+(.*)$", told, re.MULTILINE)
        assert line is not None
        assert numbers(found) == pytest.approx([float(one) for one in line[1].split()], rel=0, abs=5e-7)
        file = exported(lived, project, found.label_version)
        after = reference(file, carried_over(results, truth, file), "bbox").stats.tolist()
        assert numbers(found) == pytest.approx(after, rel=0, abs=1e-9)
