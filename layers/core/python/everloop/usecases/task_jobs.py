"""The jobs that open, archive and reopen many tasks: a project follows its datasets, items are sent back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pyroaring import BitMap

from everloop.domain.actions import Archive, Reopen
from everloop.domain.fields import resolve
from everloop.domain.filters import And, Exists, InSet
from everloop.domain.ids import ItemId, SetHash
from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan, summed
from everloop.domain.principals import Call, Scope
from everloop.ports import Index, Objects, Selection, Table
from everloop.store import projects, sets, task_batches, task_sync, walking
from everloop.store.task_batches import Moved

SYNC, SEND_BACK = "sync-tasks", "send-back"
SHARD_ITEMS = 5_000
CHUNK = 500
SETTLE_MS = 600_000
"""A job whose tasks are not all searchable by then ends all the same; the dead letters say why."""
TOLD = 20


def syncing(*, table: Table, objects: Objects, index: Index) -> JobKind:
    """The job that opens tasks for what is new in a project's datasets and archives those of what left.

    Counts: opened, returned, there, archived; same, refused and missing of those to be archived.
    """

    def plan(job: Job, call: Call) -> Sequence[ShardPlan]:
        project = projects.get(call.workspace, job.spec["project"], table=table).value
        fresh, left = task_sync.begin(call, project, table=table, objects=objects)
        return [
            ShardPlan(input={name: sets.save(objects, call.workspace, piece)}, size=len(piece))
            for name, members in (("open", fresh), ("archive", left))
            for piece in _split(members, SHARD_ITEMS)
        ]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        if "open" in shard.input:
            return _open(job, shard, call, progress, table, objects)
        return _move(job, shard.input["archive"], Archive(), "archived", call, progress, table, objects)

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        project = projects.get(call.workspace, job.spec["project"], table=table).value
        opened, unseen = BitMap(), BitMap()
        for shard in shards:
            if "open" in shard.input:
                opened |= sets.load(objects, call.workspace, SetHash(shard.input["open"]))
            if name := (shard.output or {}).get("unseen"):
                unseen |= sets.load(objects, call.workspace, SetHash(name))
        task_sync.end(call, project, unseen=unseen, table=table, objects=objects)
        counts = summed([(shard.output or {}).get("counts", {}) for shard in shards])
        result = {"members": sets.save(objects, call.workspace, opened), "items": counts.get("items", 0)}
        return Finish(result, counts={key: value for key, value in counts.items() if key != "items"}, settle=bool(opened))

    def settled(job: Job, call: Call) -> bool:
        result = job.result or {}
        stage = resolve(f"project.{job.spec['project']}.stage")
        inside = InSet("", sets.raw(objects, call.workspace, SetHash(result["members"])))
        seen = Selection(Scope(call.workspace), And((inside, Exists(stage.name))), {stage.name: stage})
        late = call.now_ms - (job.started_at or job.created_at) > SETTLE_MS
        return late or index.count(seen) >= result["items"]

    return JobKind(plan, run, finish, settled)


def sending_back(*, table: Table, objects: Objects) -> JobKind:
    """The job that reopens the tasks of a set of items; one that is open in that stage already only gets the priority.

    Counts: reopened, same, refused, missing (items without a task in the project, or no longer in its datasets).
    """

    def plan(job: Job, call: Call) -> Sequence[ShardPlan]:
        project = projects.get(call.workspace, job.spec["project"], table=table).value
        members = sets.load(objects, call.workspace, SetHash(job.spec["members"]))
        members &= walking.members(call.workspace, project, objects=objects)
        return [
            ShardPlan(input={"items": sets.save(objects, call.workspace, piece)}, size=len(piece))
            for piece in _split(members, SHARD_ITEMS)
        ]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        again = Reopen(job.spec["priority"], because=job.id, stage=job.spec["stage"])
        return _move(job, shard.input["items"], again, "reopened", call, progress, table, objects)

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        counts = summed([(shard.output or {}).get("counts", {}) for shard in shards])
        outside = len(sets.load(objects, call.workspace, SetHash(job.spec["members"]))) - sum(shard.size for shard in shards)
        counts["missing"] = counts.get("missing", 0) + outside
        refused = [one for shard in shards for one in (shard.output or {}).get("refused", ())]
        return Finish({"members": job.spec["members"], "refused": refused[:TOLD]}, counts=counts)

    return JobKind(plan, run, finish)


def _open(job: Job, shard: Shard, call: Call, progress: Progress, table: Table, objects: Objects) -> dict[str, Any]:
    project = projects.get(call.workspace, job.spec["project"], table=table).value
    counts: list[dict[str, int]] = []
    done = 0
    unseen = BitMap()
    for chunk in _chunks(call, shard.input["open"], table, objects, unseen):
        made = task_batches.open_many(
            call.workspace,
            project.id,
            project.graph,
            chunk,
            priority=project.priority,
            now_ms=call.now_ms,
            cause=call.cause,
            table=table,
        )
        counts.append({"opened": made.new, "returned": made.returned, "there": made.there, "items": len(chunk)})
        done += len(chunk)
        progress(done)
    return {"counts": summed(counts), **_noted(call, unseen, objects)}


def _move(
    job: Job,
    members: str,
    action: Archive | Reopen,
    name: str,
    call: Call,
    progress: Progress,
    table: Table,
    objects: Objects,
) -> dict[str, Any]:
    project = projects.get(call.workspace, job.spec["project"], table=table).value
    counts: list[dict[str, int]] = []
    refused: list[tuple[str, str]] = []
    done = 0
    unseen = BitMap()
    for chunk in _chunks(call, members, table, objects, unseen):
        moved: Moved = task_batches.apply(
            call.workspace,
            project.id,
            project.graph,
            [item for item, _ in chunk],
            lambda _: action,
            now_ms=call.now_ms,
            cause=call.cause,
            table=table,
        )
        said = {name: moved.moved, "same": moved.same, "refused": len(moved.refused)}
        counts.append({**said, "missing": len(chunk) - sum(said.values())})
        refused += moved.refused
        done += len(chunk)
        progress(done)
    return {"counts": summed(counts), "refused": refused[:TOLD], **_noted(call, unseen, objects)}


def _noted(call: Call, unseen: BitMap, objects: Objects) -> dict[str, str]:
    return {"unseen": sets.save(objects, call.workspace, unseen)} if unseen else {}


def _chunks(call: Call, members: str, table: Table, objects: Objects, unseen: BitMap) -> list[list[tuple[ItemId, int]]]:
    """The items of a set, some hundred at a time; tombstones are left out. ``unseen``: see ``walking.heads``."""
    seqs = sets.load(objects, call.workspace, SetHash(members))
    found = [(ItemId(head["id"]), head["seq"]) for head in walking.heads(call.workspace, seqs, unseen=unseen, table=table)]
    return [found[start : start + CHUNK] for start in range(0, len(found), CHUNK)]


def _split(members: BitMap, size: int) -> list[BitMap]:
    """A set in pieces of at most ``size`` items, in the order of seq."""
    order = members.to_array()
    return [BitMap(order[start : start + size]) for start in range(0, len(order), size)]
