"""The API as API Gateway asks it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from everloop import doorways
from everloop.house import House
from tests.functions.lambdas import handler_of, request


@pytest.mark.parametrize("folder", ["serve_api", "serve_columns"])
def test_both_functions_answer_and_refuse_whom_they_do_not_know(folder: str, deployed: House) -> None:
    ask = handler_of(folder)
    assert ask(request("GET", "/api/v1/health"))["statusCode"] == 200
    refused = ask(request("GET", "/api/v1/session"))
    assert refused["statusCode"] == 401
    assert json.loads(refused["body"])["title"]
    assert ask(request("GET", "/api/v1/session", token="user:anna"))["statusCode"] == 200
    assert ask(request("GET", "/api/v1/nothing", token="user:anna"))["statusCode"] == 404


def test_who_asks_who_he_is_may_read_his_workspaces_media(deployed: House, monkeypatch: pytest.MonkeyPatch) -> None:
    class Key:
        def cookies(self, workspace: str, *, expires_s: int) -> dict[str, str]:
            return {"CloudFront-Policy": f"{workspace}-policy"}

    monkeypatch.setattr(doorways, "house", lambda: replace(deployed, media=Key()))
    [cookie] = handler_of("serve_api")(request("GET", "/api/v1/session", token="user:anna"))["cookies"]
    assert cookie.startswith("CloudFront-Policy=default-policy;")
    assert all(said in cookie for said in ("Path=/media/default/", "Secure", "HttpOnly", "SameSite=lax"))
