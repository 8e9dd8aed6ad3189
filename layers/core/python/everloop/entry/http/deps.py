"""What a route may ask for: the house, the caller's call, an If-Match version, the ETag to answer with."""

from __future__ import annotations

import contextlib
import hashlib
import uuid
from typing import Annotated

import orjson
from fastapi import Depends, Header, Request, Response

from everloop.domain.errors import Invalid, Unauthenticated
from everloop.domain.ids import derived
from everloop.domain.principals import Call
from everloop.entry.clock import now
from everloop.house import House
from everloop.store import requests

COOKIE = "everloop_session"
CREATED = (201, 202)
"""Answers of the routes that make something."""


def house(request: Request) -> House:
    """The house this app serves."""
    found: House = request.app.state.house
    return found


def credential(request: Request, authorization: Annotated[str | None, Header(include_in_schema=False)] = None) -> str:
    """The bearer token or the session cookie. Raises Unauthenticated."""
    if authorization:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() == "bearer" and token:
            return token
    if cookie := request.cookies.get(COOKIE):
        return cookie
    raise Unauthenticated("Sign in first, or send a token as `Authorization: Bearer …`.")


IdempotencyKey = Annotated[str | None, Header(max_length=255)]


async def contents(request: Request, idempotency_key: IdempotencyKey = None) -> str | None:
    """A hash of what a create under an idempotency key asks for: its query and its JSON, however that is spaced and ordered.
    None: it makes nothing, or has no key.
    """
    made = getattr(request.scope.get("route"), "status_code", None)
    if idempotency_key is None or request.method != "POST" or made not in CREATED:
        return None
    body = await request.body()
    with contextlib.suppress(ValueError):  # what is no JSON is refused by whoever reads it
        body = orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(request.url.query.encode() + b"\n" + body).hexdigest()


def call(
    request: Request,
    house: Annotated[House, Depends(house)],
    token: Annotated[str, Depends(credential)],
    contents: Annotated[str | None, Depends(contents)],
    idempotency_key: IdempotencyKey = None,
) -> Call:
    """Who calls, when, and under which request: an idempotency key makes repeated creates one, for ever. Raises Conflict where
    it was used for other contents.
    """
    principal = house.identity.principal(token)
    given = derived("key", request.method, request.url.path, idempotency_key) if idempotency_key else uuid.uuid4().hex
    made = Call(principal=principal, now=now(), request=given)
    if contents is not None:
        requests.claim(made, contents, table=house.table)
    return made


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
