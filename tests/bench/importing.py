"""Imports of files of nearly 1 GB, the most that one may have: wall time, CPU seconds, and their memory beside the file.

Not part of ``make bench``, for they take many minutes: ``python -m tests.bench.run import_boxes`` and its two companions.
Each runs as the laptop's worker and a function run it: shards that stop when their time is over and are started again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import orjson

from everloop.domain.ids import DEFAULT_WORKSPACE, SourceId, item_ids
from everloop.domain.jobs import Job, JobState, ShardState
from everloop.domain.limits import FILE_BYTES
from everloop.domain.ontology_making import create as make_ontology
from everloop.domain.predictions import LedgerRef
from everloop.domain.projects import Attached, Project
from everloop.domain.transfers import LabelImport, PredictionImport
from everloop.entry import batch
from everloop.ports import Put, Row
from everloop.store import counters, jobs, keys, ontologies, projects, sets
from everloop.usecases import models
from everloop.usecases.evaluate import requesting as evaluations
from everloop.usecases.imports import requesting
from tests.bench import measuring
from tests.house import TestHouse, a_call, build

IMAGES, CLASSES = 120_000, 80
SIDE = (640, 480)
BYTES = int(os.environ.get("EVERLOOP_BENCH_BYTES", FILE_BYTES - 1_000))
"""The size of a file; smaller for a try."""
ROWS_AT_ONCE = 50_000
TABLE_AT_ONCE = 10_000


def boxes() -> list[measuring.Row]:
    """COCO annotations that are boxes alone: the most rows that a file can have."""
    return [_labels("import COCO boxes", 0)]


def polygons() -> list[measuring.Row]:
    """COCO annotations with outlines of 12 points."""
    return [_labels("import COCO polygons", 12)]


def results() -> list[measuring.Row]:
    """COCO results that are boxes alone, and their evaluation against labels of a tenth of the file's size."""
    with TemporaryDirectory() as folder:
        lived = build(Path(folder))
        project = _project(lived)
        table, objects = lived.house.table, lived.house.objects
        truth = _upload(lived, _truth(_annotations(0), BYTES // 10))
        labels = LabelImport(upload=truth)
        _run(lived, requesting.import_labels(a_call(), project, labels, table=table, objects=objects))
        model = models.name_model(a_call(), "bench", version="1", trained_on=None, table=table)
        file = _upload(lived, _list(_results(), BYTES))
        asked = PredictionImport(upload=file, model=model.id, project=project, ledger=LedgerRef(upload=truth))
        job = requesting.import_predictions(a_call(), asked, table=table, objects=objects)
        read = _measured(lived, "import COCO results", job)
        return [read, _evaluated(lived, project, str(job.spec["set"]))]


def _labels(task: str, points: int) -> measuring.Row:
    with TemporaryDirectory() as folder:
        lived = build(Path(folder))
        project = _project(lived)
        asked = LabelImport(upload=_upload(lived, _truth(_annotations(points), BYTES)))
        table, objects = lived.house.table, lived.house.objects
        return _measured(lived, task, requesting.import_labels(a_call(), project, asked, table=table, objects=objects))


def _evaluated(lived: TestHouse, project: str, prediction_set: str) -> measuring.Row:
    house = lived.house
    asked = evaluations.request(
        a_call(),
        project=project,
        prediction_set=prediction_set,
        table=house.table,
        index=house.index,
        columns=house.columns,
        objects=house.objects,
    )
    return _measured(lived, "evaluate them", jobs.get(DEFAULT_WORKSPACE, asked.job, table=house.table).value)


def _measured(lived: TestHouse, task: str, job: Job) -> measuring.Row:
    wall, cpu = time.monotonic(), time.process_time()
    with measuring.private_memory() as memory:
        ended, goes = _run(lived, job)
    count = ended.counts.get("annotations") or ended.counts["predictions"]
    note = (
        f"{BYTES / 1e6:,.0f} MB, {count:,} rows on {IMAGES:,} images: {time.monotonic() - wall:.0f} s in {goes} goes, "
        f"{memory.most_bytes / 1e6:.0f} MB private at most, {memory.before_bytes / 1e6:.0f} before; {ended.counts}"
    )
    return measuring.Row(task, count, "annotations", {"everloop": time.process_time() - cpu}, note)


def _run(lived: TestHouse, job: Job) -> tuple[Job, int]:
    """Run a job to its end, but for the index; it, and in how many goes of its shards."""
    house, goes = lived.house, 0
    batch.advance(house, DEFAULT_WORKSPACE, job.id)
    while (now := jobs.get(DEFAULT_WORKSPACE, job.id, table=house.table).value).state is JobState.RUNNING:
        for shard in jobs.shards(DEFAULT_WORKSPACE, job.id, table=house.table):
            if shard.value.state is ShardState.OPEN:
                batch.run_shard(house, DEFAULT_WORKSPACE, job.id, shard.value.number)
                goes += 1
        batch.advance(house, DEFAULT_WORKSPACE, job.id)
    assert now.state in (JobState.SETTLING, JobState.DONE), now.reason
    return now, goes


def _project(lived: TestHouse) -> str:
    """A project over items that need nothing more, as if their pixels had been read."""
    house, call = lived.house, a_call()
    first = counters.allot(house.table, DEFAULT_WORKSPACE, "seq", IMAGES, cause=call.cause)
    names = [_name(place) for place in range(IMAGES)]
    puts = []
    for seq, (name, item) in enumerate(zip(names, item_ids(DEFAULT_WORKSPACE, SourceId("src"), names), strict=True), first):
        head = {
            **{"schema": 1, "id": item, "seq": seq, "source": "src", "key": name, "name": name.rpartition("/")[2]},
            **{"folder": "root", "state": "ready", "revision": 1, "computed": 1, "width": SIDE[0], "height": SIDE[1]},
        }
        row = Row(keys.head(DEFAULT_WORKSPACE, item), "item", orjson.dumps(head), index=keys.by_seq(DEFAULT_WORKSPACE, seq))
        puts.append(Put(row))
        if len(puts) == TABLE_AT_ONCE:
            house.table.put_many(puts, cause=call.cause)
            puts.clear()
    house.table.put_many(puts, cause=call.cause)
    ontology = make_ontology(call.new_id("ontology"), "Bench", [], by="anna", at=call.now_ms)
    members = sets.save(house.objects, DEFAULT_WORKSPACE, range(first, first + IMAGES))
    project = Project(
        id=call.new_id("project"),
        title="Bench",
        ontology=ontologies.create(call, ontology, table=house.table).value.id,
        datasets=(Attached(dataset="d", version=1, members=members),),
        schema=1,
    )
    return projects.create(call, project, table=house.table).value.id


def _upload(lived: TestHouse, data: Iterator[bytes]) -> str:
    place = requesting.start_upload(a_call(), size_bytes=1, objects=lived.house.objects)
    lived.house.objects.write(f"{DEFAULT_WORKSPACE}/files/{place.id}", data)
    return place.id


def _name(place: int) -> str:
    return f"camera{place % 40:02d}/{place:07d}.jpg"


def _truth(rows: Iterator[bytes], size_bytes: int) -> Iterator[bytes]:
    """A whole annotation file of at most that size (or of its images alone)."""
    images = [{"id": n + 1, "file_name": _name(n), "width": SIDE[0], "height": SIDE[1]} for n in range(IMAGES)]
    categories = [{"id": n, "name": f"class {n}"} for n in range(1, CLASSES + 1)]
    head = b'{"images":' + orjson.dumps(images) + b',"categories":' + orjson.dumps(categories) + b',"annotations":'
    yield head
    yield from _list(rows, size_bytes - len(head) - 1)
    yield b"}"


def _list(runs: Iterator[bytes], size_bytes: int) -> Iterator[bytes]:
    """Runs of rows as one list of at most that size."""
    written, between = 2, b"["
    for run in runs:
        if written + len(run) > size_bytes:
            break
        yield between + run
        written += len(run) + 1
        between = b","
    yield b"]" if between == b"," else b"[]"


def _annotations(points: int) -> Iterator[bytes]:
    """Runs of rows on images in no order."""
    rng, number = np.random.default_rng(7), 1
    while True:
        image = rng.integers(1, IMAGES + 1, ROWS_AT_ONCE).tolist()
        category = rng.integers(1, CLASSES + 1, ROWS_AT_ONCE).tolist()
        box = np.round(rng.random((ROWS_AT_ONCE, 4)) * [500, 400, 139, 79], 1).tolist()
        outline = np.round(rng.random((ROWS_AT_ONCE, 2 * points)) * 480, 2).tolist()
        rows = [
            {
                **{"id": number + n, "image_id": image[n], "category_id": category[n], "bbox": box[n]},
                **({"area": 123.5, "iscrowd": 0, "segmentation": [outline[n]]} if points else {}),
            }
            for n in range(ROWS_AT_ONCE)
        ]
        number += ROWS_AT_ONCE
        yield orjson.dumps(rows)[1:-1]


def _results() -> Iterator[bytes]:
    """Runs of rows by image, as a detector writes them."""
    rng, image = np.random.default_rng(8), 0
    while True:
        category = rng.integers(1, CLASSES + 1, ROWS_AT_ONCE).tolist()
        box = np.round(rng.random((ROWS_AT_ONCE, 4)) * [500, 400, 139, 79], 2).tolist()
        score = np.round(rng.random(ROWS_AT_ONCE), 4).tolist()
        rows = []
        for n in range(ROWS_AT_ONCE):
            if n % 90 == 0:
                image = image % IMAGES + 1
            rows.append({"image_id": image, "category_id": category[n], "bbox": box[n], "score": score[n]})
        yield orjson.dumps(rows)[1:-1]
