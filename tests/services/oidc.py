"""An OpenID provider on loopback that speaks as Cognito does: code with PKCE for a client without a secret, refresh, logout.

It keeps to OpenID Connect Core 1.0, RFC 7636 and RFC 6749, and refuses what they refuse: another redirect address, a missing or
plain challenge, a wrong verifier, a code used twice. Cognito's own: ``/oauth2/authorize`` and ``/oauth2/token``, access tokens
with ``token_use`` and ``client_id``, no new refresh token on refresh, ``/logout?client_id&logout_uri``. Its page has a way to
refuse, and ``POST /end`` ends all sessions and refresh tokens, as an admin of it would.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY_ID = "1"
FORM = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in</title><h1>Sign in</h1><p role="alert">{wrong}</p>
<form method="post" action="/login?{query}"><label>Email <input name="email"></label>
<label>Password <input name="password" type="password"></label>
<button name="go" value="in">Sign in</button> <button name="go" value="away">Refuse</button></form></html>"""


class Refused(Exception):
    """An error of RFC 6749. ``to``: where the browser goes with it; "": it is said here."""

    def __init__(self, error: str, to: str = "") -> None:
        super().__init__(error)
        self.error, self.to = error, to


@dataclass(frozen=True)
class Grant:
    """What a code stands for."""

    email: str
    asked: Mapping[str, str]
    signed_in_s: int


@dataclass
class Provider:
    """A running one. ``people``: passwords by email; a person's ``sub`` is ``sub_of``. ``lifetime_s``: of access tokens."""

    url: str
    client: str
    redirects: tuple[str, ...]
    people: Mapping[str, str]
    lifetime_s: int = 3_600
    refreshed: int = 0
    codes: dict[str, Grant] = field(default_factory=dict)
    refreshes: dict[str, Grant] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(public_exponent=65_537, key_size=2_048))

    @property
    def origins(self) -> set[str]:
        """Where pages of the client are."""
        return {f"{urlsplit(one).scheme}://{urlsplit(one).netloc}" for one in self.redirects}

    def discovery(self) -> dict[str, Any]:
        """OpenID Connect Discovery 1.0."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/oauth2/authorize",
            "token_endpoint": f"{self.url}/oauth2/token",
            "revocation_endpoint": f"{self.url}/oauth2/revoke",
            "jwks_uri": f"{self.url}/.well-known/jwks.json",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
        }

    def keys(self) -> dict[str, Any]:
        """The public key, as a set."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def check(self, asked: Mapping[str, str]) -> None:
        """Whether somebody may be asked to sign in for this. Raises Refused."""
        if asked.get("client_id") != self.client:
            raise Refused("invalid_client")
        if asked.get("redirect_uri") not in self.redirects:
            raise Refused("invalid_request: redirect_uri")
        back = asked["redirect_uri"]
        if asked.get("response_type") != "code":
            raise Refused("unsupported_response_type", back)
        if "openid" not in asked.get("scope", "").split():
            raise Refused("invalid_scope", back)
        if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256" or not asked.get("state"):
            raise Refused("invalid_request", back)

    def code(self, email: str, asked: Mapping[str, str]) -> str:
        """A code that is good once."""
        made = secrets.token_urlsafe(24)
        self.codes[made] = Grant(email, dict(asked), int(time.time()))
        return made

    def tokens(self, said: Mapping[str, str]) -> dict[str, Any]:
        """The answer of the token endpoint. Raises Refused."""
        if said.get("client_id") != self.client:
            raise Refused("invalid_client")
        if said.get("grant_type") == "refresh_token":
            grant = self.refreshes.get(said.get("refresh_token", ""))
            if grant is None:
                raise Refused("invalid_grant")
            self.refreshed += 1
            return self._signed(grant)
        if said.get("grant_type") != "authorization_code":
            raise Refused("unsupported_grant_type")
        grant = self.codes.pop(said.get("code", ""), None)
        if grant is None or said.get("redirect_uri") != grant.asked["redirect_uri"]:
            raise Refused("invalid_grant")
        digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != grant.asked["code_challenge"]:
            raise Refused("invalid_grant")
        refresh = secrets.token_urlsafe(24)
        self.refreshes[refresh] = grant
        return {**self._signed(grant), "refresh_token": refresh}

    def _signed(self, grant: Grant) -> dict[str, Any]:
        now = int(time.time())
        both = {"iss": self.url, "sub": sub_of(grant.email), "iat": now, "exp": now + self.lifetime_s}
        both |= {"auth_time": grant.signed_in_s, "jti": secrets.token_hex(8)}
        access = {**both, "token_use": "access", "client_id": self.client, "scope": grant.asked["scope"]}
        identity = {**both, "token_use": "id", "aud": self.client, "email": grant.email, "email_verified": True}
        if "nonce" in grant.asked:
            identity["nonce"] = grant.asked["nonce"]
        sign = {"access_token": access, "id_token": identity}
        made = {name: jwt.encode(claims, self.key, "RS256", {"kid": KEY_ID}) for name, claims in sign.items()}
        return {**made, "token_type": "Bearer", "expires_in": self.lifetime_s}


