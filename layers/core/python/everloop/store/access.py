"""Who may see and do what: read from rows, at every request (decision 18).

``find``-like functions answer with a role or None; ``require_…`` raise NotFound for what is not in the caller's scope and
Forbidden for what is, but where the role is too small.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from everloop.domain.access import (
    WIDE,
    FolderRole,
    Grant,
    ProjectMember,
    ProjectRole,
    WorkspaceRole,
    check_subject,
    greater,
    inherited,
    subject_of_group,
    subject_of_user,
    suffices,
    visible,
    widened,
)
from everloop.domain.annotations import MAIN
from everloop.domain.errors import Forbidden, NotFound
from everloop.domain.folders import DEPTH, ROOT
from everloop.domain.ids import ItemId, ProjectId, WorkspaceId
from everloop.domain.items import Head
from everloop.domain.members import Member
from everloop.domain.principals import (
    SYSTEM,
    Call,
    Principal,
    Scope,
    assignee_scope,
    folder_scope,
    project_scope,
)
from everloop.domain.tasks import Task
from everloop.ports import Delete, Key, Put, Row, Table
from everloop.store import keys, rows, tasks


@dataclass(frozen=True, slots=True)
class Standing:
    """What the table says of a caller: the workspace role (None: no member, or not active) and all the names under which roles
    are given to him.
    """

    role: WorkspaceRole | None
    subjects: tuple[str, ...] = ()

    @property
    def admin(self) -> bool:
        """Sees and may do everything."""
        return self.role is WorkspaceRole.ADMIN


def standing(principal: Principal, *, table: Table) -> Standing:
    """The caller's standing now: one read."""
    if principal.user == SYSTEM:
        return Standing(WorkspaceRole.ADMIN)
    stored = rows.find(table, keys.entry("member", principal.workspace, principal.user), Member)
    if stored is None or not stored.value.active:
        return Standing(None)
    groups = sorted({*stored.value.groups, *principal.groups})
    return Standing(stored.value.role, (subject_of_user(principal.user), *map(subject_of_group, groups)))


def workspace_role(principal: Principal, *, table: Table) -> WorkspaceRole | None:
    """The caller's role in the workspace; None: no member, or not active."""
    return standing(principal, table=table).role


def folder_role(principal: Principal, folder: str, *, table: Table) -> FolderRole | None:
    """The caller's role in a folder, granted there or above; None: none, or there is no such folder."""
    who = standing(principal, table=table)
    chain = ancestry(principal.workspace, folder, table=table)
    if who.role is None or not chain:
        return None
    if who.admin:
        return FolderRole.ADMIN
    granted = _granted(principal.workspace, who, table)
    role: FolderRole | None = None
    for place in chain:
        role = greater(role, granted.get(place))
    return role


def visible_folders(principal: Principal, *, table: Table) -> dict[str, FolderRole] | None:
    """The caller's role in every folder that he sees; None: all of them, as admin."""
    who = standing(principal, table=table)
    return None if who.admin else _visible_folders(principal.workspace, who, table)


def project_roles(principal: Principal, project: ProjectId | str, *, table: Table) -> frozenset[ProjectRole]:
    """The caller's roles in a project with all that they imply; empty: none. A workspace admin has all (the project need not
    exist).
    """
    who = standing(principal, table=table)
    if who.admin:
        return frozenset(ProjectRole)
    if who.role is None:
        return frozenset()
    places = [keys.child("project-member", principal.workspace, project, subject) for subject in who.subjects]
    found = [rows.load(row, ProjectMember).value for row in table.get_many(places) if row]
    return widened(role for one in found for role in one.roles)


def projects_of(principal: Principal, *, table: Table) -> dict[ProjectId, frozenset[ProjectRole]] | None:
    """The projects in which the caller has roles, with all that they imply; None: all projects, as admin."""
    who = standing(principal, table=table)
    return None if who.admin else _projects(principal.workspace, who, table)


def scope(principal: Principal, *, table: Table) -> Scope:
    """What the caller may see: the folders granted to him and below, the items of his projects, those of his own tasks."""
    who = standing(principal, table=table)
    if who.admin:
        return Scope(principal.workspace)
    if who.role is None:
        return Scope(principal.workspace, frozenset())
    found = {folder_scope(folder) for folder in _visible_folders(principal.workspace, who, table)}
    for project, roles in _projects(principal.workspace, who, table).items():
        found.add(project_scope(project) if roles & WIDE else assignee_scope(project, principal.user))
    return Scope(principal.workspace, frozenset(found))


