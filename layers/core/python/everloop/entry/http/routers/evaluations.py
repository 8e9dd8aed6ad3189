"""Evaluations: ask for one, read it at any IoU threshold, confidence and slice, send its failures back to work."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Query, status
from pydantic import BaseModel, ConfigDict, Field
from pyroaring import BitMap

from everloop.domain.errors import Invalid
from everloop.domain.evaluations import (
    ChangedObjects,
    ClassTable,
    Collected,
    Comparison,
    Confusion,
    CurvePoints,
    Evaluation,
    EvaluationReport,
    Failure,
    IouKind,
    OperatingPoint,
    Slice,
)
from everloop.domain.filters import Filter, parse
from everloop.domain.metrics.failures import WORST
from everloop.domain.principals import Call
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.house import House
from everloop.usecases.evaluate import cells, changing, loop, reading, requesting, slicing

router = APIRouter(tags=["evaluations"])

Iou = Annotated[float | None, Query(ge=0.1, le=1.0, description="An IoU threshold instead of the evaluation's own.")]
Confidence = Annotated[float | None, Query(ge=0.0, le=1.0, description="A least confidence instead of the evaluation's own.")]
FilterText = Annotated[
    str | None, Query(alias="filter", max_length=20_000, description="A filter over items, as JSON: only these.")
]
Where = Annotated[str | None, Query(max_length=20_000, description="A filter over the columns of matches, as JSON.")]
ClassId = Annotated[str | None, Query(max_length=64, description="A class; empty: background. Without it any.")]
Worst = Annotated[int, Query(ge=1, le=1_000, description="How many items.")]


class NewEvaluation(BaseModel):
    """What to compare. Without ``label_version`` an unnamed one is cut of the project's labels as they are."""

    model_config = ConfigDict(extra="forbid")

    project: str
    prediction_set: str
    label_version: str | None = None
    iou_kind: IouKind = IouKind.BBOX
    filter: dict[str, Any] | None = None
    operating_point: OperatingPoint | None = None
    name: str = Field(default="", max_length=256)


class NewCollection(BaseModel):
    """Which failures to collect, and under what name ("" makes one)."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(default="", max_length=256)
    worst: int = Field(default=WORST, ge=1, le=1_000)
    operating_point: OperatingPoint | None = None


def project_of(house: House, call: Call, evaluation: str) -> str:
    """The project of an evaluation. Raises NotFound."""
    return reading.get(call, evaluation, table=house.table).project


def filtered(call: CallDep, house: HouseDep, only: FilterText = None) -> BitMap | None:
    """The seqs of the items that pass the query's filter, in the caller's scope; None without one."""
    if only is None:
        return None
    node = json_of(only)
    return slicing.seqs(call, node, table=house.table, index=house.index, columns=house.columns, objects=house.objects)


def json_of(text: str) -> Filter:
    """A filter written as JSON. Raises Invalid."""
    try:
        return parse(orjson.loads(text))
    except orjson.JSONDecodeError as error:
        raise Invalid(f"The filter is not JSON: {error}.") from error


Seqs = Annotated[BitMap | None, Depends(filtered)]
VIEWER = needs("project:viewer", "evaluation_id", via=project_of)


@router.post(
    "/evaluations",
    operation_id="createEvaluation",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[needs("project:reviewer", "body.project")],
)
def create(body: NewEvaluation, call: CallDep, house: HouseDep) -> Evaluation:
    """Evaluate a prediction set against a label version; its ``job`` says how far it is."""
    return requesting.request(
        call,
        project=body.project,
        prediction_set=body.prediction_set,
        label_version=body.label_version,
        iou_kind=body.iou_kind,
        filter_json=body.filter,
        operating_point=body.operating_point,
        name=body.name,
        table=house.table,
        index=house.index,
        columns=house.columns,
        objects=house.objects,
    )


@router.get(
    "/projects/{project_id}/evaluations", operation_id="listEvaluations", dependencies=[needs("project:viewer", "project_id")]
)
def of_project(project_id: str, call: CallDep, house: HouseDep, limit: Limit = 50, cursor: Cursor = None) -> PageOf[Evaluation]:
    """A project's evaluations, newest first."""
    return said(reading.of_project(call, project_id, limit=limit, cursor=cursor, table=house.table))


