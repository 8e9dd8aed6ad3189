"""Registration of 100,000 keys as a whole use case, the list's bytes to heads in the table, and the same list again.

The limit is SQLite alone: the rows and hints that the use case wrote, ready in memory, inserted into the same schema with the
same durability (every commit synced, 2,000 rows a commit).
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from everloop.adapters.local.table import MIGRATIONS
from everloop.domain.ids import DEFAULT_WORKSPACE, SourceId, item_ids
from everloop.domain.jobs import Job
from everloop.entry import batch
from everloop.media.claims import claimed
from everloop.store import jobs
from everloop.usecases import register, sources
from tests.bench.measuring import Row
from tests.house import TestHouse, a_call, build

KEYS, COMMIT = 100_000, 2_000
RUNS = 3
HEADS = "SELECT * FROM catalogue WHERE kind = 'item'"
HINTS = "SELECT kind, partition, sort, version, actor, correlation FROM catalogue_feed WHERE kind = 'item'"


def rows() -> list[Row]:
    """Each run in a fresh house."""
    first, again, limit, written = [], [], [], 0
    data = "".join(f"camera{n % 40:02d}/2026-11/{n:07d}.jpg\n" for n in range(KEYS)).encode()
    for _ in range(RUNS):
        with TemporaryDirectory() as folder:
            lived = build(Path(folder))
            house = lived.house
            source = _source(lived)
            first.append(_registered(lived, source, data, "new"))
            heads, hints = _stored(Path(folder))
            again.append(_registered(lived, source, data, "unchanged"))
            written = max(written, len(_stored(Path(folder))[1]) - len(hints))
            limit.append(_inserted(Path(folder) / "limit.db", heads, hints))
            house.index.close()
    alone = {"SQLite inserts alone": median(limit)}
    note = f"{KEYS:,} keys below an S3 source; list to heads and hints, every commit synced"
    return [
        Row("register a list", KEYS, "keys", {"everloop": median(first)} | alone, note, RUNS),
        Row("register the same list again", KEYS, "keys", {"everloop": median(again)}, f"{written} items written", RUNS),
    ]


def _source(lived: TestHouse) -> str:
    """A bucket; a list's registration never looks into it."""
    table, objects = lived.house.table, lived.house.objects
    return sources.create_source(a_call(), root="s3://pictures", table=table, open_source=lambda root: objects).value.id


def register_folder(lived: TestHouse, root: Path) -> list[str]:
    """The items of a folder, registered and no more."""
    house = lived.house
    source = sources.create_source(a_call(), root=str(root), table=house.table, open_source=house.open_source).value
    _run(lived, register.register_folder(a_call(), source.id, table=house.table))
    listed = [one.path for one in house.open_source(source.root).list() if claimed(one.path)]
    return list(item_ids(DEFAULT_WORKSPACE, SourceId(source.id), listed))


def _run(lived: TestHouse, job: Job) -> None:
    """Plan a job, run its shards, finish it."""
    batch.advance(lived.house, DEFAULT_WORKSPACE, job.id)
    shards, lived.runner.waiting = lived.runner.waiting, []
    for one in shards:
        batch.run_shard(lived.house, one.workspace, one.job, one.shard)
    batch.advance(lived.house, DEFAULT_WORKSPACE, job.id)


def _registered(lived: TestHouse, source: str, data: bytes, expected: str) -> float:
    """CPU seconds of the job from the request to its finish."""
    house = lived.house
    started = time.process_time()
    job = register.register_list(a_call(), list_=data, source=source, table=house.table, objects=house.objects)
    _run(lived, job)
    taken = time.process_time() - started
    counts = jobs.get(DEFAULT_WORKSPACE, job.id, table=house.table).value.counts
    assert counts[expected] == KEYS, counts
    return taken


def _stored(folder: Path) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    database = sqlite3.connect(folder / "table.db")
    found = database.execute(HEADS).fetchall(), database.execute(HINTS).fetchall()
    database.close()
    return found


def _inserted(place: Path, heads: list[tuple[object, ...]], hints: list[tuple[object, ...]]) -> float:
    database = sqlite3.connect(place, isolation_level=None)
    for pragma in ("page_size=8192", "journal_mode=WAL", "synchronous=FULL", "cache_size=-16384", "wal_autocheckpoint=2000"):
        database.execute(f"PRAGMA {pragma}")
    database.executescript(MIGRATIONS[0])
    columns = "kind, partition, sort, version, actor, correlation"
    started = time.process_time()
    for at in range(0, len(heads), COMMIT):
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT INTO catalogue VALUES (?, ?, ?, ?, ?, ?, ?, ?)", heads[at : at + COMMIT])
        database.executemany(f"INSERT INTO catalogue_feed ({columns}) VALUES (?, ?, ?, ?, ?, ?)", hints[at : at + COMMIT])
        database.execute("COMMIT")
    taken = time.process_time() - started
    database.close()
    return taken
