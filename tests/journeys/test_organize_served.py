"""Folders, members, metadata and tokens by the command, and what it says when something is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from everloop.domain.errors import Forbidden, NotFound, Unauthenticated
from everloop.entry.cli import output
from everloop.entry.cli.main import app
from everloop.sdk.client import Client
from tests.journeys.serving import Served, serve

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = serve(tmp_path_factory.mktemp("organized") / "data")
    yield made
    made.stop()


@pytest.fixture
def run(served: Served) -> Run:
    def command(*words: str) -> Result:
        return CliRunner().invoke(app(), list(words), env={"EVERLOOP_DATA": str(served.folder)})

    return command


def said(result: Result) -> Any:
    assert result.exit_code == 0, (result.output, result.exception)
    return json.loads(result.stdout)


def failed(result: Result) -> tuple[int, str]:
    """The exit code and sentence that ``main.run`` makes of an error."""
    assert result.exception is not None
    error = result.exception
    assert isinstance(error, (NotFound, Forbidden, Unauthenticated)), error
    return output.code(error), error.message


def test_a_folder_is_made_with_its_way_moved_granted_and_deleted(run: Run) -> None:
    made = said(run("folder", "create", "Demo/Street/Night", "--json"))
    assert said(run("folder", "create", "Demo/Street/Night", "--json"))["id"] == made["id"]
    said(run("folder", "rename", "Demo/Street", "Roads", "--json"))
    said(run("folder", "move", "Demo/Roads/Night", "Demo", "--json"))
    paths = [row["path"] for row in said(run("folder", "list", "--json"))]
    assert paths == ["All files", "Demo", "Demo/Night", "Demo/Roads"]
    ben = said(run("member", "add", "Ben", "--json"))
    said(run("folder", "grant", "Demo", "Ben", "editor", "--json"))
    (grant,) = said(run("folder", "grants", "Demo/Night", "--json"))
    assert (grant["subject"], grant["role"], grant["name"]) == (f"user:{ben['id']}", "editor", "Ben")
    assert run("folder", "withdraw", "Demo", "Ben").exit_code == 0
    assert said(run("folder", "grants", made["id"], "--json")) == []
    assert run("folder", "delete", "Demo/Night").exit_code == 0
    assert failed(run("folder", "delete", "Demo/Night")) == (3, "There is no folder at 'Demo/Night'.")


def test_a_group_is_made_joined_and_left(run: Run) -> None:
    group = said(run("member", "group", "Crew", "--json"))["id"]
    said(run("member", "add", "Eve", "--email", "eve@example.org", "--json"))
    assert said(run("member", "join", "eve@example.org", "Crew", "--json"))["groups"] == [group]
    assert said(run("member", "leave", "Eve", group, "--json"))["groups"] == []
    assert said(run("member", "deactivate", "Eve", "--json"))["active"] is False
    assert said(run("member", "activate", "Eve", "--json"))["active"] is True
    assert failed(run("member", "deactivate", "Nobody"))[0] == 3


def test_a_token_works_until_it_is_revoked(run: Run, served: Served) -> None:
    text = run("token", "create", "ci").stdout.strip()
    with Client(served.url, text) as program:
        assert program.members.me().id == "owner"
        (held,) = [one for one in program.tokens.list() if one.name == "ci"]
        said(run("token", "revoke", held.id, "--json"))
        with pytest.raises(Unauthenticated, match="revoked"):
            program.members.me()


def test_a_sign_in_link_gives_a_member_his_own_eyes(run: Run, served: Served) -> None:
    said(run("member", "add", "Kim", "--json"))
    link = said(run("member", "link", "Kim", "--json"))["url"].rpartition("token=")[2]
    with Client(served.url, link) as nobody, pytest.raises(Unauthenticated):
        nobody.members.me()
    with Client(served.url, "none") as nobody:
        session = nobody.http.json("POST", "/session", body={"link": link})["token"]
    with Client(served.url, session) as kim:
        assert kim.members.me().name == "Kim"
        assert list(kim.folders.list()) == []
        with pytest.raises(NotFound):
            kim.folders.find("")
        with pytest.raises(Forbidden):
            kim.members.add("Another")


def test_metadata_is_defined_and_refused_values_fail_the_command(run: Run, tmp_path: Path) -> None:
    said(run("metadata", "define", "weather", "enum", "--value", "sun", "--json"))
    schema = said(run("metadata", "define", "weather", "enum", "--value", "rain", "--json"))
    assert schema["keys"]["weather"]["values"] == ["sun", "rain"]
    said(run("metadata", "define", "count", "number", "--json"))
    result = run("metadata", "set", "no-such-item", "count=3", "--json")
    assert (result.exit_code, json.loads(result.stdout)["refused"][0]["reason"]) == (1, "There is no such item.")
    table = tmp_path / "values.csv"
    table.write_text("id,count,weather\na,3,snow\nb,,sun\n")
    result = run("metadata", "import", str(table), "--json")
    assert (result.exit_code, json.loads(result.stdout)["failed"]) == (1, 2)
    lines = tmp_path / "values.jsonl"
    lines.write_text('{"id": "a", "metadata": {"count": 3}}\n')
    assert json.loads(run("metadata", "import", str(lines), "--json").stdout)["refused"][0]["item"] == "a"
    job = said(run("metadata", "set-where", "count=3", "--where", '{"all": {}}', "--json"))
    assert (job["state"], job["counts"].get("written", 0)) == ("done", 0)


def test_doctor_finds_nothing_wrong_with_a_running_house(run: Run) -> None:
    found = said(run("doctor", "--json"))
    assert found["ok"]
    whats = ["python", "models", "data folder", "disk", "owner token", "server", "index"]
    assert [one["what"] for one in found["checks"]] == whats


def test_doctor_says_how_to_mend_what_is_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "owner-token").write_text("x")
    (folder / "owner-token").chmod(0o644)
    result = CliRunner().invoke(app(), ["doctor", "--no-start", "--data", str(folder)])
    assert result.exit_code == 1
    assert f"→ chmod 600 {folder / 'owner-token'}" in result.stdout
