"""Custom metadata: the schema, and values on items."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from everloop.domain import filters
from everloop.domain.jobs import Job
from everloop.domain.limits import IDS
from everloop.domain.metadata import MetadataKey, MetadataSchema, MetadataType
from everloop.domain.metadata_report import MetadataReport
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep, IfMatch, tag
from everloop.usecases import metadata, metadata_jobs

router = APIRouter(prefix="/metadata", tags=["metadata"])

Key = Annotated[str, Path(max_length=100)]
KeyName = Annotated[str, StringConstraints(max_length=100)]
Value = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class NewKey(BaseModel):
    """A key's type; ``values`` of an enum, ``size`` of an embedding."""

    model_config = ConfigDict(extra="forbid")
    type: MetadataType
    title: str = Field(default="", max_length=200)
    values: list[Value] = Field(default_factory=list, max_length=255)
    size: int | None = Field(default=None, ge=1, le=4_096)


class MoreValues(BaseModel):
    """Values to add to an enum."""

    model_config = ConfigDict(extra="forbid")
    values: list[Value] = Field(min_length=1, max_length=255)


class ItemValues(BaseModel):
    """Values of one item, by key; null removes one. Dates in ISO 8601, places as {"lat", "lon"}."""

    model_config = ConfigDict(extra="forbid")
    item: str = Field(max_length=64)
    values: dict[KeyName, Any] = Field(max_length=500)


class ManyValues(BaseModel):
    """Up to 1,000 items with their values."""

    model_config = ConfigDict(extra="forbid")
    rows: list[ItemValues] = Field(max_length=IDS)


class ValuesWhere(BaseModel):
    """The same values for every item that passes a filter, such as ``{"set": "<hash>"}``; null removes a value."""

    model_config = ConfigDict(extra="forbid")
    filter: dict[str, Any]
    values: dict[KeyName, Any] = Field(min_length=1, max_length=500)


@router.get("", operation_id="getMetadataSchema", dependencies=[needs("workspace:member")])
def schema(call: CallDep, house: HouseDep, response: Response) -> MetadataSchema:
    """The workspace's metadata keys and their types."""
    stored = metadata.schema(call, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.put("/keys/{key}", operation_id="putMetadataKey", dependencies=[needs("workspace:admin")])
def put_key(key: Key, body: NewKey, call: CallDep, house: HouseDep, if_match: IfMatch, response: Response) -> MetadataSchema:
    """Add a key, retitle it, add enum values, or bring a deleted one back. A key's type never changes."""
    wanted = MetadataKey(type=body.type, title=body.title, values=tuple(body.values), size=body.size)
    stored = metadata.put_key(call, key, wanted, expect=if_match, table=house.table, index=house.index)
    tag(response, stored.version)
    return stored.value


@router.post("/keys/{key}/values", operation_id="addMetadataValues", dependencies=[needs("workspace:admin")])
def add_values(key: Key, body: MoreValues, call: CallDep, house: HouseDep, response: Response) -> MetadataSchema:
    """Add values to an enum."""
    stored = metadata.add_values(call, key, body.values, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.delete("/keys/{key}", operation_id="deleteMetadataKey", dependencies=[needs("workspace:admin")])
def delete_key(key: Key, call: CallDep, house: HouseDep, if_match: IfMatch, response: Response) -> MetadataSchema:
    """Delete a key; its values are kept until it is put again."""
    stored = metadata.delete_key(call, key, expect=if_match, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.post("/values", operation_id="setMetadataValues", dependencies=[needs("workspace:member")])
def set_values(body: ManyValues, call: CallDep, house: HouseDep) -> MetadataReport:
    """Set values of up to 1,000 items. Wrong values are refused with a report row by row; the good ones are written."""
    return metadata.set_values(call, [(row.item, row.values) for row in body.rows], table=house.table)


@router.post("/jobs", operation_id="setMetadataWhere", status_code=202, dependencies=[needs("workspace:member")])
def set_where(body: ValuesWhere, call: CallDep, house: HouseDep) -> Job:
    """Set the same values of all items that pass a filter: a job. Items whose folder you may not edit are in its report."""
    return metadata_jobs.set_where(
        call,
        filters.parse(body.filter),
        body.values,
        table=house.table,
        index=house.index,
        objects=house.objects,
        columns=house.columns,
    )
