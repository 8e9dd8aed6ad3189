"""Registering files by lists and by their stores' events, and uploading files."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator

from everloop.domain.events import ObjectChanged
from everloop.domain.folders import ROOT
from everloop.domain.formats.registration import ListFormat
from everloop.domain.jobs import Job
from everloop.domain.registrations import Arrivals
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.usecases import arrivals, embed, events, job_errors, register, upload
from everloop.usecases.upload import UploadAddress, UploadFile, UploadReport

router = APIRouter(tags=["ingest"])


class NewRegistration(BaseModel):
    """A list of files, either in ``items`` or, where it is large, by the ``path`` of an address that it was written to.

    ``items``: addresses, or objects with ``uri`` or ``key`` and perhaps ``metadata`` and ``folder`` (a path below the folder).
    """

    model_config = ConfigDict(extra="forbid")
    items: list[str | dict[str, Any]] | None = Field(default=None, max_length=50_000)
    path: str | None = Field(default=None, max_length=300)
    format: ListFormat = "auto"
    source: str | None = None
    folder: str = ROOT
    mirror: bool = False

    @model_validator(mode="after")
    def _one_list(self) -> NewRegistration:
        if (self.items is None) == (self.path is None):
            raise ValueError("give either items or a path")
        return self


class ListAddress(BaseModel):
    """PUT the list to ``url``, then name ``path``."""

    url: str
    path: str


class ObjectEvent(BaseModel):
    """An object was created, overwritten or removed."""

    model_config = ConfigDict(extra="forbid")
    uri: str = Field(min_length=1, max_length=4_096)
    removed: bool = False
    sequencer: str = ""


class NewUploads(BaseModel):
    """Files to upload into a folder."""

    model_config = ConfigDict(extra="forbid")
    files: list[UploadFile] = Field(min_length=1, max_length=100)
    folder: str = ROOT


class FinishedUploads(BaseModel):
    """The keys of uploads whose bytes were written."""

    model_config = ConfigDict(extra="forbid")
    keys: list[str] = Field(min_length=1, max_length=100)
    folder: str = ROOT


@router.post("/registrations", operation_id="registerList", status_code=202, dependencies=[needs("workspace:admin")])
def register_list(body: NewRegistration, call: CallDep, house: HouseDep) -> Job:
    """Register the files that a list names: JSON, JSON lines, CSV, or Encord's registration JSON. A job."""
    return register.register_list(
        call,
        list_=body.path if body.path is not None else body.items or [],
        source=body.source,
        format=body.format,
        folder=body.folder,
        mirror=body.mirror,
        table=house.table,
        objects=house.objects,
    )


@router.post("/registrations/address", operation_id="addressList", dependencies=[needs("workspace:admin")])
def address(call: CallDep, house: HouseDep) -> ListAddress:
    """An address for a list that is too large for a request."""
    url, path = register.list_address(call, objects=house.objects)
    return ListAddress(url=url, path=path)


@router.post("/object-events", operation_id="objectEvents", dependencies=[needs("workspace:admin")])
def object_events(body: list[ObjectEvent], call: CallDep, house: HouseDep) -> dict[str, int]:
    """Tell of objects that were created, overwritten or removed, at most 1,000; their stores are asked. Counts."""
    told = [ObjectChanged(uri=one.uri, removed=one.removed, sequencer=one.sequencer) for one in body]
    return events.objects_changed(call, told, table=house.table, objects=house.objects, open_source=house.open_source)


@router.post("/uploads", operation_id="startUploads", dependencies=[needs("folder:editor", "body.folder", default=ROOT)])
def start(body: NewUploads, call: CallDep, house: HouseDep) -> list[UploadAddress]:
    """Addresses to PUT files to, good for an hour. Finish the uploads to have items; what nobody finishes becomes items by
    itself, some minutes after the addresses have expired.
    """
    return upload.start_uploads(call, body.files, folder=body.folder, table=house.table, objects=house.objects)


@router.post(
    "/uploads/finish", operation_id="finishUploads", dependencies=[needs("folder:editor", "body.folder", default=ROOT)]
)
def finish(body: FinishedUploads, call: CallDep, house: HouseDep) -> UploadReport:
    """Make items of uploaded files; may be repeated."""
    return upload.finish_uploads(call, body.keys, folder=body.folder, table=house.table, objects=house.objects)


@router.get("/jobs/{job_id}/errors", operation_id="listJobErrors", dependencies=[needs("workspace:member")])
def failed_lines(
    job_id: str, call: CallDep, house: HouseDep, limit: Limit = 100, cursor: Cursor = None
) -> PageOf[dict[str, Any]]:
    """What failed in a job (lines of a list, rows of a file), each with its reason."""
    return said(job_errors.errors(call, job_id, limit=limit, cursor=cursor, table=house.table, objects=house.objects))


@router.get("/jobs/{job_id}/items", operation_id="getArrivals", dependencies=[needs("workspace:member")])
def arrived(job_id: str, call: CallDep, house: HouseDep) -> Arrivals:
    """How far the new and the changed items of a registration are."""
    return arrivals.arrivals(call, job_id, table=house.table, objects=house.objects, index=house.index)


@router.post("/embeddings", operation_id="computeVectors", status_code=202, dependencies=[needs("workspace:admin")])
def compute(call: CallDep, house: HouseDep) -> Job:
    """Compute the vectors that ready items lack: a job."""
    return embed.request_embed(call, table=house.table)
