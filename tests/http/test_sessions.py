"""Signing in and out over HTTP, and tokens for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from everloop.adapters.local.identity import LocalIdentity
from everloop.domain.errors import Unauthenticated
from everloop.domain.members import token_text
from everloop.entry.clock import now_ms
from everloop.entry.http.app import create_app
from everloop.entry.http.secret import fresh
from everloop.store import tokens
from everloop.usecases import members, sessions
from tests.house import ADMIN, TestHouse, a_call

OWNER_TOKEN = token_text("owner", a_call().workspace, "x" * 43)


@pytest.fixture
def door(lived: TestHouse) -> Iterator[TestClient]:
    """Nobody's client of a house with the laptop's own identity."""
    table = lived.house.table
    identity = LocalIdentity(OWNER_TOKEN, lambda workspace, name: tokens.find(workspace, name, table=table), now_ms=now_ms)
    members.add(a_call(), name="Ben", email="ben@example.org", member_id="ben", table=table)
    app = create_app(lived.without(identity=identity))
    with TestClient(app, base_url="http://127.0.0.1/api/v1/", follow_redirects=False) as client:
        yield client


def link(lived: TestHouse, user: str = "ben") -> str:
    return sessions.make_link(a_call(), user, secret=fresh(), table=lived.house.table).token


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_link_signs_a_browser_in_and_leads_to_the_first_page(door: TestClient, lived: TestHouse) -> None:
    answer = door.get("session/link", params={"token": link(lived)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    cookie = answer.headers["Set-Cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "no-store" in answer.headers["Cache-Control"]
    assert door.get("session").json()["member"]["id"] == "ben"
    assert door.delete("session").status_code == 204
    assert door.get("session").status_code == 401


def test_a_session_that_was_ended_is_no_credential_any_more(door: TestClient, lived: TestHouse) -> None:
    token = door.post("session", json={"link": link(lived)}).json()["token"]
    door.cookies.clear()
    assert door.get("session", headers=bearer(token)).status_code == 200
    assert door.delete("session", headers=bearer(token)).status_code == 204
    assert door.get("session", headers=bearer(token)).status_code == 401


def test_a_link_works_once_and_for_active_members_only(door: TestClient, lived: TestHouse) -> None:
    text = link(lived)
    assert door.post("session", json={"link": text}).status_code == 201
    assert door.post("session", json={"link": text}).status_code == 401
    other = link(lived)
    members.change(a_call(), "ben", {"active": False}, table=lived.house.table)
    assert door.post("session", json={"link": other}).status_code == 401
    assert door.post("session", json={"link": "nonsense"}).status_code == 401


def test_a_password_is_set_changed_and_signs_in(door: TestClient, lived: TestHouse) -> None:
    session = door.post("session", json={"link": link(lived)}).json()["token"]
    assert door.put("session/password", json={"password": "short"}, headers=bearer(session)).status_code == 422
    assert door.put("session/password", json={"password": "first password"}, headers=bearer(session)).status_code == 204
    wrong = {"password": "second password", "old": "guess"}
    assert door.put("session/password", json=wrong, headers=bearer(session)).status_code == 403
    right = {"password": "second password", "old": "first password"}
    assert door.put("session/password", json=right, headers=bearer(session)).status_code == 204
    sign_in = {"email": "Ben@Example.org", "password": "second password"}
    assert door.post("session", json=sign_in).json()["user"] == "ben"
    assert door.post("session", json={**sign_in, "password": "first password"}).status_code == 401
    assert door.post("session", json={"email": "ben@example.org"}).status_code == 422


def test_guessing_a_password_costs_a_wait_that_outlives_the_process_and_ends(lived: TestHouse) -> None:
    table, begun = lived.house.table, a_call("ben")
    members.add(a_call(), name="Ben", email="ben@example.org", member_id="ben", table=table)
    sessions.set_password(begun, "the right one", old=None, salt=bytes(16), table=table)

    def signs_in(password: str, after_s: float) -> bool:
        call = replace(begun, now=begun.now + timedelta(seconds=after_s))
        try:
            sessions.sign_in(call, "ben@example.org", password, secret=fresh(), table=table)
        except Unauthenticated:
            return False
        return True

    assert not any(signs_in(f"guess number {n}", 0) for n in range(5))
    assert not signs_in("the right one", 0.5), "right, but too early"
    assert signs_in("the right one", 1)
    assert not any(signs_in(f"guess number {n}", 70 * n) for n in range(12))
    assert not signs_in("the right one", 70 * 11 + 59)
    assert signs_in("the right one", 70 * 11 + 60), "never longer than a minute"
    assert signs_in("the right one", 70 * 11 + 60), "who knows it does not wait"


def test_tokens_are_one_s_own_and_an_admin_s_to_see_and_revoke(door: TestClient, lived: TestHouse) -> None:
    owner = members.bootstrap(a_call(), table=lived.house.table).id
    ben = bearer(door.post("session", json={"link": link(lived)}).json()["token"])
    admin = bearer(OWNER_TOKEN)
    door.cookies.clear()
    made = door.post("tokens", json={"name": "ci", "days": 1}, headers=ben).json()
    assert door.get("session", headers=bearer(made["token"])).json()["member"]["id"] == "ben"
    assert made["token"] not in door.get("tokens", headers=ben).text
    assert door.post("tokens", json={"name": "x", "user": ADMIN}, headers=ben).status_code == 403
    assert door.get("tokens", params={"user": owner}, headers=ben).status_code == 403
    theirs = door.post("tokens", json={"name": "y"}, headers=admin).json()
    assert door.delete(f"tokens/{theirs['id']}", headers=ben).status_code == 404
    assert {one["name"] for one in door.get("tokens", params={"user": "ben"}, headers=admin).json()} == {"ci", "session"}
    assert door.delete(f"tokens/{made['id']}", headers=admin).json()["revoked"]
    assert door.get("session", headers=bearer(made["token"])).status_code == 401
