"""Offer a prediction set's predictions as pre-labels on the items that are to be annotated, as a job."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from pyroaring import BitMap

from everloop.domain.annotations import MAIN
from everloop.domain.errors import Forbidden, Invalid
from everloop.domain.filters import And, Filter, In, Range
from everloop.domain.ids import ItemId, SetHash
from everloop.domain.items import Head
from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan, summed
from everloop.domain.labels import LabelHead
from everloop.domain.predictions import Prediction
from everloop.domain.prelabels import Offer, proposed
from everloop.domain.principals import Call
from everloop.domain.projects import Project
from everloop.domain.workflow import StageKind
from everloop.ports import Objects, Table
from everloop.store import jobs, labels, ontologies, predictions, projects, sets, tasks, walking
from everloop.store.columns import Columns
from everloop.store.labels import Found

KIND = "pre-label"
SHARD_ITEMS = 2_000
CHUNK = 200
TRIES = 6
WHOLE: Filter = In("part", (0.0,))


def request(
    call: Call,
    project: str,
    prediction_set: str,
    *,
    confidence: float,
    iou_threshold: float | None = None,
    members: str | None = None,
    table: Table,
    objects: Objects,
) -> Job:
    """Ask for the job (kind ``pre-label``): predictions of ``confidence`` or more become proposed annotations of the project's
    items whose task is to be annotated.

    Args:
        iou_threshold: Leave out predictions where a label (of any class) overlaps by this much or more; None: offer all.
        members: Only items of this set; None: all of the project's.

    Raises:
        NotFound: No such project, prediction set or set.
        Invalid: The prediction set is not ready, or belongs to another project.
        Forbidden: The caller does not lead the project.
    """
    found = projects.active(call.workspace, project, table=table)
    if not projects.actor(call, project, table=table).leads:
        raise Forbidden("Only an admin or a manager of the project may do this.")
    offered = predictions.get(call.workspace, prediction_set, table=table)
    if offered.project not in (None, project):
        raise Invalid("This prediction set belongs to another project.", project=offered.project)
    if "predictions" not in offered.tables:
        raise Invalid("This prediction set is not ready yet; wait for its job.", job=offered.job)
    if members:
        sets.raw(objects, call.workspace, SetHash(members))
    spec: dict[str, object] = {
        "project": project,
        "prediction_set": prediction_set,
        "confidence": confidence,
        "iou_threshold": iou_threshold,
        "members": members,
    }
    title = f"Offer pre-labels of {offered.name} in {found.title}"
    return jobs.request(call, KIND, title=title, spec=spec, project=project, table=table)


def offering(*, table: Table, objects: Objects, columns: Columns) -> JobKind:
    """The job. Counts: items, proposed, and why others were not: overlapped, there, unmapped, unfit; items ``not_open`` (no
    task in annotation) and of ``other_revision`` (the picture changed since the model saw it).
    """

    def plan(job: Job, call: Call) -> Sequence[ShardPlan]:
        project = projects.get(call.workspace, job.spec["project"], table=table).value
        wanted = walking.members(call.workspace, project, objects=objects)
        if name := job.spec["members"]:
            wanted &= sets.load(objects, call.workspace, SetHash(name))
        offered = predictions.get(call.workspace, job.spec["prediction_set"], table=table)
        found = columns.members(columns.table(offered.tables["predictions"]), _where(job), seqs=wanted)
        order = found.to_array()
        pieces = [BitMap(order[start : start + SHARD_ITEMS]) for start in range(0, len(order), SHARD_ITEMS)]
        return [ShardPlan(input={"items": sets.save(objects, call.workspace, one)}, size=len(one)) for one in pieces]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        work = _Work(call, job, table, objects, columns)
        seqs = sets.load(objects, call.workspace, SetHash(shard.input["items"]))
        counts: list[dict[str, int]] = []
        done = 0
        for chunk in _chunks(walking.heads(call.workspace, seqs, table=table)):
            counts.append(work.offer(chunk))
            done += len(chunk)
            progress(done, summed(counts))
        return {"counts": summed(counts)}

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        return Finish({"prediction_set": job.spec["prediction_set"]})

    return JobKind(plan, run, finish)


class _Work:
    """One shard's: what is read once."""

    def __init__(self, call: Call, job: Job, table: Table, objects: Objects, columns: Columns) -> None:
        self.call, self.job, self.table, self.objects, self.columns = call, job, table, objects, columns
        self.project: Project = projects.get(call.workspace, job.spec["project"], table=table).value
        self.set = predictions.get(call.workspace, job.spec["prediction_set"], table=table)
        ontology = ontologies.version(call.workspace, self.project.ontology, self.project.ontology_version, table=table)
        self.predictions = Offer(self.set.id, ontology, job.spec["iou_threshold"])

    def offer(self, heads: Sequence[Head]) -> dict[str, int]:
        """Write the pre-labels of some items; counts."""
        open_, counts = self._open(heads)
        by_item = self._predicted(BitMap(head["seq"] for head in open_))
        waiting = {ItemId(head["id"]): head for head in open_ if head["id"] in by_item}
        said: list[dict[str, int]] = [counts]
        for _ in range(TRIES):
            if not waiting:
                break
            waiting = self._write(waiting, by_item, said)
        return summed([*said, {"items": len(by_item) - len(waiting), "conflict": len(waiting)}])

    def _open(self, heads: Sequence[Head]) -> tuple[list[Head], dict[str, int]]:
        names = [head["id"] for head in heads]
        found = tasks.find_many(self.call.workspace, self.project.id, names, table=self.table)
        seen = self._run_on(BitMap(head["seq"] for head in heads))
        kept: list[Head] = []
        counts = {"not_open": 0, "other_revision": 0}
        for head, task in zip(heads, found, strict=True):
            if task is None or self.project.graph.of(task.value.stage).kind is not StageKind.ANNOTATE:
                counts["not_open"] += 1
            elif seen.get(head["seq"], head["revision"]) != head["revision"]:
                counts["other_revision"] += 1
            else:
                kept.append(head)
        return kept, counts

    def _run_on(self, seqs: BitMap) -> dict[int, int]:
        """The revision that the model saw, by seq."""
        path = self.set.tables.get("runs")
        if path is None:
            return {}
        found = self.columns.scan(self.columns.table(path), ["seq", "item_revision"], where=WHOLE, seqs=seqs)
        return dict(zip(found["seq"].tolist(), found["item_revision"].tolist(), strict=True))

    def _predicted(self, seqs: BitMap) -> dict[str, list[Prediction]]:
        read = predictions.read(self.set, seqs=seqs, where=_where(self.job), columns=self.columns)
        return {item: list(group) for item, group in itertools.groupby(read, key=lambda one: one.item_id)}

    def _write(
        self, waiting: dict[ItemId, Head], by_item: dict[str, list[Prediction]], said: list[dict[str, int]]
    ) -> dict[ItemId, Head]:
        """One try for each; those that others were writing at the same time are left."""
        workspace = self.call.workspace
        before = labels.find_many(workspace, list(waiting), self.project.id, table=self.table)
        steps: list[tuple[ItemId, LabelHead, Found | None, dict[str, int]]] = []
        for item, there in zip(waiting, before, strict=True):
            head = there.head if there else self._blank(waiting[item])
            if labels.rev_of_request(head, self.job.id) is not None:
                continue  # this job did it before it was run again; what people removed since stays away
            body = labels.body_of(head, objects=self.objects)
            made = proposed(self.predictions, by_item[item], body, by=self.call.actor, at=self.call.now_ms)
            if made.annotations:
                after = self._changed(head, [*body, *made.annotations])
                steps.append((item, after, there, made.counts()))
            else:
                said.append(made.counts())
        kept = [labels.kept(workspace, there.head) for _, _, there, _ in steps if there]
        self.table.put_many(kept, cause=self.call.cause)
        puts = [labels.puts(workspace, there, after)[0] for _, after, there, _ in steps]
        left: dict[ItemId, Head] = {}
        for (item, _, _, counts), version in zip(steps, self.table.put_many(puts, cause=self.call.cause), strict=True):
            if version is None:
                left[item] = waiting[item]
            else:
                said.append(counts)
        return left

    def _blank(self, head: Head) -> LabelHead:
        return labels.blank(
            project=self.project.id,
            item=head["id"],
            seq=head["seq"],
            branch=MAIN,
            item_revision=head["revision"],
            ontology_version=self.project.ontology_version,
        )

    def _changed(self, head: LabelHead, body: list[dict[str, Any]]) -> LabelHead:
        return labels.changed(
            self.call.workspace,
            head,
            body=body,
            request=self.job.id,
            why="pre-label",
            by=self.call.actor,
            at=self.call.now_ms,
            objects=self.objects,
        )


def _where(job: Job) -> Filter:
    return And((WHOLE, Range("confidence", gte=job.spec["confidence"])))


def _chunks(heads: Iterator[Head]) -> Iterator[list[Head]]:
    while chunk := list(itertools.islice(heads, CHUNK)):
        yield chunk
