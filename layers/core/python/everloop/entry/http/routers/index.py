"""The index: rebuild it from the table."""

from __future__ import annotations

from fastapi import APIRouter

from everloop.domain.jobs import Job
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep
from everloop.usecases import index

router = APIRouter(prefix="/index", tags=["search"])


@router.post("/rebuild", operation_id="rebuildIndex", status_code=202, dependencies=[needs("workspace:admin")])
def rebuild(call: CallDep, house: HouseDep) -> Job:
    """Index every item again from its rows; searches go on meanwhile."""
    return index.reindex(call, table=house.table)
