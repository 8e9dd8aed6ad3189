"""What a job was to make says that it failed, and why, where its job failed or was cancelled."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from everloop.entry.http.app import create_app
from everloop.usecases import jobs
from tests import house as houses
from tests.house import ADMIN, TestHouse, a_call
from tests.journeys.evaluating import PROJECT, a_lab
from tests.unit.test_detection_metrics import random_set

CANCELLED = "Its job was cancelled before it was done."


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> TestHouse:
    return houses.build(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def predictions(lived: TestHouse) -> str:
    """A prediction set of boxes on a labelled project, whose pictures' sizes and vectors are not known."""
    truth, results = random_set(7, images=3, most=3, classes=2, flood=False)
    lab = a_lab(lived, truth)
    return lab.predict(results)


class Door:
    """The API, asked without anything moving by itself."""

    def __init__(self, lived: TestHouse) -> None:
        self.lived = lived
        headers = {"Authorization": f"Bearer user:{ADMIN}"}
        self.client = TestClient(create_app(lived.house), base_url="http://127.0.0.1/api/v1/", headers=headers)

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.client.post(path, json=body)
        assert answer.status_code < 300, answer.text
        said: dict[str, Any] = answer.json()
        return said

    def said(self, path: str) -> tuple[str, str | None]:
        found = self.client.get(path).json()
        return found["state"], found["reason"]

    def listed(self, path: str, name: str) -> tuple[str, str | None]:
        (found,) = [one for one in self.client.get(path).json()["items"] if one["id"] == name]
        return found["state"], found["reason"]

    def cancel(self, job: str) -> None:
        jobs.cancel(a_call(), job, table=self.lived.house.table, runner=self.lived.house.runner)


@pytest.fixture(scope="module")
def door(lived: TestHouse) -> Door:
    return Door(lived)


def test_an_evaluation_whose_job_failed_says_why(door: Door, predictions: str) -> None:
    nothing = {"ids": ["there-is-no-such-item"]}
    made = door.post("evaluations", {"project": PROJECT, "prediction_set": predictions, "filter": nothing})
    assert (made["state"], made["reason"]) == ("requested", None)
    door.lived.settle()
    state, reason = door.said(f"evaluations/{made['id']}")
    assert state == "failed"
    assert reason == door.client.get(f"jobs/{made['job']}").json()["reason"]
    assert door.listed(f"projects/{PROJECT}/evaluations", made["id"]) == (state, reason)
    refused = door.client.get(f"evaluations/{made['id']}/classes")
    assert (refused.status_code, refused.json()["detail"]) == (409, reason)


def test_an_evaluation_whose_job_was_cancelled_says_so(door: Door, predictions: str) -> None:
    made = door.post("evaluations", {"project": PROJECT, "prediction_set": predictions})
    door.cancel(made["job"])
    door.lived.settle()
    assert door.said(f"evaluations/{made['id']}") == ("failed", CANCELLED)


def test_a_map_that_could_not_be_made_says_why(door: Door) -> None:
    made = door.post("maps", {})
    other = door.post("maps", {"seed": 1})
    door.cancel(other["job"])
    door.lived.settle()
    state, reason = door.said(f"maps/{made['id']}")
    assert state == "failed"
    assert reason is not None
    assert "No item has a vector" in reason
    assert door.listed("maps", made["id"]) == (state, reason)
    assert door.said(f"maps/{other['id']}") == ("failed", CANCELLED)
    assert reason in door.client.post(f"maps/{made['id']}/place").json()["detail"]


def test_predictions_that_could_not_be_read_say_why(door: Door) -> None:
    upload = door.post("files", {"size_bytes": 9})
    assert door.client.put(f"http://127.0.0.1{upload['url']}", content=b"no json!!").status_code < 300
    model = door.post("models", {"name": "broken"})
    body = {"model": model["id"], "upload": upload["id"], "ledger": {"project": PROJECT}}
    job = door.post("prediction-sets", body)
    door.lived.settle()
    name = job["spec"]["set"]
    state, reason = door.said(f"prediction-sets/{name}")
    assert (state, reason) == ("failed", door.client.get(f"jobs/{job['id']}").json()["reason"])
    assert door.listed("prediction-sets", name) == (state, reason)
    refused = door.client.post("evaluations", json={"project": PROJECT, "prediction_set": name})
    assert (refused.status_code, refused.json()["detail"]) == (409, reason)
