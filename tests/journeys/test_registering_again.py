"""A registration whose shards stop half-way and run again: what they wrote counts as if they had not stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from everloop.domain.ids import DEFAULT_WORKSPACE as HERE
from everloop.domain.jobs import Job, JobState
from everloop.entry import batch
from everloop.store import jobs
from everloop.usecases import arrivals, register, sources
from tests.house import TestHouse, a_call


class Killed(RuntimeError):
    """The process is gone."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


def kill_half_way(lived: TestHouse, job: str) -> None:
    """Plan a job, have each of its shards lease itself, write, and die before it says anything."""
    house = lived.house
    batch.advance(house, HERE, job)
    call = batch.system_call(HERE, job)
    for held in jobs.shards(HERE, job, table=house.table):
        leased = held.value.model_copy(update={"token": 1, "attempts": 1})
        jobs.save_shard(HERE, leased, held.version, cause=call.cause, table=house.table)

        def progress(done: int, counts: object = None) -> None:
            raise Killed

        parent = jobs.get(HERE, job, table=house.table).value
        with pytest.raises(Killed):
            batch.kinds(house)[register.KIND].run(parent, leased, call, progress)


def told(lived: TestHouse, job: Job) -> dict[str, int]:
    counts = jobs.get(HERE, job.id, table=lived.house.table).value.counts
    return {name: counts[name] for name in ("new", "changed", "unchanged", "missing") if counts.get(name)}


def test_new_changed_and_missing_files_are_counted_once_by_a_shard_that_runs_again(lived: TestHouse, folder: Path) -> None:
    house = lived.house
    for name in ("same.png", "touched.png", "gone.png"):
        (folder / name).write_bytes(b"no picture")
    source = sources.create_source(a_call(), root=str(folder), table=house.table, open_source=house.open_source).value.id
    first = register.register_folder(a_call(), source, table=house.table)
    kill_half_way(lived, first.id)
    lived.settle()
    assert told(lived, first) == {"new": 3}

    (folder / "touched.png").write_bytes(b"another picture")
    (folder / "gone.png").unlink()
    (folder / "fresh.png").write_bytes(b"a new picture")
    second = register.register_folder(a_call(), source, sync=True, table=house.table)
    kill_half_way(lived, second.id)
    lived.settle()
    assert told(lived, second) == {"new": 1, "changed": 1, "unchanged": 1, "missing": 1}
    brought = arrivals.arrivals(a_call(), second.id, table=house.table, objects=house.objects, index=house.index)
    assert (brought.items, brought.states) == (2, {"failed": 2})

    third = register.register_folder(a_call(), source, sync=True, table=house.table)
    kill_half_way(lived, third.id)
    lived.settle()
    assert told(lived, third) == {"unchanged": 3}


def test_a_line_that_a_list_has_twice_counts_once_in_a_shard_that_runs_again(
    lived: TestHouse, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "CHUNK", 2)
    house = lived.house
    for name in ("a.png", "b.png", "c.png"):
        (folder / name).write_bytes(b"no picture")
    source = sources.create_source(a_call(), root=str(folder), table=house.table, open_source=house.open_source).value.id
    lines = ["a.png", "b.png", "c.png", "a.png", "b.png"]
    job = register.register_list(a_call(), list_=lines, source=source, table=house.table, objects=house.objects)
    kill_half_way(lived, job.id)
    lived.settle()
    assert told(lived, job) == {"new": 3, "unchanged": 2}
    assert jobs.get(HERE, job.id, table=house.table).value.state is JobState.DONE
