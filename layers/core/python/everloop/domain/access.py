"""Roles: in the workspace, in a folder, in a project. The token says who asks, rows say what they may (decision 18)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from pydantic import Field

from everloop.domain.annotations import Frozen
from everloop.domain.errors import Invalid
from everloop.domain.items import Head, scope_keys
from everloop.domain.principals import Scope

_SUBJECT = re.compile(r"(user|group):[A-Za-z0-9_.@+-]{1,128}")


class WorkspaceRole(StrEnum):
    """ADMIN: sees and may do everything. MEMBER: what grants and project roles give."""

    ADMIN = "admin"
    MEMBER = "member"


class FolderRole(StrEnum):
    """VIEWER sees the items. EDITOR changes them, and makes, renames and moves folders. ADMIN grants roles and deletes."""

    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"


class ProjectRole(StrEnum):
    """Held as a set. ANNOTATOR sees the items of his own tasks only; all others see the project's."""

    ADMIN = "admin"
    MANAGER = "manager"
    REVIEWER = "reviewer"
    ANNOTATOR = "annotator"
    VIEWER = "viewer"


WIDE = frozenset(ProjectRole) - {ProjectRole.ANNOTATOR}
"""The project roles that see all the items of the project."""

IMPLIED: Mapping[ProjectRole, frozenset[ProjectRole]] = {
    ProjectRole.ADMIN: frozenset(ProjectRole),
    ProjectRole.MANAGER: frozenset(ProjectRole) - {ProjectRole.ADMIN},
    ProjectRole.REVIEWER: frozenset({ProjectRole.REVIEWER, ProjectRole.VIEWER}),
    ProjectRole.ANNOTATOR: frozenset({ProjectRole.ANNOTATOR}),
    ProjectRole.VIEWER: frozenset({ProjectRole.VIEWER}),
}
"""What else somebody with a project role may do."""

_FOLDER_ORDER = tuple(FolderRole)


class Grant(Frozen):
    """A role in a folder and everything below it, for a subject ``user:<id>`` or ``group:<id>``."""

    schema_: int = Field(default=1, alias="schema")
    folder: str
    subject: str
    role: FolderRole


class EffectiveGrant(Grant):
    """A grant that reaches a folder. ``via``: the folder at which it was given; ``name``: of the member or group."""

    via: str
    name: str = ""


class ProjectMember(Frozen):
    """The roles of a subject in a project."""

    schema_: int = Field(default=1, alias="schema")
    project: str
    subject: str
    roles: tuple[ProjectRole, ...]


def subject_of_user(user: str) -> str:
    """How a user is named in grants."""
    return f"user:{user}"


def subject_of_group(group: str) -> str:
    """How a group is named in grants."""
    return f"group:{group}"


def check_subject(subject: str) -> str:
    """The subject, if it is one. Raises Invalid."""
    if not _SUBJECT.fullmatch(subject):
        raise Invalid("A role is given to `user:<id>` or `group:<id>`.", subject=subject)
    return subject


def greater(one: FolderRole | None, other: FolderRole | None) -> FolderRole | None:
    """The greater of two folder roles; None is no role."""
    return max((role for role in (one, other) if role is not None), key=_FOLDER_ORDER.index, default=None)


def suffices(held: FolderRole, needed: FolderRole) -> bool:
    """Whether ``held`` is at least ``needed``."""
    return _FOLDER_ORDER.index(held) >= _FOLDER_ORDER.index(needed)


def widened(roles: Iterable[ProjectRole]) -> frozenset[ProjectRole]:
    """The roles with all that they imply."""
    return frozenset().union(*(IMPLIED[role] for role in roles))


def inherited(parents: Mapping[str, str | None], granted: Mapping[str, FolderRole]) -> dict[str, FolderRole]:
    """The role in each folder that a grant reaches, its own or one above it.

    Args:
        parents: Folder → its parent; None for the root.
        granted: Folder → role.
    """
    found: dict[str, FolderRole | None] = {}
    for start in parents:
        way: list[str] = []
        at: str | None = start
        while at is not None and at not in found and len(way) <= len(parents):
            way.append(at)
            at = parents.get(at)
        role = found.get(at) if at is not None else None
        for folder in reversed(way):
            role = greater(role, granted.get(folder))
            found[folder] = role
    return {folder: role for folder, role in found.items() if role is not None and folder in parents}


def visible(scope: Scope, head: Head) -> bool:
    """Whether an item is in a scope: it carries one of the scope's keys, and is no tombstone."""
    if head.get("deleted"):
        return False
    return scope.keys is None or not scope.keys.isdisjoint(scope_keys(head))
