"""Dead letters: what consumers gave up on, seen by people, sent again once the cause is mended (decision 6)."""

from __future__ import annotations

from collections.abc import Sequence

from everloop.domain.errors import Invalid
from everloop.domain.limits import IDS
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.ports import Bus, DeadLetter


def recent(call: Call, *, limit: int = 100, cursor: str | None = None, bus: Bus) -> Page[DeadLetter]:
    """Dead letters, newest first."""
    return bus.dead_letters(call.workspace, limit=limit, cursor=cursor)


def resend(call: Call, ids: Sequence[str], *, bus: Bus) -> int:
    """Send letters again to the consumers they failed in; how many there were."""
    return bus.resend(call.workspace, _checked(ids))


def discard(call: Call, ids: Sequence[str], *, bus: Bus) -> int:
    """Forget letters; how many there were."""
    return bus.discard(call.workspace, _checked(ids))


def _checked(ids: Sequence[str]) -> Sequence[str]:
    if len(ids) > IDS:
        raise Invalid(f"At most {IDS:,} letters at once.")
    return ids
