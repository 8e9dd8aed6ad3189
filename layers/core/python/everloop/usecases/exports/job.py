"""The job that exports. One shard: it pins a label version, gives ids, then streams the file; repeated, it makes the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan
from everloop.domain.principals import Call
from everloop.domain.transfers import Format
from everloop.ports import Objects, Table
from everloop.store import sets
from everloop.store.columns import Columns
from everloop.store.reports import Report
from everloop.usecases.exports import coco, encord
from everloop.usecases.exports.pinned import asked_of, pin

CHANGED = "The picture changed since it was labelled, so its labels would not fit it."


def exporting(*, table: Table, objects: Objects, columns: Columns) -> JobKind:
    """The job. Counts: images, annotations, errors (items left out). Its result names the label version and the files.

    Labelled items whose picture has changed since are left out. Those in progress go out only where unlabelled ones are asked
    for, and without objects.
    """

    def plan(job: Job, call: Call) -> Sequence[ShardPlan]:
        return [ShardPlan(size=1)]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        pinned = pin(job, call, progress, table=table, objects=objects, columns=columns)
        counts: dict[str, int] = {}
        base = f"{call.workspace}/exports/{job.id}"
        with Report(call.workspace, job.id) as report:
            for one in pinned.changed:
                report.add(CHANGED, item=one.item)
            if asked_of(job).format is Format.COCO:
                made = {"coco.json": coco.file(pinned, columns, progress, counts)}
            else:
                made = {
                    "encord.json": encord.file(pinned, call, columns, table, progress, counts, report),
                    "encord-ontology.json": iter([encord.ontology(pinned, columns)]),
                }
            files = []
            for name, chunks in made.items():
                facts = objects.write(f"{base}/{name}", chunks)
                files.append({"name": name, "path": facts.path, "size_bytes": facts.size_bytes})
            progress(1, counts | {"errors": report.errors})
            members = sets.save(objects, call.workspace, pinned.members)
            result = {"label_version": pinned.version.id, "files": files, "items": members}
            return {"result": result, "errors": report.saved(objects)}

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        (output,) = [shard.output or {} for shard in shards]
        return Finish(output["result"], errors=output["errors"])

    return JobKind(plan, run, finish)
