"""What lists and reports tell of items that their reader does not see: nothing."""

from __future__ import annotations

from typing import Any

import pytest
from pyroaring import BitMap
from starlette.testclient import TestClient

from everloop.domain.access import FolderRole, ProjectMember, ProjectRole
from everloop.domain.ids import DEFAULT_WORKSPACE as HERE
from everloop.domain.jobs import Job, JobState
from everloop.domain.predictions import MappedClass, PredictionSet, PredictionState
from everloop.domain.projects import Attached, Project
from everloop.ports import Put
from everloop.store import access, jobs, predictions, projects, registration, rows, selecting, sets
from everloop.usecases import grants, organize, task_jobs
from tests.house import TestHouse, a_call
from tests.http.conftest import As


@pytest.fixture
def ben(lived: TestHouse, api: As) -> TestClient:
    """Of two items he sees one, by his folder."""
    lived.held = frozenset({"enrich"})
    client, table = api("ben"), lived.house.table
    yard = organize.create_folder(a_call(), name="Yard", table=table).value.id
    grants.give(a_call(), yard, "user:ben", FolderRole.VIEWER, table=table)
    files = [registration.Listed("s", "seen.png", yard), registration.Listed("s", "hidden.png", "root")]
    registration.register(files, registration.Origin(HERE, "", 1), cause=a_call().cause, table=table)
    lived.settle()
    return client


def a_set(lived: TestHouse, project: str | None) -> dict[str, Any]:
    """A prediction set over both items."""
    made = PredictionSet(
        id=f"set-{project}",
        name="S",
        model="m",
        project=project,
        state=PredictionState.READY,
        run_on=sets.save(lived.house.objects, HERE, BitMap(lived.house.index.scan(selecting.everything(HERE)).seq)),
        items=2,
        found_nothing=1,
        predictions=7,
        unmapped=3,
        classes=(MappedClass(category_id=1, name="cat", predictions=7),),
        schema=1,
    )
    predictions.create(a_call(), made, table=lived.house.table)
    return made.model_dump(mode="json", by_alias=True)


def join(lived: TestHouse, role: ProjectRole) -> None:
    member = ProjectMember(schema=1, project="p", subject="user:ben", roles=(role,))
    made = rows.row(projects.key(HERE, "p"), "project", Project(schema=1, id="p", title="P", ontology="none"))
    lived.house.table.put_many([Put(access.member_row(HERE, member), None), Put(made, None)], cause=a_call().cause)


def test_a_prediction_set_tells_numbers_of_items_in_scope_only(lived: TestHouse, api: As, ben: TestClient) -> None:
    whole = a_set(lived, None)
    assert api().get(f"prediction-sets/{whole['id']}").json() == whole
    hidden = {"items": 1, "found_nothing": None, "predictions": None, "unmapped": None}
    classes = [{"category_id": 1, "name": "cat", "class_id": None, "predictions": None}]
    assert ben.get(f"prediction-sets/{whole['id']}").json() == {**whole, **hidden, "classes": classes}
    assert ben.get("prediction-sets").json()["items"] == [{**whole, **hidden, "classes": classes}]


@pytest.mark.parametrize(("role", "told"), [(ProjectRole.ANNOTATOR, None), (ProjectRole.REVIEWER, 7)])
def test_who_sees_all_items_of_a_project_knows_the_numbers_of_its_predictions(
    lived: TestHouse, ben: TestClient, role: ProjectRole, told: int | None
) -> None:
    whole = a_set(lived, "p")
    join(lived, role)
    assert ben.get(f"prediction-sets/{whole['id']}").json()["predictions"] == told


