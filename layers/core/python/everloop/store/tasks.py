"""Tasks and their queues as rows. A task's row decides; its queue entry says where it waits and moves in the same transaction.

Every write of an entry stands in a transaction on the task's version, so two people can never hold one task. The one exception,
opening many tasks at once, may leave an entry behind that its task has outrun: whoever meets such an entry removes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from everloop.domain.actions import Claim
from everloop.domain.advance import Actor, advance
from everloop.domain.annotations import MAIN
from everloop.domain.errors import Conflict, NotFound, Transient
from everloop.domain.ids import ItemId, ProjectId, WorkspaceId
from everloop.domain.pages import Page
from everloop.domain.principals import Cause
from everloop.domain.tasks import Place, Task, item_and_branch, own_shard, place
from everloop.domain.workflow import ENDS, Graph, Stage, StageKind
from everloop.ports import ANY, Check, Delete, Key, Put, Row, Table
from everloop.store import keys, rows
from everloop.store.rows import Stored

FIRST = 20
LOOK = 100
TRIES = 60
HELD, MINE = "held", "mine"

Write = Put | Delete | Check


@dataclass(frozen=True, slots=True)
class Entry:
    """A queue entry as it was read. ``order``: equal for those of one priority."""

    key: Key
    order: str
    version: int
    item: ItemId
    branch: str


# ── one task ──────────────────────────────────────────────────────────────────────────────────────


def key(workspace: WorkspaceId, project: str, item: str, branch: str) -> Key:
    """Where a task is."""
    return keys.child("task", workspace, project, item, branch)


def find(workspace: WorkspaceId, project: str, task: str, *, table: Table) -> Stored[Task] | None:
    """A task by its id."""
    item, branch = item_and_branch(task)
    return rows.find(table, key(workspace, project, item, branch), Task)


def find_many(
    workspace: WorkspaceId, project: str, items: Sequence[str], branch: str = MAIN, *, table: Table
) -> list[Stored[Task] | None]:
    """The tasks of many items, in that order."""
    found = table.get_many([key(workspace, project, item, branch) for item in items])
    return [rows.load(one, Task) if one else None for one in found]


def get(workspace: WorkspaceId, project: str, task: str, *, table: Table) -> Stored[Task]:
    """A task by its id. Raises NotFound."""
    found = find(workspace, project, task, table=table)
    if found is None:
        raise NotFound("There is no such task.", task=task)
    return found


def row(workspace: WorkspaceId, task: Task) -> Row:
    """A task as a row; in the secondary index under the person whose task it is."""
    worker = task.worker
    kind = HELD if task.lease else MINE
    index = keys.index("task", workspace, keys.joined(task.project, worker), kind, task.stage, task.id) if worker else None
    return rows.row(key(workspace, task.project, task.item, task.branch), "task", task, index=index)


def moves(workspace: WorkspaceId, graph: Graph, before: Stored[Task], after: Task) -> list[Write]:
    """The writes that take a task from ``before`` to ``after``: the task by version, and its queue entry. At most three."""
    writes: list[Write] = [Put(row(workspace, after), before.version)]
    old, new = _entry_key(workspace, graph, before.value), _entry_key(workspace, graph, after)
    if old is not None and old != new:
        writes.append(Delete(old, ANY))
    if new is not None:
        writes.append(Put(_entry_row(new, after), ANY))
    return writes


def move(
    workspace: WorkspaceId,
    graph: Graph,
    before: Stored[Task],
    after: Task,
    *,
    more: Sequence[Write] = (),
    cause: Cause,
    table: Table,
) -> Stored[Task]:
    """Write a task's move, and ``more`` with it, in one transaction. Raises Conflict: something of it changed meanwhile."""
    table.transact([*moves(workspace, graph, before, after), *more], cause=cause)
    return Stored(after, before.version + 1)


# ── claiming ──────────────────────────────────────────────────────────────────────────────────────


def claim_next(
    workspace: WorkspaceId,
    project: ProjectId | str,
    graph: Graph,
    stage: Stage,
    actor: Actor,
    *,
    request: str,
    now_ms: int,
    cause: Cause,
    table: Table,
) -> Stored[Task] | None:
    """Take a lease on a task: one of the actor's own, else a random one of the highest priority among the first 20 that wait;
    after losing one to somebody else, any of these 20. None: nothing waits. Tasks of deleted items are passed over; they stay
    in the queue for when their items are brought back.

    Asked again with the same ``request``, it gives the same task.

    Raises:
        Transient: Too many others were claiming at the same time.
    """
    if again := _held_for(workspace, project, actor.user, request, table=table):
        return again
    draw = Random(f"{actor.user} {request}")
    lost = wary = False
    for _ in range(TRIES):
        waiting = _claimable(workspace, project, stage, actor, draw=draw, now_ms=now_ms, wary=wary, table=table)
        if not waiting:
            return None
        entry = draw.choice([one for one in waiting if lost or one.order == waiting[0].order])
        if _deleted(workspace, [entry.item], table):
            wary = True  # from here on, all items are asked before one is chosen
            continue
        lost = True
        taken = _claim(workspace, project, graph, entry, actor, request=request, now_ms=now_ms, cause=cause, table=table)
        if taken is not None:
            return taken
    raise Transient("Many people are taking tasks just now; try again.")


