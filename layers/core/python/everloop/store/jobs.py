"""Jobs and their shards as rows."""

from __future__ import annotations

from collections.abc import Sequence

from everloop.domain.ids import WorkspaceId
from everloop.domain.jobs import OPEN, Job, JobState, Shard, ShardPlan, summed
from everloop.domain.pages import Page
from everloop.domain.principals import Call, Cause
from everloop.ports import ABSENT, Delete, Key, Put, Row, ShardRef, Table
from everloop.store import keys, rows
from everloop.store.rows import Stored

LIMIT = 1_000


def key(workspace: WorkspaceId, job: str) -> Key:
    """Where a job is."""
    return keys.entry("job", workspace, job)


def shard_key(workspace: WorkspaceId, job: str, number: int) -> Key:
    """Where a shard is."""
    return keys.child("shard", workspace, job, keys.number(number))


def request(call: Call, kind: str, *, title: str, spec: dict[str, object], project: str | None = None, table: Table) -> Job:
    """Ask for a job of ``kind`` (``entry.batch.KINDS``); the change feed does the rest. Asked twice under one idempotency key,
    it is one job.
    """
    job = planned(call, kind, title=title, spec=spec, project=project)
    place = index(call.workspace, job)
    return rows.create(table, key(call.workspace, job.id), "job", job, call=call, same=("kind", "spec"), index=place).value


def planned(call: Call, kind: str, *facts: str, title: str, spec: dict[str, object], project: str | None = None) -> Job:
    """A job that is asked for in one transaction with what it follows from (``asking``); ``facts`` tell several of one request
    apart.
    """
    return Job(
        id=call.new_id("job", kind, *facts),
        workspace=call.workspace,
        kind=kind,
        title=title,
        spec=spec,
        project=project,
        created_by=call.actor,
        created_at=call.now_ms,
        schema=1,
    )


def asking(workspace: WorkspaceId, job: Job) -> Put:
    """The write that asks for a job."""
    return Put(rows.row(key(workspace, job.id), "job", job, index=index(workspace, job)), ABSENT)


def head(workspace: WorkspaceId, job: str, *, table: Table) -> Stored[Job]:
    """A job as it was written, without the progress of its shards. Raises NotFound."""
    return rows.get(table, key(workspace, job), Job, "job")


def get(workspace: WorkspaceId, job: str, *, table: Table) -> Stored[Job]:
    """A job with its progress, which reads all its shards. Raises NotFound."""
    stored = head(workspace, job, table=table)
    if stored.value.state is not JobState.RUNNING or not stored.value.shards:
        return stored
    open_shards = shards(workspace, job, table=table)
    live = stored.value.model_copy(
        update={
            "done": sum(one.value.done for one in open_shards),
            "counts": summed([stored.value.counts, *(one.value.counts for one in open_shards)]),
        }
    )
    return Stored(live, stored.version)


def wrecks(workspace: WorkspaceId, ids: Sequence[str], *, table: Table) -> dict[str, str]:
    """Those of some jobs that ended without a result, each with why, as a sentence. What a job makes says so from this, as it
    is read: a job's end is one write, of its own row.
    """
    found = table.get_many([key(workspace, one) for one in ids]) if ids else []
    loaded = [rows.load(row, Job).value for row in found if row is not None]
    return {one.id: one.wreck for one in loaded if one.wreck is not None}


def recent(workspace: WorkspaceId, *, limit: int = 50, cursor: str | None = None, table: Table) -> Page[Job]:
    """Jobs, newest first."""
    place, _ = keys.index("job", workspace, "all")
    page = table.query_index(keys.PATTERNS["job"].table, place, limit=limit, cursor=cursor, backwards=True)
    return Page([rows.load(one, Job).value for one in page.items], page.cursor)