# ── what raises ───────────────────────────────────────────────────────────────────────────────────


def require_workspace(principal: Principal, role: WorkspaceRole, *, table: Table) -> WorkspaceRole:
    """Raises Forbidden where the caller is no (active) member, or no admin where one is asked for."""
    held = workspace_role(principal, table=table)
    if held is None:
        raise Forbidden("You are not a member of this workspace, or no longer; ask an admin of it.")
    if role is WorkspaceRole.ADMIN and held is not WorkspaceRole.ADMIN:
        raise Forbidden("Only an admin of the workspace may do this.")
    return held


def require_folder(principal: Principal, folder: str, role: FolderRole, *, table: Table) -> FolderRole:
    """The caller's role in the folder.

    Raises:
        NotFound: No such folder in the caller's scope.
        Forbidden: A smaller role than ``role``.
    """
    held = folder_role(principal, folder, table=table)
    if held is None:
        raise NotFound("There is no such folder.", folder=folder)
    if not suffices(held, role):
        raise Forbidden(f"This takes the role of {role} in the folder; yours is {held}.", role=held)
    return held


def require_project(
    principal: Principal, project: ProjectId | str, role: ProjectRole | None, *, table: Table
) -> frozenset[ProjectRole]:
    """The caller's roles in the project; ``role`` None: any.

    Raises:
        NotFound: No such project in the caller's scope.
        Forbidden: None of the roles allows what ``role`` does.
    """
    held = project_roles(principal, project, table=table)
    if not held or table.get(keys.entry("project", principal.workspace, project)) is None:
        raise NotFound("There is no such project.", project=project)
    if role is not None and role not in held:
        raise Forbidden(f"This takes the role of {role} in the project.", roles=sorted(held))
    return held


def require_item(principal: Principal, item: ItemId | str, role: FolderRole, *, table: Table) -> Head:
    """An item's head. VIEWER: in the caller's scope, by folder, project or task; EDITOR and ADMIN: by folder.

    Raises:
        NotFound: No such item in the caller's scope.
        Forbidden: It is, but the role in its folder is too small.
    """
    row = table.get(keys.head(principal.workspace, ItemId(item)))
    head: Head | None = rows.body(row) if row else None  # type: ignore[assignment]
    seen = head is not None and (visible(scope(principal, table=table), head) or _works_on(principal, head, table))
    if head is None or not seen:
        raise NotFound("There is no such item.", item=item)
    if role is not FolderRole.VIEWER:
        held = folder_role(principal, head["folder"], table=table)
        if held is None or not suffices(held, role):
            raise Forbidden(f"This takes the role of {role} in the item's folder.", item=item, folder=head["folder"])
    return head


def editing(principal: Principal, *, table: Table) -> Callable[[Head], str | None]:
    """For many items at once: says why the caller may not edit one, None where he may (his role in its folder suffices)."""
    roles = visible_folders(principal, table=table)
    seen = scope(principal, table=table)

    def reason(head: Head) -> str | None:
        if not visible(seen, head):
            return "There is no such item."
        role = FolderRole.ADMIN if roles is None else roles.get(head["folder"])
        return None if role and suffices(role, FolderRole.EDITOR) else "This takes the role of editor in the item's folder."

    return reason


# ── project members ───────────────────────────────────────────────────────────────────────────────


def set_project_member(
    call: Call, project: ProjectId | str, subject: str, roles: frozenset[ProjectRole], *, table: Table
) -> ProjectMember:
    """Give a subject exactly these roles in a project; none removes it."""
    check_subject(subject)
    place = _member_key(call.workspace, project, subject)
    member = ProjectMember(project=project, subject=subject, roles=tuple(sorted(roles)), schema=1)
    if roles:
        table.put(Put(member_row(call.workspace, member), None), cause=call.cause)
    else:
        table.delete(Delete(place), cause=call.cause)
    return member


def member_row(workspace: WorkspaceId, member: ProjectMember) -> Row:
    """The row of a project's member, for a transaction that also makes the project."""
    return rows.row(
        _member_key(workspace, member.project, member.subject),
        "project-member",
        member,
        index=keys.index("project-member", workspace, member.subject, member.project),
    )


