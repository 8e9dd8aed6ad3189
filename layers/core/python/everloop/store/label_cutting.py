"""Cutting a label version: from label rows to column tables, one shard after the other, in bounded memory.

A shard whose manifest is that of the version before is taken over with its files; others are written anew. Use ``cut`` where a
request or a job's plan needs a version now, or ``plan``, ``cut_shard`` and ``assemble`` as the steps of a job. Deleted items
are out; so are those whose task is archived, of a set and of a branch too, unless stages are named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import orjson

from everloop.domain.columns import LABELS, SHARD_BITS, ColumnShard, ColumnTable
from everloop.domain.errors import Transient
from everloop.domain.ids import ItemId, SetHash, WorkspaceId
from everloop.domain.items import Head
from everloop.domain.jobs import summed
from everloop.domain.label_versions import Contents, LabelVersion, VersionShard, names_of
from everloop.domain.labels import Body, LabelHead
from everloop.domain.ontologies import Ontology, OntologyClass
from everloop.domain.principals import Call
from everloop.domain.shapes import area_of, box_of
from everloop.domain.tasks import TaskStatus
from everloop.ports import Objects, Table
from everloop.store import counters, keys, label_versions, labels, ontologies, projects, rows, sets
from everloop.store.columns import Columns, shard_of

CHUNK = 250
SEQ = "seq"
"""The counter of items' seqs."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cut:
    """What is being cut: fixed when it begins, so that all shards agree."""

    workspace: WorkspaceId
    project: str
    contents: Contents
    ontology: Ontology
    previous: LabelVersion | None
    as_of: int


def begin(call: Call, project: str, contents: Contents, *, table: Table) -> Cut:
    """Fix what a version is cut from. Raises NotFound."""
    found = projects.get(call.workspace, project, table=table).value
    ontology = ontologies.version(call.workspace, found.ontology, found.ontology_version, table=table)
    previous = label_versions.newest(call.workspace, project, table=table)
    return Cut(call.workspace, project, contents, ontology, previous, call.now_ms)


def cut(
    call: Call,
    version: str,
    project: str,
    contents: Contents,
    *,
    name: str | None = None,
    message: str = "",
    progress: Callable[[int], None] = lambda rows: None,
    table: Table,
    objects: Objects,
    columns: Columns,
) -> LabelVersion:
    """Cut a version here and now; asked again for the same ``version`` (``label_versions.version_id``), it is given back.

    Args:
        progress: Called with the number of label rows done so far.
    """
    if there := label_versions.find(call.workspace, version, table=table):
        return there
    begun = begin(call, project, contents, table=table)
    shards: list[VersionShard] = []
    for number in plan(begun, table=table, objects=objects):
        shards.append(cut_shard(begun, number, table=table, objects=objects, columns=columns))
        progress(sum(one.rows for one in shards))
    return assemble(call, version, begun, shards, name=name, message=message, table=table, columns=columns)


def plan(begun: Cut, *, table: Table, objects: Objects) -> list[int]:
    """The numbers of the shards that have rows, once the index that names them has caught up. Raises NotFound: no such set."""
    table.catch_up()
    if begun.contents.set is not None:
        members = sets.load(objects, begun.workspace, SetHash(begun.contents.set))
        return sorted({shard_of(seq) for seq in members})
    last = counters.reached(table, begun.workspace, SEQ) >> SHARD_BITS
    return [number for number in range(last + 1) if labels.any_in(begun.workspace, begun.project, number, table=table)]


def cut_shard(begun: Cut, number: int, *, table: Table, objects: Objects, columns: Columns) -> VersionShard:
    """One shard's rows and objects. Raises Transient: labels are changing too quickly."""
    manifest: list[Row] = []
    states: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    for head, item in _heads(begun, number, table=table, objects=objects):
        manifest.append(_manifest_row(head, item))
        states[head["state"]] += 1
        classes.update(head["classes"])
    told = VersionShard(number=number, rows=len(manifest), states=dict(states), classes=dict(classes))
    if not manifest:
        return told
    if same := _unchanged(begun, number, manifest, columns):
        return told.model_copy(update={"labels": same[0], "objects": same[1], "reused": True})
    written = columns.write_shard(begun.workspace, "labels", number, manifest, order="seq")
    found = _object_rows(begun, manifest, table=table, objects=objects)
    drawn = columns.write_shard(begun.workspace, "objects", number, found, order="seq, ordinal, part")
    return told.model_copy(update={"labels": written, "objects": drawn})


def assemble(
    call: Call,
    version: str,
    begun: Cut,
    shards: Sequence[VersionShard],
    *,
    name: str | None = None,
    message: str = "",
    table: Table,
    columns: Columns,
) -> LabelVersion:
    """Put the shards together and store the version."""
    tables = {}
    for kind in ("labels", "objects"):
        files = tuple(one for shard in shards if (one := getattr(shard, kind)) is not None)
        tables[kind] = columns.save(begun.workspace, ColumnTable(name=kind, shards=files, schema=1))
    classes = summed([one.classes for one in shards])
    made = LabelVersion(
        id=version,
        project=begun.project,
        name=name,
        message=message,
        ontology=begun.ontology.id,
        ontology_version=begun.ontology.version,
        contents=begun.contents,
        rows=sum(one.rows for one in shards),
        objects=sum(classes.values()),
        states=dict(sorted(summed([one.states for one in shards]).items())),
        classes=dict(sorted(classes.items())),
        tables=tables,
        names=names_of(begun.ontology),
        as_of=begun.as_of,
        created_by=call.actor,
        created_at=call.now_ms,
        schema=1,
    )
    return label_versions.create(begun.workspace, made, cause=call.cause, table=table)


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────


