"""The guards of every route, in one place.

A route declares what its caller needs::

    @router.get("/folders/{folder_id}", dependencies=[needs("folder:viewer", "folder_id")])

    needs("public")                                  nobody need be signed in
    needs("workspace:member"), needs("workspace:admin")
    needs("folder:viewer|editor|admin", ID)          the role in the folder, granted there or above
    needs("item:viewer|editor|admin", ID)            viewer: the item is in scope; else the role in its folder
    needs("project:member|viewer|annotator|reviewer|manager|admin", ID)      member: any role

``ID`` says where the id stands: ``"folder_id"`` in the path, ``"query.folder"`` in the query, ``"body.parent"`` in the JSON
body (top level). Where the path names a thing of a project (an evaluation, an issue), ``via`` finds the project. Answers: 401
nobody is signed in, 404 not in the caller's scope, 403 in scope but the role is too small. Declarations are data: they stand in
the OpenAPI as ``x-needs``, and the route × role test is made from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute

from everloop.domain.access import FolderRole, ProjectRole, WorkspaceRole
from everloop.domain.errors import Forbidden, Invalid
from everloop.domain.ids import ItemId
from everloop.domain.principals import Call
from everloop.entry.http.deps import IDEMPOTENCY_KEY, CallDep
from everloop.entry.http.deps import house as house_of
from everloop.house import House
from everloop.store import access

_READING = ("GET", "HEAD", "OPTIONS")
_OURS = ("same-origin", "none")
"""What browsers say of a request by our own pages, or by the person; programs say nothing."""

Via = Callable[[House, Call, str], str]
"""Finds the id that the need speaks of (a project's) from the one the path has. Raises NotFound."""

NEEDS = (
    "public",
    *(f"workspace:{role}" for role in WorkspaceRole),
    *(f"folder:{role}" for role in FolderRole),
    *(f"item:{role}" for role in FolderRole),
    "project:member",
    *(f"project:{role}" for role in ProjectRole),
)


@dataclass(frozen=True, slots=True)
class Need:
    """What a route needs. ``optional``: nothing is checked where the id is not given."""

    what: str
    place: str = ""
    via: Via | None = None
    default: str | None = None
    optional: bool = False

    def __str__(self) -> str:
        return f"{self.what} of {self.place}" if self.place else self.what


@dataclass(frozen=True, slots=True)
class _Open(Need):
    async def __call__(self) -> None:
        """Everybody may."""


@dataclass(frozen=True, slots=True)
class _Guard(Need):
    async def __call__(self, request: Request, call: CallDep) -> None:
        """Raises Forbidden, NotFound (and Unauthenticated, by ``call``)."""
        if request.method not in _READING and request.headers.get("sec-fetch-site", _OURS[0]) not in _OURS:
            raise Forbidden("This request was made by another site's page.")
        named = await self._named(request)
        if named is not None or not self.optional:
            await run_in_threadpool(self._check, house_of(request), call, named)

    def _check(self, house: House, call: Call, named: str | None) -> None:
        allow(call, house, self.what, self.via(house, call, named) if self.via and named is not None else named)

    async def _named(self, request: Request) -> str | None:
        where, _, key = self.place.rpartition(".")
        if not self.place:
            return None
        found: Any
        if where == "body":
            try:
                body = await request.json()
            except ValueError:
                raise Invalid("The request's body is not JSON.") from None
            found = body.get(key) if isinstance(body, dict) else None
        else:
            found = request.query_params.get(key) if where == "query" else request.path_params.get(key)
        if found is None:
            found = self.default
        if found is None and not self.optional:
            raise Invalid(f"The request does not say {key!r}.", field=key)
        if found is not None and not isinstance(found, str):
            raise Invalid(f"{key!r} is an id: a string.", field=key)
        return found


def needs(what: str, place: str = "", *, via: Via | None = None, default: str | None = None, optional: bool = False) -> Any:
    """A dependency that lets through only who has ``what``; see the module."""
    if what not in NEEDS or (what.partition(":")[0] in ("folder", "item", "project")) != bool(place):
        raise ValueError(f"No route can need {what!r} of {place!r}.")
    kind = _Open if what == "public" else _Guard
    return Depends(kind(what, place, via, default, optional))


def allow(call: Call, house: House, what: str, named: str | None = None) -> None:
    """Raise unless the caller has ``what`` (of ``named``): for ids that only a use case finds.

    Raises:
        NotFound: Not in the caller's scope.
        Forbidden: In it, but the role is too small.
    """
    noun, _, role = what.partition(":")
    table, who = house.table, call.principal
    access.require_workspace(who, WorkspaceRole.ADMIN if what == "workspace:admin" else WorkspaceRole.MEMBER, table=table)
    if noun == "folder":
        access.require_folder(who, named or "", FolderRole(role), table=table)
    elif noun == "item":
        access.require_item(who, ItemId(named or ""), FolderRole(role), table=table)
    elif noun == "project":
        access.require_project(who, named or "", None if role == "member" else ProjectRole(role), table=table)


def needs_of(route: APIRoute) -> list[Need]:
    """What a route declares, its own and its router's."""
    declared: list[object] = [one.dependency for one in route.dependencies]
    return [one for one in declared if isinstance(one, Need)]


def declare(routers: Iterable[APIRouter]) -> None:
    """Write its needs into every route's OpenAPI (``x-needs``), and the idempotency key of those that change something.

    Raises:
        ValueError: A route declares no need.
    """
    for router in routers:
        for route in router.routes:
            found = needs_of(route) if isinstance(route, APIRoute) else []
            if not found or not isinstance(route, APIRoute):
                raise ValueError(
                    f"{getattr(route, 'path', route)} declares no need: say who may call it (entry/http/access.py)."
                )
            said: dict[str, Any] = {**(route.openapi_extra or {}), "x-needs": [str(one) for one in found]}
            if not (route.methods or set()) <= {*_READING} and all(isinstance(one, _Guard) for one in found):
                said["parameters"] = [IDEMPOTENCY_KEY]
            route.openapi_extra = said
