"""Which items an export writes: those that are labelled in its version and, where they are asked for, those that are not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from pyroaring import BitMap

from everloop.domain.annotations import COUNTED, LabelState
from everloop.domain.ids import ItemId, SetHash
from everloop.domain.items import Head
from everloop.domain.label_versions import LabelVersion
from everloop.domain.principals import Call
from everloop.domain.projects import Project
from everloop.ports import Objects, Table
from everloop.store import keys, label_cutting, labels, rows, sets, walking
from everloop.store.columns import Columns
from everloop.store.labels import Found

CHUNK = 250
_LABELS = ("seq", "item_id", "item_revision", "state", "key", "width", "height", "rev", "ontology_version")


class Labelled(NamedTuple):
    """A row of the version's manifest; an item that is not labelled has the state unlabelled and ``rev`` 0."""

    seq: int
    item: str
    revision: int
    state: str
    key: str
    width: int | None
    height: int | None
    rev: int = 0
    ontology_version: int = 0


class Chosen(NamedTuple):
    """The items by seq; ``changed``: those left out, as their labels are of another picture than the one that is there now."""

    items: list[Labelled]
    changed: list[Labelled]


def choose(
    call: Call,
    project: Project,
    version: LabelVersion,
    *,
    include_unlabelled: bool,
    table: Table,
    objects: Objects,
    columns: Columns,
) -> Chosen:
    """The items that a version's export writes.

    Args:
        include_unlabelled: Also the project's other items of the version's set or stages, as they are now (archived ones only
            where stages are named), unless they were labelled when the version was cut. One that is in progress is among them,
            without its drafts.
    """
    done: list[Labelled] = []
    begun = BitMap()
    for piece in columns.batches(columns.table(version.tables["labels"]), _LABELS, order="seq"):
        for row in zip(*(piece[name].tolist() for name in _LABELS), strict=True):
            one = Labelled(*row)
            if one.state in COUNTED:
                done.append(one)
            else:
                begun.add(one.seq)
    changed = _changed(call, done, table)
    gone = BitMap(one.seq for one in changed)
    items = [one for one in done if one.seq not in gone]
    if include_unlabelled:
        wanted = walking.members(call.workspace, project, objects=objects)
        if version.contents.set is not None:
            wanted &= sets.load(objects, call.workspace, SetHash(version.contents.set))
        rest = (wanted | begun) - BitMap(one.seq for one in done)
        items += _unlabelled(call, project, version, rest, begun, table)
    return Chosen(sorted(items), changed)


def _changed(call: Call, done: list[Labelled], table: Table) -> list[Labelled]:
    """Those of which the version has no size since the picture has changed; a size that was never known is no reason."""
    found: list[Labelled] = []
    unsized = iter([one for one in done if one.width is None or one.height is None])
    while chunk := list(itertools.islice(unsized, CHUNK)):
        heads = table.get_many([keys.head(call.workspace, ItemId(one.item)) for one in chunk])
        for one, row in zip(chunk, heads, strict=True):
            if row is not None and rows.body(row).get("revision", 1) != one.revision:
                found.append(one)
    return found


def _unlabelled(
    call: Call, project: Project, version: LabelVersion, rest: BitMap, begun: BitMap, table: Table
) -> Iterator[Labelled]:
    """Those of ``rest`` that go out without objects; ``begun``: rows of the version that are not done."""
    contents = version.contents
    heads = walking.heads(call.workspace, rest, table=table)
    while chunk := list(itertools.islice(heads, CHUNK)):
        belongs = label_cutting.belonging(call.workspace, project.id, contents, chunk, table=table)
        ids = [ItemId(head["id"]) for head in chunk]
        said = labels.find_many(call.workspace, ids, project.id, contents.branch, table=table)
        for head, inside, there in zip(chunk, belongs, said, strict=True):
            if head["seq"] in begun or (inside and not _was_labelled(call, there, version.as_of, table)):
                yield _without_objects(head)


def _was_labelled(call: Call, there: Found | None, at: int, table: Table) -> bool:
    then = labels.revision_at(call.workspace, there.head, at, table=table) if there else None
    return then is not None and then.state in COUNTED


def _without_objects(head: Head) -> Labelled:
    size = (head.get("width"), head.get("height"))
    return Labelled(head["seq"], head["id"], head.get("revision", 1), LabelState.UNLABELLED, head["key"], *size)
