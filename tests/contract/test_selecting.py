"""Filters over columns: objects, predictions and matches bind to the items that have such a row, for whom may know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from everloop.domain.access import ProjectMember, ProjectRole
from everloop.domain.errors import Invalid, NotFound
from everloop.domain.evaluations import Evaluation
from everloop.domain.filters import parse
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.label_versions import LabelVersion
from everloop.domain.predictions import PredictionSet
from everloop.domain.principals import Cause
from everloop.domain.projects import Project
from everloop.ports import ANY, Put
from everloop.store import access, evaluations, label_versions, predictions, projects, registration, rows, selecting, sets
from everloop.usecases import members
from tests.house import ADMIN, TestHouse, a_call

W = DEFAULT_WORKSPACE
OBJECTS = [
    {"seq": 1, "class": "cat", "area": 10.0, "object_id": "a", "is_crowd": False},
    {"seq": 1, "class": "dog", "area": 500.0, "object_id": "b", "is_crowd": False},
    {"seq": 3, "class": "cat", "area": 900.0, "object_id": "c", "is_crowd": True},
]
PREDICTED = [{"seq": 2, "class": "cat", "confidence": 0.9, "row": 0}, {"seq": 4, "class": "cat", "confidence": 0.2, "row": 1}]
CAT = {"in": {"f": "class", "v": ["cat"]}}
MATCHED = [{"seq": 2, "outcome": "fp", "class": "cat", "confidence": 0.9}, {"seq": 3, "outcome": "fn", "class": "cat"}]


@pytest.fixture
def house(lived: TestHouse) -> TestHouse:
    """Items 1…5; project P with a label version, a prediction set and an evaluation; Ben annotates in it, Cy does not."""
    table, columns = lived.house.table, lived.house.columns
    files = [registration.Listed("src", f"{n}.jpg", "root") for n in range(1, 6)]
    registration.register(files, registration.Origin(W, "job", 1), cause=Cause(), table=table)

    def stored(name: str, found: list[dict[str, Any]]) -> str:
        return columns.save(W, columns.write(W, name, found))

    version = LabelVersion(
        id="P-v1",
        project="P",
        ontology="o",
        ontology_version=1,
        tables={"objects": stored("objects", OBJECTS)},
        as_of=5,
        schema=1,
    )
    label_versions.create(W, version, cause=Cause(), table=table)
    predicted = PredictionSet(
        id="s1", name="S", model="m", project="P", tables={"predictions": stored("predictions", PREDICTED)}, schema=1
    )
    predictions.create(a_call(), predicted, table=table)
    predictions.create(a_call(), PredictionSet(id="s2", name="S", model="m", schema=1), table=table)
    evaluation = Evaluation(
        id="e1",
        name="E",
        project="P",
        prediction_set="s1",
        label_version="P-v1",
        tables={"matches": stored("matches", MATCHED)},
        schema=1,
    )
    evaluations.create(a_call(), evaluation, table=table)
    for project in ("P", "empty"):
        made = Project(schema=1, id=project, title=project, ontology="o")
        table.put(Put(rows.row(projects.key(W, project), "project", made)), cause=Cause())
    for user in ("ben", "cy"):
        members.add(a_call(), name=user, member_id=user, table=table)
    member = ProjectMember(schema=1, project="P", subject="user:ben", roles=(ProjectRole.VIEWER,))
    table.put(Put(access.member_row(W, member), ANY), cause=Cause())
    lived.settle()
    return lived


def found(house: TestHouse, node: Mapping[str, Any], user: str = ADMIN) -> list[int]:
    made = house.house
    bitmap = selecting.members(
        a_call(user), parse(node), table=made.table, index=made.index, objects=made.objects, columns=made.columns
    )
    return sorted(bitmap)


@pytest.mark.parametrize(
    ("node", "seqs"),
    [
        ({"object": {"version": "P-v1", "where": CAT}}, [1, 3]),
        ({"object": {"project": "P"}}, [1, 3]),
        ({"object": {"project": "P", "where": {"and": [CAT, {"range": {"f": "area", "gt": 100}}]}}}, [3]),
        ({"not": {"object": {"project": "P"}}}, [2, 4, 5]),
        ({"prediction": {"set": "s1", "where": {"range": {"f": "confidence", "gte": 0.5}}}}, [2]),
        ({"match": {"evaluation": "e1", "where": {"in": {"f": "outcome", "v": ["fn", "fp"]}}}}, [2, 3]),
        ({"match": {"evaluation": "e1", "where": {"not": {"exists": "confidence"}}}}, [3]),
        ({"and": [{"object": {"project": "P"}}, {"match": {"evaluation": "e1", "where": {"all": {}}}}]}, [3]),
    ],
)  # fmt: skip
def test_an_item_is_found_by_any_of_its_rows(house: TestHouse, node: Mapping[str, Any], seqs: list[int]) -> None:
    assert found(house, node) == seqs


def test_a_project_without_a_label_version_has_no_objects(house: TestHouse) -> None:
    assert found(house, {"object": {"project": "empty"}}) == []


@pytest.mark.parametrize(
    "node",
    [
        {"object": {"project": "P"}}, {"object": {"version": "P-v1"}}, {"prediction": {"set": "s1"}},
        {"match": {"evaluation": "e1"}}, {"exists": "project.P.status"}, {"exists": "prediction.s1.max"},
    ],
)  # fmt: skip
def test_who_has_no_role_in_the_project_cannot_ask_by_what_is_in_it(house: TestHouse, node: Mapping[str, Any]) -> None:
    with pytest.raises(NotFound):
        found(house, node, "cy")
    found(house, node, "ben")


@pytest.mark.parametrize(
    ("node", "error"),
    [
        ({"object": {"version": "P-v1", "where": {"in": {"f": "colour", "v": []}}}}, Invalid),
        ({"object": {"version": "P-v1", "where": {"text": {"f": "class", "v": "cat"}}}}, Invalid),
        ({"prediction": {"set": "s2"}}, Invalid),
        ({"object": {"version": "P-v2"}}, NotFound),
        ({"prediction": {"set": "none"}}, NotFound),
        ({"match": {"evaluation": "none"}}, NotFound),
        ({"set": "no such"}, NotFound),
    ],
)
def test_what_is_not_there_or_not_ready_is_refused(house: TestHouse, node: Mapping[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        found(house, node)


def test_an_answer_over_stale_objects_says_how_old_they_are(house: TestHouse) -> None:
    table, node = house.house.table, parse({"not": {"object": {"project": "P"}}})
    call = a_call()
    assert selecting.as_of(call, node, table=table) == call.now_ms
    label_versions.mark_changed(W, "P", 6, cause=Cause(), table=table)
    assert selecting.as_of(call, node, table=table) == 5
    assert selecting.as_of(call, parse({"all": {}}), table=table) == call.now_ms


def test_sets_are_bound_with_their_members(house: TestHouse) -> None:
    name = sets.save(house.house.objects, W, [2, 5, 77])
    assert found(house, {"set": name}) == [2, 5]
