"""Near-duplicate groups: found by a job over all items, kept on their heads, seen as a facet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from everloop.domain.curation import DuplicateMethod
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.items import Head
from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan
from everloop.domain.near_duplicates import group_name, hash_groups, vector_groups
from everloop.domain.principals import Call
from everloop.domain.vectors import LITE0
from everloop.ports import Index, Table
from everloop.store import bulk_heads, documents, jobs, settling

KIND = "find-duplicates"
SAMPLE = 200
HEAVY = 20_000


def request(call: Call, methods: Sequence[DuplicateMethod] = tuple(DuplicateMethod), *, table: Table) -> Job:
    """Ask for the near-duplicate groups of all items to be found anew. A group's name follows from its oldest item; only the
    heads of items whose group changes are written.
    """
    wanted = [str(one) for one in DuplicateMethod if one in methods]
    return jobs.request(call, KIND, title="Find near-duplicates", spec={"methods": wanted}, table=table)


def grouping(*, table: Table, index: Index) -> JobKind:
    """The job: a shard a method, over the whole workspace."""

    def plan(job: Job, call: Call) -> list[ShardPlan]:
        size = documents.blocks(table, call.workspace) << 8
        return [ShardPlan(input={"method": one}, size=size, heavy=size > HEAVY) for one in job.spec["methods"]]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        return _find(DuplicateMethod(shard.input["method"]), shard.size, call, progress, table=table)

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        said = {one.input["method"]: {k: v for k, v in (one.output or {}).items() if k != "sample"} for one in shards}
        sample = [item for one in shards for item in (one.output or {}).get("sample", [])]
        return Finish({**said, "sample": sample}, settle=True)

    def settled(job: Job, call: Call) -> bool:
        sample = (job.result or {}).get("sample", [])
        return settling.indexed(call.workspace, sample, table=table, index=index) or settling.late(job, call)

    return JobKind(plan, run, finish, settled)


def _find(method: DuplicateMethod, size: int, call: Call, progress: Progress, *, table: Table) -> dict[str, Any]:
    def beat() -> None:
        progress(size // 2)

    heads, groups = _grouped(method, call.workspace, beat, table)
    names = [group_name(call.workspace, method, heads[row]["id"]) for row in groups.tolist()]
    sizes = np.bincount(groups, minlength=len(heads)) if len(heads) else np.empty(0, np.int64)
    changes: dict[ItemId, bulk_heads.Change] = {}
    for head, row, name in zip(heads, groups.tolist(), names, strict=True):
        group = name if sizes[row] > 1 else None
        if head.get("duplicates", {}).get(method) != group:
            changes[ItemId(head["id"])] = _regroup(method, group, head.get("revision", 1))
    changes |= _ungrouped({head["id"] for head in heads}, method, call.workspace, table)
    written = bulk_heads.write(table, call.workspace, changes, cause=call.cause, beat=beat)
    grouped = sizes[sizes > 1]
    progress(size, {"items": len(heads), "changed": written})
    return {"groups": len(grouped), "grouped_items": int(grouped.sum()), "sample": list(changes)[-SAMPLE:]}


def _grouped(
    method: DuplicateMethod, workspace: WorkspaceId, beat: Callable[[], None], table: Table
) -> tuple[list[Head], NDArray[np.int64]]:
    """The heads that can be compared, by seq, and by head the row of the oldest of its group."""
    heads: list[Head] = []
    if method is DuplicateMethod.PHASH:
        for block in bulk_heads.living(table, workspace):
            heads += [_slim(head) for head in block if head.get("phash") and head.get("computed") == head.get("revision")]
            beat()
        hashes = np.array([int(head["phash"], 16) for head in heads], dtype=np.uint64)
        return heads, hash_groups(hashes)
    rows: list[NDArray[np.float16]] = []
    for block in bulk_heads.living(table, workspace):
        found = bulk_heads.vectors(table, workspace, block, LITE0)
        heads += [_slim(head) for head in block if head["id"] in found]
        rows += found.values()
        beat()
    matrix = np.stack(rows) if rows else np.empty((0, LITE0.dimension), np.float16)
    del rows
    return heads, vector_groups(matrix, beat=beat)


def _slim(head: Head) -> Head:
    """What of a head is needed here, so that a million fit into memory."""
    kept: Head = {"id": head["id"], "revision": head["revision"], "duplicates": head.get("duplicates", {})}
    if "phash" in head:
        kept["phash"] = head["phash"]
    return kept


def _ungrouped(
    compared: set[str], method: DuplicateMethod, workspace: WorkspaceId, table: Table
) -> dict[ItemId, bulk_heads.Change]:
    """Items that have a group but nothing to compare any more leave it."""
    return {
        ItemId(head["id"]): _regroup(method, None, head.get("revision", 1))
        for block in bulk_heads.living(table, workspace)
        for head in block
        if head.get("duplicates", {}).get(method) and head["id"] not in compared
    }


def _regroup(method: DuplicateMethod, group: str | None, revision: int) -> bulk_heads.Change:
    """Put a group on a head whose pixels are still those that were compared."""

    def change(head: dict[str, Any]) -> bool:
        groups = dict(head.get("duplicates", {}))
        if head.get("revision") != revision or groups.get(method) == group:
            return False
        if group is None:
            groups.pop(method, None)
        else:
            groups[method.value] = group
        head["duplicates"] = groups
        return True

    return change
