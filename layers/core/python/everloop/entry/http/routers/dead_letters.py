"""Dead letters: see them with their reasons, send them again, forget them."""

from __future__ import annotations

from fastapi import APIRouter

from everloop.domain.letters import Letter, Letters, Moved
from everloop.domain.pages import Page
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.ports import DeadLetter
from everloop.usecases import dead_letters

router = APIRouter(prefix="/dead-letters", tags=["jobs"])


@router.get("", operation_id="listDeadLetters", dependencies=[needs("workspace:admin")])
def recent(call: CallDep, house: HouseDep, limit: Limit = 100, cursor: Cursor = None) -> PageOf[Letter]:
    """What consumers gave up on, newest first."""
    page = dead_letters.recent(call, limit=limit, cursor=cursor, bus=house.bus)
    return said(Page([_letter(one) for one in page.items], page.cursor))


@router.post("/resend", operation_id="resendDeadLetters", dependencies=[needs("workspace:admin")])
def resend(letters: Letters, call: CallDep, house: HouseDep) -> Moved:
    """Send letters again, once their cause is mended."""
    return Moved(moved=dead_letters.resend(call, letters.ids, bus=house.bus))


@router.post("/discard", operation_id="discardDeadLetters", dependencies=[needs("workspace:admin")])
def discard(letters: Letters, call: CallDep, house: HouseDep) -> Moved:
    """Forget letters."""
    return Moved(moved=dead_letters.discard(call, letters.ids, bus=house.bus))


def _letter(one: DeadLetter) -> Letter:
    return Letter(
        id=one.id,
        consumer=one.consumer,
        kind=one.hint.kind,
        about=f"{one.hint.partition} {one.hint.sort}",
        reason=one.reason,
        attempts=one.attempts,
        failed_at=one.failed_at_ms,
    )
