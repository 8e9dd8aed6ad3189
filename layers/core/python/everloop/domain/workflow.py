"""The workflow of a project: a graph of stages (decision 16). Tasks move along it by ``advance``."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from everloop.domain.annotations import Frozen
from everloop.domain.errors import Invalid
from everloop.domain.tasks import TaskStatus

SLUG = r"^[a-z0-9][a-z0-9_-]{0,31}$"


class StageKind(StrEnum):
    """What is done in a stage. COMPLETE and ARCHIVE are ends."""

    ANNOTATE = "annotate"
    REVIEW = "review"
    COMPLETE = "complete"
    ARCHIVE = "archive"


WORK = (StageKind.ANNOTATE, StageKind.REVIEW)
ENDS = {StageKind.COMPLETE: TaskStatus.COMPLETED, StageKind.ARCHIVE: TaskStatus.ARCHIVED}
EDGES = {
    StageKind.ANNOTATE: {"submit"},
    StageKind.REVIEW: {"approve", "reject"},
    StageKind.COMPLETE: set[str](),
    StageKind.ARCHIVE: set[str](),
}
LEADS = frozenset({"admin", "manager"})
WORKERS = {StageKind.ANNOTATE: LEADS | {"annotator"}, StageKind.REVIEW: LEADS | {"reviewer"}}


class Stage(Frozen):
    """A stage. ``next``: the stage that each verdict leads to. ``shards``: into how many partitions its open queue is split
    (more only for hundreds of people at once).
    """

    id: str = Field(pattern=SLUG)
    title: str = Field(min_length=1, max_length=100)
    kind: StageKind
    next: dict[str, str] = Field(default_factory=dict)
    shards: int = Field(default=1, ge=1, le=16)


class Graph(Frozen):
    """A project's workflow; tasks begin in its first stage."""

    stages: tuple[Stage, ...] = Field(min_length=3, max_length=32)

    @model_validator(mode="after")
    def _joined(self) -> Graph:
        kinds = {stage.id: stage.kind for stage in self.stages}
        if len(kinds) != len(self.stages):
            raise ValueError("two stages have the same id")
        if self.stages[0].kind is not StageKind.ANNOTATE:
            raise ValueError("a workflow begins with an annotate stage")
        for kind in ENDS:
            if list(kinds.values()).count(kind) != 1:
                raise ValueError(f"a workflow has exactly one {kind} stage")
        for stage in self.stages:
            _fits(stage, kinds)
        return self

    @property
    def first(self) -> Stage:
        """Where tasks begin."""
        return self.stages[0]

    def find(self, stage: str) -> Stage | None:
        """The stage called ``stage``."""
        return next((one for one in self.stages if one.id == stage), None)

    def of(self, stage: str) -> Stage:
        """The stage called ``stage``. Raises Invalid."""
        found = self.find(stage)
        if found is None:
            raise Invalid(f"This workflow has no stage {stage!r}; it has: {', '.join(one.id for one in self.stages)}.")
        return found

    def the(self, kind: StageKind) -> Stage:
        """The first stage of a kind; every workflow has one, except perhaps of REVIEW. Raises Invalid."""
        for stage in self.stages:
            if stage.kind is kind:
                return stage
        raise Invalid(f"This workflow has no {kind} stage.")


def _fits(stage: Stage, kinds: dict[str, StageKind]) -> None:
    if set(stage.next) != EDGES[stage.kind]:
        raise ValueError(f"stage {stage.id!r} must say where these lead: {sorted(EDGES[stage.kind])}")
    for verdict, target in stage.next.items():
        if target not in kinds:
            raise ValueError(f"stage {stage.id!r} leads to {target!r}, which is no stage")
        if verdict == "reject" and kinds[target] is not StageKind.ANNOTATE:
            raise ValueError(f"what stage {stage.id!r} rejects must go to an annotate stage")
        if verdict != "reject" and kinds[target] not in (StageKind.REVIEW, StageKind.COMPLETE):
            raise ValueError(f"what passes stage {stage.id!r} must go to a review or the complete stage")


DEFAULT = Graph(
    stages=(
        Stage(id="annotate", title="Annotate", kind=StageKind.ANNOTATE, next={"submit": "review"}),
        Stage(id="review", title="Review", kind=StageKind.REVIEW, next={"approve": "complete", "reject": "annotate"}),
        Stage(id="complete", title="Complete", kind=StageKind.COMPLETE),
        Stage(id="archive", title="Archive", kind=StageKind.ARCHIVE),
    )
)


def works_in(stage: Stage, roles: frozenset[str]) -> bool:
    """Whether these roles work in a stage."""
    return bool(roles & WORKERS.get(stage.kind, frozenset()))
