"""Idempotency keys: every route that makes something, asked twice under one key, and then for something else under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import httpx2
import pytest
from starlette.testclient import TestClient

from everloop.entry.http.app import ROUTERS, create_app
from everloop.entry.http.deps import CREATED
from everloop.sdk.client import Client
from tests import house as houses
from tests.house import ADMIN
from tests.http.furnished import furnished

NEVER_KEYED = {"signIn"}
"""Public: nobody is signed in yet, so there is nobody whose key it is."""
MOVING = {"state", "done", "total", "shards", "counts", "result", "started_at", "ended_at", "as_of", "url"}
"""What may differ between an answer and its repetition: a job goes on, an address is signed anew."""
SHOWN_ONCE = {"token", "url"}
POINTLESS = {"placeOnMap", "lassoMap"}
"""They refuse here, as the map has no points; so they do again."""

BOX = {"polygon": [[0, 0], [1, 0], [0, 1]]}
CREATES: dict[str, tuple[str, Any, Any]] = {
    "addMember": ("members", {"name": "Cleo"}, {"name": "Dora"}),
    "collectFailures": ("evaluations/{evaluation}/failures/collect", {"name": "Worst"}, {"name": "Worse"}),
    "combineSets": (
        "sets/combine",
        {"operation": "union", "sets": ["{set_hash}", "{set_hash}"]},
        {"operation": "minus", "sets": ["{set_hash}", "{set_hash}"]},
    ),
    "commitCollection": (
        "collections/{collection}/versions",
        {"items": {"filter": {"all": {}}}},
        {"items": {"ids": ["{item}"]}},
    ),
    "computeVectors": ("embeddings", None, None),
    "createCollection": (
        "collections",
        {"name": "Mine", "items": {"filter": {"all": {}}}},
        {"name": "Mine", "items": {"ids": ["{item}"]}},
    ),
    "createDataset": (
        "datasets",
        {"title": "D", "pins": [{"collection": "{collection}", "version": 1}]},
        {"title": "D", "description": "other", "pins": [{"collection": "{collection}", "version": 1}]},
    ),
    "createEvaluation": (
        "evaluations",
        {"project": "{project}", "prediction_set": "{prediction_set}"},
        {"project": "{project}", "prediction_set": "{prediction_set}", "name": "Other"},
    ),
    "createFolder": ("folders", {"name": "Field"}, {"name": "Meadow"}),
    "createGroup": ("groups", {"name": "Night"}, {"name": "Day"}),
    "createIssue": (
        "projects/{project}/issues",
        {"item": "{item}", "text": "Look"},
        {"item": "{item}", "text": "Look again"},
    ),
    "createMap": ("maps", {"name": "M"}, {"name": "N"}),
    "createOntology": ("ontologies", {"name": "Birds", "classes": [{"name": "owl", "shapes": ["box"]}]}, {"name": "Birds"}),
    "createProject": ("projects", {"title": "P", "ontology": "{ontology}"}, {"title": "Q", "ontology": "{ontology}"}),
    "createSet": ("sets", {"ids": ["{item}"]}, {"filter": {"all": {}}}),
    "createSignInLink": ("members/{member}/sign-in-links", None, None),
    "createSource": ("sources", {"root": "s3://one-bucket/a"}, {"root": "s3://one-bucket/b"}),
    "createToken": ("tokens", {"name": "ci"}, {"name": "other"}),
    "cutLabelVersion": ("projects/{project}/label-versions", {"name": "v8"}, {"name": "v9"}),
    "exportLabels": ("projects/{project}/exports", {"format": "coco"}, {"format": "encord"}),
    "findDuplicates": ("duplicates/find", {"methods": ["phash"]}, {"methods": ["lite0"]}),
    "importLabels": (
        "projects/{project}/imports",
        {"format": "coco", "upload": "{upload}"},
        {"format": "coco", "upload": "{upload}", "dry_run": True},
    ),
    "importPredictions": (
        "prediction-sets",
        {"model": "{model}", "upload": "{upload}", "ledger": {"project": "{project}"}},
        {"model": "{model}", "upload": "{upload}", "ledger": {"project": "{project}"}, "name": "other"},
    ),
    "lassoMap": ("maps/{map}/lasso", BOX, {"polygon": [[0, 0], [2, 0], [0, 2]]}),
    "nameModel": ("models", {"name": "net"}, {"name": "net", "version": "2"}),
    "offerPreLabels": (
        "projects/{project}/pre-label",
        {"prediction_set": "{prediction_set}"},
        {"prediction_set": "{prediction_set}", "confidence": 0.9},
    ),
    "placeOnMap": ("maps/{map}/place", None, None),
    "rebuildIndex": ("index/rebuild", None, None),
    "registerList": ("registrations", {"items": ["a.jpg"], "source": "{source}"}, {"items": ["b.jpg"], "source": "{source}"}),
    "registerSource": ("sources/{source}/register", {}, {"prefix": "b"}),
    "restoreCollection": ("collections/{collection}/restore", {"version": 1}, {"version": 1, "message": "back"}),
    "restoreLabelVersion": ("projects/{project}/label-versions/{version}/restore", None, None),
    "sendItemsBack": ("projects/{project}/send-back", {"members": "{set_hash}"}, {"members": "{set_hash}", "priority": 0.5}),
    "setMetadataWhere": (
        "metadata/jobs",
        {"filter": {"all": {}}, "values": {"count": 1}},
        {"filter": {"all": {}}, "values": {"count": 2}},
    ),
    "syncSource": ("sources/{source}/sync", {}, {"prefix": "b"}),
    "uploadFile": ("files", {"size_bytes": 5}, {"size_bytes": 6}),
}


@dataclass
class World:
    """The API of a furnished house."""

    client: TestClient
    lived: houses.TestHouse
    things: dict[str, str] = field(default_factory=dict)

    def post(self, path: str, body: Any, key: str) -> httpx2.Response:
        content = None if body is None else self._real(body)
        return self.client.post(path.format(**self.things), json=content, headers={"Idempotency-Key": key})

    def _real(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._real(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._real(one) for one in value]
        named = isinstance(value, str) and value.startswith("{")
        return self.things[value[1:-1]] if named else value


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    lived = houses.build(tmp_path_factory.mktemp("house"))
    things = furnished(lived, tmp_path_factory.mktemp("source"))
    headers = {"Authorization": f"Bearer user:{ADMIN}"}
    with TestClient(create_app(lived.house), base_url="http://127.0.0.1/api/v1/", headers=headers) as client:
        made = World(client, lived, things)
        upload = made.post("files", {"size_bytes": 2}, "a file").json()
        assert client.put(f"http://127.0.0.1{upload['url']}", content=b"[]").status_code < 300
        made.things |= {"upload": upload["id"], "map": made.post("maps", {}, "a map").json()["id"]}
        lived.settle()
        yield made


def test_every_route_that_makes_something_is_tried() -> None:
    made = {
        route.operation_id  # type: ignore[attr-defined]
        for router in ROUTERS
        for route in router.routes
        if "POST" in route.methods and route.status_code in CREATED  # type: ignore[attr-defined]
    }
    assert made - NEVER_KEYED == set(CREATES)


@pytest.mark.parametrize("name", CREATES)
def test_the_same_request_under_one_key_makes_one_thing(world: World, name: str) -> None:
    path, body, other = CREATES[name]
    first = world.post(path, body, f"once {name}")
    assert first.status_code in CREATED or (first.status_code == 422 and name in POINTLESS), first.text
    again = world.post(path, dict(reversed(body.items())) if isinstance(body, dict) else body, f"once {name}")
    assert again.status_code == first.status_code, again.text
    assert still(again.json()) == still(first.json())
    if other is not None:
        refused = world.post(path, other, f"once {name}")
        assert (refused.status_code, "idempotency key" in refused.text) == (409, True), refused.text


def still(said: dict[str, Any]) -> dict[str, Any]:
    """An answer without what may move."""
    return {key: value for key, value in said.items() if key not in MOVING | SHOWN_ONCE}


def test_a_token_is_made_once_and_shown_once(world: World) -> None:
    before = len(world.client.get("tokens").json())
    first, again = (world.post("tokens", {"name": "robot"}, "robot").json() for _ in range(2))
    assert first["token"].startswith("evl_service.")
    assert (again["token"], again["id"]) == ("", first["id"])
    assert len(world.client.get("tokens").json()) == before + 1


def test_a_sign_in_link_is_shown_once(world: World) -> None:
    first, again = (world.post("members/{member}/sign-in-links", None, "link").json() for _ in range(2))
    assert "token=" in first["url"]
    assert again == {"url": "", "expires_at": first["expires_at"]}


def test_a_client_whose_answer_was_lost_gets_a_token_that_works(world: World) -> None:
    class Lossy(httpx.BaseTransport):
        lost = 0

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            sent = world.client.request(request.method, str(request.url), content=request.read(), headers=dict(request.headers))
            if request.url.path.endswith("/tokens") and request.method == "POST" and not self.lost:
                self.lost += 1
                raise httpx.ReadError("lost")
            return httpx.Response(sent.status_code, content=sent.content)

    with Client("http://127.0.0.1", f"user:{ADMIN}", transport=Lossy()) as anna:
        given = anna.tokens.create("lossy")
        assert given.token
        assert [one.revoked for one in anna.tokens.list() if one.name == "lossy"] == [True, False]


def test_a_create_repeated_after_a_change_gives_the_thing_as_it_is_now(world: World) -> None:
    made = world.post("folders", {"name": "Old"}, "renamed").json()
    assert world.client.patch(f"folders/{made['id']}", json={"name": "New"}).status_code == 200
    assert world.post("folders", {"name": "Old"}, "renamed").json()["name"] == "New"


def test_a_comment_is_made_once_and_its_key_serves_no_other(world: World) -> None:
    issue = world.post("projects/{project}/issues", {"item": "{item}", "text": "Look"}, "commented").json()["id"]
    path = f"projects/{world.things['project']}/issues/{issue}/comments"
    first, again, other = (world.post(path, {"text": text}, "a comment") for text in ("A cat.", "A cat.", "A dog."))
    assert (
        [one["text"] for one in again.json()["comments"]]
        == ["Look", "A cat."]
        == [one["text"] for one in first.json()["comments"]]
    )
    assert (other.status_code, "idempotency key" in other.text) == (409, True)


def test_a_repeated_commit_does_not_undo_what_came_after_it(world: World) -> None:
    made = world.post("collections", {"name": "Turns", "items": {"ids": ["{item}"]}}, "turns").json()
    path = f"collections/{made['id']}/versions"
    everything = {"items": {"filter": {"all": {}}}}
    first = world.post(path, everything, "all of them").json()
    assert world.post(path, {"items": {"ids": ["{item}"]}}, "one of them").status_code == 201
    assert world.post(path, everything, "all of them").json() == first
    assert world.client.get(f"collections/{made['id']}").json()["version"] == 3


def test_a_body_too_deep_to_be_compared_is_refused_as_without_a_key(world: World) -> None:
    deep = b'{"name": ' + b"[" * 300 + b"]" * 300 + b"}"
    headers = {"Content-Type": "application/json"}
    answers = [world.client.post("folders", content=deep, headers=headers | key) for key in ({}, {"Idempotency-Key": "deep"})]
    assert [one.status_code for one in answers] == [422, 422]
