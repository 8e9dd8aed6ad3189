"""Groups of members."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from everloop.domain.members import Group, Member
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep, IfMatch, tag
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.usecases import members

router = APIRouter(prefix="/groups", tags=["groups"])


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class NewGroup(BaseModel):
    """A group. ``id``: the identity provider's name for it (a Cognito group's); left out on the laptop."""

    model_config = ConfigDict(extra="forbid")
    name: Name
    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.@+-]{1,64}$")] | None = None


class GroupChange(BaseModel):
    """A group's new name."""

    model_config = ConfigDict(extra="forbid")
    name: Name


@router.get("", operation_id="listGroups", dependencies=[needs("workspace:member")])
def listing(call: CallDep, house: HouseDep, limit: Limit = 100, cursor: Cursor = None) -> PageOf[Group]:
    """Groups by id."""
    return said(members.groups(call, limit=limit, cursor=cursor, table=house.table))


@router.post("", operation_id="createGroup", status_code=201, dependencies=[needs("workspace:admin")])
def create(body: NewGroup, call: CallDep, house: HouseDep, response: Response) -> Group:
    """Make a group."""
    stored = members.add_group(call, name=body.name, group_id=body.id, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.get("/{group_id}", operation_id="getGroup", dependencies=[needs("workspace:member")])
def get(group_id: str, call: CallDep, house: HouseDep, response: Response) -> Group:
    """A group."""
    stored = members.get_group(call, group_id, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.patch("/{group_id}", operation_id="renameGroup", dependencies=[needs("workspace:admin")])
def rename(group_id: str, body: GroupChange, call: CallDep, house: HouseDep, if_match: IfMatch, response: Response) -> Group:
    """Give a group another name."""
    stored = members.rename_group(call, group_id, body.name, expect=if_match, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.delete("/{group_id}", operation_id="deleteGroup", status_code=204, dependencies=[needs("workspace:admin")])
def delete(group_id: str, call: CallDep, house: HouseDep) -> None:
    """Delete a group that nobody is in."""
    members.delete_group(call, group_id, table=house.table)


@router.put("/{group_id}/members/{member_id}", operation_id="joinGroup", dependencies=[needs("workspace:admin")])
def join(group_id: str, member_id: str, call: CallDep, house: HouseDep) -> Member:
    """Put a member into a group."""
    return members.join(call, group_id, member_id, table=house.table).value


@router.delete("/{group_id}/members/{member_id}", operation_id="leaveGroup", dependencies=[needs("workspace:admin")])
def leave(group_id: str, member_id: str, call: CallDep, house: HouseDep) -> Member:
    """Take a member out of a group."""
    return members.leave(call, group_id, member_id, table=house.table).value
