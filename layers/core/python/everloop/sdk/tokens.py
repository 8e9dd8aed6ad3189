"""Tokens for programs."""

from __future__ import annotations

import builtins

from everloop.domain.members import Given, Token
from everloop.sdk.transport import Transport


class Tokens:
    """Your tokens and sessions (as an admin: anybody's)."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def list(self, *, user: str | None = None) -> builtins.list[Token]:
        """Oldest first."""
        return [Token.model_validate(one) for one in self._http.json("GET", "/tokens", params={"user": user})]

    def create(self, name: str, *, user: str | None = None, days: int | None = None) -> Given:
        """Make a token; its text is in this answer only. Where one was lost on its way, another takes its place."""
        body = {"name": name, "user": user, "days": days}
        given = Given.model_validate(self._http.json("POST", "/tokens", body=body))
        if given.token:
            return given
        self.revoke(given.id)
        return Given.model_validate(self._http.json("POST", "/tokens", body=body))

    def revoke(self, token: str) -> Token:
        """Make a token useless, for ever. ``token``: its id."""
        return Token.model_validate(self._http.json("DELETE", f"/tokens/{token}"))
