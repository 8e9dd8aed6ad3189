"""2-D maps: fit one by a job, place new items on it, show its points and lasso them under the caller's scope."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from everloop.domain.columns import ColumnTable
from everloop.domain.curation import Projection, ProjectionMethod, ProjectionState, StoredSet
from everloop.domain.errors import Invalid
from everloop.domain.filters import Filter
from everloop.domain.ids import SetHash, WorkspaceId, content_hash
from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.domain.projecting import FEW, MapModel, fit, inside, place
from everloop.domain.vectors import SPACES
from everloop.ports import Index, Key, Objects, Runner, Table
from everloop.store import bulk_heads, documents, jobs, keys, rows, selecting, sets
from everloop.store.columns import Columns, shard_of

FIT = "fit-map"
PLACE = "place-on-map"
POINTS_PAGE = 250_000
"""Points in one answer: 3 MB."""
HEAVY = 20_000
"""So many items are too many vectors for a function."""
MOST_READ = 1_000_000
"""So many rows are too many for a function to go through, however few of their items are new."""
_KEPT = ("points", "members", "fitted", "model", "method")


def request(
    call: Call,
    *,
    name: str = "",
    space: str = "lite0",
    method: ProjectionMethod = ProjectionMethod.AUTO,
    seed: int = 0,
    table: Table,
    runner: Runner,
) -> Projection:
    """Ask for a map of all vectors of a space; its ``job`` says how far it is.

    Raises:
        Invalid: There is no such space, or nothing here can make such a map.
    """
    if space not in SPACES:
        raise Invalid(f"There is no vector space {space!r}; there are: {', '.join(SPACES)}.", space=space)
    if method is ProjectionMethod.UMAP and not runner.has("umap"):
        raise Invalid(
            'Nothing here can run UMAP; make the map by PCA. (A laptop learns it by `pip install "everloop[map]"`, a '
            "deployment by a container for batch jobs: `batch_image` of its stage.)"
        )
    made = Projection(
        id=call.new_id("projection"),
        name=name,
        space=space,
        method=method.value,
        seed=seed,
        job=call.new_id("job", FIT),
        created_by=call.actor,
        created_at=call.now_ms,
        updated_at=call.now_ms,
        schema=1,
    )
    stored = rows.create(table, _key(call.workspace, made.id), "projection", made, call=call, same=("space", "seed"))
    jobs.request(call, FIT, title=f"Make a map of {space}", spec={"projection": made.id}, table=table)
    return stored.value


def place_new(call: Call, projection: str, *, table: Table) -> Job:
    """Ask for the items that have no point yet to be placed on a map. Raises NotFound; Invalid: it is not ready."""
    found = _get(call.workspace, projection, table)
    if found.state is not ProjectionState.READY:
        raise Invalid(found.reason or "The map is not ready yet; wait for its job.")
    return jobs.request(call, PLACE, title="Place new items on a map", spec={"projection": projection}, table=table)


def listing(
    call: Call, *, limit: int = 50, cursor: str | None = None, table: Table, objects: Objects, index: Index
) -> Page[Projection]:
    """The maps, by id, each with the number of points that the caller sees."""
    page = rows.listing(table, "projection", call.workspace, Projection, limit=limit, cursor=cursor)
    told = _as_their_jobs(call.workspace, page.items, table)
    return Page([_seen(call, one, table=table, objects=objects, index=index) for one in told], page.cursor)


def get(call: Call, projection: str, *, table: Table, objects: Objects, index: Index) -> Projection:
    """A map, with the number of points that the caller sees. Raises NotFound."""
    return _seen(call, _get(call.workspace, projection, table), table=table, objects=objects, index=index)


def points(
    call: Call,
    projection: str,
    node: Filter,
    *,
    offset: int = 0,
    limit: int = POINTS_PAGE,
    table: Table,
    objects: Objects,
    columns: Columns,
    index: Index,
) -> tuple[NDArray[np.uint32], NDArray[np.float32], int]:
    """The points from ``offset`` on of the items that pass a filter: seqs ``(N,)`` uint32 ascending, places ``(N, 2)`` float32,
    and how many there are in all.

    Raises:
        NotFound: No such map.
        Invalid: It is not ready.
    """
    seqs, places = _points(call, projection, node, table=table, objects=objects, columns=columns, index=index)
    end = offset + min(limit, POINTS_PAGE)
    return seqs[offset:end], places[offset:end], len(seqs)


def lasso(
    call: Call,
    projection: str,
    polygon: Sequence[tuple[float, float]],
    node: Filter,
    *,
    table: Table,
    objects: Objects,
    columns: Columns,
    index: Index,
) -> StoredSet:
    """The items whose points lie in a polygon, as a set. Raises NotFound; Invalid: no polygon, or the map is not ready."""
    corners = np.array(polygon, dtype=np.float64).reshape(-1, 2)
    if len(corners) < 3 or not np.isfinite(corners).all():
        raise Invalid("A lasso has three corners or more, each two finite numbers.")
    seqs, places = _points(call, projection, node, table=table, objects=objects, columns=columns, index=index)
    members = BitMap(seqs[inside(places, corners)])
    return StoredSet(hash=sets.save(objects, call.workspace, members), items=len(members))


def fitting(*, table: Table, objects: Objects, columns: Columns) -> JobKind:
    """The job that fits a map: one shard over all items."""

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        projection = _get(call.workspace, job.spec["projection"], table)

        def beat() -> None:
            progress(shard.size // 2)

        seqs, vectors = _vectors(call.workspace, projection.space, BitMap(), beat, table)
        if not len(seqs):
            raise Invalid(f"No item has a vector of the space {projection.space!r} yet.")
        model, places = fit(vectors, seed=projection.seed, method=ProjectionMethod(projection.method), beat=beat)
        progress(shard.size, {"items": len(seqs)})
        return {
            "base": projection.points,
            "points": _save_points(call.workspace, None, seqs, places, columns),
            "model": _save_model(call.workspace, model, objects),
            "method": model.method,
            "members": (members := sets.save(objects, call.workspace, BitMap(seqs))),
            "fitted": members,
            "items": len(seqs),
            "bounds": [*places.min(axis=0).tolist(), *places.max(axis=0).tolist()],
        }

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        return _finish(job, shards, call, table, placed=False)

    def plan(job: Job, call: Call) -> list[ShardPlan]:
        method = _get(call.workspace, job.spec["projection"], table).method
        size = _most(call.workspace, table)
        by_umap = method == ProjectionMethod.UMAP or (method == ProjectionMethod.AUTO and size > FEW)
        return [ShardPlan(size=size, heavy=by_umap or size > HEAVY)]

    return JobKind(plan, run, finish)


def placing(*, table: Table, objects: Objects, columns: Columns) -> JobKind:
    """The job that places new items on a fitted map; only column shards with new items are written."""

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        projection = _get(call.workspace, job.spec["projection"], table)
        before = sets.load(objects, call.workspace, SetHash(projection.members or ""))

        def beat() -> None:
            progress(shard.size // 2)

        seqs, vectors = _vectors(call.workspace, projection.space, before, beat, table)
        if not len(seqs):
            return {"items": 0}
        places = place(MapModel.load(objects.read(projection.model or "")), vectors, beat=beat)
        progress(shard.size, {"placed": len(seqs)})
        return {
            "base": projection.points,
            "points": _save_points(call.workspace, projection.points, seqs, places, columns),
            "members": sets.save(objects, call.workspace, before | BitMap(seqs)),
            "items": len(seqs),
        }

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        return _finish(job, shards, call, table, placed=True)

    def plan(job: Job, call: Call) -> list[ShardPlan]:
        size = _most(call.workspace, table)
        new = size - _get(call.workspace, job.spec["projection"], table).items
        return [ShardPlan(size=size, heavy=new > HEAVY or size > MOST_READ)]

    return JobKind(plan, run, finish)


def _most(workspace: WorkspaceId, table: Table) -> int:
    """At most so many items there are."""
    return documents.blocks(table, workspace) << 8


def _finish(job: Job, shards: Sequence[Shard], call: Call, table: Table, *, placed: bool) -> Finish:
    output = shards[0].output or {}
    if output.get("points"):

        def change(found: Projection) -> Projection:
            if found.points != output["base"]:
                return found
            said: dict[str, Any] = {key: value for key, value in output.items() if key in _KEPT}
            said |= {"state": ProjectionState.READY, "updated_at": call.now_ms}
            if placed:
                said |= {"items": found.items + output["items"], "placed": found.placed + output["items"]}
            else:
                said |= {"items": output["items"], "bounds": tuple(output["bounds"])}
            return found.model_copy(update=said)

        place_of = _key(call.workspace, job.spec["projection"])
        rows.update(table, place_of, "projection", Projection, change, call=call, what="map")
    return Finish({"projection": job.spec["projection"], "items": output.get("items", 0)})


def _vectors(
    workspace: WorkspaceId, name: str, without: BitMap, beat: Callable[[], None], table: Table
) -> tuple[NDArray[np.uint32], NDArray[np.float16]]:
    """The vectors of all items but some, by seq: ``(N,)`` uint32 and ``(N, D)`` float16."""
    space = SPACES[name]
    seqs: list[int] = []
    found: list[NDArray[np.float16]] = []
    for block in bulk_heads.living(table, workspace):
        wanted = [head for head in block if head["seq"] not in without]
        vectors = bulk_heads.vectors(table, workspace, wanted, space)
        for head in wanted:
            vector = vectors.get(head["id"])
            if vector is not None and vector.any():
                seqs.append(head["seq"])
                found.append(vector)
        beat()
    return np.array(seqs, dtype=np.uint32), np.stack(found) if found else np.empty((0, space.dimension), np.float16)


def _save_points(
    workspace: WorkspaceId, old: str | None, seqs: NDArray[np.uint32], places: NDArray[np.float32], columns: Columns
) -> str:
    """Write points (by seq, ascending) into a table of their own or beside those of ``old``; shards without news are kept."""
    before = columns.table(old) if old else ColumnTable(name="points", schema=1)
    kept = {shard.number: shard for shard in before.shards}
    for number, start, end in _runs(seqs):
        some, there = seqs[start:end], places[start:end]
        if number in kept:
            one = columns.scan(ColumnTable(name="points", shards=(kept[number],), schema=1), ["seq", "x", "y"])
            some = np.concatenate([np.asarray(one["seq"], dtype=np.uint32), some])
            there = np.concatenate([np.column_stack([one["x"], one["y"]]).astype(np.float32), there])
            order = np.argsort(some, kind="stable")
            some, there = some[order], there[order]
        x, y = (np.ascontiguousarray(there[:, axis]) for axis in (0, 1))
        written = columns.write_arrays(workspace, "points", number, {"seq": some, "x": x, "y": y})
        if written:
            kept[number] = written
    table = ColumnTable(name="points", shards=tuple(kept[number] for number in sorted(kept)), schema=1)
    return columns.save(workspace, table)


def _runs(seqs: NDArray[np.uint32]) -> Iterator[tuple[int, int, int]]:
    """The stretches of ascending seqs that fall into one column shard: its number, start and end."""
    numbers = np.array([shard_of(seq) for seq in seqs.tolist()], dtype=np.int64)
    cuts = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(seqs)]
    for start, end in pairwise(cuts):
        if end > start:
            yield int(numbers[start]), start, end


def _save_model(workspace: WorkspaceId, model: MapModel, objects: Objects) -> str:
    data = model.dump()
    path = f"{workspace}/maps/{content_hash(data)[:40]}.npz"
    objects.create(path, data)
    return path


def _points(
    call: Call, projection: str, node: Filter, *, table: Table, objects: Objects, columns: Columns, index: Index
) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    found = _get(call.workspace, projection, table)
    if found.points is None:
        raise Invalid(found.reason or "The map is not ready yet; wait for its job.")
    wanted = index.seqs(selecting.bound(call, node, table=table, objects=objects, columns=columns))
    read = columns.whole(found.points, ["seq", "x", "y"])
    seqs = np.asarray(read["seq"], dtype=np.uint32)
    shown = np.isin(seqs, wanted, assume_unique=True, kind="table")
    places = np.column_stack([np.asarray(read["x"][shown], np.float32), np.asarray(read["y"][shown], np.float32)])
    return seqs[shown], places


def _seen(call: Call, one: Projection, *, table: Table, objects: Objects, index: Index) -> Projection:
    if one.members is None:
        return one
    members = selecting.within(call, sets.load(objects, call.workspace, SetHash(one.members)), table=table, index=index)
    fitted = sets.load(objects, call.workspace, SetHash(one.fitted or one.members))
    return one.model_copy(update={"items": len(members), "placed": len(members - fitted)})


def _get(workspace: WorkspaceId, projection: str, table: Table) -> Projection:
    return _as_their_jobs(workspace, [rows.get(table, _key(workspace, projection), Projection, "map").value], table)[0]


def _as_their_jobs(workspace: WorkspaceId, maps: Sequence[Projection], table: Table) -> list[Projection]:
    """Maps that are not ready are failed where their jobs are."""
    wrecks = jobs.wrecks(workspace, [one.job for one in maps if one.state is ProjectionState.REQUESTED], table=table)
    failed = {"state": ProjectionState.FAILED}
    return [one.model_copy(update={**failed, "reason": wrecks[one.job]}) if one.job in wrecks else one for one in maps]


def _key(workspace: WorkspaceId, projection: str) -> Key:
    return keys.entry("projection", workspace, projection)
