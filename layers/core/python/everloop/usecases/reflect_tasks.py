"""A consumer: an item's head follows its tasks and its count of open issues, newer versions only (decision 5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from everloop.domain.annotations import MAIN
from everloop.domain.errors import EverloopError, Invalid
from everloop.domain.ids import ItemId, ProjectId, WorkspaceId
from everloop.domain.principals import Cause
from everloop.domain.tasks import Task, TaskStatus
from everloop.ports import Key, Row, Table
from everloop.store import heads, keys, label_versions, rows
from everloop.store.heads import ProjectUpdate

CONSUMER = "reflect-tasks"
KINDS = frozenset({"task", "issue-count"})


def reflect(
    workspace: WorkspaceId, places: Sequence[Key], *, now_ms: Callable[[], int], table: Table
) -> dict[Key, EverloopError]:
    """Bring the heads up to date with these rows, read again; what failed, by row.

    A project that an item leaves or comes back to (its task is archived, or no longer) has other live objects from then on. It
    is marked before, so that no death in between keeps that unsaid, and after, as what is cut meanwhile may have read either.

    Raises:
        Transient: Some heads are changing too quickly.
    """
    distinct = list(dict.fromkeys(places))
    updates = {
        place: update
        for place, row in zip(distinct, table.get_many(distinct), strict=True)
        if row is not None and (update := _update(row)) is not None
    }
    moved = _left_or_back(workspace, list(updates.values()), table)
    _mark(workspace, moved, now_ms(), table)
    failures: dict[Key, EverloopError] = {}
    try:
        heads.set_many(table, workspace, list(updates.values()), cause=Cause())
    except Invalid:
        failures = _one_by_one(workspace, updates, table)
    _mark(workspace, moved, now_ms(), table)
    return failures


def _left_or_back(workspace: WorkspaceId, updates: Sequence[ProjectUpdate], table: Table) -> list[ProjectId]:
    """The projects that items leave or come back to by these updates."""
    of_tasks = [one for one in updates if one.version_key == "task_version"]
    found: set[ProjectId] = set()
    for one, row in zip(of_tasks, table.get_many([keys.head(workspace, one.item) for one in of_tasks]), strict=True):
        said = rows.body(row).get("projects", {}).get(one.project, {}) if row else {}
        was, now = (status == TaskStatus.ARCHIVED for status in (said.get("status"), one.facts["status"]))
        if was != now and said.get("task_version", 0) < one.version:
            found.add(one.project)
    return sorted(found)


def _mark(workspace: WorkspaceId, projects: Sequence[ProjectId], at: int, table: Table) -> None:
    for project in projects:
        label_versions.mark_changed(workspace, project, at, cause=Cause(), table=table)


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
