"""Reading and embedding while others write, stores fail, and files change under the reader."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest
from PIL import Image

from everloop.domain.errors import Transient
from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId
from everloop.domain.principals import Cause
from everloop.ports import Objects, Put, Row
from everloop.store import jobs, keys, rows
from everloop.usecases import embed, enrich, register, sources
from tests.house import ADMIN, TestHouse, a_call


def picture(seed: int, size: tuple[int, int] = (60, 40)) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "PNG")
    return target.getvalue()


@dataclass
class Troubled:
    """A store that does something before each read, or does not answer."""

    inner: Objects
    before: list[Callable[[], object]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def read(self, path: str, *, start: int = 0, length: int | None = None) -> bytes:
        if self.before:
            self.before.pop(0)()
        return self.inner.read(path, start=start, length=length)


class One:
    """One picture in a folder that is a source, registered and not yet read."""

    def __init__(self, lived: TestHouse, folder: Path) -> None:
        folder.mkdir()
        self.lived, self.file = lived, folder / "one.png"
        self.file.write_bytes(picture(1))
        house = lived.house
        made = sources.create_source(a_call(ADMIN), root=str(folder), table=house.table, open_source=house.open_source)
        self.source = made.value.id
        self.troubled = Troubled(house.open_source(made.value.root))
        self.register()
        self.item = ItemId(next(iter(self.heads())))

    def register(self) -> None:
        """Write the heads alone: consumers come later."""
        house = self.lived.house
        kind = register.registering(table=house.table, objects=house.objects, open_source=house.open_source, index=house.index)
        job = register.register_folder(a_call(ADMIN), self.source, table=house.table)
        for number, plan in enumerate(kind.plan(job, a_call(ADMIN))):
            shard = jobs.Shard(job=job.id, number=number, input=plan.input, schema=1)
            kind.run(job, shard, a_call(ADMIN), lambda done, counts=None: None)

    def heads(self) -> dict[str, dict[str, Any]]:
        table, cursor, found = self.lived.house.table, None, {}
        place, _ = keys.by_seq(DEFAULT_WORKSPACE, 1)
        page = table.query_index(keys.CATALOGUE, place, limit=100, cursor=cursor)
        for row in page.items:
            found[rows.body(row)["id"]] = rows.body(row)
        return found

    @property
    def head(self) -> dict[str, Any]:
        row = self.lived.house.table.get(keys.head(DEFAULT_WORKSPACE, self.item))
        assert row is not None
        return rows.body(row)

    def change(self, **values: object) -> None:
        table = self.lived.house.table
        row = table.get(keys.head(DEFAULT_WORKSPACE, self.item))
        assert row is not None
        body = {**rows.body(row), **values}
        table.put(Put(Row(row.key, row.kind, orjson.dumps(body), index=row.index), row.version), cause=Cause())

    def read(self) -> dict[ItemId, Transient]:
        house = self.lived.house
        return enrich.enrich(
            a_call(ADMIN), [self.item], table=house.table, objects=house.objects, open_source=lambda root: self.troubled
        )

    def embed(self) -> dict[ItemId, Transient]:
        house = self.lived.house
        return embed.embed(
            a_call(ADMIN),
            [self.item],
            table=house.table,
            objects=house.objects,
            open_source=lambda root: self.troubled,
            encoder=house.encoder,
        )


@pytest.fixture
def one(lived: TestHouse, tmp_path: Path) -> One:
    return One(lived, tmp_path / "pictures")


def test_what_others_write_while_a_file_is_read_is_kept(one: One) -> None:
    one.troubled.before.append(lambda: one.change(folder="yard", meta={"site": "A"}))
    assert one.read() == {}
    head = one.head
    assert (head["state"], head["folder"], head["meta"], head["width"]) == ("ready", "yard", {"site": "A"}, 60)


def test_a_file_that_changes_while_it_is_read_is_read_again(one: One) -> None:
    def overwritten() -> None:
        one.file.write_bytes(picture(2, (30, 20)))
        os.utime(one.file, ns=(5, 5))
        one.register()

    one.troubled.before.append(overwritten)
    one.read()
    assert enrich.due(one.head)
    one.read()
    head = one.head
    assert (head["state"], head["width"], head["revision"]) == ("ready", 30, 1)
    assert not enrich.due(head)


def test_a_store_that_does_not_answer_leaves_the_item_as_it_was(one: One) -> None:
    def away() -> None:
        raise Transient("The store did not answer.")

    one.troubled.before.append(away)
    assert list(one.read()) == [one.item]
    assert one.head["state"] == "registered"
    assert one.read() == {}
    assert one.head["state"] == "ready"


def test_an_oversized_file_is_a_failed_item_with_a_sentence(one: One) -> None:
    os.truncate(one.file, 1_000_000_001)
    one.read()
    assert (one.head["state"], one.head["reason"]) == (
        "failed",
        "The file has 1,000,000,001 bytes; the limit is 1,000,000,000.",
    )


def test_a_file_that_was_never_read_and_vanished_is_failed_and_one_that_was_ready_is_missing(one: One) -> None:
    data = one.file.read_bytes()
    one.file.unlink()
    one.read()
    assert (one.head["state"], one.head["reason"]) == ("failed", "There is no file at 'one.png'.")
    one.file.write_bytes(data)
    one.register()
    one.read()
    assert one.head["state"] == "ready"
    os.utime(one.file, ns=(7, 7))
    one.register()
    one.file.unlink()
    one.read()
    assert one.head["state"] == "missing"


def test_reading_twice_changes_nothing(one: One) -> None:
    one.read()
    before = one.head
    one.read()
    assert one.head == before


def test_a_vector_is_committed_only_to_the_pixels_it_was_made_of(one: One) -> None:
    one.read()
    one.troubled.before.append(lambda: one.change(revision=2, computed=2))
    assert one.embed() == {}
    assert "vectors" not in one.head
    assert one.embed() == {}
    assert one.head["vectors"] == {"lite0": 2, "conse": 2}


def test_the_job_fills_vectors_that_are_lacking(one: One) -> None:
    one.lived.settle()
    assert one.head["vectors"] == {"lite0": 1, "conse": 1}
    one.change(vectors={"lite0": 1})
    queues = one.lived.bus.queues
    one.lived._read_feeds()
    queues.pop("embed", None)
    one.lived.settle()
    assert one.head["vectors"] == {"lite0": 1}
    job = embed.request_embed(a_call(ADMIN), table=one.lived.house.table)
    one.lived.settle()
    done = jobs.get(DEFAULT_WORKSPACE, job.id, table=one.lived.house.table).value
    assert (done.state, done.counts) == ("done", {"embedded": 1})
    assert one.head["vectors"] == {"lite0": 1, "conse": 1}
