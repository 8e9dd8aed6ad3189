"""The job that imports labels. One shard reads the whole file, in several goes where it is long: rows are written in bulk, and
what is repeated writes nothing twice, because object ids follow from the item and the file's ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan
from everloop.domain.principals import Call
from everloop.domain.transfers import Format, LabelImport
from everloop.ports import Index, Objects, Table
from everloop.store import files, projects, settling, walking
from everloop.store.columns import Columns
from everloop.store.reports import Report
from everloop.usecases.imports import coco, encord
from everloop.usecases.imports.bodies import Session

FORMATS = {Format.COCO: coco.run, Format.ENCORD: encord.run}
HEAVY_BYTES = 100_000_000


def importing(*, table: Table, objects: Objects, columns: Columns, index: Index) -> JobKind:
    """The job.

    Counts: images, images_missing, annotations, negatives, categories, objects_changed, rows_new, rows_changed, rows_unchanged,
    rows_kept, rows_conflict, errors (rows left out), notes (rows kept, but changed).
    """

    def plan(job: Job, call: Call) -> Sequence[ShardPlan]:
        asked = _asked(job)
        size = files.size(objects, call.workspace, asked.upload)
        members = walking.members(
            call.workspace, projects.get(call.workspace, _project(job), table=table).value, objects=objects
        )
        return [ShardPlan(size=len(members), heavy=size > HEAVY_BYTES)]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        asked = _asked(job)
        project = projects.active(call.workspace, _project(job), table=table)
        members = walking.members(call.workspace, project, objects=objects)
        with (
            Report(call.workspace, job.id, (shard.kept or {}).get("report")) as report,
            files.opened(objects, call.workspace, asked.upload) as data,
        ):
            report.muted = shard.kept is not None
            session = Session(job, shard, call, asked, project, report, progress, table, objects, columns)
            result = FORMATS[asked.format](session, data, members)
            errors = report.saved(objects)
            session.moved()
        return {"result": result, "errors": errors, "sample": session.sample}

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        (output,) = [shard.output or {} for shard in shards]
        result = {**output["result"], "dry_run": _asked(job).dry_run, "sample": output["sample"]}
        return Finish(result, errors=output["errors"], settle=bool(output["sample"]))

    def settled(job: Job, call: Call) -> bool:
        sample = (job.result or {}).get("sample", [])
        told = settling.project_facts(call.workspace, sample, _project(job), table=table)
        return settling.late(job, call) or (told and settling.indexed(call.workspace, sample, table=table, index=index))

    return JobKind(plan, run, finish, settled)


def _asked(job: Job) -> LabelImport:
    return LabelImport.model_validate({key: value for key, value in job.spec.items() if key in LabelImport.model_fields})


def _project(job: Job) -> str:
    return str(job.spec["project"])
