"""Who reacts to what: the consumers of the change feed, each with its own queue, on the laptop and on AWS alike.

A handler gets some hints (of its kinds), rereads the rows, does what is due and says which hints failed and why. It may get a
hint twice, late, or out of order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from everloop.domain.errors import EverloopError, Transient
from everloop.domain.events import Hint
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.entry import batch, clock
from everloop.house import House
from everloop.ports import Key, TableName
from everloop.store import keys
from everloop.usecases import embed, enrich, index, reflect_labels, reflect_tasks

Failures = dict[str, EverloopError]
"""By ``event_id``. Transient: retried with a growing wait, then a dead letter. Others: a dead letter at once where a person can
mend the cause, so raise them only then; what no retry can help and nobody need mend is not a failure."""

Handler = Callable[[House, Sequence[Hint]], Failures]


@dataclass(frozen=True, slots=True)
class Consumer:
    """A reaction.

    Attributes:
        kinds: Row kinds whose hints it gets.
        pooled: Runs in the process pool on the laptop (pixels), else in a thread of the server (the index).
        batch: Hints at once, at most.
    """

    kinds: frozenset[str]
    handle: Handler
    pooled: bool = False
    batch: int = 100


def advance_jobs(house: House, hints: Sequence[Hint]) -> Failures:
    """Plan, watch and finish the jobs that the hints speak of. What cannot be now, and the clock told of, waits for its next
    tick: a queue of heavy jobs, which wait for room, is no row of failures.
    """
    failures: Failures = {}
    by_job: dict[tuple[WorkspaceId, str], list[Hint]] = {}
    for hint in hints:
        by_job.setdefault((hint.workspace, job_of(hint)), []).append(hint)
    for (workspace, job), asked in by_job.items():
        try:
            batch.advance(house, workspace, job)
        except Transient as error:
            failures |= {hint.event_id: error for hint in asked if not clock.ticked(hint)}
    return failures


def job_of(hint: Hint) -> str:
    """The job that a hint of a job or a shard speaks of."""
    return hint.sort if hint.kind == "job" else keys.parts(hint.partition)[-1]


def index_items(house: House, hints: Sequence[Hint]) -> Failures:
    """Index the items that the hints speak of, as they are now."""

    def work(workspace: WorkspaceId, items: Sequence[ItemId]) -> Mapping[ItemId, EverloopError]:
        return index.bring_up_to_date(workspace, items, table=house.table, index=house.index)

    return _by_item(hints, work)


def read_items(house: House, hints: Sequence[Hint]) -> Failures:
    """Read the files of the items that are due: facts and thumbnails."""

    def work(workspace: WorkspaceId, items: Sequence[ItemId]) -> Mapping[ItemId, EverloopError]:
        call = batch.system_call(workspace, "enrich")
        return enrich.enrich(call, items, table=house.table, objects=house.objects, open_source=house.open_source)

    return _by_item(hints, work)


def embed_items(house: House, hints: Sequence[Hint]) -> Failures:
    """Compute the vectors of the items that are due."""

    def work(workspace: WorkspaceId, items: Sequence[ItemId]) -> Mapping[ItemId, EverloopError]:
        return embed.embed(
            batch.system_call(workspace, "embed"),
            items,
            table=house.table,
            objects=house.objects,
            open_source=house.open_source,
            encoder=house.encoder,
        )

    return _by_item(hints, work)


def _by_item(
    hints: Sequence[Hint], work: Callable[[WorkspaceId, Sequence[ItemId]], Mapping[ItemId, EverloopError]]
) -> Failures:
    """Do ``work`` for the items of each workspace that hints speak of; what fails of an item fails its hints."""
    failures: Failures = {}
    by_workspace: dict[WorkspaceId, dict[ItemId, list[Hint]]] = {}
    for hint in hints:
        item = keys.item_of(hint.partition)
        if item is not None:
            by_workspace.setdefault(hint.workspace, {}).setdefault(item, []).append(hint)
    for workspace, asked in by_workspace.items():
        try:
            wrong = work(workspace, list(asked))
        except Transient as error:
            wrong = dict.fromkeys(asked, error)
        failures |= {hint.event_id: error for item, error in wrong.items() for hint in asked[item]}
    return failures


def tasks_on_heads(house: House, hints: Sequence[Hint]) -> Failures:
    """Have items' heads follow their tasks and their counts of open issues."""

    def work(workspace: WorkspaceId, places: Sequence[Key]) -> Mapping[Key, EverloopError]:
        return reflect_tasks.reflect(workspace, places, now_ms=clock.now_ms, table=house.table)

    return _by_place(hints, work)


def labels_on_heads(house: House, hints: Sequence[Hint]) -> Failures:
    """Have items' heads follow their labels."""

    def work(workspace: WorkspaceId, places: Sequence[Key]) -> Mapping[Key, EverloopError]:
        return reflect_labels.reflect(batch.system_call(workspace, "labels"), places, table=house.table)

    return _by_place(hints, work)


def _by_place(hints: Sequence[Hint], work: Callable[[WorkspaceId, Sequence[Key]], Mapping[Key, EverloopError]]) -> Failures:
    """Do ``work`` for the rows of each workspace that hints speak of; what fails of a row fails its hints."""
    failures: Failures = {}
    by_workspace: dict[WorkspaceId, dict[Key, list[Hint]]] = {}
    for hint in hints:
        place = Key(TableName(hint.table), hint.partition, hint.sort)
        by_workspace.setdefault(hint.workspace, {}).setdefault(place, []).append(hint)
    for workspace, asked in by_workspace.items():
        try:
            wrong = work(workspace, list(asked))
        except Transient as error:
            wrong = dict.fromkeys(asked, error)
        failures |= {hint.event_id: error for place, error in wrong.items() for hint in asked[place]}
    return failures


CONSUMERS: Mapping[str, Consumer] = {
    index.CONSUMER: Consumer(frozenset({"item"}), index_items, batch=500),
    reflect_labels.CONSUMER: Consumer(reflect_labels.KINDS, labels_on_heads, batch=250),
    reflect_tasks.CONSUMER: Consumer(reflect_tasks.KINDS, tasks_on_heads, batch=250),
    "enrich": Consumer(frozenset({"item"}), read_items, pooled=True, batch=16),
    "embed": Consumer(frozenset({"item"}), embed_items, pooled=True, batch=16),
    "jobs": Consumer(frozenset({"job", "shard"}), advance_jobs, batch=20),
}


def route(hint: Hint) -> list[str]:
    """The consumers that want a hint: a pure function, the dispatcher's whole knowledge."""
    return [name for name, consumer in CONSUMERS.items() if hint.kind in consumer.kinds]
