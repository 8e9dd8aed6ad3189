"""The hard file and a made-up detector, imported and evaluated: the 12 statistics are pycocotools', on boxes and on masks."""

from __future__ import annotations

import contextlib
import copy
import io
from typing import Any

import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from everloop.domain.evaluations import EvaluationState, IouKind
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.predictions import LedgerRef
from everloop.domain.transfers import LabelImport, PredictionImport
from everloop.store import evaluations, predictions
from everloop.usecases import models
from everloop.usecases.evaluate import requesting
from everloop.usecases.imports import requesting as imports
from tests.house import TestHouse, a_call
from tests.journeys.transferring import add_items, done, hard_coco, jittered, make_project, upload


def statistics(truth: dict[str, Any], rows: list[dict[str, Any]], kind: str) -> list[float]:
    with contextlib.redirect_stdout(io.StringIO()):
        loaded = COCO()
        loaded.dataset = copy.deepcopy(truth)
        loaded.createIndex()
        judge = COCOeval(loaded, loaded.loadRes(copy.deepcopy(rows)), kind)
        judge.evaluate()
        judge.accumulate()
        judge.summarize()
    return [float(one) for one in judge.stats]


@pytest.mark.parametrize("kind", list(IouKind))
@pytest.mark.parametrize("seed", [7, 8])
def test_an_imported_evaluation_equals_pycocotools(lived: TestHouse, kind: IouKind, seed: int) -> None:
    house = lived.house
    truth = hard_coco(seed)
    if kind is IouKind.SEGM:
        truth["annotations"] = [one for one in truth["annotations"] if one["segmentation"]]
    rows = jittered(truth, seed=seed, masks=kind is IouKind.SEGM)
    project = make_project(lived, add_items(lived))
    labels = LabelImport(upload=upload(lived, truth))
    done(lived, imports.import_labels(a_call(), project, labels, table=house.table, objects=house.objects))
    model = models.name_model(a_call(), "yolo", version="1", trained_on=None, table=house.table)
    asked = PredictionImport(upload=upload(lived, rows), model=model.id, ledger=LedgerRef(project=project))
    job = done(lived, imports.import_predictions(a_call(), asked, table=house.table, objects=house.objects))
    assert job.result is not None
    made = predictions.get(DEFAULT_WORKSPACE, job.result["prediction_set"], table=house.table)
    evaluation = requesting.request(
        a_call(),
        project=project,
        prediction_set=made.id,
        iou_kind=kind,
        table=house.table,
        index=house.index,
        columns=house.columns,
        objects=house.objects,
    )
    lived.settle()
    ended = evaluations.get(DEFAULT_WORKSPACE, evaluation.id, table=house.table).value
    assert ended.state is EvaluationState.READY
    assert list(ended.statistics.values()) == pytest.approx(statistics(truth, rows, kind.value), abs=1e-9)
