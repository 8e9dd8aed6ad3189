"""Verdicts as rows: one a round, stage and object (or whole row); the last one said stands."""

from __future__ import annotations

from everloop.domain.ids import WorkspaceId
from everloop.domain.issues import Verdict
from everloop.ports import ANY, Put, Table
from everloop.store import keys, rows

ROW, OBJECT = "row", "object"


def put(workspace: WorkspaceId, verdict: Verdict) -> Put:
    """The write of a verdict, for the transaction that moves what it is about."""
    about = (OBJECT, verdict.object_id) if verdict.object_id else (ROW,)
    owner = keys.joined(verdict.project, verdict.task)
    place = keys.child("verdict", workspace, owner, keys.number(verdict.round), verdict.stage, *about)
    return Put(rows.row(place, "verdict", verdict, announced=False), ANY)


def of_task(workspace: WorkspaceId, project: str, task: str, *, round_: int | None = None, table: Table) -> list[Verdict]:
    """The verdicts on a task (of one round), by round."""
    place = keys.child("verdict", workspace, keys.joined(project, task))
    prefix = "" if round_ is None else keys.joined(keys.number(round_), "")
    found: list[Verdict] = []
    cursor: str | None = None
    while True:
        page = table.query(place.table, place.partition, prefix=prefix, limit=1_000, cursor=cursor)
        found += [rows.load(one, Verdict).value for one in page.items]
        cursor = page.cursor
        if cursor is None:
            return found
