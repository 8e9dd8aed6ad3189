"""What a route may ask for: the house, the caller's call, an If-Match version, the ETag to answer with.

What nearly every route asks for is read from the request's headers here: as a parameter that FastAPI reads, each would be built
anew for each route, which costs a function a third of its start.
"""

from __future__ import annotations

import contextlib
import hashlib
import uuid
from typing import Annotated, Any

import orjson
from fastapi import Depends, Header, Request, Response
from fastapi.concurrency import run_in_threadpool

from everloop.domain.errors import Invalid, Unauthenticated
from everloop.domain.ids import derived
from everloop.domain.principals import Call
from everloop.entry.clock import now
from everloop.house import House
from everloop.store import requests

COOKIE = "everloop_session"
CREATED = (201, 202)
"""Answers of the routes that make something."""
LONGEST_KEY = 255
IDEMPOTENCY_KEY: dict[str, Any] = {
    "name": "idempotency-key",
    "in": "header",
    "required": False,
    "schema": {"anyOf": [{"type": "string", "maxLength": LONGEST_KEY}, {"type": "null"}], "title": "Idempotency-Key"},
}
"""As the OpenAPI tells of it, for every route that changes something and knows its caller."""


def house(request: Request) -> House:
    """The house this app serves."""
    found: House = request.app.state.house
    return found


def credential(request: Request) -> str:
    """The bearer token or the session cookie. Raises Unauthenticated."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token
    if cookie := request.cookies.get(COOKIE):
        return cookie
    raise Unauthenticated("Sign in first, or send a token as `Authorization: Bearer …`.")


async def call(request: Request) -> Call:
    """Who calls, when, and under which request: an idempotency key makes repeated creates one, for ever.

    Raises:
        Unauthenticated: Nobody is signed in.
        Invalid: The key is too long.
        Conflict: It was used for other contents.
    """
    token, key = credential(request), request.headers.get("idempotency-key")
    if key is not None and len(key) > LONGEST_KEY:
        raise Invalid(f"An idempotency key has at most {LONGEST_KEY} characters.")
    return await run_in_threadpool(_call, request, token, key, await _contents(request, key))


def _call(request: Request, token: str, key: str | None, contents: str | None) -> Call:
    there = house(request)
    principal = there.identity.principal(token)
    given = derived("key", request.method, request.url.path, key) if key else uuid.uuid4().hex
    made = Call(principal=principal, now=now(), request=given)
    if contents is not None:
        requests.claim(made, contents, table=there.table)
    return made


async def _contents(request: Request, key: str | None) -> str | None:
    """A hash of what a create under an idempotency key asks for: its query and its JSON, however that is spaced and ordered.
    None: it makes nothing, or has no key.
    """
    made = getattr(request.scope.get("route"), "status_code", None)
    if key is None or request.method != "POST" or made not in CREATED:
        return None
    body = await request.body()
    with contextlib.suppress(ValueError, TypeError):  # what is no JSON, or too deep, is refused by whoever reads it
        body = orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(request.url.query.encode() + b"\n" + body).hexdigest()


def if_match(if_match: Annotated[str | None, Header(max_length=64)] = None) -> int | None:
    """The version that an If-Match header names; None without one. Raises Invalid."""
    if if_match is None or if_match.strip() == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit()) or len(text) > 15:
        raise Invalid("If-Match takes the ETag that a read of this thing gave.")
    return int(text)


def tag(response: Response, version: int) -> None:
    """Answer with a version as ETag."""
    response.headers["ETag"] = f'"{version}"'


HouseDep = Annotated[House, Depends(house)]
CallDep = Annotated[Call, Depends(call)]
IfMatch = Annotated[int | None, Depends(if_match)]