def open_jobs(workspace: WorkspaceId, *, table: Table) -> list[Stored[Job]]:
    """Jobs that are not over: the newest thousand are looked at."""
    place, _ = keys.index("job", workspace, "all")
    page = table.query_index(keys.PATTERNS["job"].table, place, limit=LIMIT, backwards=True)
    found = [rows.load(one, Job) for one in page.items]
    return [one for one in found if one.value.state in OPEN]


def index(workspace: WorkspaceId, job: Job) -> tuple[str, str]:
    """Jobs by the time they were asked for."""
    return keys.index("job", workspace, "all", f"{job.created_at:015d}", job.id)


def save(workspace: WorkspaceId, job: Job, version: int, *, announced: bool = True, cause: Cause, table: Table) -> int:
    """Write a job by version. Raises Conflict."""
    written = rows.row(key(workspace, job.id), "job", job, index=index(workspace, job), announced=announced)
    return table.put(Put(written, version), cause=cause)


def add_shards(
    workspace: WorkspaceId, job: Job, plans: Sequence[ShardPlan], *, now_ms: int = 0, cause: Cause, table: Table
) -> None:
    """Write the shards of a plan, which are about to be started. What an earlier planner left, who was killed, goes."""
    for left in shards(workspace, job.id, table=table):
        table.delete(Delete(shard_key(workspace, job.id, left.value.number)), cause=cause)
    table.put_many(
        [
            Put(
                shard_row(
                    workspace,
                    Shard(
                        job=job.id,
                        number=number,
                        input=plan.input,
                        size=plan.size,
                        heavy=plan.heavy,
                        encodes=plan.encodes,
                        asked_at=now_ms,
                        schema=1,
                    ),
                ),
                ABSENT,
            )
            for number, plan in enumerate(plans)
        ],
        cause=cause,
    )


def shard_row(workspace: WorkspaceId, shard: Shard) -> Row:
    """A shard as a row."""
    return rows.row(shard_key(workspace, shard.job, shard.number), "shard", shard)


def save_shard(workspace: WorkspaceId, shard: Shard, version: int, *, cause: Cause, table: Table) -> Stored[Shard]:
    """Write a shard by version. Raises Conflict: somebody else holds it now, or the job was cancelled."""
    return Stored(shard, table.put(Put(shard_row(workspace, shard), version), cause=cause))


def shard(workspace: WorkspaceId, job: str, number: int, *, table: Table) -> Stored[Shard]:
    """A shard. Raises NotFound."""
    return rows.get(table, shard_key(workspace, job, number), Shard, "shard")


def shards(workspace: WorkspaceId, job: str, *, table: Table) -> list[Stored[Shard]]:
    """All shards of a job, in order."""
    place = keys.child("shard", workspace, job, "")
    found: list[Stored[Shard]] = []
    cursor: str | None = None
    while True:
        page = table.query(place.table, place.partition, limit=LIMIT, cursor=cursor)
        found += [rows.load(one, Shard) for one in page.items]
        cursor = page.cursor
        if cursor is None:
            return found


def ref(workspace: WorkspaceId, shard: Shard) -> ShardRef:
    """A shard as the Runner knows it."""
    return ShardRef(workspace, shard.job, shard.number, shard.size, shard.heavy, shard.encodes, shard.asked_at)


def ask(workspace: WorkspaceId, shards: Sequence[Stored[Shard]], *, now_ms: int, cause: Cause, table: Table) -> list[ShardRef]:
    """Note on shards that a runner is about to be asked to run them, which is no news for the feed; those of them that nobody
    took meanwhile.
    """
    asked = [one.value.model_copy(update={"asked_at": now_ms}) for one in shards]
    puts = [
        Put(rows.row(shard_key(workspace, new.job, new.number), "shard", new, announced=False), old.version)
        for new, old in zip(asked, shards, strict=True)
    ]
    versions = table.put_many(puts, cause=cause)
    return [ref(workspace, one) for one, version in zip(asked, versions, strict=True) if version is not None]
