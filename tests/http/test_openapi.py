"""The API's description: committed, complete, and equal to what the app says."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from tests.http import openapi
from tests.http.routes import routes

METHODS = ("get", "put", "post", "patch", "delete")
NAME = re.compile(r"[a-z]+([A-Z][a-z0-9]*)*")
ERRORS = {"401", "403", "404", "409", "422", "503"}


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    return openapi.document()


def operations(said: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in said["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]


def test_the_committed_description_is_the_app_s(said: dict[str, Any]) -> None:
    committed = openapi.FILE.read_text(encoding="utf-8")
    assert committed == openapi.text(said), "The API has changed: run `make openapi` and look at what the difference breaks."


def test_it_is_openapi_3_1(said: dict[str, Any]) -> None:
    assert re.fullmatch(r"3\.1\.\d", said["openapi"])


def test_every_operation_has_a_name_of_its_own(said: dict[str, Any]) -> None:
    names = Counter(operation.get("operationId") for _, operation in operations(said))
    assert [
        name for name, count in names.items() if count > 1 or not re.fullmatch(r"[a-z]+([A-Z][a-z0-9]*)*", name or "")
    ] == []
    assert set(names) == {route.operation for route in routes() if route.schema and route.path != "/docs"}


def test_every_operation_says_what_it_does_and_needs(said: dict[str, Any]) -> None:
    silent = [
        name for name, one in operations(said) if not one.get("description") or not one.get("tags") or not one.get("x-needs")
    ]
    assert silent == []


def test_errors_are_problems(said: dict[str, Any]) -> None:
    described = said["components"]["responses"]
    for name, operation in operations(said):
        for status in ERRORS:
            answer = described[operation["responses"][status]["$ref"].rpartition("/")[2]]
            assert answer["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}, name
