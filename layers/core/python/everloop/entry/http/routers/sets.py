"""Sets of items: a selection, the answer of a filter, what is left of others."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.curation import Choice, Operation, StoredSet
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep
from everloop.usecases.curate import choosing

router = APIRouter(prefix="/sets", tags=["sets"])

MEMBER = [needs("workspace:member")]


class Combination(BaseModel):
    """What to do with which sets, the first first."""

    model_config = ConfigDict(extra="forbid")
    operation: Operation
    sets: list[Annotated[str, Field(max_length=64)]] = Field(min_length=1, max_length=100)


@router.post("", operation_id="createSet", status_code=201, dependencies=MEMBER)
def create(body: Choice, call: CallDep, house: HouseDep) -> StoredSet:
    """Keep chosen items as a set; use it in a filter as `{"set": hash}`. The same items have the same hash."""
    return choosing.save(call, body, table=house.table, objects=house.objects, columns=house.columns, index=house.index)


@router.post("/combine", operation_id="combineSets", status_code=201, dependencies=MEMBER)
def combine(body: Combination, call: CallDep, house: HouseDep) -> StoredSet:
    """Unite or intersect sets, or take the others away from the first."""
    return choosing.combine(call, body.operation, body.sets, table=house.table, objects=house.objects, index=house.index)


@router.get("/{set_hash}", operation_id="getSet", dependencies=MEMBER)
def get(set_hash: str, call: CallDep, house: HouseDep) -> StoredSet:
    """How many of a set's items you see."""
    return choosing.get(call, set_hash, table=house.table, objects=house.objects, index=house.index)
