"""One metadata value for many items, chosen by a filter, as a job."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from pyroaring import BitMap

from everloop.domain import metadata as domain
from everloop.domain.errors import Invalid
from everloop.domain.filters import Filter
from everloop.domain.ids import ItemId, SetHash, UserId, content_hash
from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan
from everloop.domain.principals import Call, Principal
from everloop.ports import Index, Objects, Table
from everloop.store import access, jobs, selecting, sets, settling, walking
from everloop.store import metadata as store
from everloop.store.columns import Columns
from everloop.store.reports import Report

KIND = "set-metadata"
SHARD_ITEMS = 20_000
BATCH = 500
SAMPLE = 20


def set_where(
    call: Call,
    node: Filter,
    values: Mapping[str, Any],
    *,
    table: Table,
    index: Index,
    objects: Objects,
    columns: Columns,
) -> Job:
    """Ask for the same values on every item in scope that passes the filter now; None removes a value.

    Raises:
        Invalid: A key is unknown or a value wrong (``facts["wrong"]``: key → why); nothing is written then.
    """
    wrong = domain.clean(store.schema(call.workspace, table=table).value, values).wrong
    if wrong or not values:
        raise Invalid(" ".join(wrong.values()) or "There is nothing to set.", wrong=wrong)
    members = selecting.members(call, node, table=table, index=index, objects=objects, columns=columns)
    spec: dict[str, object] = {"set": sets.save(objects, call.workspace, members), "values": dict(values)}
    return jobs.request(call, KIND, title=f"Set metadata of {len(members):,} items", spec=spec, table=table)


def setting(*, table: Table, objects: Objects, index: Index) -> JobKind:
    """The job. It acts with its creator's roles as they are while it runs, and is over when the items are searchable."""

    def plan(job: Job, call: Call) -> list[ShardPlan]:
        members = sets.load(objects, call.workspace, SetHash(job.spec["set"]))
        parts = [BitMap(members[at : at + SHARD_ITEMS]) for at in range(0, len(members), SHARD_ITEMS)]
        return [ShardPlan(input={"set": sets.save(objects, call.workspace, one)}, size=len(one)) for one in parts]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        return _run(job, shard, call, progress, table=table, objects=objects)

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        outputs = [one.output or {} for one in shards]
        with Report(call.workspace, job.id) as report:
            for path in [str(one["refused"]) for one in outputs if one.get("refused")]:
                for line in objects.read(path).splitlines():
                    report.add(**orjson.loads(line))
            errors = report.saved(objects)
        sample = [pair for one in outputs for pair in one.get("sample", [])]
        return Finish({"sample": sample[-SAMPLE:]}, errors=errors, settle=True)

    def settled(job: Job, call: Call) -> bool:
        sample = {ItemId(item): rev for item, rev in (job.result or {}).get("sample", [])}
        indexed = index.revs(call.workspace, list(sample))
        return settling.late(job, call) or all(indexed.get(item, 0) >= rev for item, rev in sample.items())

    return JobKind(plan, run, finish, settled)


def _run(job: Job, shard: Shard, call: Call, progress: Progress, *, table: Table, objects: Objects) -> dict[str, Any]:
    creator = Principal(call.workspace, UserId(job.created_by))
    allowed = access.editing(creator, table=table)
    cleaned = domain.clean(store.schema(call.workspace, table=table).value, job.spec["values"])
    if cleaned.wrong:
        raise Invalid(" ".join(cleaned.wrong.values()))
    members = sets.load(objects, call.workspace, SetHash(shard.input["set"]))
    counts = {"written": 0, "unchanged": 0, "failed": 0}
    refused: list[bytes] = []
    sample: list[tuple[str, int]] = []
    heads = walking.heads(call.workspace, members, table=table)
    while batch := list(itertools.islice(heads, BATCH)):
        changes = {ItemId(head["id"]): cleaned for head in batch}
        said = store.write(table, call.workspace, changes, allowed=allowed, now_ms=call.now_ms, cause=call.cause)
        for item, one in said.items():
            if isinstance(one, str):
                counts["failed"] += 1
                refused.append(orjson.dumps({"item": item, "reason": one}))
            else:
                counts["written" if one else "unchanged"] += 1
                sample = [*sample[-1:], (item, one)] if one else sample
        progress(sum(counts.values()), counts)
    path = None
    if refused:
        data = b"\n".join(refused)
        path = f"{call.workspace}/jobs/{job.id}/{content_hash(data)[:40]}"
        objects.write(path, data)
    return {"refused": path, "sample": sample}