def _claim(
    workspace: WorkspaceId,
    project: str,
    graph: Graph,
    entry: Entry,
    actor: Actor,
    *,
    request: str,
    now_ms: int,
    cause: Cause,
    table: Table,
) -> Stored[Task] | None:
    before = rows.find(table, key(workspace, project, entry.item, entry.branch), Task)
    if before is None or _entry_key(workspace, graph, before.value) != entry.key:
        _drop(entry, table=table, cause=cause)
        return None
    try:
        after = advance(graph, before.value, Claim(request), actor, now_ms=now_ms).model_copy(update={"request": request})
        return move(workspace, graph, before, after, cause=cause, table=table)
    except Conflict:
        return None  # another was faster; look again


def _claimable(
    workspace: WorkspaceId,
    project: str,
    stage: Stage,
    actor: Actor,
    *,
    draw: Random,
    now_ms: int,
    wary: bool,
    table: Table,
) -> list[Entry]:
    """``wary``: leave out those whose items are deleted, for a read an entry."""
    shards = [str(number) for number in range(stage.shards)]
    draw.shuffle(shards)
    for shard, most in ((own_shard(actor.user), 1), *((shard, FIRST) for shard in shards)):
        found: list[Entry] = []
        for page in _entries(workspace, project, stage, shard, actor, now_ms=now_ms, table=table):
            gone = _deleted(workspace, [one.item for one in page], table) if wary else frozenset[ItemId]()
            found += [one for one in page if one.item not in gone][: most - len(found)]
            if len(found) == most:
                break
        if found:
            return found
    return []


def _entries(
    workspace: WorkspaceId, project: str, stage: Stage, shard: str, actor: Actor, *, now_ms: int, table: Table
) -> Iterator[list[Entry]]:
    """The entries of a shard that the actor may take, in order, a page at a time."""
    partition = keys.child("queue", workspace, keys.joined(project, stage.id, shard))
    cursor: str | None = None
    while True:
        page = table.query(partition.table, partition.partition, limit=LOOK, cursor=cursor)
        free: list[Entry] = []
        for found in page.items:
            said = rows.body(found)
            leased = said["until"] > now_ms
            own_work = stage.kind is StageKind.REVIEW and said["annotator"] == actor.user and not actor.alone
            if leased or own_work:
                continue
            order = keys.parts(found.key.sort)[0]
            free.append(Entry(found.key, order, found.version, ItemId(said["item"]), said["branch"]))
        yield free
        cursor = page.cursor
        if cursor is None:
            return


def _deleted(workspace: WorkspaceId, items: Sequence[ItemId], table: Table) -> frozenset[ItemId]:
    asked = list(dict.fromkeys(items))
    heads = table.get_many([keys.head(workspace, item) for item in asked])
    return frozenset(item for item, head in zip(asked, heads, strict=True) if head and rows.body(head).get("deleted"))


def _held_for(workspace: WorkspaceId, project: str, user: str, request: str, *, table: Table) -> Stored[Task] | None:
    for found in mine(workspace, project, user, held=True, limit=LOOK, table=table).items:
        if found.value.lease and found.value.lease.request == request:
            return found
    return None


def _drop(entry: Entry, *, table: Table, cause: Cause) -> None:
    try:
        table.delete(Delete(entry.key, entry.version), cause=cause)
    except Conflict:
        return  # it was written anew, so it may be good


# ── listing ───────────────────────────────────────────────────────────────────────────────────────


def mine(
    workspace: WorkspaceId,
    project: str,
    user: str,
    *,
    held: bool = False,
    limit: int = 100,
    cursor: str | None = None,
    table: Table,
) -> Page[Stored[Task]]:
    """The tasks that are somebody's: held ones first, then those assigned, by stage. ``held``: only the former."""
    partition, _ = keys.index("task", workspace, keys.joined(project, user))
    prefix = keys.joined(HELD, "") if held else ""
    noun = keys.PATTERNS["task"]
    page = table.query_index(noun.table, partition, prefix=prefix, limit=limit, cursor=cursor)
    return Page([rows.load(one, Task) for one in page.items], page.cursor)


def of_project(
    workspace: WorkspaceId, project: str, *, limit: int = 100, cursor: str | None = None, table: Table
) -> Page[Stored[Task]]:
    """A project's tasks, by item."""
    partition = keys.child("task", workspace, project)
    page = table.query(partition.table, partition.partition, limit=limit, cursor=cursor)
    return Page([rows.load(one, Task) for one in page.items], page.cursor)


# ── entries ───────────────────────────────────────────────────────────────────────────────────────


def entry_key(workspace: WorkspaceId, project: str, where: Place) -> Key:
    """Where an entry is."""
    return keys.child("queue", workspace, keys.joined(project, where.stage, where.shard), *where.sort)


def entry_row(place_key: Key, said: Mapping[str, Any]) -> Row:
    """An entry as a row; nobody listens to its changes."""
    return rows.row(place_key, "queue", said, announced=False)


def _entry_key(workspace: WorkspaceId, graph: Graph, task: Task) -> Key | None:
    """None where no work is done in the task's stage."""
    stage = graph.of(task.stage)
    return None if stage.kind in ENDS else entry_key(workspace, task.project, place(task, shards=stage.shards))


def _entry_row(place_key: Key, task: Task) -> Row:
    until = task.lease.until if task.lease else 0
    said = {"schema": 1, "item": task.item, "branch": task.branch, "until": until, "annotator": task.annotator}
    return entry_row(place_key, said)
