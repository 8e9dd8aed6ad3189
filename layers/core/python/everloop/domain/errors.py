"""What can go wrong, by what the caller can do about it.

    EverloopError
    ├── Invalid      the request is wrong: mend it            HTTP 422   queue: drop and count
    ├── NotFound     no such thing, or not in your scope      HTTP 404   queue: drop and count
    ├── Forbidden    in your scope, but not allowed           HTTP 403   queue: drop and count
    ├── Conflict     it changed under you: read and repeat    HTTP 409   queue: drop and count
    └── Transient    try the same again later                 HTTP 503   queue: retry

Adapters translate into these; nobody catches ``Exception``. The message is a sentence a person can act on; ``facts`` carry
what a program needs (the newer row of a conflict, the fields that were wrong).
"""

from __future__ import annotations

from typing import Any


class EverloopError(Exception):
    """The root: catch its kinds, not it."""

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


class Invalid(EverloopError):
    """The request can never succeed as it is."""


class NotFound(EverloopError):
    """There is no such thing, or the caller may not know that there is."""


class Forbidden(EverloopError):
    """The caller sees the thing but may not do this with it."""


class Conflict(EverloopError):
    """The thing changed since it was read, or exists already."""


class Transient(EverloopError):
    """The same request may succeed later."""


class Unauthenticated(EverloopError):
    """Nobody is signed in, or the credential is no longer good (HTTP 401)."""
