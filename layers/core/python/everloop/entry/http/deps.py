"""What a route may ask for: the house, the caller's call, an If-Match version, the ETag to answer with."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from everloop.domain.errors import Invalid, Unauthenticated
from everloop.domain.ids import derived
from everloop.domain.principals import Call
from everloop.entry.clock import now
from everloop.house import House

COOKIE = "everloop_session"


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


def call(
    request: Request,
    house: Annotated[House, Depends(house)],
    token: Annotated[str, Depends(credential)],
    idempotency_key: Annotated[str | None, Header(max_length=255)] = None,
) -> Call:
    """Who calls, when, and under which request: an idempotency key makes repeated creates one (for ever)."""
    principal = house.identity.principal(token)
    given = derived("key", request.method, request.url.path, idempotency_key) if idempotency_key else uuid.uuid4().hex
    return Call(principal=principal, now=now(), request=given)


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
