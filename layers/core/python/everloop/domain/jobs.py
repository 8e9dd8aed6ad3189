"""Jobs: anything longer than a request (decision 17). A job is a spec plus shards; a finisher runs when no shard is open.

    requested ──plan──▶ running ──last shard──▶ finishing ──▶ settling ──▶ done
        └──────────────┴────────────┴── failed | cancelled

``settling``: the work is done and its results are on their way to being searchable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from pydantic import Field

from everloop.domain.annotations import Frozen
from everloop.domain.principals import Call

LEASE_MS = 60_000
PLANNING_MS = 660_000
"""How long a planner may take: longer than the function lives that plans (``infra``), so that two never plan at once."""
ATTEMPTS = 3


class JobState(StrEnum):
    """Where a job stands."""

    REQUESTED = "requested"
    RUNNING = "running"
    FINISHING = "finishing"
    SETTLING = "settling"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (JobState.REQUESTED, JobState.RUNNING, JobState.FINISHING, JobState.SETTLING)

WORKSPACE_WIDE = frozenset({"find-duplicates", "fit-map", "place-on-map"})
"""Kinds that any member may ask for and that work over all items: their numbers and samples are for admins."""


class ShardState(StrEnum):
    """Where a shard stands. OPEN: nobody works on it, or the lease of the one who does may expire."""

    OPEN = "open"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Frozen):
    """A job. ``spec`` says what to do, ``result`` what came of it; both are small, payloads travel by path.

    Attributes:
        counts: Summed over the shards, and what the finisher adds, such as ``{"new": 120, "failed": 2}``.
        planning_until: Until when it is somebody's to plan; 0: it is nobody's.
        planners_lost: How many began to plan it and died.
        total, done: Units of work planned and done so far (progress).
        errors: Path in Objects of the per-file report, JSON lines ``{"uri" | "row", "reason"}``; None where nothing failed.
    """

    schema_: int = Field(default=1, alias="schema")
    id: str
    workspace: str
    kind: str
    title: str
    spec: dict[str, Any]
    state: JobState = JobState.REQUESTED
    planning_until: int = 0
    planners_lost: int = 0
    shards: int = 0
    total: int = 0
    done: int = 0
    counts: dict[str, int] = Field(default_factory=dict)
    result: dict[str, Any] | None = None
    errors: str | None = None
    reason: str | None = None
    project: str | None = None
    created_by: str = ""
    created_at: int = 0
    started_at: int | None = None
    ended_at: int | None = None

    @property
    def wreck(self) -> str | None:
        """Why it ended without a result, as a sentence; None where it did not."""
        if self.state is JobState.CANCELLED:
            return "Its job was cancelled before it was done."
        return (self.reason or "Its job failed.") if self.state is JobState.FAILED else None


class Shard(Frozen):
    """A part of a job. ``token`` fences: only the holder of the newest one commits.

    A shard that takes longer than ``limits.PLANNED_SHARD_S`` keeps how far it is, stops, and is started again.

    Attributes:
        input: What to work on; small, payloads by path.
        size: Units of work; ``done`` of them so far.
        asked_at: When a runner was last asked to run it.
        attempts: How often it was begun since it last got on.
        kept: How far it is, in words of its kind; None: at the beginning.
        output: What came of it, for the finisher.
        reason: Why it failed; of an open one, what ended its last go, where that was a fault that is known.
    """

    schema_: int = Field(default=1, alias="schema")
    job: str
    number: int
    state: ShardState = ShardState.OPEN
    input: dict[str, Any] = Field(default_factory=dict)
    size: int = 0
    heavy: bool = False
    encodes: bool = False
    token: int = 0
    lease_until: int = 0
    asked_at: int = 0
    attempts: int = 0
    done: int = 0
    counts: dict[str, int] = Field(default_factory=dict)
    kept: dict[str, Any] | None = None
    output: dict[str, Any] | None = None
    reason: str | None = None


class ShardPlan(Frozen):
    """A shard before it is written. ``heavy``, ``encodes``: see ``ports.ShardRef``."""

    input: dict[str, Any] = Field(default_factory=dict)
    size: int = 0
    heavy: bool = False
    encodes: bool = False


class Progress(Protocol):
    """Given to a running shard: call it between steps, every few seconds at least."""

    def __call__(self, done: int, counts: Mapping[str, int] | None = None) -> None:
        """Say how many units are done. Keeps the lease. Raises Stopped: the job was cancelled, or another holds the shard."""

    @property
    def due(self) -> bool:
        """Whether it is time to ``keep``: half a minute has passed since that was done, or the shard has had its time."""

    def keep(self, state: Mapping[str, Any]) -> None:
        """Keep how far the shard is: whoever runs it next finds this in ``Shard.kept``. Small; payloads by path.

        Raises Stopped: as above, or the shard has had its time, and is started again to go on from here.
        """


@dataclass(frozen=True, slots=True)
class Finish:
    """What a finisher says: the job's result, counts to add, the path of its error report, and whether it must settle first."""

    result: dict[str, Any]
    counts: Mapping[str, int] | None = None
    errors: str | None = None
    settle: bool = False


@dataclass(frozen=True, slots=True)
class JobKind:
    """What one kind of job does; each function may be repeated.

    Attributes:
        plan: Job → its shards. May write to Objects; an empty list goes straight to ``finish``.
        run: One shard → its output (small; payloads by path, content-addressed).
        finish: All outputs → the result.
        settled: Whether the results have arrived where people look (the index); asked by the clock.
    """

    plan: Callable[[Job, Call], Sequence[ShardPlan]]
    run: Callable[[Job, Shard, Call, Progress], dict[str, Any]]
    finish: Callable[[Job, Sequence[Shard], Call], Finish]
    settled: Callable[[Job, Call], bool] | None = None


NAMING = frozenset({"sample", "refused"})
"""What of a result names items."""


def for_members(job: Job, *, all_of_project: bool, own: bool) -> Job:
    """The job as somebody sees it who does not see all items: without what it says of items outside his scope.

    Args:
        all_of_project: He sees all items of the job's project.
        own: He asked for it himself.
    """
    wide, numbers = job.kind in WORKSPACE_WIDE, own or all_of_project
    hidden = NAMING - {"refused"} if all_of_project else NAMING
    said = {key: value for key, value in (job.result or {}).items() if key == "projection" or not (wide or key in hidden)}
    hidden_numbers: dict[str, Any] = {} if numbers else {"total": 0, "done": 0}
    if wide or not numbers:
        hidden_numbers["counts"] = {}
    return job.model_copy(update={**hidden_numbers, "result": None if job.result is None else said})


def summed(counts: list[dict[str, int]]) -> dict[str, int]:
    """Counts added up key by key."""
    total: dict[str, int] = {}
    for one in counts:
        for key, value in one.items():
            total[key] = total.get(key, 0) + value
    return total