@router.get("/evaluations/{evaluation_id}", operation_id="getEvaluation", dependencies=[VIEWER])
def get(evaluation_id: str, call: CallDep, house: HouseDep) -> Evaluation:
    """An evaluation with its statistics."""
    return reading.get(call, evaluation_id, table=house.table)


@router.get("/evaluations/{evaluation_id}/report", operation_id="getEvaluationReport", dependencies=[VIEWER])
def report(evaluation_id: str, call: CallDep, house: HouseDep) -> EvaluationReport:
    """Everything at the evaluation's own operating point: per class, curves, confusion matrix."""
    return reading.report(call, evaluation_id, table=house.table, objects=house.objects)


@router.get("/evaluations/{evaluation_id}/classes", operation_id="getEvaluationClasses", dependencies=[VIEWER])
def classes(
    evaluation_id: str, call: CallDep, house: HouseDep, seqs: Seqs, iou_threshold: Iou = None, confidence: Confidence = None
) -> ClassTable:
    """Every class at any operating point, over all items or those that pass a filter: all computed anew, exactly."""
    return reading.class_table(
        call,
        evaluation_id,
        iou_threshold=iou_threshold,
        confidence=confidence,
        seqs=seqs,
        table=house.table,
        objects=house.objects,
        columns=house.columns,
    )


@router.get("/evaluations/{evaluation_id}/confusion", operation_id="getConfusionMatrix", dependencies=[VIEWER])
def confusion(
    evaluation_id: str, call: CallDep, house: HouseDep, seqs: Seqs, iou_threshold: Iou = None, confidence: Confidence = None
) -> Confusion:
    """The confusion matrix at any operating point, over all items or those that pass a filter."""
    return reading.confusion(
        call,
        evaluation_id,
        iou_threshold=iou_threshold,
        confidence=confidence,
        seqs=seqs,
        table=house.table,
        columns=house.columns,
    )


@router.get("/evaluations/{evaluation_id}/curve", operation_id="getPrecisionRecallCurve", dependencies=[VIEWER])
def curve(
    evaluation_id: str,
    call: CallDep,
    house: HouseDep,
    seqs: Seqs,
    class_id: Annotated[str | None, Query(max_length=64, description="A class; without it all together.")] = None,
    iou_threshold: Iou = None,
) -> CurvePoints:
    """The precision–recall curve of a class at any IoU threshold."""
    return reading.curve(
        call,
        evaluation_id,
        class_id=class_id,
        iou_threshold=iou_threshold,
        seqs=seqs,
        table=house.table,
        columns=house.columns,
    )


