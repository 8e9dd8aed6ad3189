"""The label versions of a project."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.jobs import Job
from everloop.domain.label_versions import Contents, LabelVersion, Live, VersionDiff
from everloop.domain.labels import LabelRow
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.usecases import label_versions

router = APIRouter(prefix="/projects/{project_id}/label-versions", tags=["label versions"])


class NewLabelVersion(BaseModel):
    """A version to cut: of all labels of the project, of a set of items, or of the items whose tasks are in some stages."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=1, max_length=256)] | None = None
    message: str = Field(default="", max_length=4_000)
    contents: Contents = Contents()


@router.get("", operation_id="listLabelVersions", dependencies=[needs("project:viewer", "project_id")])
def listing(
    project_id: str,
    call: CallDep,
    house: HouseDep,
    named: Annotated[bool, Query(description="Only those with a name.")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> PageOf[LabelVersion]:
    """The versions, newest first."""
    return said(label_versions.listing(call, project_id, named=named, limit=limit, cursor=cursor, table=house.table))


@router.post("", operation_id="cutLabelVersion", status_code=202, dependencies=[needs("project:manager", "project_id")])
def cut(project_id: str, body: NewLabelVersion, call: CallDep, house: HouseDep) -> Job:
    """Ask for the job that cuts a version; its result names it."""
    return label_versions.cut(
        call, project_id, body.contents, name=body.name, message=body.message, table=house.table, objects=house.objects
    )


@router.get("/live", operation_id="getLiveLabels", dependencies=[needs("project:viewer", "project_id")])
def live(project_id: str, call: CallDep, house: HouseDep) -> Live:
    """The newest version of all labels; where labels were saved since, a job cuts the next one."""
    return label_versions.live(call, project_id, table=house.table)


@router.get("/{version_id}", operation_id="getLabelVersion", dependencies=[needs("project:viewer", "project_id")])
def get(project_id: str, version_id: str, call: CallDep, house: HouseDep) -> LabelVersion:
    """A version; it never changes."""
    return label_versions.get(call, project_id, version_id, table=house.table)


@router.get("/{version_id}/diff", operation_id="diffLabelVersions", dependencies=[needs("project:viewer", "project_id")])
def diff(
    project_id: str,
    version_id: str,
    since: Annotated[str, Query(max_length=256, description="The version to compare with, as the earlier one.")],
    call: CallDep,
    house: HouseDep,
) -> VersionDiff:
    """What differs from the version ``since`` to this one, by item, object and class."""
    return label_versions.compare(call, project_id, since, version_id, table=house.table, columns=house.columns)


@router.get(
    "/{version_id}/items/{item_id}", operation_id="getLabelsOfVersion", dependencies=[needs("project:viewer", "project_id")]
)
def labels_of(project_id: str, version_id: str, item_id: str, call: CallDep, house: HouseDep) -> LabelRow:
    """The labels of an item as the version has them."""
    return label_versions.labels_of(call, project_id, version_id, item_id, table=house.table, columns=house.columns)


@router.post(
    "/{version_id}/restore",
    operation_id="restoreLabelVersion",
    status_code=202,
    dependencies=[needs("project:manager", "project_id")],
)
def restore(project_id: str, version_id: str, call: CallDep, house: HouseDep) -> Job:
    """Ask for the job that makes all labels what they were in the version, as new revisions."""
    return label_versions.restore(call, project_id, version_id, table=house.table)
