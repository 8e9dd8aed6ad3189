"""Label versions: cut one by a job, read it, compare two, and make the labels what they were in one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from pyroaring import BitMap

from everloop.domain.errors import Invalid, NotFound
from everloop.domain.filters import In
from everloop.domain.ids import ItemId, SetHash
from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan, summed
from everloop.domain.label_versions import Contents, LabelVersion, Live, VersionDiff, VersionShard, project_of, version_id
from everloop.domain.labels import LabelRow
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.domain.projects import Project
from everloop.ports import Objects, Table
from everloop.store import counters, jobs, keys, label_cutting, label_diffs, label_restoring, ontologies, projects, rows, sets
from everloop.store import label_versions as store
from everloop.store.columns import Columns
from everloop.store.label_cutting import Cut

RESTORE = "restore-labels"
SCAN_PAGES = 20


def cut(
    call: Call,
    project: str,
    contents: Contents,
    *,
    name: str | None = None,
    message: str = "",
    table: Table,
    objects: Objects,
) -> Job:
    """Ask for the job that cuts a version; its result is ``{"version": id}``. Archived tasks are out unless stages are named.

    Raises:
        NotFound: No such project or set.
        Invalid: A stage that the workflow has not.
        Conflict: Another version of the project has the name.
    """
    found = projects.get(call.workspace, project, table=table).value
    _refuse_wrong(call, found, contents, objects=objects)
    title = f"Cut {name!r} of {found.title}" if name else f"Cut the labels of {found.title}"
    job = store.request(call, project, contents, name=name, message=message, title=title, table=table)
    return jobs.get(call.workspace, job, table=table).value


def get(call: Call, project: str, version: str, *, table: Table) -> LabelVersion:
    """A version. Raises NotFound: none in this project."""
    if project_of(version) != project:
        raise NotFound("There is no such label version in this project.", version=version)
    return store.get(call.workspace, version, table=table)


def listing(
    call: Call, project: str, *, named: bool = False, limit: int = 50, cursor: str | None = None, table: Table
) -> Page[LabelVersion]:
    """A project's versions, newest first. ``named``: those with a name; a page may be short of ``limit`` before the end."""
    kept: list[LabelVersion] = []
    for _ in range(SCAN_PAGES):
        page = store.of_project(call.workspace, project, limit=limit - len(kept), cursor=cursor, table=table)
        kept += [one for one in page.items if one.name is not None or not named]
        cursor = page.cursor
        if cursor is None or len(kept) >= limit:
            break
    return Page(kept, cursor)


def live(call: Call, project: str, *, table: Table) -> Live:
    """What is known of the project's objects now, and how old it is; where it is stale, a job brings it up to date."""
    projects.get(call.workspace, project, table=table)
    return store.refreshed(call.workspace, project, now=call, table=table)


def compare(call: Call, project: str, before: str, after: str, *, table: Table, columns: Columns) -> VersionDiff:
    """What differs from one version to another of the project. Raises NotFound."""
    was, now = (get(call, project, one, table=table) for one in (before, after))
    return label_diffs.compare(was, now, columns=columns)


def labels_of(call: Call, project: str, version: str, item: str, *, table: Table, columns: Columns) -> LabelRow:
    """The labels of an item as the version has them. Raises NotFound."""
    found = get(call, project, version, table=table)
    head = table.get(keys.head(call.workspace, ItemId(item)))
    seqs = BitMap([rows.body(head)["seq"]]) if head else BitMap()
    names = ("branch", "rev", "item_revision", "ontology_version", "state", "objects")
    row = columns.scan(columns.table(found.tables["labels"]), names, seqs=seqs, where=In("item_id", (item,)))
    if not len(row["rev"]):
        raise NotFound("This version has no labels of that item.", item=item)
    drawn = columns.scan(columns.table(found.tables["objects"]), ["annotation", "ordinal"], seqs=seqs, order="ordinal, part")
    bodies = dict(zip(drawn["ordinal"].tolist(), drawn["annotation"].tolist(), strict=True))
    return LabelRow.model_validate(
        {name: row[name].tolist()[0] for name in names}
        | {"schema": 1, "project": project, "item": item}
        | {"annotations": [orjson.loads(one) for one in bodies.values()]}
    )


