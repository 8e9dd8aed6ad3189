"""Uploads that nobody finished: once nothing can be sent to their addresses any more, what did arrive becomes items.

The clock looks (``sweep``); where something is missing, a job asks the store and registers what is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from everloop.domain.errors import Forbidden, NotFound
from everloop.domain.ids import SourceId, WorkspaceId, item_id
from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan
from everloop.domain.limits import FILE_BYTES
from everloop.domain.principals import Call
from everloop.domain.sources import UPLOADS
from everloop.media.claims import claimed
from everloop.ports import Objects, Table
from everloop.store import folders, jobs, keys, rows, uploads
from everloop.store.registration import Listed, Origin, Registered, register
from everloop.store.sources import upload_path
from everloop.store.uploads import Started

KIND = "finish-uploads"
AT_ONCE = 20
HOUR_MS = 3_600_000


def sweep(call: Call, *, table: Table) -> Job | None:
    """Look at the oldest uploads that are due: those whose items are all there are forgotten; a job sees to the others, a new
    one each hour while there are some.
    """
    found = uploads.due(call.workspace, call.now_ms, limit=AT_ONCE, table=table)
    open_ = [name for name, started in found.items() if _absent(call.workspace, started, table)]
    for name in found.keys() - set(open_):
        uploads.forget(call, name, table=table)
    if not open_:
        return None
    mine = Call(call.principal, call.now, f"{KIND}/{open_[0]}/{call.now_ms // HOUR_MS}")
    there = rows.find(table, jobs.key(call.workspace, mine.new_id("job", KIND)), Job)
    if there is not None:
        return there.value
    return jobs.request(mine, KIND, title="Finish uploads that nobody finished", spec={"uploads": open_}, table=table)


def finishing(*, table: Table, objects: Objects) -> JobKind:
    """The job: one shard. Counts: new, unchanged, absent (nothing was sent), failed (too large, by key in the result)."""

    def plan(job: Job, call: Call) -> list[ShardPlan]:
        return [ShardPlan(input={"uploads": job.spec["uploads"]}, size=len(job.spec["uploads"]))]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        origin = Origin(call.workspace, job.id, call.now_ms, restore=False, again=shard.token > 1, shard=shard.number)
        total, counts, large = Registered(), {"absent": 0, "failed": 0}, list[str]()
        for done, name in enumerate(shard.input["uploads"], 1):
            started = uploads.get(call.workspace, name, table=table)
            if started is not None:
                listed = _listed(call, started, table, objects)
                counts["absent"] += len(listed.absent)
                large += listed.large
                if listed.files:
                    total.add(register(listed.files, origin, cause=call.cause, table=table))
                uploads.forget(call, name, table=table)
            counts["failed"] = len(large)
            progress(done, {**total.counts(), **counts})
        return {"too_large": large}

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        return Finish({"too_large": [key for shard in shards for key in (shard.output or {}).get("too_large", ())]})

    return JobKind(plan, run, finish)


class _Arrived(NamedTuple):
    """Of files that are no items yet: what may be registered, the keys of those that never came, and of those too large."""

    files: list[Listed]
    absent: list[str]
    large: list[str]


def _listed(call: Call, started: Started, table: Table, objects: Objects) -> _Arrived:
    """Ask the store for what is no item yet; it goes where it was meant to, or to the nearest folder above that is there."""
    folder = folders.gone(call.workspace, [started.folder], table=table).get(started.folder, started.folder)
    found = _Arrived([], [], [])
    for key in _absent(call.workspace, started, table):
        try:
            said = objects.head(upload_path(call.workspace, key))
        except (NotFound, Forbidden):
            found.absent.append(key)
            continue
        if said.size_bytes > FILE_BYTES:
            found.large.append(key)
            continue
        found.files.append(Listed(UPLOADS, key, folder, claimed(key), said.etag, said.size_bytes, said.modified_ms))
    return found


def _absent(workspace: WorkspaceId, started: Started, table: Table) -> list[str]:
    """The files that are no items."""
    places = [keys.head(workspace, item_id(workspace, SourceId(UPLOADS), key)) for key in started.keys]
    return [key for key, row in zip(started.keys, table.get_many(places), strict=True) if row is None]
