"""Work against a real server: twenty clients at one queue, and the command from pictures to an approved task."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner

from everloop.entry.cli import main
from everloop.sdk.client import Client
from tests.journeys.serving import Served, serve

PICTURES = 45
CLIENTS = 20
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = serve(tmp_path_factory.mktemp("served"))
    yield server
    server.stop()


@pytest.fixture
def everloop(served: Served, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EVERLOOP_URL", served.url)
    monkeypatch.setenv("EVERLOOP_TOKEN", owner(served))

    def run(*words: str, code: int = 0) -> Any:
        done = CliRunner().invoke(main.app(), [*words, "--json"], standalone_mode=False)
        assert (done.exit_code if done.exception is None else 1) == code, (words, done.output, done.exception)
        return json.loads(done.stdout) if not code else done.exception

    return run


def owner(served: Served) -> str:
    return (served.folder / "owner-token").read_text().strip()


def a_project(everloop: Run, folder: Path, count: int) -> str:
    folder.mkdir()
    for number in range(count):
        Image.new("RGB", (32, 24), (number * 5 % 256, number, 99)).save(folder / f"{number}.jpg")
    (folder / "classes.json").write_text('["cat"]')
    everloop("register", str(folder))
    where = json.dumps({"prefix": {"f": "name", "v": ""}})
    collection = everloop("collection", "create", folder.name, "--filter", where)
    dataset = everloop("dataset", "create", folder.name, "--collection", f"{collection['id']}@1")
    ontology = everloop("ontology", "create", str(folder / "classes.json"), "--name", folder.name)
    made = everloop("project", "create", folder.name, "--ontology", ontology["id"], "--dataset", dataset["id"])
    assert len(everloop("task", "list", made["id"])) == collection["items"] >= count
    return str(made["id"])


def test_twenty_clients_pull_from_one_queue_over_http(served: Served, everloop: Run, tmp_path: Path) -> None:
    project = a_project(everloop, tmp_path / "queue", PICTURES)

    def pull(_: int) -> list[str]:
        found: list[str] = []
        with Client(served.url, owner(served)) as client:
            while task := client.tasks.next(project):
                found.append(task.id)
        return found

    with ThreadPoolExecutor(CLIENTS) as pool:
        taken = [task for haul in pool.map(pull, range(CLIENTS)) for task in haul]
    assert len(taken) == len(set(taken)) >= PICTURES
    with Client(served.url, owner(served)) as client:
        tasks = list(client.tasks.list(project))
    assert sorted(taken) == sorted(task.id for task in tasks)
    assert all(task.lease is not None for task in tasks)


def test_the_command_goes_from_pictures_to_an_approved_task(everloop: Run, tmp_path: Path) -> None:
    project = a_project(everloop, tmp_path / "work", 2)
    task = everloop("task", "next", project)["id"]
    assert everloop("task", "submit", project, task)["stage"] == "review"
    assert everloop("task", "claim", project, task)["lease"]["holder"] == "owner"
    back = everloop("task", "reject", project, task, "--reason", "No cat", "--point", "3,4", "--tag", "cats")
    assert (back["round"], back["stage"]) == (2, "annotate")
    (issue,) = everloop("issue", "list", project)
    assert (issue["anchor"]["x"], issue["tags"], issue["kind"]) == (3, ["cats"], "rejection")
    assert everloop("issue", "comment", project, issue["id"], "It is there")["comments"][1]["text"] == "It is there"
    assert [one["task"] for one in everloop("task", "verdicts", project, task)] == [task]
    everloop("task", "claim", project, task)
    everloop("task", "submit", project, task)
    everloop("task", "claim", project, task)
    assert everloop("task", "approve", project, task)["status"] == "completed"
    assert everloop("issue", "show", project, issue["id"])["state"] == "resolved"
    assert everloop("task", "prioritise", project, task, "0.75")["priority"] == 0.75
    reopened = everloop("task", "reopen", project, task)
    assert (reopened["round"], reopened["priority"]) == (3, 1.0)
    assert everloop("task", "release", project, everloop("task", "next", project)["id"])["status"] == "released"


def test_the_command_keeps_projects_and_datasets(everloop: Run, tmp_path: Path) -> None:
    project = a_project(everloop, tmp_path / "kept", 2)
    shown = everloop("project", "show", project)
    dataset = shown["datasets"][0]["dataset"]
    assert everloop("dataset", "pin", dataset)["version"] == 1  # the same pins make no version
    assert everloop("dataset", "versions", dataset)[0]["number"] == 1
    assert everloop("project", "datasets", project)["counts"]["archived"] == everloop("dataset", "show", dataset)["items"]
    assert everloop("project", "datasets", project, "--dataset", f"{dataset}@1")["counts"]["returned"] > 0
    assert [one["roles"] for one in everloop("project", "members", project)] == [["admin"]]
    assert sum(stage["tasks"] for stage in everloop("project", "progress", project)["stages"]) > 0
    assert everloop("project", "archive", project)["archived"]
    assert "archived" in str(everloop("task", "next", project, code=1))
    assert project in [one["id"] for one in everloop("project", "list")]
