"""Projects: make one of an ontology, datasets and a workflow; who works in it; where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from everloop.domain.access import ProjectMember, ProjectRole, check_subject, subject_of_user
from everloop.domain.errors import Conflict, Invalid
from everloop.domain.fields import Field, resolve
from everloop.domain.filters import And, Exists, Filter, In, Not, Range
from everloop.domain.jobs import Job
from everloop.domain.members import Group, Member
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.domain.projects import Attached, Progress, Project, StageCount
from everloop.domain.tasks import PRIORITY
from everloop.domain.workflow import DEFAULT, Graph
from everloop.ports import Index, Objects, Selection, Table
from everloop.store import access, datasets, jobs, keys, ontologies, rows, task_batches, task_sync
from everloop.store import projects as store
from everloop.store.rows import Stored

SYNC = "sync-tasks"
DATASETS = 50
SHOWN_ASSIGNEES = 200


def create(
    call: Call,
    *,
    title: str,
    description: str = "",
    ontology: str,
    ontology_version: int | None = None,
    graph: Graph = DEFAULT,
    priority: float = PRIORITY,
    table: Table,
) -> Stored[Project]:
    """Make a project; the caller is its admin. ``set_datasets`` gives it items.

    Raises:
        NotFound: No such ontology or version of it.
    """
    number = ontology_version or ontologies.newest(call.workspace, ontology, table=table).value.version
    ontologies.version(call.workspace, ontology, number, table=table)
    project = Project(
        schema=1,
        id=call.new_id("project"),
        title=title,
        description=description,
        ontology=ontology,
        ontology_version=number,
        graph=graph,
        priority=priority,
        created_by=call.actor,
        created_at=call.now_ms,
        updated_at=call.now_ms,
    )
    own = subject_of_user(call.actor)
    access.set_project_member(call, project.id, own, frozenset({ProjectRole.ADMIN}), table=table)
    return store.create(call, project, table=table)


def get(call: Call, project: str, *, table: Table) -> Stored[Project]:
    """A project. Raises NotFound."""
    return store.get(call.workspace, project, table=table)


def listing(call: Call, *, limit: int = 50, cursor: str | None = None, table: Table) -> Page[Project]:
    """The projects in which the caller has a role (an admin of the workspace: all), by id."""
    mine = access.projects_of(call.principal, table=table)
    if mine is None:
        return rows.listing(table, "project", call.workspace, Project, limit=limit, cursor=cursor)
    names = sorted(name for name in mine if cursor is None or name > cursor)
    found = table.get_many([store.key(call.workspace, name) for name in names[:limit]])
    more = names[limit - 1] if len(names) > limit else None
    return Page([rows.load(row, Project).value for row in found if row], more)


def update(call: Call, project: str, changes: Mapping[str, Any], *, expect: int | None = None, table: Table) -> Stored[Project]:
    """Change title, description, priority, ``ontology_version`` (upwards) or ``archived``.

    Raises:
        NotFound: No such project, or version of its ontology.
        Conflict: The project is not at ``expect``.
        Invalid: An older version of the ontology, or a priority out of range.
    """
    before = store.get(call.workspace, project, table=table).value
    if (number := changes.get("ontology_version")) is not None:
        if number < before.ontology_version:
            raise Invalid(f"The project is at version {before.ontology_version} of its ontology; versions only rise.")
        ontologies.version(call.workspace, before.ontology, number, table=table)
    return store.update(call, project, dict(changes), expect=expect, table=table)


# ── datasets ──────────────────────────────────────────────────────────────────────────────────────


def set_datasets(
    call: Call,
    project: str,
    wanted: Sequence[tuple[str, int | None]],
    *,
    expect: int | None = None,
    table: Table,
    objects: Objects,
    index: Index,
) -> Job:
    """Have the project work on exactly these versions of datasets (None: the newest): the job opens tasks for the items that
    are new and archives those of the items that left.

    Raises:
        NotFound: No such dataset or version, or the caller does not see all of its items.
        Conflict: The project is archived or not at ``expect``, or another job is at its tasks.
        Invalid: A dataset twice, or too many.
    """
    before = store.get(call.workspace, project, table=table)
    store.active(call.workspace, project, table=table)
    if expect is not None and before.version != expect:
        raise Conflict("This project has changed since you read it.", version=before.version)
    if len({dataset for dataset, _ in wanted}) != len(wanted) or len(wanted) > DATASETS:
        raise Invalid(f"A project works on at most {DATASETS} datasets, one version of each.")
    there = {(one.dataset, one.version): one for one in before.value.datasets}
    after = [_attached(call, name, version, there, table=table, objects=objects, index=index) for name, version in wanted]
    job = call.new_id("job", SYNC)
    task_sync.attach(call, before, after, job, table=table)
    title = f"Bring the tasks of {before.value.title} up to date"
    return jobs.request(call, SYNC, title=title, spec={"project": project}, project=project, table=table)


# ── members ───────────────────────────────────────────────────────────────────────────────────────


def members(call: Call, project: str, *, table: Table) -> list[ProjectMember]:
    """Everybody with a role in the project, groups as such."""
    return access.project_members(call.workspace, project, table=table)


def set_member(call: Call, project: str, subject: str, roles: frozenset[ProjectRole], *, table: Table) -> ProjectMember:
    """Give ``user:<id>`` or ``group:<id>`` exactly these roles; none removes the member. Tasks assigned to a user who does such
    work no longer go back to the queue; a group's people keep theirs, as what their tokens give them stands in no row.

    Raises:
        NotFound: No such user or group.
        Conflict: Nobody would be left who leads the project.
    """
    kind, _, name = check_subject(subject).partition(":")
    if roles:
        if kind == "user":
            rows.get(table, keys.entry("member", call.workspace, name), Member, "user")
        else:
            rows.get(table, keys.entry("group", call.workspace, name), Group, "group")
    others = [one for one in access.project_members(call.workspace, project, table=table) if one.subject != subject]
    if ProjectRole.ADMIN not in roles and all(ProjectRole.ADMIN not in one.roles for one in others):
        raise Conflict("A project needs an admin; give somebody else that role first.")
    member = access.set_project_member(call, project, subject, roles, table=table)
    if kind == "user":
        task_batches.let_go(call, project, name, table=table)
    return member


# ── progress ──────────────────────────────────────────────────────────────────────────────────────


def progress(call: Call, project: str, *, table: Table, index: Index) -> Progress:
    """Where the project stands, counted over what the caller sees. Raises NotFound."""
    graph = store.graph(call.workspace, project, table=table)
    fields = {key: resolve(f"project.{project}.{key}") for key in ("stage", "status", "state", "assignee", "open_issues")}
    scope = access.scope(call.principal, table=table)
    status = fields["status"].name
    here: Filter = And((Exists(status), Not(In(status, ("archived",)))))
    known = {field.name: field for field in fields.values()}

    def counted(key: str) -> dict[str, int]:
        facet = index.facet(Selection(scope, here, known), fields[key], limit=SHOWN_ASSIGNEES)
        return {bucket.value: bucket.items for bucket in facet}

    def count(node: Filter) -> int:
        return index.count(Selection(scope, node, known))

    stages = counted("stage")
    archive = _archived(index, Selection(scope, In(status, ("archived",)), known), fields["stage"])
    return Progress(
        as_of=call.now_ms,
        items=count(here),
        stages=tuple(
            StageCount(stage=one.id, title=one.title, tasks=stages.get(one.id, 0) + archive.get(one.id, 0))
            for one in graph.stages
        ),
        statuses=counted("status"),
        states=counted("state"),
        assignees=counted("assignee"),
        open_issues=count(And((here, Range(fields["open_issues"].name, gte=1)))),
    )


def _archived(index: Index, archived: Selection, stage: Field) -> dict[str, int]:
    return {bucket.value: bucket.items for bucket in index.facet(archived, stage)}


def _attached(
    call: Call,
    dataset: str,
    version: int | None,
    there: Mapping[tuple[str, int], Attached],
    *,
    table: Table,
    objects: Objects,
    index: Index,
) -> Attached:
    found = datasets.version(call.workspace, dataset, version, table=table)
    if (dataset, found.number) in there:
        return there[dataset, found.number]
    members = datasets.members(call.workspace, found.members, objects=objects)
    datasets.require_seen(call, members, table=table, index=index)
    return Attached(dataset=dataset, version=found.number, members=found.members)
