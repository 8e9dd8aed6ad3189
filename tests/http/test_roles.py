"""Every route × every role, generated from the route table.

Nobody signed in: 401. A stranger, or too small a role in something the caller sees: 403. Not in the caller's scope: 404. The
role that is declared, and all above it: neither 401 nor 403.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from everloop.domain.access import IMPLIED, FolderRole, Grant, ProjectMember, ProjectRole, suffices
from everloop.domain.evaluations import Evaluation
from everloop.domain.folders import ROOT, Folder
from everloop.domain.ids import DEFAULT_WORKSPACE as HERE
from everloop.domain.ids import ItemId
from everloop.domain.jobs import Job
from everloop.domain.projects import Project
from everloop.domain.transfers import EXPORT
from everloop.entry.http.access import Need
from everloop.entry.http.app import create_app
from everloop.ports import Put
from everloop.store import access, evaluations, folders, jobs, keys, projects, rows
from everloop.usecases import members
from tests import house as houses
from tests.house import ADMIN, TestHouse, a_call
from tests.http.routes import Route, routes

ROUTES = list(routes())
GUARDED = [route for route in ROUTES if {need.what for need in route.needs} != {"public"}]
OUTSIDER = "outsider"
NARROWED = {"claimNextTask": "a stage says for which roles it is"}
"""Routes whose use case may refuse a role that the route lets in, and why."""
NOUNS = ("folder", "item", "project", "evaluation", "export")
VIA = {"evaluations": "evaluation", "exports": "export"}
"""What the ids are of from which a router's ``via`` finds the project."""
PEOPLE = [OUTSIDER, *(f"folder-{role}" for role in FolderRole), *(f"project-{role}" for role in ProjectRole)]


class Place:
    """One workspace; ``fresh`` makes in it a folder, an item, a project and an evaluation that nobody has touched."""

    def __init__(self, lived: TestHouse, client: TestClient) -> None:
        self.lived, self.client = lived, client
        self.numbers = itertools.count(1)
        for name in PEOPLE:
            members.add(a_call(), name=name, member_id=name, table=lived.house.table)

    def fresh(self) -> dict[str, str]:
        number = next(self.numbers)
        folder, item, project, evaluation, export = (f"{noun}{number}" for noun in NOUNS)
        head = {"schema": 1, "id": item, "seq": number, "source": "s", "key": "k", "name": "k", "folder": folder}
        head |= {"state": "ready", "revision": 1, "created_at": 0}
        told = Evaluation(schema=1, id=evaluation, name="E", project=project, prediction_set="none", label_version="none")
        job = Job(schema=1, id=export, workspace=HERE, kind=EXPORT, title="X", spec={}, project=project)
        written = [
            rows.row(folders.key(HERE, folder), "folder", Folder(schema=1, id=folder, name=folder, parent=ROOT)),
            rows.row(keys.head(HERE, ItemId(item)), "item", head, index=keys.by_seq(HERE, number)),
            rows.row(projects.key(HERE, project), "project", Project(schema=1, id=project, title="P", ontology="none")),
            rows.row(evaluations.key(HERE, evaluation), "evaluation", told),
            rows.row(jobs.key(HERE, export), "job", job),
        ]
        for role in FolderRole:
            given = Grant(schema=1, folder=folder, subject=f"user:folder-{role}", role=role)
            written.append(rows.row(keys.entry("grant", HERE, given.subject, folder), "grant", given))
        for held in ProjectRole:
            member = ProjectMember(schema=1, project=project, subject=f"user:project-{held}", roles=(held,))
            written.append(access.member_row(HERE, member))
        self.lived.house.table.put_many([Put(row) for row in written], cause=a_call().cause)
        return {one.rstrip("0123456789"): one for one in (folder, item, project, evaluation, export)}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    lived = houses.build(tmp_path_factory.mktemp("roles"))
    app = create_app(lived.house)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False, follow_redirects=False) as client:
        yield Place(lived, client)


def asked(place: Place, route: Route, user: str | None) -> httpx.Response:
    """The answer that ``user`` gets about fresh things; the request is otherwise empty."""
    things = place.fresh()
    ids: dict[str, Any] = {}
    for need in route.needs:
        noun = need.what.partition(":")[0]
        _, _, key = need.place.rpartition(".")
        if need.via is not None:
            noun = VIA[need.via.__module__.rpartition(".")[2]]
        ids[need.place] = things.get(noun, "x")
        ids[key] = ids[need.place]
    path = route.path
    for name in [part.strip("{}") for part in route.path.split("/") if part.startswith("{")]:
        plain = name.partition(":")[0]
        path = path.replace(f"{{{name}}}", ids.get(plain, things.get(plain.removesuffix("_id"), "x")))
    body = {name.removeprefix("body."): value for name, value in ids.items() if name.startswith("body.")}
    query = {name.removeprefix("query."): value for name, value in ids.items() if name.startswith("query.")}
    headers = {"Authorization": f"Bearer user:{user}"} if user else {}
    sent = {"json": body} if route.method not in ("GET", "DELETE") else {}
    return place.client.request(route.method, path, params=query, headers=headers, **sent)  # type: ignore[arg-type]


def expected(needs: tuple[Need, ...], user: str) -> set[int]:
    """The statuses that a member may get; empty: anything but 401 and 403."""
    answers: set[int] = set()
    for need in needs:
        noun, _, role = need.what.partition(":")
        if noun == "workspace" and role == "admin":
            answers.add(403)
        elif noun in ("folder", "item"):
            held = FolderRole(user.removeprefix("folder-")) if user.startswith("folder-") else None
            inside = noun == "item" and user.startswith("project-")
            if held is None:
                answers |= set() if inside else {404}
            elif not suffices(held, FolderRole(role)):
                answers.add(403)
        elif noun == "project":
            mine = IMPLIED[ProjectRole(user.removeprefix("project-"))] if user.startswith("project-") else frozenset()
            if not mine:
                answers.add(404)
            elif role != "member" and ProjectRole(role) not in mine:
                answers.add(403)
    return answers


def test_every_route_declares_what_its_caller_needs() -> None:
    assert [str(route) for route in ROUTES if not route.needs] == []


def test_public_routes_are_few_and_known() -> None:
    public = {route.operation for route in ROUTES if {need.what for need in route.needs} == {"public"}}
    assert public == {
        "GET /",
        "GET /docs",
        "getHealth",
        "openSignInLink",
        "readSigned",
        "signIn",
        "writeSigned",
    }


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_nobody_and_strangers_are_kept_out(place: Place, route: Route) -> None:
    assert asked(place, route, None).status_code == 401
    answer = asked(place, route, "stranger")
    assert answer.status_code in (403, 404), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_members_get_as_far_as_their_roles(place: Place, route: Route) -> None:
    for user in PEOPLE:
        answer = asked(place, route, user)
        wanted = expected(route.needs, user)
        if wanted:
            assert answer.status_code in wanted, (user, answer.status_code, answer.text)
        else:
            refused = (401,) if str(route) in NARROWED else (401, 403)
            assert answer.status_code not in refused, (user, answer.text)


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_the_workspace_s_admin_may_do_everything(place: Place, route: Route) -> None:
    answer = asked(place, route, ADMIN)
    assert answer.status_code not in (401, 403), answer.text
    assert answer.status_code < 500, answer.text
