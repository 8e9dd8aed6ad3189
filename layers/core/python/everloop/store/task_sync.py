"""How far a project's tasks follow its datasets, as a row."""

from __future__ import annotations

from collections.abc import Sequence

from pyroaring import BitMap

from everloop.domain.errors import Conflict, NotFound
from everloop.domain.ids import SetHash, WorkspaceId
from everloop.domain.jobs import OPEN
from everloop.domain.principals import Call
from everloop.domain.projects import Attached, Project, TaskSync
from everloop.ports import Key, Objects, Put, Table
from everloop.store import jobs, keys, projects, rows, sets, walking
from everloop.store.rows import Stored


def key(workspace: WorkspaceId, project: str) -> Key:
    """Where it is."""
    return keys.entry("task-sync", workspace, project)


def get(workspace: WorkspaceId, project: str, *, table: Table) -> Stored[TaskSync]:
    """How far it is; version 0 where nothing was done yet."""
    return rows.find(table, key(workspace, project), TaskSync) or Stored(TaskSync(schema=1), 0)


def put(workspace: WorkspaceId, project: str, after: TaskSync, version: int) -> Put:
    """The write of a step."""
    return Put(rows.row(key(workspace, project), "task-sync", after, announced=False), version)


def attach(call: Call, before: Stored[Project], datasets: Sequence[Attached], job: str, *, table: Table) -> Stored[Project]:
    """Set what a project works on, for ``job`` to follow; nobody else may until that job is over.

    Raises:
        Conflict: Another job is at it, or the project changed meanwhile.
    """
    sync = get(call.workspace, before.value.id, table=table)
    if sync.value.job not in (None, job) and _is_open(call.workspace, sync.value.job, table):
        raise Conflict("The tasks of this project are just being brought up to date; wait for that job.", job=sync.value.job)
    after = before.value.model_copy(update={"datasets": tuple(datasets), "updated_at": call.now_ms})
    table.transact(
        [
            Put(rows.row(projects.key(call.workspace, after.id), "project", after), before.version),
            put(call.workspace, after.id, sync.value.model_copy(update={"job": job}), sync.version),
        ],
        cause=call.cause,
    )
    return Stored(after, before.version + 1)


def begin(call: Call, project: Project, *, table: Table, objects: Objects) -> tuple[BitMap, BitMap]:
    """What is to be opened and what is to be archived; noted, so that a job that dies leaves nothing behind."""
    sync = get(call.workspace, project.id, table=table)
    after = walking.members(call.workspace, project, objects=objects)
    maybe = _load(call, sync.value.maybe, objects)
    sure = _load(call, sync.value.sure, objects) & after
    noted = sync.value.model_copy(update=_named(call, maybe | after, sure, objects))
    if noted != sync.value:
        table.put(put(call.workspace, project.id, noted, sync.version), cause=call.cause)
    return after - sure, maybe - after


def end(call: Call, project: Project, *, unseen: BitMap, table: Table, objects: Objects) -> None:
    """All is opened and archived but ``unseen`` (of both), which the next job looks for again."""
    sync = get(call.workspace, project.id, table=table)
    after = walking.members(call.workspace, project, objects=objects)
    done = sync.value.model_copy(update=_named(call, after | unseen, after - unseen, objects))
    if done != sync.value:
        table.put(put(call.workspace, project.id, done, sync.version), cause=call.cause)


def _is_open(workspace: WorkspaceId, job: str | None, table: Table) -> bool:
    try:
        return jobs.get(workspace, job or "", table=table).value.state in OPEN
    except NotFound:
        return False  # asked for, but never made


def _load(call: Call, name: str | None, objects: Objects) -> BitMap:
    return sets.load(objects, call.workspace, SetHash(name)) if name else BitMap()


def _named(call: Call, maybe: BitMap, sure: BitMap, objects: Objects) -> dict[str, str]:
    return {"maybe": sets.save(objects, call.workspace, maybe), "sure": sets.save(objects, call.workspace, sure)}
