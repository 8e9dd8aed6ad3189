"""Who asks: the principal (verified), the call (who, when, under which request), the scope (what may be seen)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from everloop.domain.ids import GroupId, ProjectId, UserId, WorkspaceId, derived

SYSTEM = UserId("everloop")


@dataclass(frozen=True, slots=True)
class Principal:
    """A verified person or program. The token says who; what they may do is read from the table at every request."""

    workspace: WorkspaceId
    user: UserId
    groups: frozenset[GroupId] = frozenset()


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a row changed; travels with it into the change feed and the audit trail."""

    actor: UserId = SYSTEM
    correlation_id: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a use case: who calls, when (aware UTC), and under which request.

    ``request`` is unique per request, or follows from the caller's idempotency key. New ids follow from it, so that a
    create sent twice under one key makes one thing.
    """

    principal: Principal
    now: datetime
    request: str

    @property
    def workspace(self) -> WorkspaceId:
        """Where the call happens."""
        return self.principal.workspace

    @property
    def actor(self) -> UserId:
        """Who calls."""
        return self.principal.user

    @property
    def cause(self) -> Cause:
        """What the rows written by this call carry."""
        return Cause(actor=self.principal.user, correlation_id=self.request)

    @property
    def now_ms(self) -> int:
        """UTC epoch milliseconds, the form in which rows and documents keep time."""
        return int(self.now.timestamp() * 1000)

    def new_id(self, kind: str, *facts: str) -> str:
        """The id of the thing of ``kind`` that this request creates; ``facts`` tell several of one kind apart."""
        return derived(self.principal.workspace, self.principal.user, self.request, kind, *facts)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a caller may see (decision 18): required by every Index call, column scan and listing.

    ``keys`` are scope keys; an item is visible when it carries one of them (``items.scope_keys``). None: every item of the
    workspace (workspace admins, and the system itself).
    """

    workspace: WorkspaceId
    keys: frozenset[str] | None = None


def folder_scope(folder: str) -> str:
    """The scope key of a folder: everybody who sees the folder sees its items."""
    return f"f:{folder}"


def project_scope(project: ProjectId) -> str:
    """The scope key of a project's items, for roles above annotator."""
    return f"p:{project}"


def assignee_scope(project: ProjectId, user: UserId) -> str:
    """The scope key of the items of a person's own tasks in a project."""
    return f"t:{project}:{user}"
