"""Code and PKCE in a headless Chromium: the site, its API that verifies tokens, an OpenID provider that speaks as Cognito."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from everloop.adapters.aws.identity import CognitoIdentity
from everloop.domain.access import WorkspaceRole
from everloop.entry.http.app import create_app
from everloop.entry.http.site import Site
from everloop.store import tokens
from everloop.usecases import members
from tests.browser import driving
from tests.house import TestHouse, a_call
from tests.services import oidc
from tests.services.oidc import Provider

pytestmark = pytest.mark.slow

ADA, STRANGER = "ada@example.org", "stranger@example.org"
PASSWORD = "Correct-horse-7-battery"
CLIENT = "site"


class Configured:
    """The site as a deployment has it: its configuration names the provider, and its policy lets pages ask there."""

    def __init__(self, app: ASGIApp, provider: Provider) -> None:
        self._app, self._provider = app, provider
        said = {"auth": "oidc", "authority": provider.url, "clientId": CLIENT, "logoutUrl": f"{provider.url}/logout"}
        self._configuration = JSONResponse(said)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [(name, self._widened(value)) for name, value in message["headers"]]
            await send(message)

        if scope["type"] == "http" and scope["path"] == "/config.json":
            await self._configuration(scope, receive, send)
        else:
            await self._app(scope, receive, sent)

    def _widened(self, value: bytes) -> bytes:
        return value.replace(b"connect-src 'self'", f"connect-src 'self' {self._provider.url}".encode())


@contextmanager
def served(app: ASGIApp, listening: socket.socket) -> Iterator[None]:
    """The app on a thread of its own."""
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def found(lived: TestHouse, out: Path) -> Iterator[dict[str, Any]]:
    """What the browser's way through all of it came to."""
    if reason := driving.missing():
        pytest.skip(reason)
    driving.build_site()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        people = {ADA: PASSWORD, STRANGER: PASSWORD}
        with oidc.running(client=CLIENT, redirects=(f"{url}/signed-in",), people=people) as provider:
            identity = CognitoIdentity(
                provider.url,
                [CLIENT],
                partial(tokens.find, table=lived.house.table),
                now_ms=lambda: time.time_ns() // 1_000_000,
            )
            members.add(a_call(), name="Ada", role=WorkspaceRole.ADMIN, member_id=oidc.sub_of(ADA), table=lived.house.table)
            provider.lifetime_s = 1
            app = Site(create_app(lived.without(identity=identity)), driving.SITE)
            facts = {"url": url, "provider": provider.url, "ada": ADA, "stranger": STRANGER, "password": PASSWORD}
            with served(Configured(app, provider), listening):
                came = driving.run("signing-in.mjs", facts, out=out / "sign-in")
            yield {**came, "refreshed": provider.refreshed}


def test_one_signs_in_at_a_provider_stays_so_and_signs_out(found: dict[str, Any]) -> None:
    assert found["errors"] == []
    assert found["refreshed"] >= 1
    assert len(found["steps"]) == 8
