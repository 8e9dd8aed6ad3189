"""Every operation, asked with what its own description allows and with what it does not: never a fault of ours (5xx).

The requests are schemathesis's, the same in every run; half of them speak of things that are there. What they set going comes
to rest: no consumer and no job is stopped by it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import hypothesis
import pytest
import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from starlette.testclient import TestClient

from everloop.entry.http.app import create_app
from tests import house as houses
from tests.house import ADMIN, TestHouse
from tests.http import openapi
from tests.http.furnished import furnished, made_real

EXAMPLES = int(os.environ.get("EVERLOOP_FUZZ_EXAMPLES", "10"))
SCHEMA = schemathesis.openapi.from_dict(json.loads(openapi.FILE.read_text(encoding="utf-8")))
OPERATIONS = {found.ok().definition.raw["operationId"]: found.ok() for found in SCHEMA.get_all_operations()}
ASKED = hypothesis.settings(
    max_examples=EXAMPLES,
    database=None,
    derandomize=True,
    phases=(hypothesis.Phase.generate,),
    suppress_health_check=list(hypothesis.HealthCheck),
)


@dataclass
class Asked:
    """The API, the house behind it, and what is in it."""

    client: TestClient
    lived: TestHouse
    things: dict[str, str]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    lived = houses.build(tmp_path_factory.mktemp("house"))
    things = furnished(lived, tmp_path_factory.mktemp("source"))
    app = create_app(lived.house)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False, follow_redirects=False) as client:
        yield Asked(client, lived, things)


@pytest.mark.parametrize("name", OPERATIONS)
def test_nothing_that_is_asked_is_a_fault_of_ours(asked: Asked, name: str) -> None:
    operation = OPERATIONS[name]
    right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @ASKED
    @hypothesis.given(case=st.one_of(right, right, wrong), real=st.booleans())
    def ask(case: Case, real: bool) -> None:
        sent = request(case, asked.things if real else {})
        try:
            answer = asked.client.request(**sent)
        except httpx2.InvalidURL:
            hypothesis.reject()  # longer than any address that this client sends
        assert answer.status_code < 500 or answer.status_code == 503, (sent, answer.text)

    ask()


def test_what_was_set_going_comes_to_rest(asked: Asked) -> None:
    asked.lived.settle()


def request(case: Case, things: dict[str, str]) -> dict[str, Any]:
    """A case as the admin's request, about ``things`` where they have a name in it."""
    for key in case.path_parameters or {}:
        case.path_parameters[key] = things.get(key.removesuffix("_id"), case.path_parameters[key])
    sent: dict[str, Any] = case.as_transport_kwargs(base_url="http://127.0.0.1")
    sent["headers"] = {key: str(value).encode("utf-8", "replace") for key, value in sent["headers"].items()}
    sent["headers"]["Authorization"] = f"Bearer user:{ADMIN}".encode()
    del sent["cookies"]
    if things and isinstance(sent.get("json"), (dict, list)):
        sent["json"] = made_real(sent["json"], things)
    if things and isinstance(sent.get("params"), dict):
        sent["params"] = {key: things.get(key, value) for key, value in sent["params"].items()}
    if isinstance(sent.get("data"), (bytes, str)):
        raw = sent.pop("data")
        sent["content"] = raw if isinstance(raw, bytes) else raw.encode("utf-8", "replace")
    return sent
