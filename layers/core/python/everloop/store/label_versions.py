"""Label versions as rows, and which of them is a project's newest (decision 9)."""

from __future__ import annotations

from typing import Any

import orjson
from pyroaring import BitMap

from everloop.domain.errors import Conflict, NotFound, Transient
from everloop.domain.filters import Filter
from everloop.domain.ids import WorkspaceId, content_hash
from everloop.domain.jobs import OPEN, JobState
from everloop.domain.label_versions import Contents, LabelVersion, Live, project_of
from everloop.domain.pages import Page
from everloop.domain.principals import SYSTEM, Call, Cause, Principal
from everloop.ports import ABSENT, Key, Put, Row, Table, TableName
from everloop.store import jobs, keys, rows
from everloop.store.columns import Columns

KIND = "label-version"
"""The kind of the job that cuts one."""

TRIES = 10


def get(workspace: WorkspaceId, version: str, *, table: Table) -> LabelVersion:
    """A version by its id, which names its project. Raises NotFound."""
    return rows.get(table, key(workspace, version), LabelVersion, "label version").value


def find(workspace: WorkspaceId, version: str, *, table: Table) -> LabelVersion | None:
    """A version by its id."""
    found = rows.find(table, key(workspace, version), LabelVersion)
    return found.value if found else None


def of_project(
    workspace: WorkspaceId, project: str, *, limit: int = 50, cursor: str | None = None, table: Table
) -> Page[LabelVersion]:
    """A project's versions, newest first, named and unnamed."""
    place, _ = keys.index("label-version", workspace, project)
    page = table.query_index(TableName.WORKFLOW, place, limit=limit, cursor=cursor, backwards=True)
    return Page([rows.load(one, LabelVersion).value for one in page.items], page.cursor)


def newest(workspace: WorkspaceId, project: str, *, table: Table) -> LabelVersion | None:
    """The version that was cut last, of whatever contents; a moment ago may be too new to be found."""
    return next(iter(of_project(workspace, project, limit=1, table=table).items), None)


def create(workspace: WorkspaceId, version: LabelVersion, *, cause: Cause, table: Table) -> LabelVersion:
    """Store a version; one that is there already is given back. A whole one may become the project's newest."""
    place = keys.index("label-version", workspace, version.project, f"{version.created_at:015d}", version.id)
    try:
        table.put(Put(rows.row(key(workspace, version.id), "label-version", version, index=place), ABSENT), cause=cause)
    except Conflict:
        version = get(workspace, version.id, table=table)
    if version.contents.whole:
        _move(workspace, version.project, {"version": version.id, "as_of": version.as_of}, by="as_of", cause=cause, table=table)
    return version


def mark_changed(workspace: WorkspaceId, project: str, at: int, *, cause: Cause, table: Table) -> None:
    """Say that labels of the project were saved at ``at`` (UTC epoch ms): what was cut before is stale."""
    _move(workspace, project, {"changed_at": at}, by="changed_at", cause=cause, table=table)


def live(workspace: WorkspaceId, project: str, *, table: Table) -> Live:
    """The project's newest whole version, and whether it is stale: a read that shows it says ``as_of``."""
    said = _said(table.get(_live_key(workspace, project)))
    version = find(workspace, said["version"], table=table) if said.get("version") else None
    stale = said.get("changed_at", 0) >= version.as_of if version else "changed_at" in said
    return Live(project=project, version=version, stale=stale, job=said.get("job") if stale else None)


def refreshed(workspace: WorkspaceId, project: str, *, now: Call, table: Table) -> Live:
    """The same; where it is stale and nobody is at it, a job that cuts the next one is asked for."""
    found = live(workspace, project, table=table)
    if not found.stale or (found.job and _open(workspace, found.job, table=table)):
        return found
    changed_at = _said(table.get(_live_key(workspace, project))).get("changed_at", 0)
    system = Call(Principal(workspace, SYSTEM), now.now, f"live {project} {changed_at}")
    job = request(system, project, Contents(), title="Bring the project's objects up to date", table=table)
    _move(workspace, project, {"job": job, "asked_at": now.now_ms}, by="asked_at", cause=system.cause, table=table)
    return found.model_copy(update={"job": job})


def request(
    call: Call, project: str, contents: Contents, *, name: str | None = None, message: str = "", title: str, table: Table
) -> str:
    """Ask for a job that cuts a version; the job's id. Its result names the version.

    Raises:
        Conflict: Another version of the project has the name, or gets it.
    """
    if name is not None:
        _take_name(call, project, name, table=table)
    spec: dict[str, object] = {
        "project": project,
        "contents": contents.model_dump(mode="json"),
        "name": name,
        "message": message,
    }
    return jobs.request(call, KIND, title=title, spec=spec, project=project, table=table).id


def objects_with(
    workspace: WorkspaceId,
    where: Filter,
    *,
    version: LabelVersion,
    seqs: BitMap | None = None,
    columns: Columns,
) -> BitMap:
    """The items of a version that have an object that passes ``where``. Raises Invalid: a column that is not there."""
    return columns.members(columns.table(version.tables["objects"]), where, seqs=seqs)


def key(workspace: WorkspaceId, version: str) -> Key:
    """Where a version is. Raises NotFound: it is no id of one."""
    return keys.child("label-version", workspace, project_of(version), version)


def _take_name(call: Call, project: str, name: str, *, table: Table) -> None:
    """The job's that this request is; that of a job which came to nothing is free again."""
    place = keys.entry("label-version-name", call.workspace, project, content_hash(name.encode())[:40])
    mine = call.new_id("job", KIND)
    there = table.get(place)
    holder = _said(there).get("job")
    if holder == mine:
        return
    if holder is not None and _came_to_something(call.workspace, holder, table=table):
        sentence = f"This project has a label version {name!r} already, or is cutting it; give this one another name."
        raise Conflict(sentence, name=name, job=holder)
    data = orjson.dumps({"schema": 1, "name": name, "job": mine})
    row = Row(place, "label-version-name", data, announced=False)
    table.put(Put(row, there.version if there else ABSENT), cause=call.cause)


def _came_to_something(workspace: WorkspaceId, job: str, *, table: Table) -> bool:
    try:
        return jobs.get(workspace, job, table=table).value.state not in (JobState.FAILED, JobState.CANCELLED)
    except NotFound:
        return False  # its request died between the name and the job


def _live_key(workspace: WorkspaceId, project: str) -> Key:
    return keys.entry("label-live", workspace, project)


def _said(row: Row | None) -> dict[str, Any]:
    return rows.body(row) if row else {}


def _open(workspace: WorkspaceId, job: str, *, table: Table) -> bool:
    try:
        return jobs.get(workspace, job, table=table).value.state in OPEN
    except NotFound:
        return False


def _move(workspace: WorkspaceId, project: str, said: dict[str, int | str], *, by: str, cause: Cause, table: Table) -> None:
    """Set what is said unless the row has a newer ``by``."""
    place = _live_key(workspace, project)
    for _ in range(TRIES):
        there = table.get(place)
        body = _said(there)
        if by in body and int(body[by]) >= int(said[by]):
            return
        data = orjson.dumps({"schema": 1, **body, **said})
        try:
            table.put(Put(Row(place, "label-live", data, announced=False), there.version if there else ABSENT), cause=cause)
        except Conflict:
            continue
        return
    raise Transient("The project's labels are changing very quickly; try again.")
