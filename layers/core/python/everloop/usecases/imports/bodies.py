"""From imported annotations to label rows: their COCO ids are settled, then rows are written in bulk.

Rows come in the order of seq, so that a session that was stopped (its time was over, its process killed) goes on where it was.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from numpy.typing import NDArray
from pyroaring import BitMap64

from everloop.domain.annotations import LabelState
from everloop.domain.ids import ItemId
from everloop.domain.jobs import Job, Progress, Shard
from everloop.domain.labels import Body
from everloop.domain.principals import Call
from everloop.domain.projects import Project
from everloop.domain.transfers import LabelImport
from everloop.ports import Objects, Table
from everloop.store import label_bulk, labels, outlines
from everloop.store.columns import Columns
from everloop.store.label_bulk import Incoming, Origin
from everloop.store.ledgers import Ledgers
from everloop.store.reports import Report
from everloop.usecases.imports.targets import Target

CHUNK = 250
SAMPLE = 200
NAMES, NAME_CHARS, OTHERS = 500, 64, "others"
"""So many names of what is not taken over, so long, and one for the rest: a shard's row holds them."""

T = TypeVar("T")

Known = Mapping[str, Mapping[str, Any]]
"""The objects that an item has already, by their ids."""


class Labelled(NamedTuple):
    """What is to be written for an item. An annotation may bring the ``coco_id`` that it would like to keep."""

    target: Target
    body: Body
    state: LabelState = LabelState.LABELLED


@dataclass(slots=True)
class Session:
    """One import that runs: what it is for, what it stands on, and what it has counted.

    Attributes:
        unread: Keys of the file that are not taken over, with how many rows had them; see ``pass_over``.
        added: Names of the classes that the ontology got, as far as it has kept them: those of a go that is killed before it
            keeps anything are not told.
        sample: Some of the items that were written, the last ones for certain.
        done: All items up to this seq are done; −1: none is.
        homeless: Rows before this one are done that belong to no item.
        outline: What a first look at the file found, asked for when it is to be kept, which is worth it if that takes long.
    """

    job: Job
    shard: Shard
    call: Call
    asked: LabelImport
    project: Project
    report: Report
    progress: Progress
    table: Table
    objects: Objects
    columns: Columns
    counts: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    added: list[str] = field(default_factory=list)
    sample: list[str] = field(default_factory=list)
    done: int = -1
    homeless: int = 0
    outline: Callable[[], Mapping[str, NDArray[Any]]] | None = None
    _outline_path: str | None = None

    @property
    def ledgers(self) -> Ledgers:
        """The project's ledger."""
        return Ledgers(self.call.workspace, self.project.id, self.table, self.objects, self.columns)

    def moved(self) -> None:
        """Tell how far it is."""
        counts = {**self.counts, "errors": self.report.errors, "notes": self.report.notes}
        self.progress(self.counts["images"], counts)

    def tick(self) -> None:
        """Give a sign of life while the file is looked at."""
        self.progress(self.shard.done)

    def left(self, targets: Mapping[T, Target]) -> dict[T, Target]:
        """The targets that no earlier go has done; from here on, what is counted and told counts."""
        kept = self.shard.kept
        if kept is not None:
            self.counts, self.unread = Counter(kept["counts"]), Counter(kept["unread"])
            self.sample, self.done, self.homeless = kept["sample"], kept["done"], kept["homeless"]
            self.added = list(dict.fromkeys([*kept["added"], *self.added]))
        self.report.muted = False
        return {key: target for key, target in targets.items() if target.seq > self.done}

    def pass_over(self, names: Mapping[str, int]) -> None:
        """Count what is not taken over, many names as one."""
        for name, rows in names.items():
            short = name[:NAME_CHARS]
            self.unread[short if short in self.unread or len(self.unread) < NAMES else OTHERS] += rows

    def keep(self) -> None:
        """Keep how far it is, where that is due. Raises Stopped."""
        if self.progress.due:
            state = {name: getattr(self, name) for name in ("counts", "unread", "added", "sample", "done", "homeless")}
            part = f"{self.shard.token}-{max(self.done, 0)}-{self.homeless}"
            state["outline"] = self._kept_outline()
            self.progress.keep({**state, "report": self.report.keep(self.objects, part)})

    def outlined(self) -> dict[str, NDArray[Any]] | None:
        """The outline that an earlier go has kept."""
        path = (self.shard.kept or {}).get("outline")
        return outlines.load(self.objects, path) if path else None

    def _kept_outline(self) -> str | None:
        path = (self.shard.kept or {}).get("outline") or self._outline_path
        if path is None and self.outline is not None:
            path = self._outline_path = outlines.save(self.objects, self.call.workspace, self.job.id, self.outline())
        return path


