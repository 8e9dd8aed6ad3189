"""A data folder with 100,000 generated items, filled in process: heads, index documents, vectors, a map's points, thumbnails.

What follows from pixels is made up, and the change feed's cursors stand behind all of it, so that a server on the folder finds
it at rest. A few hundred thumbnails are shared by all items, as equal contents share one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray
from PIL import Image

from everloop import wiring
from everloop.adapters.local.bus import SqliteBus
from everloop.adapters.local.index import DuckIndex
from everloop.adapters.local.runner import NoRunner
from everloop.adapters.local.table import SqliteTable
from everloop.domain.columns import ColumnTable
from everloop.domain.curation import Projection, ProjectionState
from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId, SourceId, content_hash, item_ids
from everloop.domain.items import Head, scope_keys, values
from everloop.domain.members import OWNER
from everloop.domain.principals import Call, Cause, Principal
from everloop.domain.vectors import LITE0, rounded
from everloop.house import House
from everloop.media.thumbnail import encoded
from everloop.ports import ABSENT, Document, Put, Row, TableName
from everloop.server import KNOWN_INDEX
from everloop.store import counters, keys, registration, rows, sets
from everloop.store.columns import shard_of
from everloop.usecases import index, members, organize, sources
from everloop.usecases.enrich import thumbnail_path

ITEMS, BATCH = 100_000, 1_000
FOLDERS, CONTENTS, GROUPS = 20, 300, 12
FEED_PAGE = 1_000
DAY_MS = 86_400_000
CALL = Call(Principal(DEFAULT_WORKSPACE, OWNER), datetime(2026, 11, 1, tzinfo=UTC), "bench-fill")
DONE = "filled"


def filled(folder: Path, *, items: int = ITEMS) -> None:
    """Fill a folder, unless it was filled before with as many."""
    done = folder / DONE
    if done.exists() and done.read_text() == str(items):
        return
    folder.mkdir(parents=True, exist_ok=True)
    bus = SqliteBus(folder / "bus.db")
    house = wiring.local(folder, bus=bus, runner=NoRunner())
    assert isinstance(house.table, SqliteTable)
    assert isinstance(house.index, DuckIndex)
    members.bootstrap(CALL, table=house.table)
    index.make_ready(DEFAULT_WORKSPACE, table=house.table, index=house.index)
    (folder / KNOWN_INDEX).write_text(house.index.birth)
    draw = np.random.default_rng(1)
    groups = draw.integers(0, GROUPS, items)
    for batch in _batches(house, items, groups, draw):
        _write(house, batch, groups, draw)
    _map(house, items, groups, draw)
    _rest(house.table, bus)
    for opened in (house.index, house.table, bus):
        opened.close()
    done.write_text(str(items))


def _batches(house: House, items: int, groups: NDArray[np.int64], draw: np.random.Generator) -> Iterator[list[Head]]:
    """The heads, in order of seq from 1 on."""
    source = _source(house)
    folders = [organize.create_folder(_call(n), name=f"camera {n:02d}", table=house.table).value.id for n in range(FOLDERS)]
    contents = _thumbnails(house, draw)
    first = counters.allot(house.table, DEFAULT_WORKSPACE, registration.SEQ, items, cause=Cause())
    names = [f"camera{n % FOLDERS:02d}/2026-11/{n:07d}.jpg" for n in range(items)]
    ids = list(item_ids(DEFAULT_WORKSPACE, SourceId(source), names))
    light = np.clip(draw.beta(2, 2, items) * 0.7 + 0.02 * groups, 0.01, 0.99)
    sharp, size = draw.gamma(2, 400, items), draw.integers(0, 3, items)
    taken = CALL.now_ms - draw.integers(0, 90 * DAY_MS, items)
    for start in range(0, items, BATCH):
        batch: list[Head] = []
        for n in range(start, min(start + BATCH, items)):
            content = contents[n % CONTENTS]
            width, height = ((640, 480), (1_920, 1_080), (4_000, 3_000))[size[n]]
            batch.append(
                {
                    "schema": 1,
                    "id": ids[n],
                    "seq": first + n,
                    "source": source,
                    "key": names[n],
                    "name": names[n].rpartition("/")[2],
                    "folder": folders[n % FOLDERS],
                    "state": "ready",
                    "revision": 1,
                    "computed": 1,
                    "etag": f"{n:x}",
                    "read_etag": f"{n:x}",
                    "size_bytes": 200_000 + 37 * (n % 9_000),
                    "modified_at": int(taken[n]),
                    "captured_at": int(taken[n]),
                    "created_at": CALL.now_ms,
                    "updated_at": CALL.now_ms,
                    "media_type": "image/jpeg",
                    "content_hash": content,
                    "width": width,
                    "height": height,
                    "phash": f"{n * 2_654_435_761 % 2**64:016x}",
                    "metrics": {
                        "brightness": float(light[n]),
                        "contrast": float(light[n] / 3),
                        "sharpness": float(sharp[n]),
                        "colourfulness": float(sharp[n] % 97),
                        "entropy": float(4 + light[n] * 3),
                        "aspect": width / height,
                        "area": float(width * height),
                    },
                    "thumbnail": thumbnail_path(DEFAULT_WORKSPACE, content),
                    "vectors": {LITE0.name: 1},
                    "job": "bench",
                }
            )
        yield batch


def _write(house: House, batch: list[Head], groups: NDArray[np.int64], draw: np.random.Generator) -> None:
    """Rows and documents; vectors lie near the middle of their group."""
    place, order = keys.heads(DEFAULT_WORKSPACE), keys.seqs(DEFAULT_WORKSPACE)
    puts = [Put(Row(place(head["id"]), "item", orjson.dumps(head), index=order(head["seq"])), ABSENT) for head in batch]
    house.table.put_many(puts, cause=Cause())
    near = np.array([groups[head["seq"] % len(groups)] for head in batch])
    vectors = draw.standard_normal((len(batch), LITE0.dimension), dtype=np.float32) * 0.5
    vectors[np.arange(len(batch)), near] += 12
    stored = rounded(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    documents = [
        Document(ItemId(head["id"]), head["seq"], 1, scopes=scope_keys(head), values=values(head), vectors={LITE0.name: vector})
        for head, vector in zip(batch, stored, strict=True)
    ]
    house.index.upsert(DEFAULT_WORKSPACE, documents)


def _map(house: House, items: int, groups: NDArray[np.int64], draw: np.random.Generator) -> None:
    """A map that is ready: each group a cloud."""
    angles = 2 * np.pi * groups / GROUPS
    around = np.stack([np.cos(angles), np.sin(angles)], axis=1) * 8
    places = (around + draw.normal(0, 1.2, (items, 2))).astype(np.float32)
    seqs = np.arange(1, items + 1, dtype=np.uint32)
    numbers = np.array([shard_of(seq) for seq in seqs.tolist()])
    cuts = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), items]
    shards = []
    for start, end in pairwise(cuts):
        x, y = (np.ascontiguousarray(places[start:end, axis]) for axis in (0, 1))
        arrays = {"seq": seqs[start:end], "x": x, "y": y}
        shards.append(house.columns.write_arrays(DEFAULT_WORKSPACE, "points", int(numbers[start]), arrays))
    table = ColumnTable(name="points", shards=tuple(one for one in shards if one), schema=1)
    everything = sets.save(house.objects, DEFAULT_WORKSPACE, seqs.tolist())
    made = Projection(
        id=CALL.new_id("projection"),
        name="Looks",
        method="umap",
        state=ProjectionState.READY,
        items=items,
        members=everything,
        fitted=everything,
        points=house.columns.save(DEFAULT_WORKSPACE, table),
        bounds=(float(places[:, 0].min()), float(places[:, 1].min()), float(places[:, 0].max()), float(places[:, 1].max())),
        created_by=OWNER,
        created_at=CALL.now_ms,
        updated_at=CALL.now_ms,
        schema=1,
    )
    rows.create(
        house.table, keys.entry("projection", DEFAULT_WORKSPACE, made.id), "projection", made, call=CALL, same=("space",)
    )


def _source(house: House) -> str:
    return sources.create_source(CALL, root="s3://bench", table=house.table, open_source=lambda root: house.objects).value.id


def _thumbnails(house: House, draw: np.random.Generator) -> list[str]:
    """Contents by their hashes; the thumbnail of each is stored."""
    found: dict[str, bytes] = {}
    for _ in range(CONTENTS):
        rough = Image.fromarray(draw.integers(20, 235, (12, 16, 3), dtype=np.uint8)).resize(
            (256, 192), Image.Resampling.BICUBIC
        )
        grain = draw.normal(0, 6, (192, 256, 1))
        data = encoded(np.clip(np.asarray(rough) + grain, 0, 255).astype(np.uint8))
        found[content_hash(data)] = data
    house.objects.create_many({thumbnail_path(DEFAULT_WORKSPACE, name): data for name, data in found.items()})
    return list(found)


def _rest(table: SqliteTable, bus: SqliteBus) -> None:
    """Leave the dispatcher nothing to do."""
    for name in TableName:
        cursor: str | None = None
        while (page := table.changes(name, cursor=cursor, limit=FEED_PAGE)).items:
            cursor = page.cursor
        if cursor is not None:
            bus.pass_on(name, cursor, [])


def _call(number: int) -> Call:
    return Call(CALL.principal, CALL.now, f"{CALL.request}-{number}")
