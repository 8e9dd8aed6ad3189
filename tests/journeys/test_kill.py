"""``kill -9`` of the server and its pool, at random moments, again and again, while everything is under way.

Four askers ask for work and keep asking the same thing (under the same idempotency key) until it is acknowledged,
as a client that lost its connection does. At the end nothing that was acknowledged is lost, nothing is there twice, and all
work that was begun has gone on by itself.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

from everloop.domain.jobs import OPEN
from everloop.sdk.client import Client
from tests.journeys.serving import Served, serve, until

KILLS = 20
FIRST_FILES = 10
FILES_A_ROUND = 3
CHANCE = random.Random()
BOX = {"0": {"box": [1.0, 2.0, 3.0, 4.0]}}


class NotYet(Exception):
    """The server went away before it answered."""


@dataclass
class World:
    """What was asked for and acknowledged so far, kept by the askers themselves."""

    pictures: Path
    source: str = ""
    project: str = ""
    files: set[str] = field(default_factory=set)
    items: list[str] = field(default_factory=list)
    jobs: dict[str, str] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    revs: Counter[str] = field(default_factory=Counter)
    objects: dict[str, list[str]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    def draw(self, count: int) -> None:
        """Put new pictures into the folder, each under a name that shows up whole."""
        for _ in range(count):
            number = len(self.files)
            name = f"{number % 4}/picture-{number:03d}.png"
            path = self.pictures / name
            path.parent.mkdir(exist_ok=True, parents=True)
            unfinished = path.with_suffix(".part")
            noise = np.random.default_rng(number).integers(0, 255, (40, 60, 3), dtype=np.uint8)
            Image.fromarray(noise).save(unfinished, format="PNG")
            unfinished.rename(path)
            self.files.add(name)


def post(client: httpx.Client, path: str, key: str, body: Any = None) -> httpx.Response:
    """An acknowledged answer. Raises NotYet where the server went away, or asks to try again."""
    try:
        answer = client.post(path, json=body, headers={"Idempotency-Key": key})
    except httpx.TransportError as error:
        raise NotYet from error
    if answer.status_code == 503:
        raise NotYet
    assert answer.status_code < 300, (path, key, answer.status_code, answer.text)
    return answer


# ── what is asked for, one thing at a time ────────────────────────────────────────────────────────


def register(world: World, client: httpx.Client) -> None:
    key = f"register-{world.asked['register']}"
    found = post(client, f"/sources/{world.source}/register", key, {"prefix": ""}).json()
    _acknowledge_job(world, key, found["id"])
    world.asked["register"] += 1


def cut_version(world: World, client: httpx.Client) -> None:
    key = f"cut-{world.asked['cut']}"
    name = {"name": f"Version {world.asked['cut']}"}
    found = post(client, f"/projects/{world.project}/label-versions", key, name).json()
    _acknowledge_job(world, key, found["id"])
    world.asked["cut"] += 1


def _acknowledge_job(world: World, key: str, job: str) -> None:
    assert world.jobs.setdefault(key, job) == job


def save_labels(world: World, client: httpx.Client) -> None:
    number = world.asked["save"]
    item = world.items[number % len(world.items)]
    drawn = {"object_id": f"object-{number}", "class_id": "bird", "shapes": BOX}
    body = {"base_rev": world.revs[item], "operations": [{"op": "put", "annotation": drawn}]}
    saved = post(client, f"/projects/{world.project}/labels/{item}", f"save-{number}", body).json()
    world.revs[item] += 1
    assert saved["row"]["rev"] == world.revs[item]
    world.objects.setdefault(item, []).append(f"object-{number}")
    world.asked["save"] += 1


def claim(world: World, client: httpx.Client) -> None:
    key = f"claim-{world.asked['claim']}"
    answer = post(client, f"/projects/{world.project}/tasks/next", key)
    if answer.status_code == 204:
        time.sleep(0.2)  # all tasks are held
        return
    world.claims[key] = answer.json()["id"]
    world.asked["claim"] += 1
    time.sleep(0.4)


ASKERS: tuple[tuple[Callable[[World, httpx.Client], None], float], ...] = (
    (register, 0.5),
    (cut_version, 0.7),
    (save_labels, 0.0),
    (claim, 0.0),
)


@contextmanager
def asking(world: World, served: Served) -> Iterator[list[BaseException]]:
    """The askers at work until the block ends; what they met that must not be."""
    over, wrong = threading.Event(), []

    def ask(what: Callable[[World, httpx.Client], None], pause_s: float) -> None:
        with served.client(timeout_s=10) as client:
            while not over.is_set():
                try:
                    what(world, client)
                except NotYet:
                    over.wait(0.05)
                except AssertionError as error:
                    wrong.append(error)
                    return
                over.wait(pause_s)

    threads = [threading.Thread(target=ask, args=one) for one in ASKERS]
    for thread in threads:
        thread.start()
    try:
        yield wrong
    finally:
        over.set()
        for thread in threads:
            thread.join()
        assert wrong == []


# ── the house before the first kill ───────────────────────────────────────────────────────────────


def prepare(world: World, served: Served) -> None:
    """A source with a few pictures, and a project that labels them."""
    world.draw(FIRST_FILES)
    with served.client() as client:
        world.source = post(client, "/sources", "source", {"root": world.pictures.as_uri(), "name": "Pictures"}).json()["id"]
        register(world, client)
        until(lambda: len(found(served)) == FIRST_FILES, longest_s=120)
        world.items = sorted(one["id"] for one in found(served))
        chosen = {"name": "First", "items": {"ids": world.items}}
        collection = post(client, "/collections", "collection", chosen).json()
        pins = [{"collection": collection["id"], "version": 1}]
        dataset = post(client, "/datasets", "dataset", {"title": "First", "pins": pins}).json()
        classes = [{"id": "bird", "name": "Bird", "shapes": ["box"]}]
        ontology = post(client, "/ontologies", "ontology", {"name": "Birds", "classes": classes}).json()
        project = post(client, "/projects", "project", {"title": "Birds", "ontology": ontology["id"]}).json()
        world.project = project["id"]
        wanted = {"datasets": [{"dataset": dataset["id"]}]}
        answer = client.put(f"/projects/{world.project}/datasets", json=wanted)
        assert answer.status_code == 202, answer.text
        until(lambda: not open_jobs(served), longest_s=120)


def found(served: Served) -> list[dict[str, Any]]:
    """Every item that searches show."""
    with Client(served.url, (served.folder / "owner-token").read_text().strip()) as client:
        return [one.model_dump(mode="json") for one in client.search.items()]


def jobs(served: Served) -> list[Any]:
    """Every job."""
    with Client(served.url, (served.folder / "owner-token").read_text().strip()) as client:
        return list(client.jobs.list())


def open_jobs(served: Served) -> list[Any]:
    """Jobs that are not over."""
    return [one for one in jobs(served) if one.state in OPEN]


@pytest.mark.slow
def test_twenty_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    world, folder = World(tmp_path / "pictures"), tmp_path / "data"
    served = serve(folder)
    try:
        prepare(world, served)
        known = {one.id for one in jobs(served)} - set(world.jobs.values())
        for _ in range(KILLS):
            with asking(world, served) as wrong:
                world.draw(FILES_A_ROUND)
                time.sleep(CHANCE.choice((0.1, 0.4, 1.0, 2.0, 5.0)) * CHANCE.uniform(0.3, 1.0))
                served.kill()
            assert wrong == []
            served = serve(folder)
        finish(world, served)
        check_items(world, served)
        check_jobs(world, served, known)
        check_labels(world, served)
        check_tasks(world, served)
        with served.client() as client:
            assert client.get("/dead-letters").json()["items"] == []
        assert served.stop() == 0
    finally:
        with suppress(ProcessLookupError):
            served.stop()


@pytest.mark.skipif(shutil.which("ps") is None, reason="finding the workers needs ps")
def test_workers_that_are_killed_are_replaced_and_their_work_is_done(tmp_path: Path) -> None:
    world = World(tmp_path / "pictures")
    world.draw(40)
    served = serve(tmp_path / "data")
    try:
        with served.client() as client:
            source = post(client, "/sources", "source", {"root": world.pictures.as_uri(), "name": "Pictures"}).json()
            world.source = source["id"]
            register(world, client)
        killed: set[int] = set()
        until(lambda: _kill_one(served, killed) or len(found(served)) == 40, longest_s=120)
        assert killed
        until(lambda: [one["state"] for one in found(served)] == ["ready"] * 40, longest_s=180)
        until(lambda: not open_jobs(served), longest_s=60)
        check_items(world, served)
        assert {one.state for one in jobs(served)} == {"done"}
    finally:
        served.stop()


def _kill_one(served: Served, killed: set[int]) -> bool:
    """Kill a process of the pool that was not killed yet; whether that is enough (a shard is given up after three)."""
    for pid in workers_of(served):
        if pid not in killed:
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
            break
    time.sleep(0.3)
    return len(killed) == 3


def workers_of(served: Served) -> list[int]:
    """The processes of the server's pool."""
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return [int(row[0]) for row in rows if int(row[1]) == served.process.pid and "spawn_main" in row[2]]


