"""The API as API Gateway asks it."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi import Response

from everloop import doorways
from everloop.domain.limits import BODY_BYTES
from everloop.entry.http import app
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


def carried(event: dict[str, object]) -> int:
    """The bytes of an event or answer as Lambda counts them."""
    return len(json.dumps(event, ensure_ascii=False).encode())


LAMBDA_BYTES = 6 * 1024 * 1024
LARGE = "x" * 16 + '"\n' * 24  # 64 characters, 112 as JSON in JSON


@pytest.fixture
def answering(deployed: House, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """The API with one more route, which answers so many bytes of text or of anything."""
    made = app.create_app(deployed)

    @made.get("/api/v1/large", dependencies=[])
    def large(size: int, kind: str = "application/json") -> Response:
        return Response(LARGE.encode() * (size // len(LARGE)), media_type=kind)

    monkeypatch.setattr(app, "create_app", lambda house: made)
    handle = handler_of("serve_api")

    def ask(size: int, *, kind: str = "application/json", **headers: str) -> dict[str, Any]:
        event = request("GET", "/api/v1/large", token="user:anna")
        event["headers"] |= headers
        said: dict[str, Any] = handle({**event, "rawQueryString": urlencode({"size": size, "kind": kind})})
        return said

    return ask


def test_the_largest_answers_fit_through_lambda(answering: Callable[..., dict[str, Any]]) -> None:
    whole = LARGE.encode() * (BODY_BYTES // len(LARGE))
    packed, plain = answering(BODY_BYTES, kind="application/octet-stream"), answering(BODY_BYTES)
    squeezed = answering(BODY_BYTES, **{"accept-encoding": "gzip, br"})
    assert all(one["statusCode"] == 200 and carried(one) < LAMBDA_BYTES for one in (packed, plain, squeezed))
    assert base64.b64decode(packed["body"]) == base64.b64decode(plain["body"]) == whole
    assert squeezed["headers"]["content-encoding"] == "gzip"
    assert gzip.decompress(base64.b64decode(squeezed["body"])) == whole
    assert answering(64)["body"] == LARGE


def test_an_answer_that_would_not_fit_is_refused_with_what_to_do(answering: Callable[..., dict[str, Any]]) -> None:
    refused = answering(BODY_BYTES + len(LARGE))
    assert (refused["statusCode"], "content-length" in refused["headers"]) == (413, True)
    said = json.loads(refused["body"])
    assert said["facts"] == {"answer_bytes": BODY_BYTES - BODY_BYTES % 64 + 64, "limit_bytes": BODY_BYTES}
    assert "fewer rows" in said["detail"]


def test_the_largest_requests_fit_through_lambda_and_larger_ones_are_told_of_the_road_for_files(deployed: House) -> None:
    ask = handler_of("serve_api")
    event = request("POST", "/api/v1/search", token="user:anna") | {"isBase64Encoded": True}
    event["headers"]["content-type"] = "application/json"
    event["requestContext"]["http"]["method"] = "POST"
    padded = json.dumps({"limit": 1}).encode().ljust(BODY_BYTES)
    event["body"] = base64.b64encode(padded).decode()
    assert carried(event) + 100_000 < LAMBDA_BYTES
    assert ask(event)["statusCode"] == 200
    refused = ask(event | {"body": base64.b64encode(padded + b" ").decode()})
    assert refused["statusCode"] == 413
    assert "POST /registrations/address" in json.loads(refused["body"])["detail"]


def test_requests_are_logged_and_counted_and_traced_where_a_snapshot_has_the_tracer(
    deployed: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")
    assert handler_of("serve_api")(request("GET", "/api/v1/session"))["statusCode"] == 401
    said = [vars(record) for record in caplog.records if record.message == "answered"]
    assert [(one["path"], one["status"]) for one in said] == [("/api/v1/session", 401)]
    [counted] = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert (counted["requests"], counted["refused"], counted["faults"]) == ([1.0], [1.0], [0.0])
