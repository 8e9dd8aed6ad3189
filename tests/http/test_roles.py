"""Every route × every role, generated from the route table.

Nobody signed in: 401. A stranger, or too small a role in something the caller sees: 403. Not in the caller's scope: 404. The
role that is declared, and all above it: neither 401 nor 403.
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from everloop.domain.access import IMPLIED, FolderRole, ProjectRole, suffices
from everloop.entry.http.access import Need
from tests.house import ADMIN
from tests.http.place import PEOPLE, Place
from tests.http.routes import Route, routes

ROUTES = list(routes())
GUARDED = [route for route in ROUTES if {need.what for need in route.needs} != {"public"}]
NARROWED = {"claimNextTask": "a stage says for which roles it is"}
"""Routes whose use case may refuse a role that the route lets in, and why."""
VIA = {"evaluations": "evaluation", "exports": "export"}
"""What the ids are of from which a router's ``via`` finds the project."""


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
