"""Uploads that nobody finished: many of them, a job of theirs that dies or fails, and two clocks that look at once."""

from __future__ import annotations

import datetime as dt

import pytest

from everloop.domain.ids import DEFAULT_WORKSPACE as HERE
from everloop.domain.jobs import JobState
from everloop.domain.principals import Call
from everloop.entry import batch
from everloop.store import jobs, uploads
from everloop.store.sources import upload_path
from everloop.usecases import unfinished_uploads, upload
from everloop.usecases.jobs import Stopped
from tests.house import TestHouse, a_call

HOUR = dt.timedelta(hours=1)


def later(hours: int) -> Call:
    call = a_call()
    return Call(call.principal, call.now + hours * HOUR, f"clock-{hours}")


def start(lived: TestHouse, name: str, *, send: bool, finish: bool = False) -> str:
    house = lived.house
    (given,) = upload.start_uploads(a_call(), [upload.UploadFile(name=name)], table=house.table, objects=house.objects)
    if send:
        house.objects.write(upload_path(HERE, given.key), b"no picture")
    if finish:
        upload.finish_uploads(a_call(), [given.key], table=house.table, objects=house.objects)
    return given.key


def noted(lived: TestHouse) -> int:
    return len(uploads.due(HERE, later(10**4).now_ms, limit=99, table=lived.house.table))


def test_one_look_forgets_all_that_was_finished_and_hands_the_others_to_one_job(
    lived: TestHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unfinished_uploads, "AT_ONCE", 2)
    for number in range(9):
        start(lived, f"{number}.png", send=True, finish=number not in (3, 5, 8))
    job = unfinished_uploads.sweep(later(2), table=lived.house.table)
    assert job is not None
    assert (noted(lived), len(job.spec["uploads"])) == (3, 3)
    assert unfinished_uploads.sweep(later(2), table=lived.house.table) is None
    lived.settle()
    ended = jobs.get(HERE, job.id, table=lived.house.table).value
    assert (ended.state, ended.shards, ended.counts["new"], noted(lived)) == (JobState.DONE, 2, 3, 0)


def test_what_cannot_be_finished_holds_up_nothing_and_is_tried_again(lived: TestHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfinished_uploads, "AT_ONCE", 1)
    monkeypatch.setattr(unfinished_uploads, "PAGES", 1)
    house = lived.house
    start(lived, "first.png", send=True)
    start(lived, "second.png", send=True)
    first = unfinished_uploads.sweep(later(2), table=house.table)
    second = unfinished_uploads.sweep(later(2), table=house.table)
    assert first is not None
    assert second is not None
    assert first.id != second.id
    assert unfinished_uploads.sweep(later(2), table=house.table) is None
    again = unfinished_uploads.sweep(later(4), table=house.table)
    assert again is not None
    assert again.id not in (first.id, second.id)


def test_two_clocks_that_see_other_uploads_at_once_are_no_error(lived: TestHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    house = lived.house
    for name in ("a.png", "b.png"):
        start(lived, name, send=True)
    seen = uploads.due(HERE, later(2).now_ms, limit=9, table=house.table)
    assert unfinished_uploads.sweep(later(2), table=house.table) is not None
    monkeypatch.setattr(uploads, "due", lambda *_, **__: dict([*seen.items()][:1]))
    assert unfinished_uploads.sweep(later(2), table=house.table) is None


def test_a_shard_that_runs_again_counts_what_the_first_run_did(lived: TestHouse) -> None:
    house = lived.house
    start(lived, "sent.png", send=True)
    start(lived, "never.png", send=False)
    job = unfinished_uploads.sweep(later(2), table=house.table)
    assert job is not None
    batch.advance(house, HERE, job.id)
    (held,) = jobs.shards(HERE, job.id, table=house.table)
    call = batch.system_call(HERE, job.id)
    leased = held.value.model_copy(update={"token": 1, "attempts": 1})
    jobs.save_shard(HERE, leased, held.version, cause=call.cause, table=house.table)

    class Dying:
        due = False

        def __call__(self, done: int, counts: object = None) -> None:
            if done == 2:
                raise Stopped("killed")

        def keep(self, state: object) -> None:
            raise AssertionError("nothing is kept")

    with pytest.raises(Stopped):
        batch.kinds(house)[unfinished_uploads.KIND].run(job, leased, call, Dying())
    lived.settle()
    counts = jobs.get(HERE, job.id, table=house.table).value.counts
    assert (counts["new"], counts["absent"], noted(lived)) == (1, 1, 0)
