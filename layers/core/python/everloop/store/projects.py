"""Projects as rows."""

from __future__ import annotations

from everloop.domain.access import WIDE, subject_of_user
from everloop.domain.advance import Actor
from everloop.domain.errors import Conflict, Transient
from everloop.domain.ids import WorkspaceId
from everloop.domain.principals import Call
from everloop.domain.projects import Project
from everloop.domain.workflow import Graph
from everloop.ports import Key, Put, Table
from everloop.store import access, jobs, keys, ontologies, rows
from everloop.store.rows import Stored

RENAME = "rename-classes"


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
    return rows.create(table, key(call.workspace, project.id), "project", project, call=call)


def update(call: Call, project: str, changes: dict[str, object], *, expect: int | None = None, table: Table) -> Stored[Project]:
    """Set fields of a project; where it moves to other names of its classes, a job (kind ``RENAME``), which is asked for in the
    same transaction, tells the items. Raises NotFound; Conflict; Invalid.
    """

    def change(found: Project) -> Project:
        after = Project.model_validate(found.model_dump(by_alias=True) | changes)
        return found if after == found else after.model_copy(update={"updated_at": call.now_ms})

    for _ in range(rows.TRIES):
        before = get(call.workspace, project, table=table)
        if expect is not None and before.version != expect:
            raise Conflict("This project has changed since you read it.", version=before.version)
        after = change(before.value)
        if after == before.value:
            return before
        writes = [Put(rows.row(key(call.workspace, project), "project", after), before.version)]
        if _renamed(call, before.value, after, table):
            title = f"Tell the items the new names of classes in {after.title}"
            spec: dict[str, object] = {"project": project}
            version = str(after.ontology_version)
            told = jobs.planned(call, RENAME, project, version, title=title, spec=spec, project=project)
            writes.append(jobs.asking(call.workspace, told))
        try:
            table.transact(writes, cause=call.cause)
        except Conflict:
            continue
        return Stored(after, before.version + 1)
    raise Transient("The project is changing quickly; try again.")


def actor(call: Call, project: str, *, table: Table) -> Actor:
    """The caller as the workflow sees him: his roles, and whether the project has no other member."""
    roles = access.project_roles(call.principal, project, table=table)
    members = access.project_members(call.workspace, project, table=table)
    own = subject_of_user(call.actor)
    return Actor(call.actor, roles, alone=all(member.subject == own for member in members))


def sees_all(who: Actor) -> bool:
    """Whether he sees all tasks and items of the project; an annotator sees his own only."""
    return bool(who.roles & WIDE)


def _renamed(call: Call, before: Project, after: Project, table: Table) -> bool:
    if before.ontology_version == after.ontology_version:
        return False
    was, now = (
        {
            kind.id: kind.name
            for kind in ontologies.version(call.workspace, one.ontology, one.ontology_version, table=table).classes
        }
        for one in (before, after)
    )
    return any(now.get(name, said) != said for name, said in was.items())
