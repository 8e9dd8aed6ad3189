"""Folders, members, groups, sessions and tokens over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
from starlette.testclient import TestClient

from everloop.domain.access import FolderRole
from everloop.domain.ids import DEFAULT_WORKSPACE, GroupId, UserId
from everloop.domain.principals import Principal
from everloop.store import access
from tests.house import TestHouse, a_call
from tests.http.conftest import As


def made(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()


def folder(client: TestClient, name: str, parent: str = "root") -> str:
    return str(made(client.post("folders", json={"name": name, "parent": parent}))["id"])


def test_a_folder_made_twice_under_one_key_is_one(api: As) -> None:
    admin = api()
    answers = [admin.post("folders", json={"name": "Yard"}, headers={"Idempotency-Key": "one"}).json()["id"] for _ in range(2)]
    assert answers[0] == answers[1]
    again = admin.post("folders", json={"name": "Other"}, headers={"Idempotency-Key": "one"})
    assert again.status_code == 409


def test_two_folders_in_one_place_have_two_names(api: As) -> None:
    admin = api()
    yard = folder(admin, "Yard")
    assert admin.post("folders", json={"name": "Yard"}).status_code == 409
    other = folder(admin, "Other")
    assert admin.patch(f"folders/{other}", json={"name": "Yard"}).status_code == 409
    folder(admin, "Yard", other)
    assert admin.patch(f"folders/{yard}", json={"parent": other}).status_code == 409
    assert made(admin.patch(f"folders/{yard}", json={"parent": other, "name": "Yard 2"}))["parent"] == other


def test_a_folder_moves_with_what_is_in_it_but_never_into_itself(api: As) -> None:
    admin = api()
    a = folder(admin, "a")
    b = folder(admin, "b", a)
    c = folder(admin, "c", b)
    assert admin.patch(f"folders/{a}", json={"parent": c}).status_code == 422
    assert admin.patch(f"folders/{a}", json={"parent": a}).status_code == 422
    made(admin.patch(f"folders/{c}", json={"parent": "root"}))
    assert [one["name"] for one in made(admin.get(f"folders/{c}/path"))] == ["All files", "c"]
    assert made(admin.get("folders/lookup", params={"path": "a/b"}))["id"] == b
    assert made(admin.get(f"folders/{b}"))["children"] == 0


def test_only_an_empty_folder_is_deleted(api: As) -> None:
    admin = api()
    a = folder(admin, "a")
    b = folder(admin, "b", a)
    assert admin.delete(f"folders/{a}").status_code == 409
    assert admin.delete(f"folders/{b}").status_code == 204
    assert admin.delete(f"folders/{a}").status_code == 204
    assert admin.get(f"folders/{a}").status_code == 404
    assert admin.delete("folders/root").status_code == 422
    assert [one["id"] for one in made(admin.get("folders"))["items"]] == ["root"]


def test_a_stale_etag_changes_nothing(api: As) -> None:
    admin = api()
    a = folder(admin, "a")
    etag = admin.get(f"folders/{a}").headers["ETag"]
    made(admin.patch(f"folders/{a}", json={"name": "b"}, headers={"If-Match": etag}))
    assert admin.patch(f"folders/{a}", json={"name": "c"}, headers={"If-Match": etag}).status_code in (409, 412)
    assert made(admin.get(f"folders/{a}"))["name"] == "b"


def test_a_grant_reaches_everything_below_and_nothing_else(api: As) -> None:
    admin, ben = api(), api("ben")
    a = folder(admin, "a")
    b = folder(admin, "b", a)
    c = folder(admin, "c", b)
    other = folder(admin, "other")
    assert made(ben.get("folders"))["items"] == []
    assert ben.get(f"folders/{b}").status_code == 404
    made(admin.put(f"folders/{b}/grants/user:ben", json={"role": "viewer"}))
    assert {one["id"]: one["role"] for one in made(ben.get("folders"))["items"]} == {b: "viewer", c: "viewer"}
    assert ben.get(f"folders/{a}").status_code == 404
    assert ben.get("folders/lookup", params={"path": "a"}).status_code == 404
    assert [one["id"] for one in made(ben.get(f"folders/{c}/path"))] == [b, c]
    assert ben.post("folders", json={"name": "x", "parent": c}).status_code == 403
    assert ben.post("folders", json={"name": "x", "parent": other}).status_code == 404
    made(admin.put(f"folders/{c}/grants/user:ben", json={"role": "editor"}))
    assert folder(ben, "x", c)
    assert ben.patch(f"folders/{c}", json={"parent": other}).status_code == 404
    assert ben.delete(f"folders/{c}").status_code == 403
    assert [one["via"] for one in made(admin.get(f"folders/{c}/grants"))] == [c, b]
    assert admin.delete(f"folders/{b}/grants/user:ben").status_code == 204
    assert ben.get(f"folders/{b}").status_code == 404
    assert admin.delete(f"folders/{b}/grants/user:ben").status_code == 404


def test_a_group_gives_its_members_its_roles_while_they_are_in_it(api: As) -> None:
    admin, ben = api(), api("ben")
    a = folder(admin, "a")
    group = made(admin.post("groups", json={"name": "Labellers"}))["id"]
    made(admin.put(f"folders/{a}/grants/group:{group}", json={"role": "editor"}))
    assert ben.get(f"folders/{a}").status_code == 404
    made(admin.put(f"groups/{group}/members/ben"))
    assert made(ben.get(f"folders/{a}"))["role"] == "editor"
    assert admin.delete(f"groups/{group}").status_code == 409
    made(admin.delete(f"groups/{group}/members/ben"))
    assert ben.get(f"folders/{a}").status_code == 404
    assert admin.delete(f"groups/{group}").status_code == 204
    assert admin.get(f"groups/{group}").status_code == 404


def test_a_group_of_the_identity_provider_gives_its_roles_to_whom_the_token_puts_in(api: As, lived: TestHouse) -> None:
    admin = api()
    api("ben")
    a = folder(admin, "a")
    made(admin.post("groups", json={"name": "Crew", "id": "crew"}))
    assert admin.post("groups", json={"name": "Other", "id": "crew"}).status_code == 409
    made(admin.put(f"folders/{a}/grants/group:crew", json={"role": "viewer"}))
    inside = Principal(DEFAULT_WORKSPACE, UserId("ben"), frozenset({GroupId("crew")}))
    assert access.folder_role(inside, a, table=lived.house.table) is FolderRole.VIEWER
    assert access.folder_role(a_call("ben").principal, a, table=lived.house.table) is None


def test_a_grant_to_nobody_is_refused(api: As) -> None:
    admin = api()
    assert admin.put("folders/root/grants/user:nobody", json={"role": "viewer"}).status_code == 404
    assert admin.put("folders/root/grants/everybody", json={"role": "viewer"}).status_code == 422


def test_the_last_active_admin_stays(api: As) -> None:
    admin = api()
    assert admin.patch("members/anna", json={"role": "member"}).status_code == 409
    assert admin.patch("members/anna", json={"active": False}).status_code == 409
    ben = api("ben")
    made(admin.patch("members/ben", json={"role": "admin"}))
    made(ben.patch("members/anna", json={"role": "member"}))
    assert admin.post("members", json={"name": "x"}).status_code == 403
    assert ben.patch("members/ben", json={"active": False}).status_code == 409


def test_an_inactive_member_may_do_nothing(api: As) -> None:
    admin, ben = api(), api("ben")
    assert made(ben.get("session"))["member"]["name"] == "Ben"
    made(admin.patch("members/ben", json={"active": False}))
    assert ben.get("session").status_code == 403
    assert ben.get("folders/root").status_code == 403


def test_two_members_have_two_addresses(api: As) -> None:
    admin = api()
    made(admin.post("members", json={"name": "Ben", "email": "ben@example.org"}))
    assert admin.post("members", json={"name": "Eve", "email": "BEN@example.org"}).status_code == 409
    assert admin.post("members", json={"name": "Eve", "id": "everloop"}).status_code == 422


def test_a_cross_site_request_with_the_cookie_is_refused(api: As) -> None:
    browser = api(None)
    browser.cookies.set("everloop_session", "user:anna")
    made(browser.post("folders", json={"name": "mine"}, headers={"Sec-Fetch-Site": "same-origin"}))
    for site in ("cross-site", "same-site"):
        assert browser.post("folders", json={"name": "evil"}, headers={"Sec-Fetch-Site": site}).status_code == 403
