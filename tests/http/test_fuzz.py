"""Every operation, asked with what its own description allows and with what it does not: never a fault of ours (5xx).

The requests are schemathesis's, the same in every run; half of them speak of things that are there.
"""

from __future__ import annotations

import json
import os
from typing import Any

import httpx2
import hypothesis
import pytest
import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from tests.house import ADMIN
from tests.http import openapi
from tests.http.place import Place

EXAMPLES = int(os.environ.get("EVERLOOP_FUZZ_EXAMPLES", "10"))
SCHEMA = schemathesis.openapi.from_dict(json.loads(openapi.FILE.read_text(encoding="utf-8")))
OPERATIONS = {found.ok().definition.raw["operationId"]: found.ok() for found in SCHEMA.get_all_operations()}
ASKED = hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(hypothesis.Phase.generate,),
    suppress_health_check=list(hypothesis.HealthCheck),
)


@pytest.mark.parametrize("name", OPERATIONS)
def test_nothing_that_is_asked_is_a_fault_of_ours(place: Place, name: str) -> None:
    operation = OPERATIONS[name]
    right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    things = place.fresh()

    @ASKED
    @hypothesis.given(case=st.one_of(right, right, wrong), real=st.booleans())
    def ask(case: Case, real: bool) -> None:
        for key in case.path_parameters or {}:
            if real and key.removesuffix("_id") in things:
                case.path_parameters[key] = things[key.removesuffix("_id")]
        sent: dict[str, Any] = case.as_transport_kwargs(base_url="http://127.0.0.1")
        headers = {key: str(value).encode("utf-8", "replace") for key, value in sent.pop("headers").items()}
        headers["Authorization"] = f"Bearer user:{ADMIN}".encode()
        sent.pop("cookies", None)
        if isinstance(sent.get("data"), (bytes, str)):
            raw = sent.pop("data")
            sent["content"] = raw if isinstance(raw, bytes) else raw.encode("utf-8", "replace")
        try:
            answer = place.client.request(headers=headers, **sent)
        except httpx2.InvalidURL:
            hypothesis.reject()  # longer than any address that this client sends
        assert answer.status_code < 500 or answer.status_code == 503, (sent, answer.text)

    ask()