def _heads(begun: Cut, number: int, *, table: Table, objects: Objects) -> Iterator[tuple[LabelHead, Head]]:
    """The label rows of a shard that belong to the version, each with its item's head, by seq."""
    wanted = sets.load(objects, begun.workspace, SetHash(begun.contents.set)) if begun.contents.set else None
    branch = begun.contents.branch
    for some in labels.pages(begun.workspace, begun.project, shard=number, table=table):
        chunk = [head for head in some if head["branch"] == branch and (wanted is None or head["seq"] in wanted)]
        ids = [ItemId(head["item"]) for head in chunk]
        found = table.get_many([keys.head(begun.workspace, item) for item in ids])
        pairs = [(head, cast(Head, rows.body(row))) for head, row in zip(chunk, found, strict=True) if row]
        items = [item for _, item in pairs]
        inside = belonging(begun.workspace, begun.project, begun.contents, items, table=table)
        for (head, item), belongs in zip(pairs, inside, strict=True):
            if belongs and not item.get("deleted"):
                yield head, item


def belonging(workspace: WorkspaceId, project: str, contents: Contents, items: Sequence[Head], *, table: Table) -> list[bool]:
    """Whether the tasks of these items are where ``contents`` wants them: in its stages; where it names none, not archived."""
    if contents.stages is None:
        return [item.get("projects", {}).get(project, {}).get("status") != TaskStatus.ARCHIVED for item in items]
    wanted = set(contents.stages)
    places = [keys.child("task", workspace, project, item["id"], contents.branch) for item in items]
    return [row is not None and rows.body(row)["stage"] in wanted for row in table.get_many(places)]


def _manifest_row(head: LabelHead, item: Head) -> Row:
    """A row of ``LABELS``. The size is that of the picture that was labelled: not known where another has come since."""
    same = item.get("revision", 1) == head["item_revision"]
    return {
        "seq": head["seq"],
        "item_id": head["item"],
        "item_revision": head["item_revision"],
        "branch": head["branch"],
        "rev": head["rev"],
        "ontology_version": head["ontology_version"],
        "state": str(head["state"]),
        "objects": head["objects"],
        "name": item.get("name"),
        "key": item.get("key"),
        "width": item.get("width") if same else None,
        "height": item.get("height") if same else None,
    }


def _unchanged(
    begun: Cut, number: int, manifest: list[Row], columns: Columns
) -> tuple[ColumnShard | None, ColumnShard | None] | None:
    """The files of the version before, where they hold just this."""
    before = begun.previous
    if before is None or before.names != names_of(begun.ontology):
        return None
    was = _shard(columns.table(before.tables["labels"]), number)
    if was is None or was.rows != len(manifest):
        return None
    found = columns.scan(ColumnTable(name="labels", shards=(was,), schema=1), [f'"{name}"' for name in LABELS])
    old = zip(*(found[name].tolist() for name in LABELS), strict=True)
    if any(tuple(now[name] for name in LABELS) != then for now, then in zip(manifest, old, strict=True)):
        return None
    return was, _shard(columns.table(before.tables["objects"]), number)


def _shard(table: ColumnTable, number: int) -> ColumnShard | None:
    return next((one for one in table.shards if one.number == number), None)


def _object_rows(begun: Cut, manifest: list[Row], *, table: Table, objects: Objects) -> Iterator[Row]:
    """The rows of ``OBJECTS`` of the revisions that the manifest names."""
    classes = {one.id: one for one in begun.ontology.classes}
    for start in range(0, len(manifest), CHUNK):
        chunk = manifest[start : start + CHUNK]
        branch = begun.contents.branch
        now = labels.find_many(begun.workspace, [ItemId(row["item_id"]) for row in chunk], begun.project, branch, table=table)
        for row, found in zip(chunk, now, strict=True):
            head = found.head if found and found.head["rev"] == row["rev"] else None
            if head is None:
                head = labels.revision(begun.workspace, row["item_id"], begun.project, branch, row["rev"], table=table)
            if head is None:
                raise Transient("Labels changed while a version was being cut; it will be tried again.")
            yield from object_rows(row["seq"], row["item_id"], labels.body_of(head, objects=objects), classes)


def object_rows(seq: int, item: str, body: Body, classes: Mapping[str, OntologyClass]) -> Iterator[Row]:
    """The rows of ``OBJECTS`` of one label row: a row a part, one for a classification, none for a pre-label."""
    for ordinal, annotation in enumerate(body):
        if annotation.get("proposed"):
            continue
        of = classes.get(annotation["class_id"])
        base: Row = {
            "seq": seq,
            "item_id": item,
            "part": 0,
            "ordinal": ordinal,
            "object_id": annotation["object_id"],
            "class_id": annotation["class_id"],
            "class": of.name if of else annotation["class_id"],
            "category_id": of.category_id if of else None,
            "is_crowd": bool(annotation.get("is_crowd")),
            "coco_id": annotation.get("coco_id"),
            "origin": annotation.get("origin", "human"),
            "confidence": annotation.get("confidence", 1.0),
            "annotation": orjson.dumps(annotation).decode(),
        }
        parts = annotation.get("shapes") or {}
        if not parts:
            yield base
        for part, shapes in parts.items():
            x, y, w, h = box_of(shapes)
            yield {**base, "part": int(part), "x": x, "y": y, "w": w, "h": h, "area": area_of(annotation, part=part)}
