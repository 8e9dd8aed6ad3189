"""The Identity port: whoever has a good credential is known by it, and nobody else, in both houses."""

from __future__ import annotations

import base64
import contextlib
import http.server
import json
import stat
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from everloop.adapters.aws.identity import CognitoIdentity
from everloop.adapters.local.identity import LocalIdentity, owner_token
from everloop.domain.errors import Invalid, Transient, Unauthenticated
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.members import OWNER, token_text
from everloop.domain.principals import Call
from everloop.entry.http.secret import fresh
from everloop.ports import Identity, Table
from everloop.store import keys, tokens
from everloop.usecases import members, sessions
from tests.house import TestHouse, a_call

CLIENT = "the-app-client"


class Pool:
    """A user pool: an issuer on loopback that publishes its keys, as Cognito does."""

    def __init__(self) -> None:
        self.keys: dict[str, rsa.RSAPrivateKey] = {}
        self.fetched = 0
        pool = self

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                pool.fetched += 1
                body = json.dumps({"keys": [pool.public(name) for name in pool.keys]}).encode()
                self.send_response(200 if self.path == "/pool/.well-known/jwks.json" else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/pool"
        self.rotate("first")
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def rotate(self, name: str) -> None:
        self.keys[name] = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def public(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(self.keys[name].public_key(), as_dict=True)
        return {**found, "kid": name, "use": "sig", "alg": "RS256"}

    def token(self, *, key: str = "first", **claims: object) -> str:
        now = int(time.time())
        said = {
            "sub": "ben",
            "iss": self.issuer,
            "client_id": CLIENT,
            "token_use": "access",
            "iat": now,
            "exp": now + 3_600,
            **claims,
        }
        said = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(said, self.keys[key], algorithm="RS256", headers={"kid": key})


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool()
    yield made
    made.server.shutdown()
    made.server.server_close()


@dataclass
class House:
    """One adapter, and how its users' credentials are made. ``own``: one of Everloop's tokens for Ben."""

    identity: Identity
    table: Table
    user: Callable[[], str]
    clock: list[int] = field(default_factory=lambda: [1_000])

    def call(self) -> Call:
        return a_call(OWNER)

    def own(self, *, expires_ms: int | None = None) -> str:
        given = sessions.create_token(
            self.call(), name="ci", secret=fresh(), user="ben", expires_ms=expires_ms, table=self.table
        )
        return given.token


@pytest.fixture(params=["local", "cognito"])
def house(request: pytest.FixtureRequest, lived: TestHouse, pool: Pool, tmp_path: Path) -> House:
    table = lived.house.table
    members.bootstrap(a_call("system"), table=table)
    members.add(a_call(OWNER), name="Ben", email="ben@example.org", member_id="ben", table=table)
    clock = [int(time.time() * 1000)]
    find = partial(tokens.find, table=table)
    if request.param == "cognito":
        return House(CognitoIdentity(pool.issuer, [CLIENT], find, now_ms=lambda: clock[0]), table, pool.token, clock)
    local = LocalIdentity(owner_token(tmp_path), find, now_ms=lambda: clock[0])

    def session() -> str:
        link = sessions.make_link(a_call(OWNER), "ben", secret=fresh(), table=table)
        return sessions.open_link(a_call("system"), link.token, secret=fresh(), table=table).token

    return House(local, table, session, clock)


def test_a_user_is_known_by_his_credential(house: House) -> None:
    principal = house.identity.principal(house.user())
    assert (principal.workspace, principal.user) == (DEFAULT_WORKSPACE, "ben")


def test_a_program_is_known_by_its_token(house: House) -> None:
    assert house.identity.principal(house.own()).user == "ben"


@pytest.mark.parametrize("credential", ["", "x", "a.b.c", "evl_service.default.x", "\udcff", "é" * 50, "." * 3_000])
def test_what_is_no_credential_is_refused(house: House, credential: str) -> None:
    with pytest.raises(Unauthenticated):
        house.identity.principal(credential)


def test_a_token_that_nobody_gave_is_refused(house: House) -> None:
    for kind in ("service", "session", "link", "owner"):
        with pytest.raises(Unauthenticated):
            house.identity.principal(token_text(kind, DEFAULT_WORKSPACE, fresh()))


def test_a_tampered_credential_is_refused(house: House) -> None:
    for good in (house.user(), house.own()):
        for at in (5, len(good) // 2, len(good) - 5):
            other = "A" if good[at] != "A" else "B"
            with pytest.raises(Unauthenticated):
                house.identity.principal(good[:at] + other + good[at + 1 :])


def test_a_token_of_another_workspace_is_refused(house: House) -> None:
    with pytest.raises(Unauthenticated):
        house.identity.principal(house.own().replace(".default.", ".other."))


def test_a_program_s_token_ends_with_its_time(house: House) -> None:
    token = house.own(expires_ms=60_000)
    assert house.identity.principal(token).user == "ben"
    house.clock[0] += 120_000
    with pytest.raises(Unauthenticated, match="expired"):
        house.identity.principal(token)


def test_a_revoked_token_is_refused_at_once(house: House) -> None:
    token = house.own()
    (held,) = [one for one in sessions.tokens(house.call(), user="ben", table=house.table) if one.name == "ci"]
    sessions.revoke_token(house.call(), held.id, table=house.table)
    with pytest.raises(Unauthenticated):
        house.identity.principal(token)


def test_a_sign_in_link_is_no_credential(house: House) -> None:
    link = sessions.make_link(house.call(), "ben", secret=fresh(), table=house.table)
    with pytest.raises(Unauthenticated):
        house.identity.principal(link.token)


def test_only_hashes_are_stored(house: House) -> None:
    secret = house.own().rpartition(".")[2]
    place = keys.entry("token", DEFAULT_WORKSPACE, "")
    page = house.table.query(place.table, place.partition, limit=1_000)
    assert page.items
    assert not [row for row in page.items if secret.encode() in row.data]


# ── Cognito alone ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def cognito(pool: Pool) -> CognitoIdentity:
    return CognitoIdentity(pool.issuer, [CLIENT], lambda workspace, name: None, now_ms=lambda: 0, refetch_s=0)


def test_an_id_token_is_taken_too_and_groups_come_along(cognito: CognitoIdentity, pool: Pool) -> None:
    token = pool.token(token_use="id", client_id=None, aud=CLIENT, **{"cognito:groups": ["crew"]})
    assert cognito.principal(token).groups == {"crew"}


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"exp": 1_000_000}, "expired"),
        ({"client_id": "another-app"}, "another application"),
        ({"token_use": "id", "client_id": None, "aud": "another-app"}, "another application"),
        ({"token_use": "refresh"}, "another application"),
        ({"token_use": None}, "not one of this deployment"),
        ({"iss": "https://cognito-idp.eu-west-1.amazonaws.com/other"}, "not one of this deployment"),
        ({"sub": None}, "not one of this deployment"),
        ({"exp": None}, "not one of this deployment"),
        ({"iat": 4_000_000_000}, "not one of this deployment"),
    ],
)
def test_a_token_with_the_wrong_claims_is_refused(
    cognito: CognitoIdentity, pool: Pool, claims: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Unauthenticated, match=sentence):
        cognito.principal(pool.token(**claims))


