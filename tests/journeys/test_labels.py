"""Ontologies, labels and label versions through the client, and by the command against a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from everloop.domain.annotations import Annotation, LabelState, Shapes
from everloop.domain.errors import Conflict, Invalid, NotFound
from everloop.domain.filters import parse
from everloop.domain.label_versions import Contents
from everloop.domain.labels import RemoveObject, SetState
from everloop.domain.ontologies import Shape
from everloop.domain.ontology_changes import ChangeClass
from everloop.domain.ontology_making import NewClass
from everloop.entry.cli import main
from everloop.sdk.client import Client
from everloop.store import label_versions
from tests.house import TestHouse, a_call
from tests.journeys.serving import Served, serve
from tests.journeys.working import Team, a_team

DONE = SetState(state=LabelState.LABELLED)


@pytest.fixture
def team(lived: TestHouse) -> Team:
    return a_team(lived)


def cat(name: str, x: float = 1) -> Annotation:
    return Annotation(object_id=name, class_id="cat", shapes={"0": Shapes(box=(x, 2, 3, 4))})


def cut(client: Client, project: str, name: str, contents: Contents | None = None) -> str:
    job = client.jobs.wait(client.label_versions.cut(project, name=name, contents=contents))
    return str((job.result or {})["version"])


def test_labels_are_saved_merged_cut_and_restored_through_the_client(team: Team) -> None:
    anna, project = team.of(), team.project
    first, second = team.items[:2]
    assert anna.labels.get(project, first).rev == 0
    assert anna.labels.save(project, first, [cat("a"), cat("b"), DONE], base_rev=0).row.state is LabelState.LABELLED
    anna.labels.save(project, second, [DONE], base_rev=0)
    one = cut(anna, project, "v1")
    anna.labels.save(project, first, [cat("a", 5)], base_rev=1)
    merged = anna.labels.save(project, first, [RemoveObject(object_id="b")], base_rev=1)
    assert merged.merged
    with pytest.raises(Conflict) as caught:
        anna.labels.save(project, first, [cat("a", 6)], base_rev=1)
    assert caught.value.facts["conflicts"] == ["a"]
    assert caught.value.facts["row"]["rev"] == 3
    two = cut(anna, project, "v2")
    told = anna.label_versions.diff(project, one, two)
    assert (told.items_changed, told.objects_changed, told.objects_removed) == (1, 1, 1)
    assert [version.name for version in anna.label_versions.list(project, named=True)] == ["v2", "v1"]
    assert anna.label_versions.find(project, "v1").id == one
    with pytest.raises(NotFound):
        anna.label_versions.find(project, "v3")
    anna.jobs.wait(anna.label_versions.restore(project, one))
    assert [said.object_id for said in anna.labels.get(project, first).annotations] == ["a", "b"]
    assert [said.rev for said in anna.labels.history(project, first)] == [4, 3, 2, 1]
    assert [said.object_id for said in anna.label_versions.labels_of(project, two, first).annotations] == ["a"]
    assert sorted(row.rev for row in anna.labels.list(project)) == [1, 4]


def test_a_whole_body_and_an_earlier_revision_go_back_through_the_client(team: Team) -> None:
    anna, project, item = team.of(), team.project, team.items[0]
    anna.labels.put(project, item, [cat("a"), cat("b")], base_rev=0, state=LabelState.LABELLED)
    assert anna.labels.put(project, item, [cat("b")], base_rev=1).row.rev == 2
    restored = anna.labels.restore(project, item, 1, base_rev=2)
    assert [one.object_id for one in restored.row.annotations] == ["a", "b"]
    assert restored.row.state is LabelState.LABELLED


def test_a_version_of_the_stage_that_was_reviewed(team: Team) -> None:
    ben, rita = team.join("ben", "annotator"), team.join("rita", "reviewer")
    task = ben.tasks.next(team.project)
    assert task is not None
    assert task.lease is not None
    ben.labels.save(team.project, task.item, [cat("a")], base_rev=0, token=task.lease.token)
    ben.tasks.submit(team.project, task)
    review = rita.tasks.next(team.project)
    assert review is not None
    rita.tasks.approve(team.project, review)
    version = cut(team.of(), team.project, "reviewed", Contents(stages=("complete",)))
    told = team.of().label_versions.get(team.project, version)
    assert (told.rows, told.states) == (1, {"approved": 1})


def test_the_project_s_live_objects_choose_items(team: Team) -> None:
    anna, item = team.of(), team.items[2]
    anna.labels.save(team.project, item, [cat("a")], base_rev=0)
    anna.label_versions.live(team.project)
    found = label_versions.refreshed(a_call().workspace, team.project, now=a_call(), table=team.lived.house.table)
    team.lived.settle()
    live = anna.label_versions.live(team.project)
    assert live.version is not None
    assert found.job is not None
    where = parse({"in": {"f": "class", "v": ["cat"]}})
    members = label_versions.objects_with(a_call().workspace, where, version=live.version, columns=team.lived.house.columns)
    row = next(one for one in anna.labels.list(team.project) if one.item == item)
    assert (len(members), row.classes) == (1, {"cat": 1})


def test_a_renamed_class_is_found_by_its_new_name(team: Team) -> None:
    anna, item = team.of(), team.items[0]
    anna.labels.save(team.project, item, [cat("a")], base_rev=0)
    project = anna.projects.get(team.project)
    renamed = anna.ontologies.change(project.ontology, [ChangeClass(class_id="cat", name="lion")])

    def found(name: str) -> int:
        return anna.search.count({"in": {"f": f"project.{team.project}.classes", "v": [name]}})

    assert (found("cat"), found("lion")) == (1, 0)
    anna.projects.update(team.project, ontology_version=renamed.version)
    assert (found("cat"), found("lion")) == (0, 1)


def test_ontologies_are_made_from_files_and_changed_through_the_client(team: Team, tmp_path: Path) -> None:
    anna = team.of()
    coco = tmp_path / "instances.json"
    coco.write_text(json.dumps({"images": [], "categories": [{"id": 5, "name": "dog"}, {"id": 1, "name": "cow"}]}))
    made = anna.ontologies.create_from_file(coco, shapes=[Shape.MASK])
    assert (made.name, [(one.name, one.category_id) for one in made.classes]) == ("instances", [("dog", 5), ("cow", 1)])
    second = anna.ontologies.add_class(made.id, NewClass(name="pig"))
    assert [one.category_id for one in second.classes] == [5, 1, 6]
    third = anna.ontologies.change(made.id, [ChangeClass(class_id="pig", archived=True)], version=2)
    with pytest.raises(Conflict):
        anna.ontologies.change(made.id, [ChangeClass(class_id="cow", archived=True)], version=2)
    ours = tmp_path / "ours.json"
    ours.write_text(third.model_dump_json(by_alias=True))
    again = anna.ontologies.create_from_file(ours, name="Copy")
    assert [(one.id, one.category_id, one.colour) for one in again.classes] == [
        (one.id, one.category_id, one.colour) for one in made.classes
    ]
    names = tmp_path / "names.json"
    names.write_text('["car", "bus"]')
    assert [one.shapes for one in anna.ontologies.create_from_file(names).classes] == [(Shape.BOX,), (Shape.BOX,)]
    assert [one.version for one in anna.ontologies.versions(made.id)] == [3, 2, 1]
    assert {one.name for one in anna.ontologies.list()} >= {"instances", "Copy", "names"}
    assert anna.ontologies.get(made.id, version=1) == made


@pytest.mark.parametrize("text", ["{", "{}", "[1]", '{"classes": [{"title": "x"}]}', '{"categories": [{"id": 1}]}', "7"])
def test_a_file_that_is_no_ontology_is_refused(team: Team, tmp_path: Path, text: str) -> None:
    file = tmp_path / "file.json"
    file.write_text(text)
    with pytest.raises(Invalid):
        team.of().ontologies.create_from_file(file)


# ── the command ──


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = serve(tmp_path_factory.mktemp("served"))
    yield server
    server.stop()


@pytest.fixture
def everloop(served: Served, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("EVERLOOP_URL", served.url)
    monkeypatch.setenv("EVERLOOP_TOKEN", (served.folder / "owner-token").read_text().strip())

    def run(*words: str) -> Any:
        done = CliRunner().invoke(main.app(), [*words, "--json"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return run


def test_the_command_makes_ontologies_and_cuts_versions(everloop: Any, tmp_path: Path) -> None:
    file = tmp_path / "classes.json"
    file.write_text('["car"]')
    made = everloop("ontology", "create", str(file), "--name", "Street", "--shape", "mask")
    more = everloop("ontology", "add-class", made["id"], "Weather", "--classification")
    assert [(one["name"], one["shapes"]) for one in more["classes"]] == [("car", ["mask"]), ("Weather", [])]
    assert everloop("ontology", "show", made["id"], "--version", "1")["version"] == 1
    assert made["id"] in [one["id"] for one in everloop("ontology", "list")]
    project = everloop("project", "create", "Street", "--ontology", made["id"])["id"]
    one = everloop("label-version", "cut", project, "--name", "v1", "-m", "the first")
    two = everloop("label-version", "cut", project, "--name", "v2")
    assert (one["name"], one["message"], one["rows"]) == ("v1", "the first", 0)
    assert [version["id"] for version in everloop("label-version", "list", project)] == [two["id"], one["id"]]
    assert everloop("label-version", "show", project, "v1")["id"] == one["id"]
    assert everloop("label-version", "diff", project, "v1", "v2")["items_changed"] == 0
    assert everloop("label-version", "restore", project, "v1")["state"] == "done"
