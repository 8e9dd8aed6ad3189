"""Tasks: one per item, project and branch (decision 16). Sending an item again reopens its task: a new round, the same row.

A task moves only through ``workflow.advance``. ``assignee`` is durable: whose task it is until somebody changes that. ``lease``
expires: who works on it right now; its ``token`` fences out whoever held an earlier one.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from everloop.domain.annotations import MAIN, Frozen
from everloop.domain.fields import ordered
from everloop.domain.ids import ItemId, TaskId, derived

LEASE_MS = 15 * 60_000
PRIORITY = 0.5


class TaskStatus(StrEnum):
    """How a task came to where it stands. ASSIGNED: to somebody by name. RELEASED, SKIPPED: given back, the latter to the end
    of the queue. REOPENED: rejected, or sent again. COMPLETED, ARCHIVED: in a stage where no work is done.
    """

    NEW = "new"
    ASSIGNED = "assigned"
    RELEASED = "released"
    SKIPPED = "skipped"
    REOPENED = "reopened"
    COMPLETED = "completed"
    ARCHIVED = "archived"


class Lease(Frozen):
    """Who works on a task. ``request``: the call that took it, so that a repeated claim gets the same task."""

    holder: str
    token: int
    until: int
    request: str = ""


class Task(Frozen):
    """A task.

    Attributes:
        id: ``<item>.<branch>``, unique in its project.
        seq: The item's number, for sets.
        token: The newest fencing token; a lease with a lower one is over.
        priority: 0 to 1; 1 comes first.
        round: How often the task has gone to annotation, from 1.
        skips: How often it was skipped in this stage.
        annotator, reviewer: Who submitted it, and who judged it, last.
        request: The call that changed it last, so that a repeated one changes nothing.
        reopened_by: The request or job that reopened it last, so that repeating that changes nothing.
    """

    schema_: int = Field(default=1, alias="schema")
    id: str
    project: str
    item: str
    seq: int
    branch: str = MAIN
    stage: str
    status: TaskStatus = TaskStatus.NEW
    assignee: str | None = None
    lease: Lease | None = None
    token: int = 0
    priority: float = Field(default=PRIORITY, ge=0, le=1)
    round: int = 1
    skips: int = 0
    annotator: str | None = None
    reviewer: str | None = None
    reopened_by: str | None = None
    request: str = ""
    created_at: int = 0
    updated_at: int = 0

    def held_by(self, user: str, now_ms: int) -> bool:
        """Whether ``user`` holds it now."""
        return self.lease is not None and self.lease.holder == user and self.lease.until > now_ms

    @property
    def worker(self) -> str | None:
        """Whose task it is: the assignee's, else the lease holder's."""
        return self.assignee or (self.lease.holder if self.lease else None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task waits: in its stage's open queue, or (``shard`` is ``@user``) in one person's own."""

    stage: str
    shard: str
    sort: tuple[str, str, str]


def task_id(item: ItemId | str, branch: str = MAIN) -> TaskId:
    """The id of an item's task."""
    return TaskId(f"{item}.{branch}")


def item_and_branch(task: str) -> tuple[ItemId, str]:
    """What a task's id names; a bare item id means its main branch."""
    item, _, branch = task.partition(".")
    return ItemId(item), branch or MAIN


def own_shard(user: str) -> str:
    """The shard that holds the tasks assigned to one person."""
    return f"@{user}"


def place(task: Task, *, shards: int) -> Place:
    """Where a task waits among ``shards`` of its stage's open queue, or in its assignee's own."""
    skips, draw, name = rank(task.project, task.id, priority=task.priority, skips=task.skips)
    shard = own_shard(task.assignee) if task.assignee else open_shard(draw, shards)
    return Place(task.stage, shard, (skips, draw, name))


def rank(project: str, task: str, *, priority: float, skips: int = 0) -> tuple[str, str, str]:
    """A task's place in a queue: skipped ones last, then by priority descending, then by a fixed random key, the same for
    everybody.
    """
    return (f"{min(skips, 999):03d}{ordered(-priority)}", derived("queue", project, task, size_bytes=5), task)


def open_shard(draw: str, shards: int) -> str:
    """The shard of a stage's open queue that a random key falls into."""
    return str(zlib.crc32(draw.encode()) % shards)
