"""Projects: an ontology, datasets and a workflow, in which people label and review items."""

from __future__ import annotations

from pydantic import Field

from everloop.domain.annotations import Frozen
from everloop.domain.datasets import Description, Title
from everloop.domain.tasks import PRIORITY
from everloop.domain.workflow import DEFAULT, Graph


class Attached(Frozen):
    """A version of a dataset that a project works on; ``members`` is its set of items."""

    dataset: str
    version: int
    members: str


class Project(Frozen):
    """A project.

    Attributes:
        ontology, ontology_version: The classes that are labelled; the version rises only.
        graph: Fixed when the project is made.
        datasets: What it works on.
        priority: Of tasks that are opened.
        archived: Nothing is changed in it any more.
    """

    schema_: int = Field(default=1, alias="schema")
    id: str
    title: Title
    description: Description = ""
    ontology: str
    ontology_version: int = 1
    graph: Graph = DEFAULT
    datasets: tuple[Attached, ...] = ()
    priority: float = Field(default=PRIORITY, ge=0, le=1)
    archived: bool = False
    created_by: str = ""
    created_at: int = 0
    updated_at: int = 0


class StageCount(Frozen):
    """How many tasks are in a stage."""

    stage: str
    title: str
    tasks: int


class Progress(Frozen):
    """Where a project stands, as the index knew at ``as_of`` (UTC epoch ms).

    Attributes:
        items: With a task that is not archived.
        statuses, states, assignees: Items by their task's status, their labels' state, and whose task they are.
        open_issues: Items with an open issue.
    """

    as_of: int
    items: int
    stages: tuple[StageCount, ...]
    statuses: dict[str, int]
    states: dict[str, int]
    assignees: dict[str, int]
    open_issues: int


class TaskSync(Frozen):
    """How far a project's tasks follow its datasets: moved by one job at a time.

    Attributes:
        job: The job that is (or was last) at it.
        maybe: The set of items that may have an open task.
        sure: The set of items that have one for sure, or had it and went on from there.
    """

    schema_: int = Field(default=1, alias="schema")
    job: str | None = None
    maybe: str | None = None
    sure: str | None = None
