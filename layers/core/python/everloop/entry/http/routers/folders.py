"""Folders and the roles granted in them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict

from everloop.domain.access import EffectiveGrant, FolderRole, Grant
from everloop.domain.folders import ROOT, Folder, FolderName, SeenFolder
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep, IfMatch, tag
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.usecases import grants, organize

router = APIRouter(prefix="/folders", tags=["folders"])


class NewFolder(BaseModel):
    """A folder to make in ``parent``."""

    model_config = ConfigDict(extra="forbid")
    name: FolderName
    parent: str = ROOT


class FolderChange(BaseModel):
    """What to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid")
    name: FolderName | None = None
    parent: str | None = None


class NewGrant(BaseModel):
    """The role to give."""

    model_config = ConfigDict(extra="forbid")
    role: FolderRole


@router.get("", operation_id="listFolders", dependencies=[needs("workspace:member")])
def listing(call: CallDep, house: HouseDep, limit: Limit = 1_000, cursor: Cursor = None) -> PageOf[SeenFolder]:
    """The folders you see, by id, each with your role; the tree follows from ``parent``. A page may hold fewer than asked."""
    return said(organize.folders(call, limit=limit, cursor=cursor, table=house.table))


@router.post(
    "", operation_id="createFolder", status_code=201, dependencies=[needs("folder:editor", "body.parent", default=ROOT)]
)
def create(body: NewFolder, call: CallDep, house: HouseDep, response: Response) -> Folder:
    """Make a folder."""
    stored = organize.create_folder(call, name=body.name, parent=body.parent, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.get("/lookup", operation_id="findFolder", dependencies=[needs("workspace:member")])
def lookup(path: Annotated[str, Query(max_length=8_000)], call: CallDep, house: HouseDep) -> SeenFolder:
    """The folder at a path of names from the root down, such as ``Demo/Street``."""
    return organize.find_folder(call, path, table=house.table)


@router.get("/{folder_id}", operation_id="getFolder", dependencies=[needs("folder:viewer", "folder_id")])
def get(folder_id: str, call: CallDep, house: HouseDep, response: Response) -> SeenFolder:
    """A folder with your role."""
    stored = organize.get_folder(call, folder_id, table=house.table)
    tag(response, stored.version)
    return organize.seen(call, stored.value, table=house.table)


@router.patch(
    "/{folder_id}",
    operation_id="changeFolder",
    dependencies=[needs("folder:editor", "folder_id"), needs("folder:editor", "body.parent", optional=True)],
)
def change(folder_id: str, body: FolderChange, call: CallDep, house: HouseDep, if_match: IfMatch, response: Response) -> Folder:
    """Rename a folder, move it with all that is in it, or both."""
    stored = organize.change_folder(call, folder_id, name=body.name, parent=body.parent, expect=if_match, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.delete("/{folder_id}", operation_id="deleteFolder", status_code=204, dependencies=[needs("folder:admin", "folder_id")])
def delete(folder_id: str, call: CallDep, house: HouseDep, if_match: IfMatch) -> None:
    """Delete an empty folder."""
    organize.delete_folder(call, folder_id, expect=if_match, table=house.table, index=house.index)


@router.get("/{folder_id}/path", operation_id="getFolderPath", dependencies=[needs("folder:viewer", "folder_id")])
def path(folder_id: str, call: CallDep, house: HouseDep) -> list[Folder]:
    """The folders from the topmost one you see down to this one."""
    return organize.path_of(call, folder_id, table=house.table)


@router.get("/{folder_id}/grants", operation_id="listGrants", dependencies=[needs("folder:admin", "folder_id")])
def list_grants(folder_id: str, call: CallDep, house: HouseDep) -> list[EffectiveGrant]:
    """All grants that reach a folder, those given above it too; nearest first."""
    return grants.effective(call, folder_id, table=house.table)


@router.put("/{folder_id}/grants/{subject}", operation_id="setGrant", dependencies=[needs("folder:admin", "folder_id")])
def set_grant(folder_id: str, subject: str, body: NewGrant, call: CallDep, house: HouseDep) -> Grant:
    """Give ``user:<id>`` or ``group:<id>`` a role in a folder and all below it."""
    return grants.give(call, folder_id, subject, body.role, table=house.table)


@router.delete(
    "/{folder_id}/grants/{subject}",
    operation_id="removeGrant",
    status_code=204,
    dependencies=[needs("folder:admin", "folder_id")],
)
def remove_grant(folder_id: str, subject: str, call: CallDep, house: HouseDep) -> None:
    """Take the role given in this very folder; one given above stays."""
    grants.withdraw(call, folder_id, subject, table=house.table)
