"""What other rows say of an item, kept on its head: one way in for all consumers that reflect a project's rows (decision 5).

A reflection is written only where it is newer than what the head has seen of its kind, so hints may come twice, late and out of
order. Writes are by the head's version; who loses the race reads again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from everloop.domain.errors import EverloopError, Invalid, Transient
from everloop.domain.ids import ItemId, ProjectId, WorkspaceId
from everloop.domain.limits import HEAD_BYTES, refuse_beyond
from everloop.domain.principals import Cause
from everloop.ports import Key, Put, Row, Table
from everloop.store import keys, rows

TRIES = 12

VersionKey = Literal["task_version", "row_version", "issue_version"]


@dataclass(frozen=True, slots=True)
class ProjectUpdate:
    """What one row says of an item in a project.

    Attributes:
        facts: ``items.ProjectFacts`` to set; a value of None removes the key; keys that are absent stay as they are. Of one
            version of a row, those under a newer ``names_version`` are newer.
        version_key: Which row's versions these facts follow.
        version: That row's version; the head keeps the greatest it has seen.
    """

    item: ItemId
    project: ProjectId
    facts: Mapping[str, Any]
    version_key: VersionKey
    version: int


def set_project_facts(
    table: Table,
    workspace: WorkspaceId,
    item: ItemId,
    project: ProjectId,
    facts: Mapping[str, Any],
    *,
    version_key: VersionKey,
    version: int,
    cause: Cause,
) -> bool:
    """Reflect one row on one head; False where the head had seen this version or a newer one, or there is no such item.

    Raises:
        Transient: The head is changing too quickly.
        Invalid: The head would be too large.
    """
    return set_many(table, workspace, [ProjectUpdate(item, project, facts, version_key, version)], cause=cause)[0]


def set_many(table: Table, workspace: WorkspaceId, updates: Sequence[ProjectUpdate], *, cause: Cause) -> list[bool]:
    """The same for many rows, one write a head however many of its rows changed; answers in the order of ``updates``."""
    done = [False] * len(updates)
    waiting: dict[Key, list[int]] = {}
    for position, update in enumerate(updates):
        waiting.setdefault(keys.head(workspace, update.item), []).append(position)
    for _ in range(TRIES):
        if not waiting:
            return done
        places = list(waiting)
        puts: list[Put] = []
        applied: list[list[int]] = []
        for place, there in zip(places, table.get_many(places), strict=True):
            changed = _changed(there, [(position, updates[position]) for position in waiting[place]]) if there else None
            if changed is not None:
                puts.append(changed[0])
                applied.append(changed[1])
            else:
                del waiting[place]
        for put, positions, version in zip(puts, applied, table.put_many(puts, cause=cause), strict=True):
            if version is not None:
                del waiting[put.row.key]
                for position in positions:
                    done[position] = True
    if waiting:
        raise Transient(f"{len(waiting)} items are changing too quickly; try again.")
    return done


def set_each(
    table: Table, workspace: WorkspaceId, updates: Mapping[Key, ProjectUpdate], *, cause: Cause
) -> dict[Key, EverloopError]:
    """The same for rows by their places; a head that would be too large holds up no other and is answered with its error.

    Raises:
        Transient: Some heads are changing too quickly.
    """
    try:
        set_many(table, workspace, list(updates.values()), cause=cause)
    except Invalid:
        failures: dict[Key, EverloopError] = {}
        for place, update in updates.items():
            try:
                set_many(table, workspace, [update], cause=cause)
            except Invalid as error:
                failures[place] = error
        return failures
    return {}


def _changed(there: Row, updates: Sequence[tuple[int, ProjectUpdate]]) -> tuple[Put, list[int]] | None:
    """The write that brings the head up to date, with the updates that it takes; None where it has seen them all."""
    head = rows.body(there)
    taken: list[int] = []
    for position, update in updates:
        said = head.setdefault("projects", {}).setdefault(update.project, {})
        names = update.facts.get("names_version", 0)
        seen = said.get(update.version_key, 0), said.get("names_version", 0) if names else 0
        if seen >= (update.version, names):
            continue
        for key, value in update.facts.items():
            if value is None:
                said.pop(key, None)
            else:
                said[key] = value
        said[update.version_key] = update.version
        taken.append(position)
    if not taken:
        return None
    data = orjson.dumps(head)
    refuse_beyond(len(data), HEAD_BYTES, f"The head row of the item {head.get('id')}")
    return Put(Row(there.key, there.kind, data, index=there.index, announced=there.announced), there.version), taken
