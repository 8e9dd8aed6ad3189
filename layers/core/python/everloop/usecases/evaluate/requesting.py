"""Ask for an evaluation: everything it stands on is named now, so that nothing that happens later changes it."""

from __future__ import annotations

from typing import Any

from everloop.domain.errors import Conflict, Invalid
from everloop.domain.evaluations import Evaluation, IouKind, OperatingPoint
from everloop.domain.filters import parse
from everloop.domain.label_versions import version_id
from everloop.domain.predictions import PredictionState
from everloop.domain.principals import Call
from everloop.ports import Index, Objects, Table
from everloop.store import evaluations as store
from everloop.store import jobs, label_versions, predictions, sets
from everloop.store.columns import Columns
from everloop.usecases.evaluate.job import KIND
from everloop.usecases.evaluate.slicing import seqs


def request(
    call: Call,
    *,
    project: str,
    prediction_set: str,
    label_version: str | None = None,
    iou_kind: IouKind = IouKind.BBOX,
    filter_json: dict[str, Any] | None = None,
    operating_point: OperatingPoint | None = None,
    name: str = "",
    table: Table,
    index: Index,
    columns: Columns,
    objects: Objects,
) -> Evaluation:
    """Ask for the evaluation of a prediction set.

    Args:
        label_version: One of the project's; None: an unnamed one is cut of the labels as they are when the job begins.
        filter_json: Only items that pass this filter now.
        operating_point: None: IoU 0.5 at the confidence of the best micro-F1.

    Raises:
        NotFound: No such prediction set or label version.
        Conflict: The prediction set is not ready.
        Invalid: The label version is another project's, or the filter is none.
    """
    found = predictions.get(call.workspace, prediction_set, table=table)
    if found.state is not PredictionState.READY:
        wreck = jobs.wrecks(call.workspace, [found.job], table=table).get(found.job)
        raise Conflict(wreck or "This prediction set is not ready; its job says how far it is.", job=found.job)
    if label_version is not None and label_versions.get(call.workspace, label_version, table=table).project != project:
        raise Invalid("This label version belongs to another project.", label_version=label_version)
    within = None
    if filter_json is not None:
        passing = seqs(call, parse(filter_json), table=table, index=index, columns=columns, objects=objects)
        within = sets.save(objects, call.workspace, passing)
    evaluation_id = call.new_id("evaluation")
    spec: dict[str, object] = {
        "evaluation": evaluation_id,
        "cut": label_version is None,
        "operating_point": operating_point.model_dump() if operating_point else None,
    }
    title = name or f"{found.model_name or found.name} on {iou_kind}"
    evaluation = Evaluation(
        id=evaluation_id,
        name=title,
        project=project,
        model=found.model_name,
        prediction_set=prediction_set,
        label_version=label_version or version_id(project, evaluation_id),
        iou_kind=iou_kind,
        filter=filter_json,
        within=within,
        job=call.new_id("job", KIND),
        created_by=call.actor,
        created_at=call.now_ms,
        schema=1,
    )
    stored = store.create(call, evaluation, table=table)
    jobs.request(call, KIND, title=f"Evaluate {title}", spec=spec, project=project, table=table)
    return store.as_their_jobs(call.workspace, [stored], table=table)[0]
