"""Sources: the storage places that Everloop may read. Only admins of the workspace add and change them."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.folders import ROOT
from everloop.domain.jobs import Job
from everloop.domain.sources import Source, SourceName
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep, IfMatch, tag
from everloop.entry.http.pages import PageOf, said
from everloop.usecases import register, sources

router = APIRouter(prefix="/sources", tags=["sources"])


class NewSource(BaseModel):
    """A source to add. ``name``: default the last part of the root."""

    model_config = ConfigDict(extra="forbid")
    root: str = Field(min_length=1, max_length=2_000, examples=["s3://bucket/pictures", "file:///data/pictures"])
    name: SourceName | None = None
    folder: str = ROOT
    mirror: bool = False


class SourceChange(BaseModel):
    """What to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid")
    root: str | None = Field(default=None, min_length=1, max_length=2_000)
    name: SourceName | None = None
    folder: str | None = None
    mirror: bool | None = None


class WhichFiles(BaseModel):
    """Which files of the source: those whose key begins with ``prefix``. ``folder``, ``mirror``: default the source's own."""

    model_config = ConfigDict(extra="forbid")
    prefix: str = Field(default="", max_length=1_024)
    folder: str | None = None
    mirror: bool | None = None


@router.get("", operation_id="listSources", dependencies=[needs("workspace:member")])
def listing(call: CallDep, house: HouseDep) -> PageOf[Source]:
    """All sources; the first is the built-in one of uploads."""
    return said(sources.sources(call, table=house.table))


@router.post("", operation_id="createSource", status_code=201, dependencies=[needs("workspace:admin")])
def create(body: NewSource, call: CallDep, house: HouseDep, response: Response) -> Source:
    """Add a source. It may lie above existing ones, never below one."""
    stored = sources.create_source(call, **body.model_dump(), table=house.table, open_source=house.open_source)
    tag(response, stored.version)
    return stored.value


@router.get("/{source_id}", operation_id="getSource", dependencies=[needs("workspace:member")])
def get(source_id: str, call: CallDep, house: HouseDep, response: Response) -> Source:
    """A source."""
    stored = sources.get_source(call, source_id, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.patch("/{source_id}", operation_id="changeSource", dependencies=[needs("workspace:admin")])
def change(source_id: str, body: SourceChange, call: CallDep, house: HouseDep, response: Response, expect: IfMatch) -> Source:
    """Change a source; with another root its items keep their ids."""
    stored = sources.change_source(
        call, source_id, **body.model_dump(), expect=expect, table=house.table, open_source=house.open_source
    )
    tag(response, stored.version)
    return stored.value


@router.post("/{source_id}/register", operation_id="registerSource", status_code=202, dependencies=[needs("workspace:admin")])
def register_files(source_id: str, body: WhichFiles, call: CallDep, house: HouseDep) -> Job:
    """Register the source's files: a job."""
    return register.register_folder(call, source_id, **body.model_dump(), table=house.table)


@router.post("/{source_id}/sync", operation_id="syncSource", status_code=202, dependencies=[needs("workspace:admin")])
def sync(source_id: str, body: WhichFiles, call: CallDep, house: HouseDep) -> Job:
    """Compare the source with its items: new files are registered, changed ones read again, vanished ones missing. A job."""
    return register.register_folder(call, source_id, **body.model_dump(), sync=True, table=house.table)
