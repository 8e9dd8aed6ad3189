"""Tokens for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from everloop.domain.members import Given, Token
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep
from everloop.entry.http.secret import fresh
from everloop.usecases import sessions

router = APIRouter(prefix="/tokens", tags=["tokens"])
DAY_MS = 86_400_000


class NewToken(BaseModel):
    """A token that acts as ``user`` (default: you; another: admins only)."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    user: str | None = Field(default=None, max_length=128)
    days: int | None = Field(default=None, ge=1, le=3_650, description="Until it expires; left out: it does not.")


@router.get("", operation_id="listTokens", dependencies=[needs("workspace:member")])
def listing(call: CallDep, house: HouseDep, user: Annotated[str | None, Query(max_length=128)] = None) -> list[Token]:
    """Your tokens and sessions, or as an admin another member's; at most a thousand, oldest first."""
    return sessions.tokens(call, user=user, table=house.table)


@router.post("", operation_id="createToken", status_code=201, dependencies=[needs("workspace:member")])
def create(body: NewToken, call: CallDep, house: HouseDep) -> Given:
    """Make a token. It is shown this once: asked again under the same idempotency key it is the same token, with an empty
    `token`. Where the first answer was lost, revoke it and make another.
    """
    expires_ms = None if body.days is None else body.days * DAY_MS
    return sessions.create_token(call, name=body.name, secret=fresh(), user=body.user, expires_ms=expires_ms, table=house.table)


@router.delete("/{token_id}", operation_id="revokeToken", dependencies=[needs("workspace:member")])
def revoke(token_id: str, call: CallDep, house: HouseDep) -> Token:
    """Make a token of yours useless, for ever (as an admin: anybody's)."""
    return sessions.revoke_token(call, token_id, table=house.table)
