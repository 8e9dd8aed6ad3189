"""Many tasks at once: opened without a transaction each, moved some thirty to a transaction. For the shards of jobs; repeating
any of these changes nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import orjson

from everloop.domain.actions import Action, Move, Unassign
from everloop.domain.advance import Actor, advance
from everloop.domain.annotations import MAIN
from everloop.domain.errors import Conflict, EverloopError, Transient
from everloop.domain.ids import ItemId, UserId, WorkspaceId
from everloop.domain.limits import TRANSACTION_ROWS
from everloop.domain.principals import SYSTEM, Call, Cause, Principal
from everloop.domain.projects import Project
from everloop.domain.tasks import Place, Task, TaskStatus, open_shard, rank, task_id
from everloop.domain.workflow import WORK, Graph, works_in
from everloop.ports import ABSENT, Put, Row, Table
from everloop.store import access, keys, rows, tasks
from everloop.store.rows import Stored
from everloop.store.tasks import Write

TOGETHER = TRANSACTION_ROWS // 3
TRIES = 10
BY_SYSTEM = Actor(SYSTEM, frozenset({"admin"}))


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of opening tasks: made anew, brought back from the archive, there already."""

    new: int = 0
    returned: int = 0
    there: int = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of moving tasks. ``refused``: (task, sentence)."""

    moved: int = 0
    same: int = 0
    refused: tuple[tuple[str, str], ...] = ()


def open_many(
    workspace: WorkspaceId,
    project: str,
    graph: Graph,
    items: Sequence[tuple[ItemId, int]],
    *,
    priority: float,
    now_ms: int,
    cause: Cause,
    table: Table,
) -> Opened:
    """Open a task in the first stage for each (item, seq); one that lies in the archive comes back, any other stays as it is.

    Raises:
        Invalid: A priority out of range.
    """
    template = Task(
        id="", project=project, item="", seq=0, stage=graph.first.id, priority=priority, created_at=now_ms, updated_at=now_ms
    ).model_dump(mode="json", by_alias=True)
    puts = [
        Put(
            Row(
                tasks.key(workspace, project, item, MAIN),
                "task",
                orjson.dumps(template | {"id": task_id(item), "item": item, "seq": seq}),
            ),
            ABSENT,
        )
        for item, seq in items
    ]
    written = table.put_many(puts, cause=cause)
    # entries also for tasks of an earlier try that ended in between; those that their task has outrun are harmless
    table.put_many([_entry(workspace, project, graph, item, priority) for item, _ in items], cause=cause)
    old = [item for (item, _), version in zip(items, written, strict=True) if version is None]
    back = Move(graph.first.id)
    returned = apply(
        workspace,
        project,
        graph,
        old,
        lambda task: back if task.status is TaskStatus.ARCHIVED else None,
        now_ms=now_ms,
        cause=cause,
        table=table,
    )
    return Opened(new=len(items) - len(old), returned=returned.moved, there=len(old) - returned.moved)


def apply(
    workspace: WorkspaceId,
    project: str,
    graph: Graph,
    items: Sequence[ItemId],
    action: Callable[[Task], Action | None],
    *,
    actor: Actor = BY_SYSTEM,
    now_ms: int,
    cause: Cause,
    table: Table,
) -> Moved:
    """Do ``action`` (None: nothing) with the tasks of these items; items without a task are passed over.

    Raises:
        Transient: Some kept changing; try again.
    """
    moved = same = 0
    refused: list[tuple[str, str]] = []
    for start in range(0, len(items), TOGETHER):
        waiting: Sequence[ItemId] = items[start : start + TOGETHER]
        for attempt in range(TRIES):
            found = table.get_many([tasks.key(workspace, project, item, MAIN) for item in waiting])
            plans, still, no = _plan(graph, [rows.load(one, Task) for one in found if one], action, actor, now_ms)
            written = _write(workspace, graph, plans, alone=attempt > 0, cause=cause, table=table)
            moved += len(written)
            waiting = [ItemId(before.value.item) for before, _ in plans if before.value.id not in written]
            same += still
            refused += no
            if not waiting:
                break
        else:
            raise Transient(f"{len(waiting)} tasks are changing too quickly; try again.")
    return Moved(moved, same, tuple(refused))


def let_go(call: Call, project: str, user: str, *, table: Table) -> None:
    """Put what is assigned to somebody in stages where he works no longer back into the open queues, as the rows tell his
    roles; a lease of his on another task expires by itself. Raises NotFound: no such project.
    """
    graph = rows.get(table, keys.entry("project", call.workspace, project), Project, "project").value.graph
    roles = access.project_roles(Principal(call.workspace, UserId(user)), project, table=table)
    if all(works_in(stage, roles) for stage in graph.stages if stage.kind in WORK):
        return

    def freed(task: Task) -> Action | None:
        return Unassign() if task.assignee == user and not works_in(graph.of(task.stage), roles) else None

    cursor: str | None = None
    while True:
        page = tasks.mine(call.workspace, project, user, limit=1_000, cursor=cursor, table=table)
        items = [ItemId(one.value.item) for one in page.items]
        apply(call.workspace, project, graph, items, freed, now_ms=call.now_ms, cause=call.cause, table=table)
        cursor = page.cursor
        if cursor is None:
            return


def _plan(
    graph: Graph,
    found: Sequence[Stored[Task]],
    action: Callable[[Task], Action | None],
    actor: Actor,
    now_ms: int,
) -> tuple[list[tuple[Stored[Task], Task]], int, list[tuple[str, str]]]:
    plans: list[tuple[Stored[Task], Task]] = []
    refused: list[tuple[str, str]] = []
    same = 0
    for before in found:
        wanted = action(before.value)
        try:
            after = advance(graph, before.value, wanted, actor, now_ms=now_ms) if wanted else before.value
        except EverloopError as error:
            refused.append((before.value.id, error.message))
            continue
        if after == before.value:
            same += 1
        else:
            plans.append((before, after))
    return plans, same, refused


def _write(
    workspace: WorkspaceId,
    graph: Graph,
    plans: Sequence[tuple[Stored[Task], Task]],
    *,
    alone: bool,
    cause: Cause,
    table: Table,
) -> set[str]:
    """Write the moves, together or each ``alone``; the ids of those that were written."""
    written: set[str] = set()
    groups = [[plan] for plan in plans] if alone else [list(plans)] if plans else []
    for group in groups:
        writes: list[Write] = [write for before, after in group for write in tasks.moves(workspace, graph, before, after)]
        try:
            table.transact(writes, cause=cause)
        except Conflict:
            continue
        written |= {before.value.id for before, _ in group}
    return written


def _entry(workspace: WorkspaceId, project: str, graph: Graph, item: ItemId, priority: float) -> Put:
    order = rank(project, task_id(item), priority=priority)
    where = Place(graph.first.id, open_shard(order[1], graph.first.shards), order)
    said = {"schema": 1, "item": item, "branch": MAIN, "until": 0, "annotator": None}
    return Put(tasks.entry_row(tasks.entry_key(workspace, project, where), said), ABSENT)
