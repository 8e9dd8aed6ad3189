"""Evaluations: ask for one and wait, read it anyhow, send its failures back to work."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

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
    SentBack,
    Slice,
)
from everloop.sdk.jobs import Jobs
from everloop.sdk.projects import Projects
from everloop.sdk.transport import Transport, each

Json = Mapping[str, Any]


class Evaluations:
    """The evaluations of all projects.

    Everything read takes ``iou_threshold`` and ``confidence`` (default: the evaluation's operating point) and ``filter``,
    a filter over items; all is computed anew from the evaluation's pairs, exactly.
    """

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def create(
        self,
        project: str,
        prediction_set: str,
        *,
        label_version: str | None = None,
        iou_kind: IouKind = IouKind.BBOX,
        items: Json | None = None,
        operating_point: OperatingPoint | None = None,
        name: str = "",
    ) -> Evaluation:
        """Ask for an evaluation; its ``job`` says how far it is.

        Args:
            label_version: Without one, of the labels as they are now.
            items: A filter over items; without one, all that the model was run on and that are labelled.
        """
        body = {
            "project": project,
            "prediction_set": prediction_set,
            "label_version": label_version,
            "iou_kind": iou_kind,
            "filter": items,
            "operating_point": operating_point.model_dump() if operating_point else None,
            "name": name,
        }
        return Evaluation.model_validate(self._http.json("POST", "/evaluations", body=body))

    def run(self, project: str, prediction_set: str, **options: Any) -> Evaluation:
        """The evaluation once it is ready; options as of ``create``. Raises JobFailed."""
        asked = self.create(project, prediction_set, **options)
        Jobs(self._http).wait(asked.job)
        return self.get(asked.id)

    def of(self, project: str) -> Iterator[Evaluation]:
        """A project's evaluations, newest first."""
        return each(self._http.pages(f"/projects/{project}/evaluations"), Evaluation.model_validate)

    def get(self, evaluation: str) -> Evaluation:
        """An evaluation with its statistics."""
        return Evaluation.model_validate(self._http.json("GET", f"/evaluations/{evaluation}"))

    def report(self, evaluation: str) -> EvaluationReport:
        """Everything at its own operating point."""
        return EvaluationReport.model_validate(self._http.json("GET", f"/evaluations/{evaluation}/report"))

    def classes(self, evaluation: str, **at: Any) -> ClassTable:
        """Every class at any operating point."""
        return ClassTable.model_validate(self._read(evaluation, "classes", at))

    def confusion(self, evaluation: str, **at: Any) -> Confusion:
        """The confusion matrix at any operating point."""
        return Confusion.model_validate(self._read(evaluation, "confusion", at))

    def curve(self, evaluation: str, class_id: str | None = None, **at: Any) -> CurvePoints:
        """The precision–recall curve of a class, or of all together."""
        return CurvePoints.model_validate(self._read(evaluation, "curve", {**at, "class_id": class_id}))

    def slices(self, evaluation: str, by: str, **at: Any) -> list[Slice]:
        """The evaluation in parts, by the values of any field of items."""
        return [Slice.model_validate(one) for one in self._read(evaluation, "slices", {**at, "by": by})]

    def matches(self, evaluation: str, *, where: Json | None = None, item: str | None = None) -> Iterator[dict[str, Any]]:
        """What became of each object and prediction: rows with an ``outcome``, classes, confidence and IoU."""
        params = {"where": json.dumps(where) if where else None, "item": item}
        return self._http.pages(f"/evaluations/{evaluation}/matches", params=params, limit=1_000)

    def outcomes(
        self, evaluation: str, *, truth: str | None = None, predicted: str | None = None, outcome: str | None = None, **at: Any
    ) -> Iterator[dict[str, Any]]:
        """The rows behind a cell of the confusion matrix, or an outcome, at any operating point; "" is background."""
        params = {**at, "truth": truth, "predicted": predicted, "outcome": outcome}
        return self._http.pages(f"/evaluations/{evaluation}/outcomes", params=params, limit=1_000)

    def pairs(self, evaluation: str, item: str) -> Iterator[dict[str, Any]]:
        """Every prediction and object of an item that overlap."""
        return self._http.pages(f"/evaluations/{evaluation}/items/{item}/pairs", limit=1_000)

    def failures(self, evaluation: str, *, worst: int = 20, **at: Any) -> list[Failure]:
        """The items on which the model fails worst."""
        return [Failure.model_validate(one) for one in self._read(evaluation, "failures", {**at, "worst": worst})]

    def collect_failures(
        self, evaluation: str, *, worst: int = 20, name: str = "", operating_point: OperatingPoint | None = None
    ) -> Collected:
        """Make a collection of the worst failures."""
        point = operating_point.model_dump() if operating_point else None
        body = {"worst": worst, "name": name, "operating_point": point}
        return Collected.model_validate(self._http.json("POST", f"/evaluations/{evaluation}/failures/collect", body=body))

    def send_back(
        self,
        evaluation: str,
        *,
        worst: int = 20,
        name: str = "",
        priority: float = 1.0,
        stage: str | None = None,
        offer: float | None = None,
        overlap: float | None = 0.5,
    ) -> SentBack:
        """Collect the worst failures, reopen their tasks, and offer the predictions as pre-labels.

        Args:
            priority: Of the reopened tasks, 0 to 1.
            stage: Where they go; None: the first stage.
            offer: The least confidence of the predictions to offer; None: offer none.
            overlap: Predictions that a label overlaps by this much are not offered; None: all are.

        Raises:
            JobFailed: The tasks could not be reopened, or the pre-labels not be written.
        """
        found = self.get(evaluation)
        collected = self.collect_failures(evaluation, worst=worst, name=name)
        jobs, projects = Jobs(self._http), Projects(self._http)
        asked = projects.send_back(found.project, collected.members, priority=priority, stage=stage)
        tasks, offered = jobs.wait(asked.id).counts, {}
        if offer is not None:
            job = projects.pre_label(
                found.project,
                found.prediction_set,
                confidence=offer,
                iou_threshold=overlap,
                members=collected.members,
            )
            offered = jobs.wait(job.id).counts
        return SentBack(collected=collected, tasks=tasks, offered=offered)

    def compare(self, before: str, after: str) -> Comparison:
        """Two evaluations side by side, class by class."""
        params = {"to": after}
        return Comparison.model_validate(self._http.json("GET", f"/evaluations/{before}/comparison", params=params))

    def changed_objects(
        self, before: str, after: str, change: Literal["fixed", "regressed"], *, class_id: str | None = None, **page: Any
    ) -> ChangedObjects:
        """The objects that only the later one found (fixed), or only the earlier one (regressed); ``page``: limit, cursor."""
        params = {**page, "to": after, "change": change, "class_id": class_id}
        return ChangedObjects.model_validate(self._read(before, "comparison/objects", params))

    def _read(self, evaluation: str, what: str, params: Json) -> Any:
        said = {key: json.dumps(value) if key == "filter" and value is not None else value for key, value in params.items()}
        return self._http.json("GET", f"/evaluations/{evaluation}/{what}", params=said)
