"""Near-duplicates: find them; they are seen as the facets `duplicates.phash` and `duplicates.lite0`."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.curation import DuplicateMethod
from everloop.domain.jobs import Job
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep
from everloop.usecases.curate import grouping

router = APIRouter(prefix="/duplicates", tags=["search"])


class DuplicateQuery(BaseModel):
    """By which methods."""

    model_config = ConfigDict(extra="forbid")
    methods: list[DuplicateMethod] = Field(default=list(DuplicateMethod), min_length=1, max_length=2)


@router.post("/find", operation_id="findDuplicates", status_code=202, dependencies=[needs("workspace:member")])
def find(body: DuplicateQuery, call: CallDep, house: HouseDep) -> Job:
    """Group all near-duplicates anew. Done on request only: items that came since have no group yet.

    A group keeps its name for as long as its oldest item is in it.
    """
    return grouping.request(call, body.methods, table=house.table)
