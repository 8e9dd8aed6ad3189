"""Members of the workspace."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from everloop.domain.access import WorkspaceRole
from everloop.domain.members import EMAIL, Member, SignInLink
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep, IfMatch, tag
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.entry.http.secret import fresh
from everloop.usecases import members, sessions

router = APIRouter(prefix="/members", tags=["members"])

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Email = Annotated[str, StringConstraints(strip_whitespace=True, pattern=f"^{EMAIL}$", max_length=254)]


class NewMember(BaseModel):
    """Somebody to add. ``id``: the identity provider's name for him (Cognito's ``sub``). Left out, a deployment asks the
    provider, which writes to people whom it does not know yet; the laptop makes one.
    """

    model_config = ConfigDict(extra="forbid")
    name: Name
    email: Email | None = None
    role: WorkspaceRole = WorkspaceRole.MEMBER
    service: bool = False
    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,64}$")] | None = None


class MemberChange(BaseModel):
    """What to change; what is left out stays. ``active`` false: he may do nothing, and his tasks are others' to take."""

    model_config = ConfigDict(extra="forbid")
    name: Name | None = None
    email: Email | None = None
    role: WorkspaceRole | None = None
    active: bool | None = None


@router.get("", operation_id="listMembers", dependencies=[needs("workspace:member")])
def listing(call: CallDep, house: HouseDep, limit: Limit = 100, cursor: Cursor = None) -> PageOf[Member]:
    """Members by id, inactive ones too."""
    return said(members.listing(call, limit=limit, cursor=cursor, table=house.table))


@router.post("", operation_id="addMember", status_code=201, dependencies=[needs("workspace:admin")])
def add(body: NewMember, call: CallDep, house: HouseDep, response: Response) -> Member:
    """Add a person or a program. A deployment invites people by their email to set a password and sign in."""
    name = body.id
    if name is None and house.people is not None and body.email is not None and not body.service:
        name = house.people.invite(body.email)
    stored = members.add(
        call,
        name=body.name,
        email=body.email,
        role=body.role,
        service=body.service,
        member_id=name,
        table=house.table,
    )
    tag(response, stored.version)
    return stored.value


@router.get("/{member_id}", operation_id="getMember", dependencies=[needs("workspace:member")])
def get(member_id: str, call: CallDep, house: HouseDep, response: Response) -> Member:
    """A member."""
    stored = members.get(call, member_id, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.patch("/{member_id}", operation_id="changeMember", dependencies=[needs("workspace:admin")])
def change(member_id: str, body: MemberChange, call: CallDep, house: HouseDep, if_match: IfMatch, response: Response) -> Member:
    """Change a member; the last active admin stays one."""
    changes = body.model_dump(exclude_none=True)
    stored = members.change(call, member_id, changes, expect=if_match, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.post(
    "/{member_id}/sign-in-links", operation_id="createSignInLink", status_code=201, dependencies=[needs("workspace:admin")]
)
def link(member_id: str, request: Request, call: CallDep, house: HouseDep) -> SignInLink:
    """An address that signs a member in, once, within a day: give it to him. It is shown this once: asked again under the same
    idempotency key, `url` is empty.
    """
    given = sessions.make_link(call, member_id, secret=fresh(), table=house.table)
    url = request.url_for("open_link").include_query_params(token=given.token) if given.token else ""
    return SignInLink(url=str(url), expires_at=given.expires_at)
