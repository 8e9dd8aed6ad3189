"""Identity on the laptop: the owner's token of the data folder, and the tokens that Everloop gives out."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from pathlib import Path

from everloop.adapters.local.secret_file import kept
from everloop.adapters.own_tokens import FindToken, OwnTokens
from everloop.domain.errors import Invalid
from everloop.domain.ids import DEFAULT_WORKSPACE, UserId
from everloop.domain.members import OWNER, token_text, token_workspace
from everloop.domain.principals import Principal

FILE = "owner-token"


class LocalIdentity:
    """Whoever can read the data folder is its owner; everybody else has a token."""

    def __init__(self, owner_token: str, find: FindToken, *, now_ms: Callable[[], int]) -> None:
        """``owner_token``: as ``owner_token(folder)`` gives it."""
        self._owner = owner_token.encode()
        self._tokens = OwnTokens(find, now_ms=now_ms)

    def principal(self, credential: str) -> Principal:
        """See ``ports.Identity``."""
        if hmac.compare_digest(credential.encode("utf-8", "replace"), self._owner):
            return Principal(DEFAULT_WORKSPACE, UserId(OWNER))
        return self._tokens.principal(credential)


def owner_token(folder: Path) -> str:
    """The owner's token of a data folder, made at the first call; only the folder's user can read the file.

    Raises:
        Invalid: The file is there but holds no token.
    """
    path = folder / FILE
    raw = kept(path, lambda: token_text("owner", DEFAULT_WORKSPACE, secrets.token_urlsafe(32)).encode())
    found = raw.decode("ascii", "replace").strip()
    if token_workspace(found) is None:
        raise Invalid(f"{path} holds no token; remove the file and a new one is made.")
    return found
