"""Vectors of what is due: rows per item and space, then the head by its version; and the job that fills gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from everloop.domain.errors import Forbidden, Invalid, NotFound, Transient
from everloop.domain.fields import Field, resolve
from everloop.domain.filters import And, Filter, In, Not
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.items import ItemState, vector_to_json
from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan
from everloop.domain.principals import Call, Scope
from everloop.ports import Encoder, Index, Objects, OpenSource, Put, Row, Selection, Table
from everloop.store import jobs, keys, rows
from everloop.store.sources import Originals

KIND = "embed"
LONG_SIDE = 512
CHUNK = 32
SHARD_ITEMS = 2_000
HEAVY = 1_000  # due images: above, a machine computes them where one is there
TRIES = 8


def due(head: dict[str, Any], spaces: Sequence[str]) -> bool:
    """Whether an item lacks a vector of its present pixels in one of the spaces."""
    if head.get("deleted") or head["state"] != ItemState.READY or head.get("computed") != head["revision"]:
        return False
    vectors = head.get("vectors", {})
    return any(vectors.get(space) != head["revision"] for space in spaces)


def embed(
    call: Call, items: Sequence[ItemId], *, table: Table, objects: Objects, open_source: OpenSource, encoder: Encoder
) -> dict[ItemId, Transient]:
    """Encode each item that is due, at long side 512; safe to repeat.

    Returns:
        The items that could not be read now, with why. A file that vanished or broke since it was read is left to the next
        look at its source.
    """
    spaces = [space.name for space in encoder.spaces()]
    originals = Originals(call.workspace, table=table, objects=objects, open_source=open_source)
    from everloop.media.decode import decode  # the API asks for this job, but touches no pixels

    failed: dict[ItemId, Transient] = {}
    waiting = list(_due(call.workspace, list(dict.fromkeys(items)), spaces, table).items())
    for start in range(0, len(waiting), CHUNK):
        pictures: dict[ItemId, NDArray[np.uint8]] = {}
        heads = {item: rows.body(row) for item, row in waiting[start : start + CHUNK]}
        for item, head in heads.items():
            try:
                store, path = originals.at(head["source"], head["key"])
                if store.head(path).etag == head.get("read_etag"):
                    pictures[item] = decode(store.read(path), long_side=LONG_SIDE).pixels()
            except Transient as error:
                failed[item] = error
            except (NotFound, Invalid, Forbidden):
                continue
        if pictures:
            vectors = encoder.images(list(pictures.values()))
            revisions = {item: heads[item]["revision"] for item in pictures}
            failed |= _commit(call, revisions, vectors, table)
    return failed


def _due(workspace: WorkspaceId, items: Sequence[ItemId], spaces: Sequence[str], table: Table) -> dict[ItemId, Row]:
    found = table.get_many([keys.head(workspace, item) for item in items])
    return {item: row for item, row in zip(items, found, strict=True) if row is not None and due(rows.body(row), spaces)}


def _commit(
    call: Call, revisions: dict[ItemId, int], vectors: dict[str, NDArray[np.float16]], table: Table
) -> dict[ItemId, Transient]:
    """Write the vector rows, then say on the heads which revision they belong to."""
    for space, matrix in vectors.items():
        _write_vectors(call, space, revisions, matrix, table)
    waiting = list(revisions)
    for _ in range(TRIES):
        puts: dict[ItemId, Put] = {}
        for item, row in _due(call.workspace, waiting, list(vectors), table).items():
            head = rows.body(row)
            if head["revision"] == revisions[item]:
                head["vectors"] = head.get("vectors", {}) | dict.fromkeys(vectors, revisions[item])
                put = Put(Row(row.key, row.kind, orjson.dumps(head), index=row.index, announced=row.announced), row.version)
                puts[item] = put
        if not puts:
            return {}
        versions = table.put_many(list(puts.values()), cause=call.cause)
        waiting = [item for item, version in zip(puts, versions, strict=True) if version is None]
    return {item: Transient("The item is changing too quickly.") for item in waiting}


def _write_vectors(call: Call, space: str, revisions: dict[ItemId, int], matrix: NDArray[np.float16], table: Table) -> None:
    """Write the rows of one space; a row of a later revision stays."""
    waiting = {keys.vector(call.workspace, item, space): (item, vector) for item, vector in zip(revisions, matrix, strict=True)}
    for _ in range(TRIES):
        puts = []
        for (key, (item, vector)), row in zip(waiting.items(), table.get_many(list(waiting)), strict=True):
            if row is None or rows.body(row)["revision"] < revisions[item]:
                body = {"schema": 1, **vector_to_json(revisions[item], vector)}
                puts.append(Put(rows.row(key, "vector", body, announced=False), row.version if row else 0))
        versions = table.put_many(puts, cause=call.cause) if puts else []
        lost = {put.row.key for put, version in zip(puts, versions, strict=True) if version is None}
        waiting = {key: value for key, value in waiting.items() if key in lost}
        if not waiting:
            return


# ── the job ───────────────────────────────────────────────────────────────────────────────────────


def request_embed(call: Call, *, table: Table) -> Job:
    """Ask for the vectors of all ready items that lack one (a new space, or a consumer that was away)."""
    return jobs.request(call, KIND, title="Compute missing vectors", spec={}, table=table)


def embedding(*, table: Table, objects: Objects, open_source: OpenSource, index: Index, encoder: Encoder) -> JobKind:
    """The job: shards of the ready items that lack a vector in one of the spaces, as the index knows them."""

    def plan(job: Job, call: Call) -> list[ShardPlan]:
        ids = index.scan(Selection(Scope(call.workspace), *_lacking(encoder))).ids
        plans = []
        for start in range(0, len(ids), SHARD_ITEMS):
            some, path = ids[start : start + SHARD_ITEMS], f"{call.workspace}/jobs/{job.id}/items-{start:09d}.json"
            objects.write(path, orjson.dumps(some))
            plans.append(ShardPlan(input={"path": path}, size=len(some), heavy=len(ids) > HEAVY, encodes=True))
        return plans

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        items: list[ItemId] = orjson.loads(objects.read(shard.input["path"]))
        for start in range(0, len(items), CHUNK):
            some = items[start : start + CHUNK]
            failed = embed(call, some, table=table, objects=objects, open_source=open_source, encoder=encoder)
            if failed:
                raise next(iter(failed.values()))
            progress(start + len(some), {"embedded": start + len(some)})
        return {}

    return JobKind(plan, run, lambda job, shards, call: Finish(result={}))


def _lacking(encoder: Encoder) -> tuple[Filter, dict[str, Field]]:
    """The filter that chooses ready items without a vector in one of the spaces, and its fields."""
    complete = And(tuple(In("spaces", (space.name,)) for space in encoder.spaces()))
    fields = {name: resolve(name) for name in ("state", "spaces")}
    return And((In("state", (ItemState.READY,)), Not(complete))), fields
