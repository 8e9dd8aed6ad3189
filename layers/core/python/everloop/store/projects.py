"""Projects as rows."""

from __future__ import annotations

from everloop.domain.access import WIDE, subject_of_user
from everloop.domain.advance import Actor
from everloop.domain.errors import Conflict
from everloop.domain.ids import WorkspaceId
from everloop.domain.principals import Call
from everloop.domain.projects import Project
from everloop.domain.workflow import Graph
from everloop.ports import Key, Table
from everloop.store import access, keys, rows
from everloop.store.rows import Stored


def key(workspace: WorkspaceId, project: str) -> Key:
    """Where a project is."""
    return keys.entry("project", workspace, project)


def find(workspace: WorkspaceId, project: str, *, table: Table) -> Stored[Project] | None:
    """A project; None where there is none."""
    return rows.find(table, key(workspace, project), Project)


def get(workspace: WorkspaceId, project: str, *, table: Table) -> Stored[Project]:
    """A project. Raises NotFound."""
    return rows.get(table, key(workspace, project), Project, "project")


def active(workspace: WorkspaceId, project: str, *, table: Table) -> Project:
    """A project in which work goes on. Raises NotFound; Conflict where it is archived."""
    found = get(workspace, project, table=table).value
    if found.archived:
        raise Conflict(f"The project {found.title!r} is archived; bring it back first.", project=project)
    return found


def graph(workspace: WorkspaceId, project: str, *, table: Table) -> Graph:
    """A project's workflow. Raises NotFound."""
    return get(workspace, project, table=table).value.graph


def create(call: Call, project: Project, *, table: Table) -> Stored[Project]:
    """Store a new project; asked twice under one idempotency key, it is one. Raises Conflict."""
    return rows.create(table, key(call.workspace, project.id), "project", project, call=call, same=("title", "ontology"))


def update(call: Call, project: str, changes: dict[str, object], *, expect: int | None = None, table: Table) -> Stored[Project]:
    """Set fields of a project. Raises NotFound; Conflict; Invalid."""

    def change(found: Project) -> Project:
        after = Project.model_validate(found.model_dump(by_alias=True) | changes)
        return found if after == found else after.model_copy(update={"updated_at": call.now_ms})

    return rows.update(
        table, key(call.workspace, project), "project", Project, change, call=call, expect=expect, what="project"
    )


def actor(call: Call, project: str, *, table: Table) -> Actor:
    """The caller as the workflow sees him: his roles, and whether the project has no other member."""
    roles = access.project_roles(call.principal, project, table=table)
    members = access.project_members(call.workspace, project, table=table)
    own = subject_of_user(call.actor)
    return Actor(call.actor, roles, alone=all(member.subject == own for member in members))


def sees_all(who: Actor) -> bool:
    """Whether he sees all tasks and items of the project; an annotator sees his own only."""
    return bool(who.roles & WIDE)