def sub_of(email: str) -> str:
    """The provider's name for somebody."""
    return hashlib.sha256(email.encode()).hexdigest()[:32]


@contextmanager
def running(*, client: str, redirects: tuple[str, ...], people: Mapping[str, str]) -> Iterator[Provider]:
    """A provider on a free port until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    server.daemon_threads = True
    provider = Provider(f"http://127.0.0.1:{server.server_address[1]}", client, redirects, people)
    server.provider = provider  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Answers(BaseHTTPRequestHandler):
    @property
    def _provider(self) -> Provider:
        found: Provider = self.server.provider  # type: ignore[attr-defined]
        return found

    def do_GET(self) -> None:
        path, asked = self._asked()
        if path == "/.well-known/openid-configuration":
            self._json(200, self._provider.discovery())
        elif path == "/.well-known/jwks.json":
            self._json(200, self._provider.keys())
        elif path == "/oauth2/authorize":
            self._refusing(self._authorize, asked)
        elif path == "/logout":
            self._refusing(self._logout, asked)
        else:
            self._json(404, {"error": "not_found"})

    def do_POST(self) -> None:
        path, asked = self._asked()
        said = _flat(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())
        if path == "/login":
            self._refusing(self._login, {**asked, **said})
        elif path == "/oauth2/token":
            self._refusing(lambda one: self._json(200, self._provider.tokens(one)), said)
        elif path == "/oauth2/revoke":
            self._provider.refreshes.pop(said.get("token", ""), None)
            self._json(200, {})
        elif path == "/end":
            self._provider.refreshes.clear()
            self._provider.sessions.clear()
            self._json(200, {})
        else:
            self._json(404, {"error": "not_found"})

    def _authorize(self, asked: dict[str, str]) -> None:
        self._provider.check(asked)
        email = self._provider.sessions.get(self._session())
        if email is None:
            self._form(asked, "")
        else:
            self._back(asked, code=self._provider.code(email, asked))

    def _login(self, said: dict[str, str]) -> None:
        self._provider.check(said)
        email = said.get("email", "")
        if said.get("go") == "away":
            raise Refused("access_denied", said["redirect_uri"])
        if self._provider.people.get(email, "") != said.get("password"):
            self._form(said, "This address and password do not belong together.")
            return
        session = secrets.token_urlsafe(16)
        self._provider.sessions[session] = email
        asked = _without_answers(said)
        self._back(asked, f"session={session}; HttpOnly; SameSite=Lax; Path=/", code=self._provider.code(email, asked))

    def _logout(self, asked: dict[str, str]) -> None:
        to = asked.get("logout_uri", "")
        if asked.get("client_id") != self._provider.client or to.rstrip("/") not in self._provider.origins:
            raise Refused("invalid_request")
        self._provider.sessions.pop(self._session(), None)
        self._send(302, b"", {"Location": to})

    def _refusing(self, answer: Any, asked: dict[str, str]) -> None:
        try:
            answer(asked)
        except Refused as refused:
            if refused.to:
                self._back(asked, error=refused.error)
            else:
                self._json(400, {"error": refused.error})

    def _back(self, asked: Mapping[str, str], cookie: str = "", **said: str) -> None:
        query = urlencode({**said, "state": asked.get("state", "")})
        self._send(302, b"", {"Location": f"{asked['redirect_uri']}?{query}", **({"Set-Cookie": cookie} if cookie else {})})

    def _form(self, asked: Mapping[str, str], wrong: str) -> None:
        query = html.escape(urlencode(_without_answers(asked)))
        self._send(200, FORM.format(query=query, wrong=html.escape(wrong)).encode(), {"Content-Type": "text/html"})

    def _session(self) -> str:
        found = SimpleCookie(self.headers.get("Cookie", "")).get("session")
        return found.value if found else ""

    def _asked(self) -> tuple[str, dict[str, str]]:
        return urlsplit(self.path).path, _flat(urlsplit(self.path).query)

    def _json(self, status: int, content: dict[str, Any]) -> None:
        origin = self.headers.get("Origin", "")
        shared = {"Access-Control-Allow-Origin": origin, "Vary": "Origin"} if origin in self._provider.origins else {}
        self._send(status, json.dumps(content).encode(), {"Content-Type": "application/json", **shared})

    def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Cache-Control": "no-store", "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing is logged."""


def _flat(query: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}


def _without_answers(said: Mapping[str, str]) -> dict[str, str]:
    """The question alone, without what the form adds."""
    return {name: value for name, value in said.items() if name not in ("email", "password", "go")}