def write(session: Session, found: Iterable[Labelled], *, ontology_version: int, contested: BitMap64) -> None:
    """Write the rows, each item once, counting what became of them.

    Args:
        found: By seq.
        contested: COCO ids that others had before this import.
    """
    stream = iter(found)
    while chunk := list(itertools.islice(stream, CHUNK)):
        session.counts["images"] += len(chunk)
        session.counts["annotations"] += sum(len(one.body) for one in chunk)
        session.counts["negatives"] += sum(not one.body and one.state is LabelState.LABELLED for one in chunk)
        known = list(_known(session, chunk))
        _tell_changes(session, chunk, known)
        if not session.asked.dry_run:
            _settle_ids(session, chunk, known, contested)
            _write_chunk(session, chunk, ontology_version)
        session.done = chunk[-1].target.seq
        session.moved()
        session.keep()


def _write_chunk(session: Session, chunk: list[Labelled], ontology_version: int) -> None:
    call, job = session.call, session.job
    incoming = (_incoming(one) for one in chunk)
    origin = Origin(call.workspace, session.project.id, ontology_version, by=job.created_by, at=job.created_at)
    for told in label_bulk.write_many(
        incoming, origin, how=session.asked.how, cause=call.cause, table=session.table, objects=session.objects
    ):
        session.counts[f"rows_{told.outcome}"] += 1
        if told.outcome == "conflict":
            session.report.add("The labels of this item kept changing; import it again.", item=told.item)
    session.sample = [*session.sample, *(one.target.id for one in chunk[-4:])][-SAMPLE:]


def _incoming(one: Labelled) -> Incoming:
    """A row for the bulk writer; labelled is what it makes of it anyhow, without taking back an approval of the same labels."""
    row = Incoming(item=one.target.id, seq=one.target.seq, item_revision=one.target.revision, body=one.body)
    if one.state is not LabelState.LABELLED:
        row["state"] = one.state.value
    return row


def _tell_changes(session: Session, chunk: list[Labelled], known: list[Known]) -> None:
    """Report objects that are there already and would be drawn otherwise: an id may have come back by mistake."""
    if session.asked.how == "keep":
        return
    for one, there in zip(chunk, known, strict=True):
        for annotation in one.body:
            before = there.get(annotation["object_id"])
            if before and _drawn(before) != _drawn(annotation):
                session.counts["objects_changed"] += 1
                facts = {"item": one.target.id, "object_id": annotation["object_id"], "id": annotation.get("source_id")}
                session.report.add("It changes an object that is there already, by its id.", kept=True, **facts)


def _settle_ids(session: Session, chunk: list[Labelled], known: list[Known], contested: BitMap64) -> None:
    """Give every drawn annotation its COCO id: the one its object has, else the one it brings, else a new one."""
    waiting: list[tuple[str, dict[str, Any]]] = []
    for one, there in zip(chunk, known, strict=True):
        for annotation in one.body:
            wanted = annotation.pop("coco_id", None)
            if not annotation.get("shapes"):
                continue
            given = there.get(annotation["object_id"], {}).get("coco_id")
            if given is not None:
                annotation["coco_id"] = given
            elif wanted is not None and wanted not in contested:
                annotation["coco_id"] = wanted
            else:
                waiting.append((one.target.id, annotation))
    if not waiting:
        return
    first = session.ledgers.allot_objects(len(waiting), cause=session.call.cause)
    for number, (item, annotation) in enumerate(waiting, first):
        annotation["coco_id"] = number
        if (came := annotation.get("source_id")) is not None:
            reason = f"The annotation id {came!r} is not free; it is {number} here."
            session.report.add(reason, kept=True, item=item, object_id=annotation["object_id"])


def _drawn(annotation: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(annotation.get(key) for key in ("class_id", "shapes", "answers", "area", "is_crowd"))


def _known(session: Session, chunk: list[Labelled]) -> Iterator[Known]:
    items = [ItemId(one.target.id) for one in chunk]
    found = labels.find_many(session.call.workspace, items, session.project.id, table=session.table)
    for there in found:
        body = labels.body_of(there.head, objects=session.objects) if there else []
        yield {one["object_id"]: one for one in body}