def finish(world: World, served: Served) -> None:
    """Repeat what was never acknowledged, register what was drawn last, and wait until the house is at rest."""
    with served.client() as client:
        for ask in (register, register, save_labels, cut_version, claim):
            until(lambda ask=ask: _asked(ask, world, client))  # type: ignore[misc]
    until(lambda: not open_jobs(served), longest_s=180)
    until(lambda: len(found(served)) >= len(world.files), longest_s=120)
    until(lambda: {one["state"] for one in found(served)} == {"ready"}, longest_s=180)


def _asked(ask: Callable[[World, httpx.Client], None], world: World, client: httpx.Client) -> bool:
    try:
        ask(world, client)
    except NotYet:
        return False
    return True


def check_items(world: World, served: Served) -> None:
    shown = found(served)
    assert sorted(one["key"] for one in shown) == sorted(world.files)
    assert len({one["id"] for one in shown}) == len({one["seq"] for one in shown}) == len(world.files)


def check_jobs(world: World, served: Served, known: set[str]) -> None:
    ended = jobs(served)
    assert {one.id for one in ended} == known | set(world.jobs.values())
    assert {(one.kind, one.state, one.reason) for one in ended if one.state != "done"} == set()
    registered = [one for one in ended if one.kind == "register"]
    assert sum(one.counts.get("new", 0) for one in registered) == len(world.files)
    with served.client() as client:
        versions = client.get(f"/projects/{world.project}/label-versions", params={"limit": 1_000, "named": True}).json()
    names = sorted(one["name"] for one in versions["items"])
    assert names == sorted(f"Version {number}" for number in range(world.asked["cut"]))


def check_labels(world: World, served: Served) -> None:
    with served.client() as client:
        for item, objects in world.objects.items():
            path = f"/projects/{world.project}/labels/{item}"
            row = client.get(path).json()
            assert row["rev"] == world.revs[item]
            assert [one["object_id"] for one in row["annotations"]] == objects
            history = client.get(f"{path}/history", params={"limit": 1_000}).json()["items"]
            assert [one["rev"] for one in history] == list(range(world.revs[item], 0, -1))


def check_tasks(world: World, served: Served) -> None:
    held = list(world.claims.values())
    assert len(held) == len(set(held))
    with served.client() as client:
        tasks = client.get(f"/projects/{world.project}/tasks", params={"limit": 1_000}).json()["items"]
    assert len(tasks) == FIRST_FILES
    assert {one["id"] for one in tasks if one["lease"]} == set(held)
