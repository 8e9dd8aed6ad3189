"""The tokens that Everloop itself gives out, verified the same in both houses."""

from __future__ import annotations

from collections.abc import Callable

from everloop.domain.errors import Unauthenticated
from everloop.domain.ids import UserId, WorkspaceId
from everloop.domain.members import Token, TokenKind, token_hash, token_workspace
from everloop.domain.principals import Principal

FindToken = Callable[[WorkspaceId, str], Token | None]
"""The stored token of a workspace by its hash (``store.tokens.find`` over the house's table)."""

CALLERS = (TokenKind.SERVICE, TokenKind.SESSION)


class OwnTokens:
    """Identity by service and session tokens. ``now_ms``: UTC epoch milliseconds."""

    def __init__(self, find: FindToken, *, now_ms: Callable[[], int]) -> None:
        self._find = find
        self._now_ms = now_ms

    def principal(self, credential: str) -> Principal:
        """Whose token this is. Raises Unauthenticated: unknown, expired, revoked, or one that only signs in."""
        workspace = token_workspace(credential)
        token = self._find(workspace, token_hash(credential)) if workspace else None
        if workspace is None or token is None or token.kind not in CALLERS:
            raise Unauthenticated("This token is not known; sign in again, or make a new one.")
        if not token.good(self._now_ms()):
            raise Unauthenticated("This token has expired or was revoked; sign in again, or make a new one.")
        return Principal(workspace, UserId(token.user))
