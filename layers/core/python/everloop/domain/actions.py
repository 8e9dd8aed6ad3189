"""What people do with a task; ``advance`` says what comes of it.

``token`` is that of the lease which the caller thinks to hold; None leaves it to who holds it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Assign:
    """Make it somebody's own. ``roles``: what they are in the project; ``alone``: as ``advance.Actor`` says of them."""

    to: str
    roles: frozenset[str]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Unassign:
    """Put it back into the open queue."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Take a lease."""

    request: str = ""


@dataclass(frozen=True, slots=True)
class Renew:
    """Keep a lease for longer."""

    token: int | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """Give it back. ``unused``: it was taken ahead and nobody looked at it, so that it stays whose it was, and as it was."""

    token: int | None = None
    unused: bool = False


@dataclass(frozen=True, slots=True)
class Skip:
    """Give it back to the end of the queue."""

    token: int | None = None


@dataclass(frozen=True, slots=True)
class Submit:
    """The annotation is done."""

    token: int | None = None


@dataclass(frozen=True, slots=True)
class Approve:
    """The annotation is right."""

    token: int | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """The annotation is wrong, and why. ``back``: to who made it; else, as where he annotates no longer, to the open queue."""

    reason: str
    token: int | None = None
    back: bool = True


@dataclass(frozen=True, slots=True)
class Reopen:
    """Send it to annotation again. ``because``: the request or job that wants it; twice is once. ``stage``: None is the
    first.
    """

    priority: float
    because: str
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """Take it out of the work."""


@dataclass(frozen=True, slots=True)
class Move:
    """Put it into another stage."""

    stage: str


@dataclass(frozen=True, slots=True)
class Prioritise:
    """Change its place in the queue."""

    priority: float


Action = Assign | Unassign | Claim | Renew | Release | Skip | Submit | Approve | Reject | Reopen | Archive | Move | Prioritise
