"""Operations that were made on an older revision, brought to the row as it is now: a three-way merge of what they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from everloop.domain.annotations import LabelState
from everloop.domain.labels import STATE, Body, Operation, apply, diff, merge


@dataclass(frozen=True, slots=True)
class Rebased:
    """The row after it.

    Attributes:
        state: What the operations set; None: nothing.
        conflicts: Object ids (and STATE) that both sides changed in different ways: nothing may be written.
        merged: Others changed something since.
    """

    body: Body
    state: LabelState | None
    conflicts: list[str]
    merged: bool


def rebase(operations: Sequence[Operation], *, base: Body, base_state: str, now: Body, state: str, by: str, at: int) -> Rebased:
    """Operations on ``base`` done to ``now``. Both sides having done the same is no conflict, so doing it again does nothing.

    Raises:
        Invalid: An operation on an object that ``base`` has not.
    """
    mine, wanted = apply(base, operations, by=by, at=at)
    found = merge(base, mine, now)
    conflicts = list(found.conflicts)
    if wanted is not None and state not in (base_state, wanted):
        conflicts.append(STATE)
    return Rebased(found.body, wanted, sorted(conflicts), bool(diff(base, now).objects) or state != base_state)
