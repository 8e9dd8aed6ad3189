"""Projects: make them, say who works in them and on what, see where they stand, send items to work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from everloop.domain.access import ProjectMember, ProjectRole
from everloop.domain.datasets import Dataset
from everloop.domain.jobs import Job
from everloop.domain.projects import Progress, Project
from everloop.domain.workflow import Graph
from everloop.sdk.transport import Transport, each

Wanted = str | Dataset | tuple[str, int]
"""A dataset at its newest version (its id), at the version that was read, or (id, version)."""


class Projects:
    """The projects in which you have a role."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def create(
        self,
        title: str,
        ontology: str,
        *,
        ontology_version: int | None = None,
        description: str = "",
        graph: Graph | None = None,
        priority: float | None = None,
    ) -> Project:
        """Make a project; you are its admin. ``graph``: None is annotate → review → complete."""
        body: dict[str, object] = {"title": title, "ontology": ontology, "description": description}
        if ontology_version is not None:
            body["ontology_version"] = ontology_version
        if graph is not None:
            body["graph"] = graph.model_dump(mode="json")
        if priority is not None:
            body["priority"] = priority
        return Project.model_validate(self._http.json("POST", "/projects", body=body))

    def list(self) -> Iterator[Project]:
        """The projects, by id."""
        return each(self._http.pages("/projects"), Project.model_validate)

    def get(self, project: str) -> Project:
        """A project."""
        return Project.model_validate(self._http.json("GET", f"/projects/{project}"))

    def update(
        self,
        project: str,
        *,
        title: str | None = None,
        description: str | None = None,
        ontology_version: int | None = None,
        priority: float | None = None,
        archived: bool | None = None,
    ) -> Project:
        """Change what is given. The ontology's version only rises."""
        changes = {
            "title": title,
            "description": description,
            "ontology_version": ontology_version,
            "priority": priority,
            "archived": archived,
        }
        body = {key: value for key, value in changes.items() if value is not None}
        return Project.model_validate(self._http.json("PATCH", f"/projects/{project}", body=body))

    def set_datasets(self, project: str, datasets: Sequence[Wanted], *, idempotency_key: str | None = None) -> Job:
        """Work on exactly these: the job opens tasks for what is new and archives those of what left."""
        body = {"datasets": [_wanted(one) for one in datasets]}
        path = f"/projects/{project}/datasets"
        return Job.model_validate(self._http.json("PUT", path, body=body, idempotency_key=idempotency_key))

    def members(self, project: str) -> tuple[ProjectMember, ...]:
        """Everybody with a role in the project, groups as such."""
        found = self._http.json("GET", f"/projects/{project}/members")
        return tuple(ProjectMember.model_validate(one) for one in found)

    def set_member(self, project: str, subject: str, roles: Iterable[ProjectRole | str]) -> ProjectMember:
        """Give ``user:<id>`` (or just the id) or ``group:<id>`` exactly these roles."""
        body = {"roles": [str(role) for role in roles]}
        path = f"/projects/{project}/members/{_subject(subject)}"
        return ProjectMember.model_validate(self._http.json("PUT", path, body=body))

    def remove_member(self, project: str, subject: str) -> None:
        """Take all roles of a member."""
        self._http.json("DELETE", f"/projects/{project}/members/{_subject(subject)}")

    def progress(self, project: str) -> Progress:
        """Where the project stands, over what you see of it."""
        return Progress.model_validate(self._http.json("GET", f"/projects/{project}/progress"))

    def send_back(self, project: str, members: str, *, priority: float = 1.0, stage: str | None = None) -> Job:
        """Reopen the tasks of a set of items (its name); the job says how many."""
        body = {"members": members, "priority": priority, "stage": stage}
        return Job.model_validate(self._http.json("POST", f"/projects/{project}/send-back", body=body))

    def pre_label(
        self,
        project: str,
        prediction_set: str,
        *,
        confidence: float = 0.5,
        iou_threshold: float | None = None,
        members: str | None = None,
    ) -> Job:
        """Offer predictions of this confidence or more as pre-labels on the items that are to be annotated.

        Args:
            iou_threshold: Leave out what a label overlaps by this much or more.
            members: Only items of this set (its name).
        """
        body = {
            "prediction_set": prediction_set,
            "confidence": confidence,
            "iou_threshold": iou_threshold,
            "members": members,
        }
        return Job.model_validate(self._http.json("POST", f"/projects/{project}/pre-label", body=body))


def _wanted(one: Wanted) -> dict[str, object]:
    match one:
        case Dataset():
            return {"dataset": one.id, "version": one.version}
        case str():
            return {"dataset": one}
        case (dataset, version):
            return {"dataset": dataset, "version": version}


def _subject(subject: str) -> str:
    return subject if ":" in subject else f"user:{subject}"
