"""Datasets: the collection versions that projects work on."""

from __future__ import annotations

from fastapi import APIRouter, Response, status
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.collections import Message
from everloop.domain.datasets import Dataset, DatasetVersion, Description, Pin, Title
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep, IfMatch, tag
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.usecases import datasets

router = APIRouter(prefix="/datasets", tags=["datasets"], dependencies=[needs("workspace:member")])


class NewDataset(BaseModel):
    """A dataset to make of collection versions."""

    model_config = ConfigDict(extra="forbid")

    title: Title
    description: Description = ""
    pins: list[Pin] = Field(min_length=1, max_length=100)
    message: Message = ""


class ChangedDataset(BaseModel):
    """What to change; what is absent stays."""

    model_config = ConfigDict(extra="forbid")

    title: Title | None = None
    description: Description | None = None
    archived: bool | None = None


class NewPins(BaseModel):
    """The pins of the next version. Without ``pins``, each collection at its newest version."""

    model_config = ConfigDict(extra="forbid")

    pins: list[Pin] | None = Field(default=None, min_length=1, max_length=100)
    message: Message = ""


@router.post("", operation_id="createDataset", status_code=status.HTTP_201_CREATED)
def create(body: NewDataset, call: CallDep, house: HouseDep, response: Response) -> Dataset:
    """Make a dataset of collection versions whose items you see."""
    stored = datasets.create(
        call,
        title=body.title,
        description=body.description,
        pins=body.pins,
        message=body.message,
        table=house.table,
        objects=house.objects,
        index=house.index,
    )
    tag(response, stored.version)
    return stored.value


@router.get("", operation_id="listDatasets")
def listing(call: CallDep, house: HouseDep, limit: Limit = 50, cursor: Cursor = None) -> PageOf[Dataset]:
    """The datasets that you see, by id."""
    return said(datasets.listing(call, limit=limit, cursor=cursor, table=house.table, objects=house.objects, index=house.index))


@router.get("/{dataset_id}", operation_id="getDataset")
def get(dataset_id: str, call: CallDep, house: HouseDep, response: Response) -> Dataset:
    """A dataset at its newest version."""
    stored = datasets.get(call, dataset_id, table=house.table, objects=house.objects, index=house.index)
    tag(response, stored.version)
    return stored.value


@router.patch("/{dataset_id}", operation_id="updateDataset")
def update(
    dataset_id: str, body: ChangedDataset, call: CallDep, house: HouseDep, response: Response, expect: IfMatch
) -> Dataset:
    """Change the title, the description, or whether it is archived: its creator, and managers of projects that work on it."""
    changes = body.model_dump(exclude_none=True)
    stored = datasets.update(
        call, dataset_id, changes, expect=expect, table=house.table, objects=house.objects, index=house.index
    )
    tag(response, stored.version)
    return stored.value


@router.post("/{dataset_id}/pin", operation_id="pinDataset")
def pin(dataset_id: str, body: NewPins, call: CallDep, house: HouseDep, response: Response, expect: IfMatch) -> Dataset:
    """Make a new version of other pins. Projects go on with theirs until they are moved to it."""
    pins = (
        body.pins
        if body.pins is not None
        else datasets.newest_pins(call, dataset_id, table=house.table, objects=house.objects, index=house.index)
    )
    stored = datasets.pin(
        call,
        dataset_id,
        pins,
        message=body.message,
        expect=expect,
        table=house.table,
        objects=house.objects,
        index=house.index,
    )
    tag(response, stored.version)
    return stored.value


@router.get("/{dataset_id}/versions", operation_id="listDatasetVersions")
def versions(
    dataset_id: str, call: CallDep, house: HouseDep, limit: Limit = 50, cursor: Cursor = None
) -> PageOf[DatasetVersion]:
    """The history of a dataset, newest first."""
    return said(
        datasets.versions(
            call, dataset_id, limit=limit, cursor=cursor, table=house.table, objects=house.objects, index=house.index
        )
    )
