"""What happened: hints from the change feed, and events from outside. All are thin: whoever gets one rereads the row."""

from __future__ import annotations

from dataclasses import dataclass

from everloop.domain.ids import WorkspaceId

SCHEMA = 1


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
