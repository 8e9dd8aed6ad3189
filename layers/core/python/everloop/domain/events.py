"""What happened: hints from the change feed, and events from outside. All are thin: whoever gets one rereads the row."""

from __future__ import annotations

from dataclasses import dataclass

from everloop.domain.ids import DEFAULT_WORKSPACE, WorkspaceId
from everloop.domain.principals import SYSTEM

SCHEMA = 1
OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Hint:
    """A row changed. At least once, unordered, possibly late, possibly superseded: reread the row (decision 6)."""

    event_id: str
    workspace: WorkspaceId
    kind: str
    table: str
    partition: str
    sort: str
    row_version: int
    actor: str
    correlation_id: str
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class ObjectChanged:
    """An object under a source was created, overwritten or removed. HEAD decides, at each event anew; ``sequencer`` is told,
    not used.
    """

    uri: str
    removed: bool = False
    sequencer: str = ""
    schema: int = SCHEMA


def hint_of_object(changed: ObjectChanged, event_id: str) -> Hint:
    """An object's change as a hint, as queues carry it. It names no workspace: the first one's admins see its dead letters."""
    sort = "removed" if changed.removed else ""
    return Hint(event_id, DEFAULT_WORKSPACE, OBJECT, "", changed.uri, sort, 1, SYSTEM, changed.sequencer)


def object_of_hint(hint: Hint) -> ObjectChanged:
    """The inverse."""
    return ObjectChanged(hint.partition, removed=bool(hint.sort), sequencer=hint.correlation_id)