def project_members(workspace: WorkspaceId, project: ProjectId | str, *, table: Table) -> list[ProjectMember]:
    """Everybody with a role in a project, groups as such."""
    found: list[ProjectMember] = []
    cursor: str | None = None
    while True:
        page = rows.children(table, "project-member", workspace, project, ProjectMember, limit=1_000, cursor=cursor)
        found += page.items
        cursor = page.cursor
        if cursor is None:
            return found


# ── folders ───────────────────────────────────────────────────────────────────────────────────────


def ancestry(workspace: WorkspaceId, folder: str, *, table: Table) -> list[str]:
    """The folder, its parent, … up to the root; empty where there is no such folder, or one above it is deleted."""
    chain: list[str] = []
    at: str | None = folder
    while at is not None and at != ROOT:
        row = table.get(keys.entry("folder", workspace, at))
        body = rows.body(row) if row else None
        if body is None or body.get("deleted") or len(chain) > DEPTH:
            return []
        chain.append(at)
        at = body.get("parent")
    return [*chain, ROOT]


def parents(workspace: WorkspaceId, *, table: Table) -> dict[str, str | None]:
    """Every folder that is not deleted → its parent; the root, which is always there, has None."""
    found: dict[str, str | None] = {ROOT: None}
    for row in _partition(table, keys.entry("folder", workspace, "")):
        body = rows.body(row)
        if not body.get("deleted"):
            found[body["id"]] = body.get("parent")
    return found


def below(workspace: WorkspaceId, folders: frozenset[str], *, table: Table) -> frozenset[str]:
    """These folders and all that are below them: what the filter's ``in folder`` means."""
    tree = parents(workspace, table=table)
    return frozenset(inherited(tree, dict.fromkeys(folders, FolderRole.VIEWER)))


def _visible_folders(workspace: WorkspaceId, who: Standing, table: Table) -> dict[str, FolderRole]:
    granted = _granted(workspace, who, table)
    return inherited(parents(workspace, table=table), granted) if granted else {}


def _granted(workspace: WorkspaceId, who: Standing, table: Table) -> dict[str, FolderRole]:
    found: dict[str, FolderRole] = {}
    for subject in who.subjects:
        for row in _partition(table, keys.entry("grant", workspace, subject, "")):
            grant = rows.load(row, Grant).value
            found[grant.folder] = greater(found.get(grant.folder), grant.role) or grant.role
    return found


def _works_on(principal: Principal, head: Head, table: Table) -> bool:
    """Whether the item is of a task of his, by the task's row: the head follows a claim only a moment later."""
    if head.get("deleted"):
        return False
    mine = _projects(principal.workspace, standing(principal, table=table), table)
    places = [tasks.key(principal.workspace, project, head["id"], MAIN) for project in mine]
    return any(rows.load(row, Task).value.worker == principal.user for row in table.get_many(places) if row)


def _projects(workspace: WorkspaceId, who: Standing, table: Table) -> dict[ProjectId, frozenset[ProjectRole]]:
    """The secondary index names the candidates; the rows themselves, read strongly, decide."""
    named: list[Key] = []
    noun = keys.PATTERNS["project-member"]
    for subject in who.subjects:
        place, _ = keys.index("project-member", workspace, subject)
        cursor: str | None = None
        while True:
            page = table.query_index(noun.table, place, limit=1_000, cursor=cursor)
            named += [row.key for row in page.items]
            cursor = page.cursor
            if cursor is None:
                break
    found: dict[ProjectId, set[ProjectRole]] = {}
    for row in table.get_many(named):
        if row is not None:
            member = rows.load(row, ProjectMember).value
            found.setdefault(ProjectId(member.project), set()).update(member.roles)
    return {project: widened(roles) for project, roles in found.items()}


def _partition(table: Table, place: Key) -> list[Row]:
    found: list[Row] = []
    cursor: str | None = None
    while True:
        page = table.query(place.table, place.partition, prefix=place.sort, limit=1_000, cursor=cursor)
        found += page.items
        cursor = page.cursor
        if cursor is None:
            return found


def _member_key(workspace: WorkspaceId, project: ProjectId | str, subject: str) -> Key:
    return keys.child("project-member", workspace, project, subject)
