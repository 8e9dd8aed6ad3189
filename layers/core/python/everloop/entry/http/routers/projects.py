"""Projects: an ontology, datasets and a workflow; who works in them; where they stand; bulk work on their items."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response, status
from pydantic import BaseModel, ConfigDict, Field

from everloop.domain.access import ProjectMember, ProjectRole
from everloop.domain.datasets import Description, Title
from everloop.domain.jobs import Job
from everloop.domain.projects import Progress, Project
from everloop.domain.tasks import PRIORITY
from everloop.domain.workflow import DEFAULT, Graph
from everloop.entry.http.access import needs
from everloop.entry.http.deps import CallDep, HouseDep, IfMatch, tag
from everloop.entry.http.pages import Cursor, Limit, PageOf, said
from everloop.usecases import prelabel, projects, tasks

router = APIRouter(prefix="/projects", tags=["projects"])

Priority = Annotated[float, Field(ge=0, le=1)]
MEMBER, MANAGER, ADMIN = (needs(f"project:{role}", "project_id") for role in ("member", "manager", "admin"))


class NewProject(BaseModel):
    """A project to make. Without ``ontology_version``, the ontology's newest."""

    model_config = ConfigDict(extra="forbid")

    title: Title
    description: Description = ""
    ontology: str = Field(min_length=1, max_length=64)
    ontology_version: int | None = Field(default=None, ge=1)
    graph: Graph = DEFAULT
    priority: Priority = PRIORITY


class ChangedProject(BaseModel):
    """What to change; what is absent stays."""

    model_config = ConfigDict(extra="forbid")

    title: Title | None = None
    description: Description | None = None
    ontology_version: int | None = Field(default=None, ge=1)
    priority: Priority | None = None
    archived: bool | None = None


class DatasetAt(BaseModel):
    """A dataset at a version; without one, at its newest."""

    model_config = ConfigDict(extra="forbid")

    dataset: str = Field(min_length=1, max_length=64)
    version: int | None = Field(default=None, ge=1)


class WantedDatasets(BaseModel):
    """All that a project is to work on."""

    model_config = ConfigDict(extra="forbid")

    datasets: list[DatasetAt] = Field(max_length=projects.DATASETS)


class Roles(BaseModel):
    """A member's roles, all of them."""

    model_config = ConfigDict(extra="forbid")

    roles: list[ProjectRole] = Field(min_length=1, max_length=len(ProjectRole))


class SentBack(BaseModel):
    """A set of items to send back to a stage (default: the first)."""

    model_config = ConfigDict(extra="forbid")

    members: str = Field(min_length=1, max_length=64, description="The name of a set.")
    priority: Priority = 1.0
    stage: str | None = Field(default=None, max_length=32)


class Offered(BaseModel):
    """Which predictions to offer as pre-labels."""

    model_config = ConfigDict(extra="forbid")

    prediction_set: str = Field(min_length=1, max_length=64)
    confidence: float = Field(default=0.5, ge=0, le=1)
    iou_threshold: float | None = Field(
        default=None, gt=0, le=1, description="Leave out what a label overlaps by this much; without it nothing is left out."
    )
    members: str | None = Field(default=None, max_length=64, description="The name of a set: only these items.")


@router.post("", operation_id="createProject", status_code=status.HTTP_201_CREATED, dependencies=[needs("workspace:member")])
def create(body: NewProject, call: CallDep, house: HouseDep, response: Response) -> Project:
    """Make a project; you are its admin. Give it datasets next."""
    stored = projects.create(
        call,
        title=body.title,
        description=body.description,
        ontology=body.ontology,
        ontology_version=body.ontology_version,
        graph=body.graph,
        priority=body.priority,
        table=house.table,
    )
    tag(response, stored.version)
    return stored.value


@router.get("", operation_id="listProjects", dependencies=[needs("workspace:member")])
def listing(call: CallDep, house: HouseDep, limit: Limit = 50, cursor: Cursor = None) -> PageOf[Project]:
    """The projects in which you have a role, by id."""
    return said(projects.listing(call, limit=limit, cursor=cursor, table=house.table))


@router.get("/{project_id}", operation_id="getProject", dependencies=[MEMBER])
def get(project_id: str, call: CallDep, house: HouseDep, response: Response) -> Project:
    """A project."""
    stored = projects.get(call, project_id, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.patch("/{project_id}", operation_id="updateProject", dependencies=[MANAGER])
def update(
    project_id: str, body: ChangedProject, call: CallDep, house: HouseDep, response: Response, expect: IfMatch
) -> Project:
    """Change the title, the description, the priority of new tasks, the ontology's version (upwards), or archive it."""
    changes = body.model_dump(exclude_none=True)
    stored = projects.update(call, project_id, changes, expect=expect, table=house.table)
    tag(response, stored.version)
    return stored.value


@router.put(
    "/{project_id}/datasets",
    operation_id="setProjectDatasets",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[MANAGER],
)
def set_datasets(project_id: str, body: WantedDatasets, call: CallDep, house: HouseDep, expect: IfMatch) -> Job:
    """Work on exactly these: the job opens tasks for the items that are new and archives those of the items that left."""
    return projects.set_datasets(
        call,
        project_id,
        [(one.dataset, one.version) for one in body.datasets],
        expect=expect,
        table=house.table,
        objects=house.objects,
        index=house.index,
    )


@router.get("/{project_id}/progress", operation_id="getProjectProgress", dependencies=[MEMBER])
def progress(project_id: str, call: CallDep, house: HouseDep) -> Progress:
    """Where the project stands, over what you see of it."""
    return projects.progress(call, project_id, table=house.table, index=house.index)


@router.get("/{project_id}/members", operation_id="listProjectMembers", dependencies=[MEMBER])
def members(project_id: str, call: CallDep, house: HouseDep) -> list[ProjectMember]:
    """Everybody with a role in the project."""
    return projects.members(call, project_id, table=house.table)


@router.put("/{project_id}/members/{subject}", operation_id="setProjectMember", dependencies=[ADMIN])
def set_member(project_id: str, subject: str, body: Roles, call: CallDep, house: HouseDep) -> ProjectMember:
    """Give ``user:<id>`` or ``group:<id>`` exactly these roles."""
    return projects.set_member(call, project_id, subject, frozenset(body.roles), table=house.table)


@router.delete(
    "/{project_id}/members/{subject}",
    operation_id="removeProjectMember",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[ADMIN],
)
def remove_member(project_id: str, subject: str, call: CallDep, house: HouseDep) -> None:
    """Take all roles of a member."""
    projects.set_member(call, project_id, subject, frozenset(), table=house.table)


@router.post(
    "/{project_id}/send-back", operation_id="sendItemsBack", status_code=status.HTTP_202_ACCEPTED, dependencies=[MANAGER]
)
def send_back(project_id: str, body: SentBack, call: CallDep, house: HouseDep) -> Job:
    """Reopen the tasks of a set of items with a priority."""
    return tasks.send_back(
        call,
        project_id,
        body.members,
        priority=body.priority,
        stage=body.stage,
        table=house.table,
        objects=house.objects,
    )


@router.post(
    "/{project_id}/pre-label", operation_id="offerPreLabels", status_code=status.HTTP_202_ACCEPTED, dependencies=[MANAGER]
)
def pre_label(project_id: str, body: Offered, call: CallDep, house: HouseDep) -> Job:
    """Offer predictions as pre-labels on the items that are to be annotated."""
    return prelabel.request(
        call,
        project_id,
        body.prediction_set,
        confidence=body.confidence,
        iou_threshold=body.iou_threshold,
        members=body.members,
        table=house.table,
        objects=house.objects,
    )
