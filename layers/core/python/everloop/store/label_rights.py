"""Who may read and write the labels of an item: by role, or by the lease on the item's task (decisions 11 and 16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from everloop.domain.access import FolderRole
from everloop.domain.errors import Conflict, NotFound
from everloop.domain.ids import ItemId
from everloop.domain.items import Head
from everloop.domain.labels import LabelHead
from everloop.domain.principals import Call
from everloop.domain.projects import Project
from everloop.domain.tasks import Task
from everloop.domain.workflow import StageKind
from everloop.ports import Check, Table
from everloop.store import access, keys, labels, projects, rows, tasks
from everloop.store.rows import Stored


@dataclass(frozen=True, slots=True)
class Right:
    """Why a caller may write.

    Attributes:
        leads: He is a manager or admin of the project.
        annotating: He is at work on the item, so that what he saves is in progress until he submits it.
        check: What must still hold when it is written: nobody else has the task by then.
    """

    leads: bool
    annotating: bool
    check: Check | None = None


def may_read(call: Call, project: Project, item: str, branch: str, *, table: Table) -> None:
    """Raise NotFound unless the caller sees all of the project, or the item's task is (or was, as its annotator) his."""
    who = projects.actor(call, project.id, table=table)
    if not projects.sees_all(who):
        task = _task(call, project.id, item, branch, table)
        if task is None or call.actor not in (task.value.worker, task.value.annotator):
            raise NotFound("There is no such item in this project.", item=item)


def may_write(call: Call, project: Project, item: str, branch: str, token: int | None, *, table: Table) -> Right:
    """Why the caller may write.

    Args:
        token: Of the lease; None: that of the lease he holds, or (who leads) none.

    Raises:
        NotFound: Not in his scope.
        Conflict: He does not hold the task (any more).
    """
    who = projects.actor(call, project.id, table=table)
    found = _task(call, project.id, item, branch, table)
    task = found.value if found else None
    if found and task and task.lease and task.held_by(call.actor, call.now_ms) and token in (None, task.lease.token):
        annotating = project.graph.of(task.stage).kind is StageKind.ANNOTATE
        return Right(who.leads, annotating, Check(tasks.key(call.workspace, project.id, item, branch), found.version))
    if token is None and who.leads:
        return Right(leads=True, annotating=False)
    may_read(call, project, item, branch, table=table)
    raise Conflict("You do not hold the task of this item (any more); claim it first.", item=item)


def blank(call: Call, project: Project, item: str, branch: str, *, table: Table) -> LabelHead:
    """A row of which nothing is saved yet. Raises NotFound: the item has no task in the project and is not in scope."""
    head = head_of(call, item, table=table)
    if _task(call, project.id, item, branch, table) is None:
        access.require_item(call.principal, item, FolderRole.VIEWER, table=table)
    return labels.blank(
        project=project.id,
        item=item,
        seq=head["seq"],
        branch=branch,
        item_revision=head.get("revision", 1),
        ontology_version=project.ontology_version,
    )


def head_of(call: Call, item: str, *, table: Table) -> Head:
    """An item's head. Raises NotFound."""
    row = table.get(keys.head(call.workspace, ItemId(item)))
    if row is None:
        raise NotFound("There is no such item.", item=item)
    return cast(Head, rows.body(row))


def _task(call: Call, project: str, item: str, branch: str, table: Table) -> Stored[Task] | None:
    return rows.find(table, tasks.key(call.workspace, project, item, branch), Task)
