"""Members and groups of the workspace."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from typing import Any

from everloop.domain.access import WorkspaceRole
from everloop.domain.errors import NotFound
from everloop.domain.members import Group, Member, SignedIn, SignInLink
from everloop.sdk.transport import Transport, each


class Members:
    """Who belongs to the workspace."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def list(self) -> Iterator[Member]:
        """Members by id, inactive ones too."""
        return each(self._http.pages("/members"), Member.model_validate)

    def get(self, member: str) -> Member:
        """A member by id."""
        return Member.model_validate(self._http.json("GET", f"/members/{member}"))

    def find(self, name: str) -> Member:
        """The one member with this id, name or email address. Raises NotFound where there is none, or more than one."""
        wanted = name.casefold()
        found = [one for one in self.list() if wanted in (one.id.casefold(), one.name.casefold(), (one.email or "").casefold())]
        if len(found) != 1:
            raise NotFound(f"{len(found)} members are called {name!r}.", members=[one.id for one in found])
        return found[0]

    def me(self) -> Member:
        """Who you are."""
        return SignedIn.model_validate(self._http.json("GET", "/session")).member

    def add(
        self,
        name: str,
        *,
        email: str | None = None,
        role: WorkspaceRole | str = WorkspaceRole.MEMBER,
        service: bool = False,
        member_id: str | None = None,
    ) -> Member:
        """Add a person or a program (workspace admins). ``member_id``: the identity provider's name for him, on AWS."""
        body: dict[str, Any] = {"name": name, "email": email, "role": role, "service": service, "id": member_id}
        return Member.model_validate(self._http.json("POST", "/members", body=body))

    def change(
        self,
        member: str,
        *,
        name: str | None = None,
        email: str | None = None,
        role: WorkspaceRole | str | None = None,
        active: bool | None = None,
    ) -> Member:
        """Change a member (workspace admins); what is left out stays."""
        body = {"name": name, "email": email, "role": role, "active": active}
        wanted = {key: value for key, value in body.items() if value is not None}
        return Member.model_validate(self._http.json("PATCH", f"/members/{member}", body=wanted))

    def deactivate(self, member: str) -> Member:
        """He keeps his work and may do nothing."""
        return self.change(member, active=False)

    def sign_in_link(self, member: str) -> SignInLink:
        """An address that signs a member in, once. Where an answer was lost on its way, another one is made."""
        path = f"/members/{member}/sign-in-links"
        link = SignInLink.model_validate(self._http.json("POST", path))
        return link if link.url else SignInLink.model_validate(self._http.json("POST", path))

    def groups(self) -> builtins.list[Group]:
        """All groups."""
        return [Group.model_validate(one) for one in self._http.pages("/groups")]

    def create_group(self, name: str) -> Group:
        """Make a group."""
        return Group.model_validate(self._http.json("POST", "/groups", body={"name": name}))

    def delete_group(self, group: str) -> None:
        """Delete a group that nobody is in."""
        self._http.json("DELETE", f"/groups/{group}")

    def join(self, group: str, member: str) -> Member:
        """Put a member into a group."""
        return Member.model_validate(self._http.json("PUT", f"/groups/{group}/members/{member}"))

    def leave(self, group: str, member: str) -> Member:
        """Take a member out of a group."""
        return Member.model_validate(self._http.json("DELETE", f"/groups/{group}/members/{member}"))
