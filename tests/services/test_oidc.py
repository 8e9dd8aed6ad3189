"""The tests' own OpenID provider keeps to the standards: what it refuses, nobody gets a token for."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from everloop.adapters.aws.identity import CognitoIdentity
from tests.services import oidc
from tests.services.oidc import Provider

BACK = "http://127.0.0.1:1/signed-in"
ADA = "ada@example.org"
VERIFIER = "a-verifier-of-more-than-forty-three-characters-1234"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "client_id": "site",
    "redirect_uri": BACK,
    "response_type": "code",
    "scope": "openid email",
    "state": "a-state",
    "nonce": "a-nonce",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}
WRONG = ({"code_verifier": "another"}, {"code_verifier": ""}, {"redirect_uri": "http://127.0.0.1:1/"}, {"client_id": "other"})
CARELESS = ({"code_challenge_method": "plain"}, {"code_challenge": ""}, {"state": ""}, {"scope": "email"})


@pytest.fixture
def provider() -> Iterator[Provider]:
    with oidc.running(client="site", redirects=(BACK,), people={ADA: "correct"}) as running:
        yield running


@pytest.fixture
def browser(provider: Provider) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=provider.url) as client:
        yield client


def signed_in(browser: httpx.Client, **changed: str) -> dict[str, str]:
    """What the way back says after Ada's password."""
    answer = browser.post("/login", params={**ASKED, **changed}, data={"email": ADA, "password": "correct", "go": "in"})
    assert answer.headers["Location"].startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def traded(browser: httpx.Client, code: str, **changed: str) -> httpx.Response:
    said = {"grant_type": "authorization_code", "client_id": "site", "code": code, "redirect_uri": BACK}
    return browser.post("/oauth2/token", data={**said, "code_verifier": VERIFIER, **changed})


def test_a_code_is_traded_for_tokens_that_the_api_takes(provider: Provider, browser: httpx.Client) -> None:
    back = signed_in(browser)
    assert back["state"] == "a-state"
    tokens = traded(browser, back["code"]).json()
    keys = browser.get("/.well-known/openid-configuration").json()["jwks_uri"]
    identity = CognitoIdentity(provider.url, ["site"], lambda *_: None, now_ms=lambda: 0, keys_url=keys)
    assert identity.principal(tokens["access_token"]).user == oidc.sub_of(ADA)
    again = {"grant_type": "refresh_token", "client_id": "site", "refresh_token": tokens["refresh_token"]}
    assert "refresh_token" not in browser.post("/oauth2/token", data=again).json()


@pytest.mark.parametrize("changed", WRONG)
def test_a_code_is_good_only_for_who_asked(browser: httpx.Client, changed: dict[str, Any]) -> None:
    answer = traded(browser, signed_in(browser)["code"], **changed)
    assert answer.status_code == 400


def test_a_code_is_good_once(browser: httpx.Client) -> None:
    code = signed_in(browser)["code"]
    assert traded(browser, code).status_code == 200
    assert traded(browser, code).json() == {"error": "invalid_grant"}


def test_a_foreign_address_is_never_gone_to(browser: httpx.Client) -> None:
    answer = browser.get("/oauth2/authorize", params={**ASKED, "redirect_uri": "http://evil.example/"})
    assert (answer.status_code, "Location" in answer.headers) == (400, False)


@pytest.mark.parametrize("changed", CARELESS)
def test_a_careless_question_is_sent_back(browser: httpx.Client, changed: dict[str, str]) -> None:
    answer = browser.get("/oauth2/authorize", params={**ASKED, **changed})
    assert "error=" in answer.headers["Location"]


def test_who_has_signed_out_is_asked_again(browser: httpx.Client) -> None:
    signed_in(browser)
    assert browser.get("/oauth2/authorize", params=ASKED).status_code == 302
    browser.get("/logout", params={"client_id": "site", "logout_uri": "http://127.0.0.1:1/"})
    assert browser.get("/oauth2/authorize", params=ASKED).status_code == 200
