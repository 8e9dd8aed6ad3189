"""Evaluations as rows, and their reports in Objects."""

from __future__ import annotations

from collections.abc import Sequence

from everloop.domain.errors import NotFound
from everloop.domain.evaluations import Evaluation, EvaluationReport, EvaluationState
from everloop.domain.ids import WorkspaceId, content_hash
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.ports import Key, Objects, Table
from everloop.store import jobs, keys, rows
from everloop.store.rows import Stored

_KIND = "evaluation"


def key(workspace: WorkspaceId, evaluation: str) -> Key:
    """Where an evaluation is."""
    return keys.entry(_KIND, workspace, evaluation)


def get(workspace: WorkspaceId, evaluation: str, *, table: Table) -> Stored[Evaluation]:
    """An evaluation. Raises NotFound."""
    return rows.get(table, key(workspace, evaluation), Evaluation, _KIND)


def create(call: Call, evaluation: Evaluation, *, table: Table) -> Evaluation:
    """Store a new evaluation; asked twice under one idempotency key, it is one. Raises Conflict."""
    same = ("project", "prediction_set", "label_version", "iou_kind")
    place = _place(call.workspace, evaluation)
    return rows.create(table, key(call.workspace, evaluation.id), _KIND, evaluation, call=call, same=same, index=place).value


def update(call: Call, evaluation: str, changes: dict[str, object], *, table: Table) -> Evaluation:
    """Set fields of an evaluation; the same twice changes nothing. Raises NotFound."""

    def change(found: Evaluation) -> Evaluation:
        return found.model_copy(update=changes)

    def place(found: Evaluation) -> tuple[str, str]:
        return _place(call.workspace, found)

    return rows.update(table, key(call.workspace, evaluation), _KIND, Evaluation, change, call=call, index=place).value


def of_project(
    workspace: WorkspaceId, project: str, *, limit: int = 50, cursor: str | None = None, table: Table
) -> Page[Evaluation]:
    """A project's evaluations, newest first."""
    partition, _ = keys.index(_KIND, workspace, project)
    page = table.query_index(keys.PATTERNS[_KIND].table, partition, limit=limit, cursor=cursor, backwards=True)
    return Page([rows.load(one, Evaluation).value for one in page.items], page.cursor)


def as_their_jobs(workspace: WorkspaceId, evaluations: Sequence[Evaluation], *, table: Table) -> list[Evaluation]:
    """Evaluations that are not ready are failed where their jobs are."""
    waiting = [one.job for one in evaluations if one.state is EvaluationState.REQUESTED]
    wrecks, failed = jobs.wrecks(workspace, waiting, table=table), {"state": EvaluationState.FAILED}
    return [one.model_copy(update={**failed, "reason": wrecks[one.job]}) if one.job in wrecks else one for one in evaluations]


def save_report(objects: Objects, workspace: WorkspaceId, report: EvaluationReport) -> str:
    """Store a report; its path, named by its hash."""
    data = report.model_dump_json(by_alias=True).encode()
    path = f"{workspace}/evaluations/{content_hash(data)[:40]}.json"
    objects.create(path, data)
    return path


def report(objects: Objects, evaluation: Evaluation) -> EvaluationReport:
    """The report of a ready evaluation. Raises NotFound."""
    if evaluation.report is None:
        raise NotFound("This evaluation has no report yet.", evaluation=evaluation.id)
    return EvaluationReport.model_validate_json(objects.read(evaluation.report))


def _place(workspace: WorkspaceId, evaluation: Evaluation) -> tuple[str, str]:
    return keys.index(_KIND, workspace, evaluation.project, f"{evaluation.created_at:015d}", evaluation.id)
