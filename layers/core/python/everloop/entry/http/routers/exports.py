"""Exports: labels of a project as files, by a job."""

from __future__ import annotations

from fastapi import APIRouter, status

from everloop.domain.jobs import Job
from everloop.domain.principals import Call
from everloop.domain.transfers import ExportedFile, ExportRequest
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep
from everloop.entry.http.pages import Limit
from everloop.house import House
from everloop.usecases.exports import requesting

router = APIRouter(tags=["exports"])


def project_of(house: House, call: Call, job: str) -> str:
    """The project that an export is of. Raises NotFound."""
    return requesting.project_of(call, job, table=house.table)


@router.post(
    "/projects/{project_id}/exports",
    operation_id="exportLabels",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[needs("project:manager", "project_id")],
)
def export(project_id: str, body: ExportRequest, call: CallDep, house: HouseDep) -> Job:
    """Write labels to a file: a job. What is exported is pinned as a label version, which the result names."""
    return requesting.export(
        call, project_id, body, table=house.table, objects=house.objects, index=house.index, columns=house.columns
    )


@router.get("/projects/{project_id}/exports", operation_id="listExports", dependencies=[needs("project:viewer", "project_id")])
def listing(project_id: str, call: CallDep, house: HouseDep, limit: Limit = 50) -> list[Job]:
    """The project's exports, newest first: those among the newest thousand jobs."""
    return requesting.of_project(call, project_id, limit=limit, table=house.table)


@router.get(
    "/exports/{job_id}/files",
    operation_id="getExportFiles",
    dependencies=[needs("project:viewer", "job_id", via=project_of)],
)
def files(job_id: str, call: CallDep, house: HouseDep) -> list[ExportedFile]:
    """The files of an export that is done, with addresses to read them by for an hour."""
    return requesting.files(call, job_id, table=house.table, objects=house.objects)
