"""Uploads that nobody finished: once nothing can be sent to their addresses any more, what did arrive becomes items.

The clock looks (``sweep``); where something is missing, a job asks the store and registers what is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from everloop.domain.errors import Conflict, Forbidden, NotFound
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
"""Notes of a page, and of a shard."""
PAGES = 25
"""Of a tick."""
HOUR_MS = 3_600_000


def sweep(call: Call, *, table: Table) -> Job | None:
    """Look at the uploads that are due, the oldest first: those whose items are all there are forgotten; a job sees to the
    others. Until it has, they come due again in an hour or two, behind those that nobody has looked at: what cannot be
    finished holds up nothing.
    """
    later = (call.now_ms // HOUR_MS + 2) * HOUR_MS  # two clocks at once name the same
    handed: list[str] = []
    for _ in range(PAGES):
        found = uploads.due(call.workspace, call.now_ms, limit=AT_ONCE, table=table)
        for name, started in found.items():
            if _absent(call.workspace, started, table):
                handed.append(uploads.postpone(call, name, started, due_ms=later, table=table))
            else:
                uploads.forget(call, name, table=table)
        if len(found) < AT_ONCE:
            break
    if not handed:
        return None
    mine = Call(call.principal, call.now, f"{KIND}/{handed[0]}")
    try:
        return jobs.request(mine, KIND, title="Finish uploads that nobody finished", spec={"uploads": handed}, table=table)
    except Conflict:
        return None  # another clock has asked for its own; what that leaves out comes due again


def finishing(*, table: Table, objects: Objects) -> JobKind:
    """The job. Counts: new, unchanged, absent (nothing was sent), failed (too large, by key in the result). The uploads are
    forgotten once all of them are counted, so that a shard that runs again counts what the first run did.
    """

    def plan(job: Job, call: Call) -> list[ShardPlan]:
        names: list[str] = job.spec["uploads"]
        parts = [names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE)]
        return [ShardPlan(input={"uploads": part}, size=len(part)) for part in parts]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        origin = Origin(call.workspace, job.id, call.now_ms, restore=False, again=shard.token > 1, shard=shard.number)
        total, counts, large = Registered(), {"absent": 0, "failed": 0}, list[str]()
        for done, name in enumerate(shard.input["uploads"], 1):
            started = uploads.get(call.workspace, name, table=table)
            if started is not None:
                listed = _listed(call, started, origin, table, objects)
                counts["absent"] += len(listed.absent)
                large += listed.large
                if listed.files:
                    total.add(register(listed.files, origin, cause=call.cause, table=table))
            counts["failed"] = len(large)
            progress(done, {**total.counts(), **counts})
        return {"too_large": large}

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        for name in job.spec["uploads"]:
            uploads.forget(call, name, table=table)
        return Finish({"too_large": [key for shard in shards for key in (shard.output or {}).get("too_large", ())]})

    return JobKind(plan, run, finish)


class _Arrived(NamedTuple):
    """Of files that are no items yet: what may be registered, the keys of those that never came, and of those too large."""

    files: list[Listed]
    absent: list[str]
    large: list[str]


def _listed(call: Call, started: Started, origin: Origin, table: Table, objects: Objects) -> _Arrived:
    """Ask the store for what is no item yet; it goes where it was meant to, or to the nearest folder above that is there."""
    folder = folders.gone(call.workspace, [started.folder], table=table).get(started.folder, started.folder)
    found = _Arrived([], [], [])
    for key in _absent(call.workspace, started, table, mark=origin.mark if origin.again else None):
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


def _absent(workspace: WorkspaceId, started: Started, table: Table, *, mark: str | None = None) -> list[str]:
    """The files that are no items, or are items by whom ``mark`` tells."""
    places = [keys.head(workspace, item_id(workspace, SourceId(UPLOADS), key)) for key in started.keys]
    found = zip(started.keys, table.get_many(places), strict=True)
    return [key for key, row in found if row is None or (mark is not None and rows.body(row).get("job") == mark)]