def restore(call: Call, project: str, version: str, *, table: Table) -> Job:
    """Ask for the job that makes the labels what they were in the version, as new revisions. Raises NotFound; Conflict.

    Labels of which the version does not speak, as their items were deleted or archived when it was cut, stay as they are.
    """
    projects.active(call.workspace, project, table=table)
    found = get(call, project, version, table=table)
    title = f"Restore the labels of {found.name or found.id}"
    return jobs.request(call, RESTORE, title=title, spec={"version": version}, project=project, table=table)


# ── jobs ──────────────────────────────────────────────────────────────────────────────────────────


def cutting(*, table: Table, objects: Objects, columns: Columns) -> JobKind:
    """The job ``store.label_versions.KIND``: a shard of the job for each shard of columns."""

    def plan(job: Job, call: Call) -> Sequence[ShardPlan]:
        begun = label_cutting.begin(call, job.spec["project"], Contents.model_validate(job.spec["contents"]), table=table)
        fixed = _fixed(begun)
        numbers = label_cutting.plan(begun, table=table, objects=objects)
        return [ShardPlan(input={"number": number, **fixed}, size=1) for number in numbers]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        begun = _begun(call, job, shard.input, table)
        done = label_cutting.cut_shard(begun, shard.input["number"], table=table, objects=objects, columns=columns)
        progress(1, {"rows": done.rows, "reused": int(done.reused)})
        return done.model_dump(mode="json", by_alias=True)

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        contents = Contents.model_validate(job.spec["contents"])
        begun = (
            _begun(call, job, shards[0].input, table)
            if shards
            else label_cutting.begin(call, job.spec["project"], contents, table=table)
        )
        parts = [VersionShard.model_validate(shard.output) for shard in sorted(shards, key=lambda one: one.number)]
        version = version_id(begun.project, call.new_id("label-version"))
        made = label_cutting.assemble(
            call, version, begun, parts, name=job.spec["name"], message=job.spec["message"], table=table, columns=columns
        )
        return Finish({"version": made.id, "rows": made.rows, "objects": made.objects})

    return JobKind(plan, run, finish)


def restoring(*, table: Table, columns: Columns) -> JobKind:
    """The job ``RESTORE``. Counts: restored, cleared, unchanged, left_out (``label_restoring.restore_shard``)."""

    def plan(job: Job, call: Call) -> Sequence[ShardPlan]:
        version = store.get(call.workspace, job.spec["version"], table=table)
        last = counters.reached(table, call.workspace, label_cutting.SEQ)
        numbers = label_restoring.shards(call, version, last, table=table, columns=columns)
        return [ShardPlan(input={"number": number}, size=1) for number in numbers]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        version = store.get(call.workspace, job.spec["version"], table=table)
        counts = label_restoring.restore_shard(call, version, shard.input["number"], table=table, columns=columns)
        progress(1, counts)
        return {"counts": counts}

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        return Finish({"version": job.spec["version"], **summed([(shard.output or {})["counts"] for shard in shards])})

    return JobKind(plan, run, finish)


def _fixed(begun: Cut) -> dict[str, Any]:
    """What all shards of a job agree on."""
    return {
        "ontology": begun.ontology.id,
        "ontology_version": begun.ontology.version,
        "previous": begun.previous.id if begun.previous else None,
        "as_of": begun.as_of,
    }


def _begun(call: Call, job: Job, fixed: dict[str, Any], table: Table) -> Cut:
    contents = Contents.model_validate(job.spec["contents"])
    previous = fixed["previous"]
    return Cut(
        workspace=call.workspace,
        project=job.spec["project"],
        contents=contents,
        ontology=ontologies.version(call.workspace, fixed["ontology"], fixed["ontology_version"], table=table),
        previous=store.get(call.workspace, previous, table=table) if previous else None,
        as_of=fixed["as_of"],
    )


def _refuse_wrong(call: Call, project: Project, contents: Contents, *, objects: Objects) -> None:
    known = {stage.id for stage in project.graph.stages}
    for stage in contents.stages or ():
        if stage not in known:
            raise Invalid(f"The workflow has no stage {stage!r}; it has: {', '.join(sorted(known))}.", stage=stage)
    if contents.set is not None:
        sets.raw(objects, call.workspace, SetHash(contents.set))
