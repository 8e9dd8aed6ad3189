"""The report of what failed in a job, page by page."""

from __future__ import annotations

from typing import Any

import orjson

from everloop.domain.access import ProjectRole, WorkspaceRole
from everloop.domain.errors import Invalid
from everloop.domain.jobs import Job
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.ports import Objects, Table
from everloop.store import access, jobs

STEP_BYTES = 1_000_000


def errors(
    call: Call, job: str, *, limit: int = 100, cursor: str | None = None, table: Table, objects: Objects
) -> Page[dict[str, Any]]:
    """Lines of a job's report, each with a ``reason``; none where nothing failed. For who asked for the job, the managers of
    its project, and admins of the workspace: lines name files.

    Raises:
        NotFound: No such job.
        Forbidden: The caller is none of these.
        Invalid: The cursor is none of this listing's.
    """
    found = jobs.get(call.workspace, job, table=table).value
    _allow(call, found, table)
    path = found.errors
    if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 15):
        raise Invalid("This is not a cursor of this listing.")
    if path is None:
        return Page([])
    at, lines, rest = int(cursor or 0), list[bytes](), b""
    while len(lines) < limit:
        got = objects.read(path, start=at + len(rest), length=STEP_BYTES)
        if not got:
            break
        *whole, rest = (rest + got).split(b"\n")
        taken = whole[: limit - len(lines)]
        lines += taken
        at += sum(len(line) + 1 for line in taken)
        if len(taken) < len(whole):
            return Page([_parsed(line) for line in lines], str(at))
    more = len(lines) == limit and bool(rest or objects.read(path, start=at, length=1))
    return Page([_parsed(line) for line in lines], str(at) if more else None)


def _allow(call: Call, job: Job, table: Table) -> None:
    mine = job.created_by == call.actor
    if not mine and (
        not job.project or ProjectRole.MANAGER not in access.project_roles(call.principal, job.project, table=table)
    ):
        access.require_workspace(call.principal, WorkspaceRole.ADMIN, table=table)


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        found: dict[str, Any] = orjson.loads(line)
    except ValueError:
        raise Invalid("This is not a cursor of this listing.") from None
    return found
