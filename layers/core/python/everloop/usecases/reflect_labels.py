"""What label rows say of items, on the items' heads: the consumer that makes labels searchable, and the job that names their
classes anew after the ontology did.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from everloop.domain.annotations import MAIN
from everloop.domain.errors import EverloopError, NotFound, Transient
from everloop.domain.ids import ItemId, ProjectId
from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan
from everloop.domain.labels import LabelHead
from everloop.domain.ontologies import Ontology
from everloop.domain.principals import Call
from everloop.ports import Index, Key, Objects, Table
from everloop.store import counters, heads, label_cutting, label_versions, labels, ontologies, projects, settling
from everloop.store.columns import shard_of
from everloop.store.heads import ProjectUpdate
from everloop.store.reports import Report

CONSUMER = "reflect-labels"
KINDS = frozenset({"label"})
NAMINGS = 8
SAMPLE = 200
FAILED = 500
"""Failures that a shard tells of; it counts them all."""


def reflect(call: Call, places: Sequence[Key], *, table: Table) -> dict[Key, EverloopError]:
    """Bring the heads up to date with the label rows at ``places``, read again; what failed, by row.

    Branches other than main are hidden work and stay out. The projects' live objects are stale from now on. Where a project
    moves to other names of its classes meanwhile, it is done again: its job may have been there before.

    Raises:
        Transient: Some heads, or the project's names, are changing too quickly.
    """
    for _ in range(NAMINGS):
        names, failures = _reflected(call, places, table)
        if all(_version(_ontology(call, project, table)) == _version(known) for project, known in names.items()):
            return failures
    raise Transient("The names of the project's classes are changing too quickly; try again.")


def _reflected(call: Call, places: Sequence[Key], table: Table) -> tuple[dict[str, Ontology | None], dict[Key, EverloopError]]:
    """Do it once: the ontologies whose names were written, by project, and what failed, by row."""
    distinct = list(dict.fromkeys(places))
    found = zip(distinct, labels.found_at(distinct, table=table), strict=True)
    main = {place: one for place, one in found if one and one.head["branch"] == MAIN}
    names: dict[str, Ontology | None] = {}
    for project in sorted({one.head["project"] for one in main.values()}):
        label_versions.mark_changed(call.workspace, project, call.now_ms, cause=call.cause, table=table)
        names[project] = _ontology(call, project, table)
    updates = {
        place: ProjectUpdate(
            ItemId(one.head["item"]),
            ProjectId(one.head["project"]),
            _facts(one.head, names[one.head["project"]]),
            "row_version",
            one.version,
        )
        for place, one in main.items()
    }
    return names, heads.set_each(table, call.workspace, updates, cause=call.cause)


def renaming(*, table: Table, objects: Objects, index: Index) -> JobKind:
    """The job ``projects.RENAME``: a shard for each column shard of the project's items; it ends when they are found by the new
    names. Counts: items; failed: their heads would be too large, each with its reason in the report.
    """

    def plan(job: Job, call: Call) -> Sequence[ShardPlan]:
        last = shard_of(counters.reached(table, call.workspace, label_cutting.SEQ))
        project = str(job.spec["project"])
        numbers = [number for number in range(last + 1) if labels.any_in(call.workspace, project, number, table=table)]
        return [ShardPlan(input={"number": number}, size=1) for number in numbers]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        project, done, sample = str(job.spec["project"]), 0, list[str]()
        failed: list[dict[str, str]] = []
        for some in labels.pages(call.workspace, project, shard=shard.input["number"], table=table):
            items = {labels.key(call.workspace, head["item"], project, head["branch"]): head["item"] for head in some}
            wrong = reflect(call, list(items), table=table)
            failed += [{"item": items[place], "reason": error.message} for place, error in wrong.items()]
            done += len(some)
            sample = [*sample, *items.values()][-SAMPLE:]
            progress(0, {"items": done, "failed": len(failed)})
        progress(1, {"items": done, "failed": len(failed)})
        return {"sample": sample, "failed": failed[:FAILED]}

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        outputs = [shard.output or {} for shard in shards]
        with Report(call.workspace, job.id) as report:
            for one in [line for output in outputs for line in output.get("failed", ())]:
                report.add(one["reason"], item=one["item"])
            path = report.saved(objects)
        sample = [item for output in outputs for item in output.get("sample", ())][-SAMPLE:]
        return Finish({"project": job.spec["project"], "sample": sample}, errors=path, settle=bool(sample))

    def settled(job: Job, call: Call) -> bool:
        sample = (job.result or {}).get("sample", [])
        return settling.indexed(call.workspace, sample, table=table, index=index) or settling.late(job, call)

    return JobKind(plan, run, finish, settled)


def _facts(head: LabelHead, ontology: Ontology | None) -> dict[str, Any]:
    names = {one.id: one.name for one in ontology.classes} if ontology else {}
    return {
        "state": str(head["state"]),
        "classes": sorted(names.get(class_id, class_id) for class_id in head["classes"]),
        "objects": head["objects"],
        "names_version": _version(ontology),
    }


def _version(ontology: Ontology | None) -> int:
    return ontology.version if ontology else 0


def _ontology(call: Call, project: str, table: Table) -> Ontology | None:
    try:
        found = projects.get(call.workspace, project, table=table).value
        return ontologies.version(call.workspace, found.ontology, found.ontology_version, table=table)
    except NotFound:
        return None
