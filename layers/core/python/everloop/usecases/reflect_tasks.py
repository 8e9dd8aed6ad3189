"""A consumer: an item's head follows its tasks and its count of open issues, newer versions only (decision 5)."""

from __future__ import annotations

from collections.abc import Sequence

from everloop.domain.annotations import MAIN
from everloop.domain.errors import EverloopError, Invalid
from everloop.domain.ids import ItemId, ProjectId, WorkspaceId
from everloop.domain.principals import Cause
from everloop.domain.tasks import Task
from everloop.ports import Key, Row, Table
from everloop.store import heads, rows
from everloop.store.heads import ProjectUpdate

CONSUMER = "reflect-tasks"
KINDS = frozenset({"task", "issue-count"})


def reflect(workspace: WorkspaceId, places: Sequence[Key], *, table: Table) -> dict[Key, EverloopError]:
    """Bring the heads up to date with these rows, read again; what failed, by row.

    Raises:
        Transient: Some heads are changing too quickly.
    """
    distinct = list(dict.fromkeys(places))
    updates = {
        place: update
        for place, row in zip(distinct, table.get_many(distinct), strict=True)
        if row is not None and (update := _update(row)) is not None
    }
    try:
        heads.set_many(table, workspace, list(updates.values()), cause=Cause())
    except Invalid:
        return _one_by_one(workspace, updates, table)
    return {}


def _one_by_one(workspace: WorkspaceId, updates: dict[Key, ProjectUpdate], table: Table) -> dict[Key, EverloopError]:
    """One head that is too large must not hold up the others."""
    failures: dict[Key, EverloopError] = {}
    for place, update in updates.items():
        try:
            heads.set_many(table, workspace, [update], cause=Cause())
        except Invalid as error:
            failures[place] = error
    return failures


def _update(row: Row) -> ProjectUpdate | None:
    if row.kind == "issue-count":
        said = rows.body(row)
        facts = {"open_issues": said["open"]}
        return ProjectUpdate(ItemId(said["item"]), ProjectId(said["project"]), facts, "issue_version", row.version)
    task = rows.load(row, Task).value
    if task.branch != MAIN:
        return None
    facts = {
        "stage": task.stage,
        "status": task.status.value,
        "assignee": task.worker,
        "priority": task.priority,
        "round": task.round,
    }
    return ProjectUpdate(ItemId(task.item), ProjectId(task.project), facts, "task_version", row.version)
