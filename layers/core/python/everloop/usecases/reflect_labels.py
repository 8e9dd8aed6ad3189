"""What label rows say of items, on the items' heads: the consumer that makes labels searchable, and the job that names their
classes anew after the ontology did.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from everloop.domain.annotations import MAIN
from everloop.domain.errors import EverloopError, NotFound
from everloop.domain.ids import ItemId, ProjectId
from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan, summed
from everloop.domain.labels import LabelHead
from everloop.domain.ontologies import Ontology
from everloop.domain.principals import Call
from everloop.ports import Key, Table
from everloop.store import counters, heads, label_cutting, label_versions, labels, ontologies, projects
from everloop.store.columns import shard_of
from everloop.store.heads import ProjectUpdate

CONSUMER = "reflect-labels"
KINDS = frozenset({"label"})


def reflect(call: Call, places: Sequence[Key], *, table: Table) -> dict[Key, EverloopError]:
    """Bring the heads up to date with the label rows at ``places``, read again; what failed, by row.

    Branches other than main are hidden work and stay out. The projects' live objects are stale from now on.

    Raises:
        Transient: Some heads are changing too quickly.
    """
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
    return heads.set_each(table, call.workspace, updates, cause=call.cause)


def renaming(*, table: Table) -> JobKind:
    """The job ``projects.RENAME``: a shard for each column shard of the project's items. Counts: items."""

    def plan(job: Job, call: Call) -> Sequence[ShardPlan]:
        last = shard_of(counters.reached(table, call.workspace, label_cutting.SEQ))
        project = str(job.spec["project"])
        numbers = [number for number in range(last + 1) if labels.any_in(call.workspace, project, number, table=table)]
        return [ShardPlan(input={"number": number}, size=1) for number in numbers]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        project, done = str(job.spec["project"]), 0
        for some in labels.pages(call.workspace, project, shard=shard.input["number"], table=table):
            reflect(call, [labels.key(call.workspace, head["item"], project, head["branch"]) for head in some], table=table)
            done += len(some)
            progress(done, {"items": done})
        return {"counts": {"items": done}}

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        return Finish({"project": job.spec["project"], **summed([(shard.output or {})["counts"] for shard in shards])})

    return JobKind(plan, run, finish)


def _facts(head: LabelHead, ontology: Ontology | None) -> dict[str, Any]:
    names = {one.id: one.name for one in ontology.classes} if ontology else {}
    return {
        "state": str(head["state"]),
        "classes": sorted(names.get(class_id, class_id) for class_id in head["classes"]),
        "objects": head["objects"],
        "names_version": ontology.version if ontology else 0,
    }


def _ontology(call: Call, project: str, table: Table) -> Ontology | None:
    try:
        found = projects.get(call.workspace, project, table=table).value
        return ontologies.version(call.workspace, found.ontology, found.ontology_version, table=table)
    except NotFound:
        return None
