"""What an export writes: one label version, its items with their ids and names, its objects in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pyroaring import BitMap

from everloop.domain.annotations import COUNTED
from everloop.domain.columns import ColumnTable
from everloop.domain.filters import And, Exists, In, Not
from everloop.domain.jobs import Job, Progress
from everloop.domain.label_versions import Contents, LabelVersion, version_id
from everloop.domain.ledgers import ImageClaim, ImageEntry
from everloop.domain.ontologies import Ontology
from everloop.domain.principals import Call
from everloop.domain.projects import Project
from everloop.domain.transfers import ExportRequest
from everloop.ports import Objects, Table
from everloop.store import label_cutting, label_versions, ontologies, projects, walking
from everloop.store.columns import Columns
from everloop.store.ledgers import Ledgers
from everloop.usecases.exports.choosing import Labelled, choose

ROWS_AT_ONCE = 50_000
_DRAWN = And((Exists("x"), In("part", (0.0,))))


@dataclass(frozen=True, slots=True)
class Pinned:
    """An export's inputs, all immutable. ``changed``: items left out, as their pictures changed since they were labelled."""

    project: Project
    version: LabelVersion
    ontology: Ontology
    items: tuple[Labelled, ...]
    changed: tuple[Labelled, ...]
    images: dict[int, ImageEntry]
    object_ids: dict[tuple[int, str], int]
    objects: ColumnTable

    @property
    def members(self) -> BitMap:
        """The items that go out."""
        return BitMap(one.seq for one in self.items)

    @property
    def labelled(self) -> BitMap:
        """Those of them that are labelled: what is drawn in others is not done and stays here."""
        return _labelled(self.items)

    def rows(self, columns: Columns, wanted: Sequence[str], *, drawn: bool) -> Iterator[tuple[Any, ...]]:
        """Rows of ``OBJECTS`` of the labelled items, by seq and as in the label row. ``drawn``: objects with shapes alone."""
        names = [name.strip('"') for name in wanted]
        where = _DRAWN if drawn else None
        order = "seq, ordinal, part"
        for piece in columns.batches(
            self.objects, wanted, where=where, seqs=self.labelled, order=order, rows_at_once=ROWS_AT_ONCE
        ):
            yield from zip(*(piece[name].tolist() for name in names), strict=True)


def pin(job: Job, call: Call, progress: Progress, *, table: Table, objects: Objects, columns: Columns) -> Pinned:
    """Cut the version where none is named, and see to it that every image and every object has its id."""
    asked = asked_of(job)
    project = projects.get(call.workspace, str(job.spec["project"]), table=table).value
    version = _version(job, call, asked, progress, table=table, objects=objects, columns=columns)
    unlabelled = asked.include_unlabelled
    items, changed = choose(
        call, project, version, include_unlabelled=unlabelled, table=table, objects=objects, columns=columns
    )
    drawn = columns.table(version.tables["objects"])
    ledgers = Ledgers(call.workspace, project.id, table, objects, columns)
    images = _images(job, call, items, ledgers, table)
    members = _labelled(items)
    ledger = ledgers.keep_objects(_without_id(columns, drawn, members), cause=call.cause)
    return Pinned(
        project=project,
        version=version,
        ontology=ontologies.version(call.workspace, version.ontology, version.ontology_version, table=table),
        items=tuple(items),
        changed=tuple(changed),
        images=images,
        object_ids=ledgers.object_ids(seqs=members, ledger=ledger),
        objects=drawn,
    )


def asked_of(job: Job) -> ExportRequest:
    """What was asked for."""
    return ExportRequest.model_validate({key: value for key, value in job.spec.items() if key in ExportRequest.model_fields})


def _version(
    job: Job,
    call: Call,
    asked: ExportRequest,
    progress: Progress,
    *,
    table: Table,
    objects: Objects,
    columns: Columns,
) -> LabelVersion:
    if asked.version is not None:
        return label_versions.get(call.workspace, asked.version, table=table)
    project = str(job.spec["project"])
    return label_cutting.cut(
        call,
        version_id(project, job.id),
        project,
        Contents(set=job.spec.get("set"), stages=asked.stages, branch=asked.branch),
        message=job.title,
        progress=lambda rows: progress(0, {"rows": rows}),
        table=table,
        objects=objects,
        columns=columns,
    )


def _labelled(items: Iterable[Labelled]) -> BitMap:
    return BitMap(one.seq for one in items if one.state in COUNTED)


def _images(job: Job, call: Call, items: Sequence[Labelled], ledgers: Ledgers, table: Table) -> dict[int, ImageEntry]:
    """The id and file name of each item: those of the ledger, and new ones for the rest."""
    images = ledgers.images(seqs=BitMap(one.seq for one in items))
    new = BitMap(one.seq for one in items if one.seq not in images)
    if not new:
        return images
    claims = [
        ImageClaim(head["seq"], head["id"], head["source"], head["key"])
        for head in walking.heads(call.workspace, new, table=table)
    ]
    gone = new - BitMap(claim.seq for claim in claims)
    claims += [ImageClaim(one.seq, one.item, "", one.key) for one in items if one.seq in gone]
    entries, _ = ledgers.claim(job.id, sorted(claims), cause=call.cause)
    return images | entries


def _without_id(columns: Columns, drawn: ColumnTable, members: BitMap) -> Iterator[tuple[int, list[str]]]:
    where = And((_DRAWN, Not(Exists("coco_id"))))
    for piece in columns.batches(drawn, ["seq", "object_id"], where=where, seqs=members, order="seq, ordinal"):
        found: dict[int, list[str]] = {}
        for seq, name in zip(piece["seq"].tolist(), piece["object_id"].tolist(), strict=True):
            found.setdefault(seq, []).append(name)
        yield from found.items()