def test_a_token_signed_by_another_is_refused(cognito: CognitoIdentity, pool: Pool) -> None:
    claims = jwt.decode(pool.token(), options={"verify_signature": False})
    theirs = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = json.dumps(pool.public("first")).encode()
    forged = [
        jwt.encode(claims, theirs, algorithm="RS256", headers={"kid": "first"}),
        jwt.encode(claims, theirs, algorithm="RS256", headers={"kid": "unknown"}),
        jwt.encode(claims, theirs, algorithm="RS256"),
        jwt.encode(claims, base64.b64encode(public), algorithm="HS256", headers={"kid": "first"}),
        jwt.encode(claims, None, algorithm="none", headers={"kid": "first"}),
    ]
    for token in forged:
        with pytest.raises(Unauthenticated):
            cognito.principal(token)


def test_keys_are_fetched_once_and_again_when_they_rotate(cognito: CognitoIdentity, pool: Pool) -> None:
    before = pool.fetched
    for _ in range(5):
        cognito.principal(pool.token())
    assert pool.fetched == before + 1
    pool.rotate("second")
    assert cognito.principal(pool.token(key="second")).user == "ben"


def test_a_pool_that_does_not_answer_is_no_refusal(pool: Pool) -> None:
    elsewhere = CognitoIdentity("http://127.0.0.1:9/pool", [CLIENT], lambda workspace, name: None, now_ms=lambda: 0)
    with pytest.raises(Transient):
        elsewhere.principal(pool.token())


# ── the laptop alone ──────────────────────────────────────────────────────────────────────────────


def test_the_owner_s_token_is_made_once_and_for_him_alone(tmp_path: Path) -> None:
    token = owner_token(tmp_path)
    assert owner_token(tmp_path) == token
    assert stat.S_IMODE((tmp_path / "owner-token").stat().st_mode) == 0o600
    identity = LocalIdentity(token, lambda workspace, name: None, now_ms=lambda: 0)
    assert identity.principal(token).user == OWNER


def test_a_spoilt_owner_s_token_is_said(tmp_path: Path) -> None:
    (tmp_path / "owner-token").write_text("nonsense")
    with pytest.raises(Invalid, match="remove the file"):
        owner_token(tmp_path)


def test_a_sign_in_link_works_once(lived: TestHouse) -> None:
    table, call = lived.house.table, a_call()
    link = sessions.make_link(call, "anna", secret=fresh(), table=table).token
    assert sessions.open_link(call, link, secret=fresh(), table=table).user == "anna"
    with pytest.raises(Unauthenticated, match="used"):
        sessions.open_link(call, link, secret=fresh(), table=table)


def test_of_many_who_open_a_link_at_once_one_is_signed_in(lived: TestHouse) -> None:
    table, call, opened = lived.house.table, a_call(), []
    link = sessions.make_link(call, "anna", secret=fresh(), table=table).token

    def one() -> None:
        with contextlib.suppress(Unauthenticated):
            opened.append(sessions.open_link(call, link, secret=fresh(), table=table))

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1


def test_a_password_signs_in_and_only_the_right_one(lived: TestHouse) -> None:
    table, anna = lived.house.table, a_call()
    members.change(anna, "anna", {"email": "Anna@example.org"}, table=table)
    sessions.set_password(anna, "correct horse", old=None, salt=b"s" * 16, table=table)
    assert sessions.sign_in(anna, "anna@example.org", "correct horse", secret=fresh(), table=table).user == "anna"
    for email, password in [("anna@example.org", "wrong horse"), ("eve@example.org", "correct horse"), ("", "")]:
        with pytest.raises(Unauthenticated):
            sessions.sign_in(anna, email, password, secret=fresh(), table=table)
