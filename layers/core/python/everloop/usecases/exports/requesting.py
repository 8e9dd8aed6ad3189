"""Asking for exports, and fetching what they made."""

from __future__ import annotations

from everloop.domain.errors import Conflict, Invalid, NotFound
from everloop.domain.filters import And, InSet, parse, to_json
from everloop.domain.jobs import Job, JobState
from everloop.domain.principals import Call
from everloop.domain.transfers import EXPORT, ExportedFile, ExportRequest
from everloop.ports import Index, Objects, Table
from everloop.store import jobs, label_versions, projects, selecting, sets, walking
from everloop.store.columns import Columns

EXPIRES_S = 3_600
LOOKED_AT, PAGE = 1_000, 200


def export(
    call: Call, project: str, asked: ExportRequest, *, table: Table, objects: Objects, index: Index, columns: Columns
) -> Job:
    """Write labels of a project to a file. A filter is resolved now, over what the caller sees of the project's items.

    Raises:
        NotFound: No such project, or no such version of it.
        Invalid: No such stage or field.
    """
    found = projects.get(call.workspace, project, table=table).value
    spec: dict[str, object] = {"project": project, **asked.model_dump(mode="json")}
    if asked.version is not None and label_versions.get(call.workspace, asked.version, table=table).project != project:
        raise NotFound("The project has no such label version.", version=asked.version)
    if asked.stages is not None:
        known = {stage.id for stage in found.graph.stages}
        if unknown := sorted(set(asked.stages) - known):
            raise Invalid(f"The workflow has no stage {unknown[0]!r}; there are: {', '.join(sorted(known))}.")
    if asked.filter is not None:
        inside = InSet(sets.save(objects, call.workspace, walking.members(call.workspace, found, objects=objects)))
        wanted = parse(asked.filter)
        node = And((inside, wanted))
        chosen = selecting.members(call, node, table=table, index=index, objects=objects, columns=columns)
        spec["filter"] = to_json(wanted)
        spec["set"] = sets.save(objects, call.workspace, chosen)
    title = f"Export {found.title} ({asked.format})"
    return jobs.request(call, EXPORT, title=title, spec=spec, project=project, table=table)


def of_project(call: Call, project: str, *, limit: int = 50, table: Table) -> list[Job]:
    """A project's exports, newest first: those among the newest thousand jobs of the workspace."""
    found: list[Job] = []
    cursor: str | None = None
    for _ in range(LOOKED_AT // PAGE):
        page = jobs.recent(call.workspace, limit=PAGE, cursor=cursor, table=table)
        found += [one for one in page.items if one.kind == EXPORT and one.project == project]
        cursor = page.cursor
        if cursor is None or len(found) >= limit:
            break
    return found[:limit]


def project_of(call: Call, job: str, *, table: Table) -> str:
    """The project that an export is of. Raises NotFound: this is no export."""
    found = jobs.get(call.workspace, job, table=table).value
    if found.kind != EXPORT or found.project is None:
        raise NotFound("There is no such export.", job=job)
    return found.project


def files(call: Call, job: str, *, table: Table, objects: Objects) -> list[ExportedFile]:
    """The files of an export that is done, with addresses to read them by.

    Raises:
        NotFound: This is no export.
        Conflict: It is not done.
    """
    project_of(call, job, table=table)
    found = jobs.get(call.workspace, job, table=table).value
    if found.state is not JobState.DONE:
        raise Conflict(f"This export is {found.state}; wait for its job.", job=job)
    return [
        ExportedFile(
            name=one["name"], size_bytes=one["size_bytes"], url=objects.presign(one["path"], method="GET", expires_s=EXPIRES_S)
        )
        for one in (found.result or {}).get("files", [])
    ]
