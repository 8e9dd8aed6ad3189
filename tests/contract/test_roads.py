"""The laptop's roads: whatever is written reaches its consumers, whatever dies when."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest

from everloop.adapters.local import roads as roads_module
from everloop.adapters.local.bus import SqliteBus
from everloop.adapters.local.roads import Lane, Roads
from everloop.adapters.local.table import SqliteTable
from everloop.domain.errors import EverloopError, Invalid, Transient
from everloop.domain.events import Hint
from everloop.domain.ids import WorkspaceId
from everloop.domain.principals import Cause
from everloop.ports import Key, Put, Row, TableName

HOME = WorkspaceId("home")


class House:
    """A table, a bus, and roads between them that a test describes."""

    def __init__(self, folder: Path) -> None:
        self.table = SqliteTable(folder / "table.db")
        self.bus = SqliteBus(folder / "bus.db", seed=1)
        self.seen: list[Hint] = []
        self.roads: Roads | None = None

    def open(self, lanes: Mapping[str, Lane] | None = None, *, seed: int | None = None) -> Roads:
        chaos = random.Random(seed) if seed is not None else None
        self.roads = Roads(self.table, self.bus, route, lanes or {"see": Lane(self.see, 10)}, chaos=chaos)
        self.roads.start()
        return self.roads

    def see(self, hints: Sequence[Hint]) -> dict[str, EverloopError]:
        self.seen += hints
        return {}

    def write(self, *sorts: str, kind: str = "item") -> None:
        puts = [Put(Row(Key(TableName.CATALOGUE, f"{HOME}#things", sort), kind, b"{}")) for sort in sorts]
        self.table.put_many(puts, cause=Cause())

    def close(self) -> None:
        if self.roads is not None:
            self.roads.stop()
        self.bus.close()
        self.table.close()


def route(hint: Hint) -> list[str]:
    return {"item": ["see"], "both": ["see", "also"], "nobody": []}[hint.kind]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


def sorts(hints: Sequence[Hint]) -> list[str]:
    return sorted(hint.sort for hint in hints)


def test_a_write_reaches_the_consumers_that_want_it(house: House) -> None:
    also: list[Hint] = []

    def see_also(hints: Sequence[Hint]) -> dict[str, EverloopError]:
        also.extend(hints)
        return {}

    house.write("before")
    house.open({"see": Lane(house.see, 10), "also": Lane(see_also, 10)})
    house.write("a", "b", kind="both")
    house.write("c", kind="nobody")
    until(lambda: len(house.seen) == 3 and len(also) == 2)
    assert sorts(house.seen) == ["a", "b", "before"]
    assert sorts(also) == ["a", "b"]
    until(lambda: house.bus.waiting() == 0)


def test_a_write_of_another_process_reaches_them_too(house: House, tmp_path: Path) -> None:
    house.open()
    writer = multiprocessing.get_context("spawn").Process(target=_write_elsewhere, args=(str(tmp_path),))
    writer.start()
    writer.join()
    until(lambda: sorts(house.seen) == ["elsewhere"])


def _write_elsewhere(folder: str) -> None:
    there = House(Path(folder))
    there.write("elsewhere")
    there.close()


def test_shuffled_delayed_and_doubled_hints_all_arrive(house: House) -> None:
    house.open(seed=7)
    wanted = [f"{number:03d}" for number in range(200)]
    house.write(*wanted)
    until(lambda: set(sorts(house.seen)) == set(wanted) and house.bus.waiting() == 0)
    assert [hint.sort for hint in house.seen] != sorted(sorts(house.seen))
    assert len(house.seen) > len(wanted)


def test_what_passes_is_tried_again_and_what_does_not_is_a_dead_letter_at_once(house: House) -> None:
    tries: Counter[str] = Counter()

    def refuse(hints: Sequence[Hint]) -> dict[str, EverloopError]:
        tries.update(hint.sort for hint in hints)
        said: dict[str, EverloopError] = {}
        for hint in hints:
            if hint.sort == "busy" and tries["busy"] < 3:
                said[hint.event_id] = Transient("The store is busy.")
            if hint.sort == "broken":
                said[hint.event_id] = Invalid("The picture is broken.")
        return said

    house.open({"see": Lane(refuse, 10)})
    house.write("busy", "broken", "good")
    until(lambda: house.bus.waiting() == 0 and tries["busy"] == 3)
    assert (tries["broken"], tries["good"]) == (1, 1)
    (letter,) = house.bus.dead_letters(HOME).items
    assert (letter.hint.sort, letter.reason) == ("broken", "The picture is broken.")


def test_a_dead_letter_sent_again_is_handled_by_who_gave_up_on_it(house: House) -> None:
    broken = {"a"}

    def mend(hints: Sequence[Hint]) -> dict[str, EverloopError]:
        house.see(hints)
        return {hint.event_id: Invalid("broken") for hint in hints if hint.sort in broken}

    house.open({"see": Lane(mend, 10)})
    house.write("a")
    until(lambda: house.bus.dead_letters(HOME).items)
    broken.clear()
    house.bus.resend(HOME, [one.id for one in house.bus.dead_letters(HOME).items])
    until(lambda: len(house.seen) == 2 and house.bus.waiting() == 0)
    assert house.bus.dead_letters(HOME).items == []


def test_a_hint_that_a_consumer_chokes_on_fails_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("everloop.adapters.local.bus.WAITS_MS", (1,))
    done: set[str] = set()

    def choke(hints: Sequence[Hint]) -> dict[str, EverloopError]:
        if any(hint.sort == "bad" for hint in hints):
            raise KeyError("a fault of ours")
        done.update(hint.sort for hint in hints)
        return {}

    house.write("bad", *(f"{number}" for number in range(9)))
    house.open({"see": Lane(choke, 10)})
    until(lambda: house.bus.dead_letters(HOME).items and house.bus.waiting() == 0)
    assert done == {f"{number}" for number in range(9)}
    (letter,) = house.bus.dead_letters(HOME).items
    assert (letter.hint.sort, letter.attempts) == ("bad", 5)
    assert "a fault of ours" in letter.reason


def test_a_store_that_does_not_answer_fails_the_batch_for_a_while(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("everloop.adapters.local.bus.WAITS_MS", (1,))
    calls = []

    def busy(hints: Sequence[Hint]) -> dict[str, EverloopError]:
        calls.append(len(hints))
        if len(calls) == 1:
            raise Transient("The index does not answer.")
        return house.see(hints)

    house.write("a", "b")
    house.open({"see": Lane(busy, 10)})
    until(lambda: sorts(house.seen) == ["a", "b"] and house.bus.waiting() == 0)
    assert house.bus.dead_letters(HOME).items == []


def test_hints_of_one_group_are_never_in_two_hands(house: House) -> None:
    inside: Counter[str] = Counter()
    clashes: list[str] = []
    guard = threading.Lock()

    def work(hints: Sequence[Hint]) -> dict[str, EverloopError]:
        groups = {hint.sort[0] for hint in hints}
        with guard:
            clashes.extend(group for group in groups if inside[group])
            inside.update(groups)
        time.sleep(0.01)
        with guard:
            inside.subtract(groups)
        return house.see(hints)

    house.write(*(f"{group}{number}" for number in range(20) for group in "ab"))
    house.open({"see": Lane(work, 3, threads=3, group=lambda hint: hint.sort[0])})
    until(lambda: len(house.seen) == 40 and house.bus.waiting() == 0)
    assert clashes == []


def test_what_was_under_way_at_a_stop_goes_on_after_it(house: House, tmp_path: Path) -> None:
    entered, let_go = threading.Event(), threading.Event()

    def slow(hints: Sequence[Hint]) -> dict[str, EverloopError]:
        entered.set()
        let_go.wait(30)
        raise RuntimeError("the pool was stopped")

    house.write("a")
    first = house.open({"see": Lane(slow, 10)})
    assert entered.wait(30)
    threading.Timer(0.1, let_go.set).start()
    first.stop()
    house.open()
    until(lambda: sorts(house.seen) == ["a"] and house.bus.waiting() == 0)
    assert house.bus.dead_letters(HOME).items == []


def test_hints_that_all_have_are_pruned_and_nothing_is_read_twice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roads_module, "PRUNE_EVERY", 10)
    house.open()
    house.write(*(f"{number:02d}" for number in range(20)))
    until(lambda: len(house.seen) == 20 and not house.table.changes(TableName.CATALOGUE, cursor=None).items)
    house.write("later")
    until(lambda: len(house.seen) == 21)


def _serve_until_killed(folder: str, log: str) -> None:
    house = House(Path(folder))

    def note(hints: Sequence[Hint]) -> dict[str, EverloopError]:
        with open(log, "a") as file:
            file.write("".join(f"{hint.sort}\n" for hint in hints))
            file.flush()
        time.sleep(0.002)
        return {}

    house.open({"see": Lane(note, 5, threads=2)})
    time.sleep(60)


def _has_grown(log: Path, before: int) -> bool:
    return log.stat().st_size > before


def test_a_kill_at_any_moment_loses_nothing(house: House, tmp_path: Path) -> None:
    log = tmp_path / "handled"
    log.touch()
    chance, wanted = random.Random(3), [f"{number:04d}" for number in range(600)]
    spawn = multiprocessing.get_context("spawn")
    for round_ in range(6):
        server = spawn.Process(target=_serve_until_killed, args=(str(tmp_path), str(log)))
        server.start()
        house.write(*wanted[round_ * 100 : (round_ + 1) * 100])
        before = log.stat().st_size
        until(partial(_has_grown, log, before))
        time.sleep(chance.random() * 0.1)
        os.kill(server.pid or 0, signal.SIGKILL)
        server.join()
    house.open()
    until(lambda: set(log.read_text().split()) | set(sorts(house.seen)) == set(wanted) and house.bus.waiting() == 0)
    assert house.bus.dead_letters(HOME).items == []
