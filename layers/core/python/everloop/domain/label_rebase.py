"""Operations that were made on an older revision, carried over to the row as it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from everloop.domain.annotations import to_json
from everloop.domain.labels import STATE, Body, Operation, PutObject, RemoveObject, SetState, content, diff, touched


@dataclass(frozen=True, slots=True)
class Rebased:
    """What is left to do.

    Attributes:
        operations: Without those that others did meanwhile in the same way.
        conflicts: Object ids (and STATE) that both sides changed in different ways: nothing may be done.
        merged: Others changed something since.
    """

    operations: list[Operation]
    conflicts: list[str]
    merged: bool


def rebase(operations: Sequence[Operation], *, base: Body, base_state: str, now: Body, state: str) -> Rebased:
    """Operations on ``base`` as operations on ``now``."""
    theirs = diff(base, now).objects | ({STATE} if state != base_state else set())
    objects = {one["object_id"]: one for one in now}
    still = [one for one in operations if not _is_done(one, objects, state)]
    return Rebased(still, sorted(theirs & touched(still)), bool(theirs))


def _is_done(operation: Operation, now: Mapping[str, Mapping[str, Any]], state: str) -> bool:
    """Whether the row is already as the operation would make it."""
    match operation:
        case PutObject(annotation=annotation):
            there = now.get(annotation.object_id)
            return there is not None and content(there) == content(to_json(annotation))
        case SetState(state=wanted):
            return state == wanted
        case RemoveObject(object_id=name):
            return name not in now
        case _:
            return False
