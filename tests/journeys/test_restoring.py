"""Label versions and live objects of a project whose items left it and came back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import build
from tests.journeys.working import Team, a_team


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return a_team(build(tmp_path), items=5)


def draw(team: Team, item: str, name: str) -> None:
    """Anna draws a cat, and submits it where that is asked of the item."""
    anna = team.of()
    task = anna.tasks.claim(team.project, item)
    assert task.lease is not None
    put = {"op": "put", "annotation": {"object_id": name, "class_id": "cat", "shapes": {"0": {"box": [1, 2, 3, 4]}}}}
    body = {"base_rev": anna.labels.get(team.project, item).rev, "operations": [put], "token": task.lease.token}
    anna.http.json("POST", f"/projects/{team.project}/labels/{item}", body=body)
    anna.tasks.submit(team.project, task)


def cut(team: Team, name: str) -> str:
    job = team.of().jobs.wait(team.of().label_versions.cut(team.project, name=name))
    assert job.result is not None
    return str(job.result["version"])


def told(team: Team, item: str) -> tuple[str, list[str]]:
    row = team.of().labels.get(team.project, item)
    return str(row.state), [one.object_id for one in row.annotations]


def test_labels_that_a_version_does_not_speak_of_stay(team: Team) -> None:
    anna = team.of()
    there, archived, deleted, later, never = team.items
    for item in (there, archived, deleted):
        draw(team, item, "old")
    anna.tasks.change_many(team.project, [archived], "archive")
    anna.items.delete([deleted])
    version = cut(team, "v1")
    assert anna.label_versions.get(team.project, version).rows == 1
    anna.tasks.change_many(team.project, [archived], "move", stage="annotate")
    anna.items.restore([deleted])
    for item in (archived, later):
        draw(team, item, "new")
    for counts in ({"unchanged": 1, "left_out": 2, "cleared": 1}, {"unchanged": 2, "left_out": 2}):
        assert anna.jobs.wait(anna.label_versions.restore(team.project, version)).counts == counts
        assert told(team, there) == ("labelled", ["old"])
        assert told(team, archived) == ("labelled", ["old", "new"])
        assert told(team, deleted) == ("labelled", ["old"])
        assert told(team, later) == ("unlabelled", [])
    assert told(team, never) == ("unlabelled", [])


def test_the_live_objects_are_stale_when_an_item_leaves_and_when_it_comes_back(team: Team) -> None:
    anna = team.of()
    for item in team.items[:2]:
        draw(team, item, "cat")
    assert rows_once_fresh(team) == 2
    anna.tasks.change_many(team.project, team.items[:1], "archive")
    assert anna.label_versions.live(team.project).stale
    assert rows_once_fresh(team) == 1
    anna.tasks.change_many(team.project, team.items[:1], "move", stage="review")
    assert anna.label_versions.live(team.project).stale
    assert rows_once_fresh(team) == 2


def rows_once_fresh(team: Team) -> int:
    """The rows of the live version, once the job that a stale one asks for is done."""
    team.of().label_versions.live(team.project)
    team.lived.settle()
    live = team.of().label_versions.live(team.project)
    assert live.version is not None
    assert not live.stale
    return live.version.rows
