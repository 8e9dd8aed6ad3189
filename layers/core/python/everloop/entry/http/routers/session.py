"""Signing in and out, and who is signed in."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field, model_validator

from everloop.domain.errors import Unauthenticated
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.members import Given, SignedIn, token_workspace
from everloop.domain.principals import SYSTEM, Call, Principal
from everloop.entry.clock import now
from everloop.entry.http.access import needs
from everloop.entry.http.deps import COOKIE, CallDep, HouseDep, credential
from everloop.entry.http.secret import fresh, salt
from everloop.usecases import members, sessions
from everloop.usecases.sessions import SESSION_MS

MEDIA_S = 12 * 3_600
"""Where a distribution serves media, a browser that asked who it is may read them for so long."""
router = APIRouter(prefix="/session", tags=["session"])


class SignIn(BaseModel):
    """Either the token of a sign-in link, or an address and its password."""

    model_config = ConfigDict(extra="forbid")
    link: str | None = Field(default=None, max_length=200)
    email: str | None = Field(default=None, max_length=254)
    password: str | None = Field(default=None, max_length=200)

    @model_validator(mode="after")
    def _one_way(self) -> SignIn:
        if (self.link is None) == (self.email is None) or (self.email is None) != (self.password is None):
            raise ValueError("give either a link, or an email and a password")
        return self


class NewPassword(BaseModel):
    """``old``: the password so far, where there is one."""

    model_config = ConfigDict(extra="forbid")
    password: str = Field(min_length=10, max_length=200)
    old: str | None = Field(default=None, max_length=200)


@router.get("", operation_id="getSession", dependencies=[needs("workspace:member")])
def who(call: CallDep, house: HouseDep, response: Response) -> SignedIn:
    """Who you are here."""
    if house.media is not None:
        for name, value in house.media.cookies(call.workspace, expires_s=int(call.now.timestamp()) + MEDIA_S).items():
            response.set_cookie(
                name, value, max_age=MEDIA_S, path=f"/media/{call.workspace}/", secure=True, httponly=True, samesite="lax"
            )
    return SignedIn(workspace=call.workspace, member=members.get(call, call.actor, table=house.table).value)


@router.post("", operation_id="signIn", status_code=201, dependencies=[needs("public")])
def sign_in(body: SignIn, request: Request, house: HouseDep, response: Response) -> Given:
    """Begin a session: a cookie for browsers, and the same token for programs."""
    if body.link is not None:
        given = sessions.open_link(_nobody(body.link), body.link, secret=fresh(), table=house.table)
    else:
        given = sessions.sign_in(_nobody(), body.email or "", body.password or "", secret=fresh(), table=house.table)
    _remember(request, response, given)
    return given


@router.delete("", operation_id="signOut", status_code=204, dependencies=[needs("workspace:member")])
def sign_out(call: CallDep, house: HouseDep, token: Annotated[str, Depends(credential)], response: Response) -> None:
    """End the session; tokens of programs stay."""
    sessions.sign_out(call, token, table=house.table)
    response.delete_cookie(COOKIE, path="/")


@router.put("/password", operation_id="setPassword", status_code=204, dependencies=[needs("workspace:member")])
def password(body: NewPassword, call: CallDep, house: HouseDep) -> None:
    """Set your password."""
    sessions.set_password(call, body.password, old=body.old, salt=salt(), table=house.table)


@router.get("/link", operation_id="openSignInLink", dependencies=[needs("public")], status_code=303, response_model=None)
def open_link(token: Annotated[str, Query(max_length=200)], request: Request, house: HouseDep) -> RedirectResponse:
    """What a sign-in link leads to: a session's cookie, then the product's first page."""
    given = sessions.open_link(_nobody(token), token, secret=fresh(), table=house.table)
    response = RedirectResponse("/", status_code=303)
    _remember(request, response, given)
    return response


def _nobody(token: str | None = None) -> Call:
    """The call of somebody who is not signed in yet; a link's token names its workspace."""
    workspace = DEFAULT_WORKSPACE if token is None else token_workspace(token)
    if workspace is None:
        raise Unauthenticated("This is no sign-in link; ask for a new one.")
    return Call(Principal(workspace, SYSTEM), now(), uuid.uuid4().hex)


def _remember(request: Request, response: Response, given: Given) -> None:
    response.set_cookie(
        COOKIE,
        given.token,
        max_age=SESSION_MS // 1000,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    response.headers["Cache-Control"] = "no-store"
