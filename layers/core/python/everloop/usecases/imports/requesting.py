"""Asking for imports: a place for the file, then a job that reads it."""

from __future__ import annotations

from everloop.domain.access import ProjectRole
from everloop.domain.errors import Invalid
from everloop.domain.jobs import Job
from everloop.domain.predictions import LedgerRef, PredictionSet
from everloop.domain.principals import Call
from everloop.domain.transfers import EXPORT, IMPORT_LABELS, IMPORT_PREDICTIONS, LabelImport, PredictionImport, Upload
from everloop.ports import Objects, Table
from everloop.store import access, files, jobs, predictions, projects

EXPIRES_S = 3_600


def start_upload(call: Call, *, size_bytes: int, objects: Objects) -> Upload:
    """A place for a file. Raises Invalid: it is larger than an import may be."""
    files.refuse_large(size_bytes)
    upload = call.new_id("file")
    url = objects.presign(files.path(call.workspace, upload), method="PUT", expires_s=EXPIRES_S)
    return Upload(id=upload, url=url, expires_s=EXPIRES_S)


def import_labels(call: Call, project: str, asked: LabelImport, *, table: Table, objects: Objects) -> Job:
    """Read labels from a file into a project. Raises NotFound; Conflict: the project is archived; Invalid: too large."""
    found = projects.active(call.workspace, project, table=table)
    for upload in (asked.upload, asked.ontology_upload):
        if upload is not None:
            files.size(objects, call.workspace, upload)
    spec: dict[str, object] = {"project": project, **asked.model_dump(mode="json")}
    title = f"{'Try' if asked.dry_run else 'Import'} labels ({asked.format}) for {found.title}"
    return jobs.request(call, IMPORT_LABELS, title=title, spec=spec, project=project, table=table)


def import_predictions(call: Call, asked: PredictionImport, *, table: Table, objects: Objects) -> Job:
    """Read a results file as a prediction set of a model. The job's result names the set, which has facts once it is done.

    Raises:
        NotFound: No such model, project, export or file in the caller's scope.
        Invalid: Too large, or the ledger's project is not the one that is named.
    """
    model = predictions.model(call.workspace, asked.model, table=table)
    files.size(objects, call.workspace, asked.upload)
    if asked.ledger.upload is not None:
        files.size(objects, call.workspace, asked.ledger.upload)
    project = project_of(call, asked, table=table)
    if project is not None:
        access.require_project(call.principal, project, ProjectRole.VIEWER, table=table)
    job = call.new_id("job", IMPORT_PREDICTIONS)
    name = asked.name or f"{model.name} {model.version}"
    made = PredictionSet(
        id=call.new_id("prediction-set"),
        name=name,
        model=model.id,
        model_name=model.name,
        project=project,
        job=job,
        created_by=call.actor,
        created_at=call.now_ms,
        schema=1,
    )
    if not asked.dry_run:
        made = predictions.create(call, made, table=table)
    spec: dict[str, object] = {**asked.model_dump(mode="json"), "set": made.id, "project": project}
    title = f"{'Try' if asked.dry_run else 'Import'} predictions of {name}"
    return jobs.request(call, IMPORT_PREDICTIONS, title=title, spec=spec, project=project, table=table)


def project_of(call: Call, asked: PredictionImport, *, table: Table) -> str | None:
    """The project whose classes and items are meant. Raises NotFound; Invalid: two are named."""
    implied = _ledger_project(call, asked.ledger, table=table)
    if implied is not None and asked.project not in (None, implied):
        raise Invalid("The ledger is that of another project than the one that is named.", project=asked.project)
    return implied or asked.project


def _ledger_project(call: Call, ledger: LedgerRef, *, table: Table) -> str | None:
    if ledger.export is None:
        return ledger.project
    job = jobs.get(call.workspace, ledger.export, table=table).value
    if job.kind != EXPORT or job.project is None:
        raise Invalid("This job is no export.", job=ledger.export)
    return job.project