@pytest.mark.parametrize(("role", "told"), [(ProjectRole.ANNOTATOR, False), (ProjectRole.VIEWER, True)])
def test_a_project_s_job_names_refused_items_to_those_who_see_them(
    lived: TestHouse, ben: TestClient, role: ProjectRole, told: bool
) -> None:
    join(lived, role)
    result = {"members": "some", "refused": [["an-item", "It is held."]], "sample": ["an-item"]}
    facts: dict[str, Any] = {"kind": task_jobs.SEND_BACK, "state": JobState.DONE, "project": "p", "result": result}
    job = Job(schema=1, id="j", workspace=HERE, title="T", spec={}, **facts)
    lived.house.table.put(jobs.asking(HERE, job), cause=a_call().cause)
    said = ben.get("jobs/j").json()["result"]
    assert ("refused" in said, "sample" in said) == (told, False)
    assert ben.get("jobs").json()["items"][0]["result"] == said


@pytest.mark.parametrize(
    ("role", "by", "told"),
    [
        (ProjectRole.ANNOTATOR, "anna", ({}, 0, 0)),
        (ProjectRole.ANNOTATOR, "ben", ({"predictions": 7}, 9, 9)),
        (ProjectRole.REVIEWER, "anna", ({"predictions": 7}, 9, 9)),
    ],
)
def test_a_project_s_job_tells_numbers_to_who_asked_and_to_those_who_see_all_items(
    lived: TestHouse, ben: TestClient, role: ProjectRole, by: str, told: tuple[dict[str, int], int, int]
) -> None:
    join(lived, role)
    facts: dict[str, Any] = {"kind": "import-predictions", "state": JobState.DONE, "project": "p", "created_by": by}
    counted: dict[str, Any] = {"counts": {"predictions": 7}, "total": 9, "done": 9}
    job = Job(schema=1, id="j", workspace=HERE, title="T", spec={}, **facts, **counted)
    lived.house.table.put(jobs.asking(HERE, job), cause=a_call().cause)
    said = ben.get("jobs/j").json()
    assert (said["counts"], said["total"], said["done"]) == told
    assert ben.get("jobs").json()["items"][0] == said


def test_a_dataset_is_shown_to_who_sees_what_is_in_it_and_changed_by_who_answers_for_it(
    lived: TestHouse, api: As, ben: TestClient
) -> None:
    both = lived.house.index.scan(selecting.everything(HERE)).ids
    yard = next(one["id"] for one in api().get("folders").json()["items"] if one["name"] == "Yard")
    collection = api().post("collections", json={"name": "Both", "items": {"ids": both}, "folder": yard}).json()
    pins = [{"collection": collection["id"], "version": 1}]
    of_yard = api().post("datasets", json={"title": "Of the yard", "pins": pins}).json()
    hidden = api().post("collections", json={"name": "Hidden", "items": {"ids": both}}).json()
    pins = [{"collection": hidden["id"], "version": 1}]
    secret = api().post("datasets", json={"title": "Secret", "pins": pins}).json()
    assert [(one["title"], one["items"]) for one in ben.get("datasets").json()["items"]] == [("Of the yard", 1)]
    assert ben.get(f"datasets/{of_yard['id']}/versions").json()["items"][0]["items"] == 1
    for path in (f"datasets/{secret['id']}", f"datasets/{secret['id']}/versions"):
        assert ben.get(path).status_code == 404
    assert ben.patch(f"datasets/{secret['id']}", json={"title": "Ben was here"}).status_code == 404
    assert ben.patch(f"datasets/{of_yard['id']}", json={"title": "Ben was here"}).status_code == 403
    assert ben.post(f"datasets/{of_yard['id']}/pin", json={}).status_code == 403
    join(lived, ProjectRole.MANAGER)
    found = projects.get(HERE, "p", table=lived.house.table)
    attached = Attached(dataset=secret["id"], version=1, members=secret["members"])
    row = rows.row(projects.key(HERE, "p"), "project", found.value.model_copy(update={"datasets": (attached,)}))
    lived.house.table.put(Put(row, found.version), cause=a_call().cause)
    assert ben.get(f"datasets/{secret['id']}").status_code == 200
    assert ben.patch(f"datasets/{secret['id']}", json={"title": "Of our project"}).status_code == 200
    assert api().get(f"datasets/{secret['id']}").json()["items"] == 2
