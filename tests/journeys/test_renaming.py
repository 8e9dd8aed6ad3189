"""A project moves to other names of its classes: its items are found by them, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from everloop.domain.annotations import Annotation, Shapes
from everloop.domain.errors import Transient
from everloop.domain.ids import DEFAULT_WORKSPACE as HERE
from everloop.domain.jobs import JobState
from everloop.domain.ontology_changes import ChangeClass
from everloop.domain.pages import Page
from everloop.ports import Check, Delete, Put
from everloop.store import jobs, labels, projects
from everloop.usecases import projects as verbs
from everloop.usecases import reflect_labels
from tests.house import TestHouse, a_call
from tests.journeys.working import Team, a_team


@pytest.fixture
def team(lived: TestHouse) -> Team:
    return a_team(lived, items=2)


def cat(name: str) -> Annotation:
    return Annotation(object_id=name, class_id="cat", shapes={"0": Shapes(box=(1, 2, 3, 4))})


class Watched:
    """A table; ``before`` is called before each write, with the rows' kinds."""

    def __init__(self, table: Any, before: Callable[[set[str]], None]) -> None:
        self._table, self._before = table, before

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def put(self, put: Put, **options: Any) -> Any:
        self._before({put.row.kind})
        return self._table.put(put, **options)

    def put_many(self, puts: Sequence[Put], **options: Any) -> Any:
        self._before({put.row.kind for put in puts})
        return self._table.put_many(puts, **options)

    def transact(self, writes: Sequence[Put | Delete | Check], **options: Any) -> Any:
        self._before({one.row.kind for one in writes if isinstance(one, Put)})
        return self._table.transact(writes, **options)


def labelled(team: Team, name: str = "lion") -> int:
    """Label an item as a cat, and let the ontology call cats otherwise; the ontology's version."""
    anna = team.of()
    anna.labels.save(team.project, team.items[0], [cat("a")], base_rev=0)
    ontology = anna.projects.get(team.project).ontology
    return anna.ontologies.change(ontology, [ChangeClass(class_id="cat", name=name)]).version


def found(team: Team, name: str) -> int:
    return team.of().search.count({"in": {"f": f"project.{team.project}.classes", "v": [name]}})


def test_who_dies_while_the_project_moves_can_do_it_again(team: Team) -> None:
    version, table = labelled(team), team.lived.house.table

    def die(kinds: set[str]) -> None:
        if "job" in kinds:
            raise Transient("The server died.")

    with pytest.raises(Transient):
        verbs.update(a_call(), team.project, {"ontology_version": version}, table=Watched(table, die))
    verbs.update(a_call(), team.project, {"ontology_version": version}, table=table)
    team.lived.settle()
    assert (found(team, "cat"), found(team, "lion")) == (0, 1)


class Behind(Watched):
    """A table whose index does not show the newest label rows yet."""

    def query_index(self, table: Any, partition: str, **options: Any) -> Any:
        page = self._table.query_index(table, partition, **options)
        return Page([], None) if "#label-by#" in partition else page


def test_a_save_that_meets_the_new_names_has_them_in_the_end(team: Team) -> None:
    """Its reflection had read the old names, and the job had not seen its row."""
    lived = team.lived
    lived.held = frozenset({reflect_labels.CONSUMER})
    version = labelled(team)
    place = labels.key(HERE, team.items[0], team.project, "main")
    moved: list[int] = []

    def rename(kinds: set[str]) -> None:
        if "item" in kinds and not moved:
            moved.append(version)
            house = lived.house
            verbs.update(a_call(), team.project, {"ontology_version": version}, table=house.table)
            lived.house = lived.without(table=Behind(house.table, lambda kinds: None))
            lived.settle()
            lived.house = house

    assert reflect_labels.reflect(a_call(), [place], table=Watched(lived.house.table, rename)) == {}
    assert moved
    lived.settle()
    assert (found(team, "cat"), found(team, "lion")) == (0, 1)


def test_the_job_ends_when_the_items_are_found_by_the_new_names(team: Team) -> None:
    version, lived = labelled(team), team.lived
    lived.held = frozenset({"index"})
    team.of().projects.update(team.project, ontology_version=version)

    def job() -> Any:
        page = jobs.recent(HERE, table=lived.house.table)
        return next(one for one in page.items if one.kind == projects.RENAME)

    assert job().state is JobState.SETTLING
    assert found(team, "lion") == 0
    lived.held = frozenset()
    lived.settle()
    assert (job().state, job().done, job().total, job().counts) == (JobState.DONE, 1, 1, {"items": 1, "failed": 0})
    assert found(team, "lion") == 1


def test_items_that_cannot_take_the_new_names_are_told_of(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    version = labelled(team, name="l" * 200)
    monkeypatch.setattr("everloop.store.heads.HEAD_BYTES", 600)
    team.of().projects.update(team.project, ontology_version=version)
    (job,) = [one for one in team.of().jobs.list() if one.kind == projects.RENAME]
    assert (job.state, job.counts) == (JobState.DONE, {"items": 1, "failed": 1})
    (line,) = team.of().http.json("GET", f"/jobs/{job.id}/errors")["items"]
    assert line["item"] == team.items[0]
    assert "head row" in line["reason"]
