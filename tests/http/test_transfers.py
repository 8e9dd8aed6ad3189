"""Imports and exports through the API, by the client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from everloop.domain.errors import Conflict, Forbidden, Invalid, NotFound
from everloop.domain.jobs import Job
from everloop.domain.transfers import Format
from everloop.sdk.client import Client
from everloop.sdk.jobs import JobFailed
from tests.house import ADMIN, TestHouse
from tests.http.conftest import As
from tests.journeys.transferring import add_items, hard_coco, jittered, make_project


class Through(httpx.BaseTransport):
    """Sends the client's requests to the app in this process."""

    def __init__(self, app: TestClient) -> None:
        self._app = app

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = {name: value for name, value in request.headers.items() if name not in ("host", "content-length")}
        answer = self._app.request(request.method, str(request.url), content=request.read(), headers=headers)
        kept = [(name, value) for name, value in answer.headers.items() if name not in ("content-encoding", "content-length")]
        return httpx.Response(answer.status_code, headers=kept, content=answer.content)


class Side:
    """A client of one person, whose jobs are done as soon as they are waited for."""

    def __init__(self, lived: TestHouse, http: TestClient, user: str) -> None:
        self.lived = lived
        self.client = Client("http://127.0.0.1", f"user:{user}", transport=Through(http))

    def done(self, job: Job) -> Job:
        self.lived.settle()
        return self.client.jobs.wait(job, timeout_s=1)


@pytest.fixture
def anna(lived: TestHouse, api: As) -> Iterator[Side]:
    side = Side(lived, api(), ADMIN)
    yield side
    side.client.close()


@pytest.fixture
def ben(lived: TestHouse, api: As) -> Iterator[Side]:
    side = Side(lived, api("ben"), "ben")
    yield side
    side.client.close()


@pytest.fixture
def project(lived: TestHouse) -> str:
    return make_project(lived, add_items(lived))


def written(folder: Path, name: str, content: Any) -> Path:
    place = folder / name
    place.write_text(json.dumps(content))
    return place


def test_labels_go_in_and_come_out_through_the_client(anna: Side, project: str, tmp_path: Path) -> None:
    truth = hard_coco()
    truth["annotations"].append({"id": 1, "image_id": 5, "category_id": 1, "bbox": [1, 1, 1, 1]})
    job = anna.done(anna.client.imports.labels(project, written(tmp_path, "truth.json", truth)))
    assert job.counts["annotations"] == 40
    assert [one["row"] for one in anna.client.imports.errors(job)] == [40]
    job = anna.done(anna.client.exports.create(project))
    (file,) = anna.client.exports.download(job, tmp_path / "out")
    told = json.loads(file.read_text())
    assert len(told["annotations"]) == 40
    job = anna.done(anna.client.exports.create(project, format=Format.ENCORD))
    names = [one.name for one in anna.client.exports.download(job, tmp_path / "out")]
    assert names == ["encord.json", "encord-ontology.json"]


def test_predictions_go_in_through_the_client(anna: Side, project: str, tmp_path: Path) -> None:
    truth = hard_coco()
    anna.done(anna.client.imports.labels(project, written(tmp_path, "truth.json", truth)))
    results = written(tmp_path, "results.json", jittered(truth))
    model = anna.client.models.name("yolo")
    job = anna.done(anna.client.imports.predictions(model, results, project=project))
    assert job.result is not None
    made = anna.client.prediction_sets.get(job.result["prediction_set"])
    assert made.items == 5
    job = anna.done(anna.client.imports.predictions(model.id, results, truth=tmp_path / "truth.json"))
    with pytest.raises(Invalid, match="whose ids"):
        anna.client.imports.predictions(model, results)


def test_a_wrong_file_ends_in_a_sentence(anna: Side, project: str, tmp_path: Path) -> None:
    with pytest.raises(JobFailed, match="no list"):
        anna.done(anna.client.imports.labels(project, written(tmp_path, "x.json", {})))
    with pytest.raises(Invalid, match="There is no file"):
        anna.client.imports.labels(project, tmp_path / "nothing.json")
    with pytest.raises(Invalid, match="1 GB"):
        anna.client.http.json("POST", "/files", body={"size_bytes": 2_000_000_000})


def test_who_has_no_role_in_the_project_gets_nothing(anna: Side, ben: Side, project: str, tmp_path: Path) -> None:
    truth = written(tmp_path, "truth.json", hard_coco())
    with pytest.raises(NotFound):
        ben.client.imports.labels(project, truth)
    with pytest.raises(NotFound):
        ben.client.exports.create(project)
    job = anna.client.exports.create(project)
    with pytest.raises(Conflict):
        anna.client.exports.files(job)
    anna.done(job)
    with pytest.raises(NotFound):
        ben.client.exports.files(job)
    model = ben.client.models.name("ours")
    with pytest.raises(NotFound):
        ben.client.imports.predictions(model, written(tmp_path, "r.json", []), project=project)


def test_a_viewer_reads_exports_but_makes_none(anna: Side, ben: Side, project: str) -> None:
    for name, role in (("anna", "admin"), ("ben", "viewer")):
        anna.client.http.json("PUT", f"/projects/{project}/members/user:{name}", body={"roles": [role]})
    job = anna.done(anna.client.exports.create(project))
    assert [one.name for one in ben.client.exports.files(job)] == ["coco.json"]
    assert [one.id for one in ben.client.exports.of(project)] == [job.id]
    with pytest.raises(Forbidden):
        ben.client.exports.create(project)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/projects/{}/exports", '{"branch": "\\ud800"}'),
        ("/projects/{}/exports", '{"branch": "a#b"}'),
        ("/projects/{}/exports", '{"filter": {"in": {"f": "\\ud800", "v": [1]}}}'),
        ("/projects/{}/exports", '{"version": "\\ud800"}'),
        ("/projects/{}/exports", '{"version": "a-b", "stages": ["annotate"]}'),
        ("/projects/{}/imports", '{"upload": "\\ud800"}'),
        ("/prediction-sets", '{"upload": "a", "model": "b", "ledger": {"project": "\\ud800"}}'),
        ("/prediction-sets", '{"upload": "a", "model": "b", "ledger": {}}'),
        ("/prediction-sets", '{"upload": "a", "model": "b", "ledger": {"project": "c"}, "images": [1e400]}'),
        ("/files", '{"size_bytes": 1e400}'),
    ],
)
def test_what_no_request_can_be_is_refused(api: As, project: str, path: str, body: str) -> None:
    answer = api().post(path.format(project).lstrip("/"), content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text
