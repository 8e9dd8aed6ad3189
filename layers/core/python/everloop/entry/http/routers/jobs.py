"""Jobs: progress, results, errors, cancel."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Response

from everloop.domain.jobs import Job
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.usecases import jobs

router = APIRouter(prefix="/jobs", tags=["jobs"])


@router.get("", operation_id="listJobs", dependencies=[needs("workspace:member")])
def recent(call: CallDep, house: HouseDep, limit: Limit = 50, cursor: Cursor = None) -> PageOf[Job]:
    """Jobs, newest first."""
    return said(jobs.recent(call, limit=limit, cursor=cursor, table=house.table))


@router.get("/{job_id}", operation_id="getJob", dependencies=[needs("workspace:member")], response_model=Job)
def get(
    job_id: str, call: CallDep, house: HouseDep, response: Response, if_none_match: Annotated[str | None, Header()] = None
) -> Job | Response:
    """A job with its progress; poll it with If-None-Match (304 while nothing changed)."""
    stored = jobs.get(call, job_id, table=house.table)
    etag = f'"{stored.version}-{stored.value.done}"'
    if if_none_match == etag:
        return Response(status_code=304, headers={"ETag": etag})
    response.headers["ETag"] = etag
    return stored.value


@router.post("/{job_id}/cancel", operation_id="cancelJob", dependencies=[needs("workspace:member")])
def cancel(job_id: str, call: CallDep, house: HouseDep) -> Job:
    """Cancel a job; one that is over stays as it is."""
    return jobs.cancel(call, job_id, table=house.table, runner=house.runner)