@router.get("/evaluations/{evaluation_id}/matches", operation_id="listMatches", dependencies=[VIEWER])
def matches(
    evaluation_id: str,
    call: CallDep,
    house: HouseDep,
    where: Where = None,
    item: Annotated[str | None, Query(max_length=64)] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> PageOf[dict[str, Any]]:
    """What became of each object and prediction at the evaluation's operating point: tp, fp, fn, ignored."""
    return said(
        reading.matches(
            call,
            evaluation_id,
            where=json_of(where) if where else None,
            item=item,
            limit=limit,
            cursor=cursor,
            table=house.table,
            columns=house.columns,
        )
    )


@router.get("/evaluations/{evaluation_id}/outcomes", operation_id="listOutcomes", dependencies=[VIEWER])
def outcomes(
    evaluation_id: str,
    call: CallDep,
    house: HouseDep,
    truth: ClassId = None,
    predicted: ClassId = None,
    outcome: Annotated[Literal["tp", "fp", "fn"] | None, Query()] = None,
    iou_threshold: Iou = None,
    confidence: Confidence = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> PageOf[dict[str, Any]]:
    """The objects and predictions behind a cell of the confusion matrix, or an outcome, at any operating point."""
    return said(
        cells.outcomes(
            call,
            evaluation_id,
            truth=truth,
            predicted=predicted,
            outcome=outcome,
            iou_threshold=iou_threshold,
            confidence=confidence,
            limit=limit,
            cursor=cursor,
            table=house.table,
            columns=house.columns,
        )
    )


@router.get("/evaluations/{evaluation_id}/items/{item_id}/pairs", operation_id="listPairs", dependencies=[VIEWER])
def pairs(
    evaluation_id: str, item_id: str, call: CallDep, house: HouseDep, limit: Limit = 1_000, cursor: Cursor = None
) -> PageOf[dict[str, Any]]:
    """Every prediction and object of an item that overlap (IoU ≥ 0.1)."""
    return said(
        reading.pairs(call, evaluation_id, item_id, limit=limit, cursor=cursor, table=house.table, columns=house.columns)
    )


@router.get("/evaluations/{evaluation_id}/slices", operation_id="getEvaluationSlices", dependencies=[VIEWER])
def slices(
    evaluation_id: str,
    call: CallDep,
    house: HouseDep,
    by: Annotated[str, Query(max_length=256, description="A field of items: meta.city, width, project.<id>.stage, …")],
    iou_threshold: Iou = None,
    confidence: Confidence = None,
) -> list[Slice]:
    """The evaluation in parts, by the values of any field: each exactly what an evaluation of these items would say."""
    return slicing.slices(
        call,
        evaluation_id,
        by=by,
        iou_threshold=iou_threshold,
        confidence=confidence,
        table=house.table,
        index=house.index,
        objects=house.objects,
        columns=house.columns,
    )


@router.get("/evaluations/{evaluation_id}/failures", operation_id="listFailures", dependencies=[VIEWER])
def failures(
    evaluation_id: str,
    call: CallDep,
    house: HouseDep,
    seqs: Seqs,
    worst: Worst = WORST,
    iou_threshold: Iou = None,
    confidence: Confidence = None,
) -> list[Failure]:
    """The items on which the model fails worst: false positives weighted by confidence, and missed objects."""
    return reading.failures(
        call,
        evaluation_id,
        worst=worst,
        iou_threshold=iou_threshold,
        confidence=confidence,
        seqs=seqs,
        table=house.table,
        columns=house.columns,
    )


@router.post(
    "/evaluations/{evaluation_id}/failures/collect",
    operation_id="collectFailures",
    status_code=status.HTTP_201_CREATED,
    dependencies=[needs("project:manager", "evaluation_id", via=project_of)],
)
def collect(evaluation_id: str, body: NewCollection, call: CallDep, house: HouseDep) -> Collected:
    """Make a collection of the worst failures, to be sent back to work."""
    return loop.collect(
        call,
        evaluation_id,
        name=body.name,
        worst=body.worst,
        operating_point=body.operating_point,
        table=house.table,
        index=house.index,
        objects=house.objects,
        columns=house.columns,
    )


@router.get(
    "/evaluations/{evaluation_id}/comparison",
    operation_id="compareEvaluations",
    dependencies=[VIEWER, needs("project:viewer", "query.to", via=project_of)],
)
def comparison(
    evaluation_id: str, call: CallDep, house: HouseDep, to: Annotated[str, Query(max_length=64, description="The later one.")]
) -> Comparison:
    """Two evaluations side by side, class by class, the greatest loss first."""
    return reading.comparison(call, evaluation_id, to, table=house.table, objects=house.objects)


@router.get(
    "/evaluations/{evaluation_id}/comparison/objects",
    operation_id="listChangedObjects",
    dependencies=[VIEWER, needs("project:viewer", "query.to", via=project_of)],
)
def changed_objects(
    evaluation_id: str,
    call: CallDep,
    house: HouseDep,
    to: Annotated[str, Query(max_length=64, description="The later one.")],
    change: Annotated[changing.Change, Query(description="fixed: found only by the later one; regressed: only by this one.")],
    class_id: Annotated[str | None, Query(max_length=64, description="A class; without it all.")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> ChangedObjects:
    """The objects that one of two evaluations found and the other did not, each with what both predicted for it."""
    return changing.changed(
        call,
        evaluation_id,
        to,
        change,
        class_id=class_id,
        limit=limit,
        cursor=cursor,
        table=house.table,
        columns=house.columns,
    )
