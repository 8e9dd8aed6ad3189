"""Writes label rows by the thousand (imports): no model and no transaction a row, bounded memory, safe to repeat."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypedDict

from everloop.domain.annotations import COUNTED, MAIN, LabelState
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.labels import Body, LabelHead, diff
from everloop.domain.principals import Cause
from everloop.ports import ABSENT, Objects, Put, Table
from everloop.store import labels, rows
from everloop.store.labels import Found

CHUNK = 250
TRIES = 6

How = Literal["merge", "replace", "keep"]
"""What becomes of a row that has labels. merge: incoming objects are put by object id, the others stay. replace: the incoming
ones are the row. keep: it stays as it is."""


class Incoming(TypedDict, total=False):
    """One row to write; an item at most once a call. ``body``: annotations in JSON form. ``state``: default labelled."""

    item: str
    seq: int
    item_revision: int
    body: Body
    state: str


class Written(NamedTuple):
    """What became of a row. conflict: others wrote it six times meanwhile; nothing was written."""

    item: str
    outcome: Literal["new", "changed", "unchanged", "kept", "conflict"]
    rev: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Into which project and branch, by whom and when (UTC epoch ms), under which ontology version."""

    workspace: WorkspaceId
    project: str
    ontology_version: int
    by: str
    at: int
    branch: str = MAIN
    why: str = "import"


def write_many(
    incoming: Iterable[Incoming], origin: Origin, *, how: How, cause: Cause, table: Table, objects: Objects
) -> Iterator[Written]:
    """Write the rows, streaming; rows whose content is there already are not written again."""
    for chunk in _chunks(incoming):
        yield from _write_chunk(chunk, origin, how, cause, table, objects)


def _write_chunk(
    chunk: list[Incoming], origin: Origin, how: How, cause: Cause, table: Table, objects: Objects
) -> Iterator[Written]:
    waiting = chunk
    for _ in range(TRIES):
        items = [ItemId(one["item"]) for one in waiting]
        before = labels.find_many(origin.workspace, items, origin.project, origin.branch, table=table)
        steps: list[tuple[Incoming, Found | None, LabelHead]] = []
        for one, there in zip(waiting, before, strict=True):
            after = _after(one, there, origin, how, objects)
            if after is not None:
                steps.append((one, there, after))
            else:
                assert there is not None
                same = how != "keep" or not _says_something(there.head)
                yield Written(one["item"], "unchanged" if same else "kept", there.head["rev"])
        table.put_many([labels.kept(origin.workspace, there.head) for _, there, _ in steps if there], cause=cause)
        heads = [_head_put(origin, there, after) for _, there, after in steps]
        waiting = []
        for (one, there, after), version in zip(steps, table.put_many(heads, cause=cause), strict=True):
            if version is None:
                waiting.append(one)
            else:
                yield Written(one["item"], "changed" if there else "new", after["rev"])
        if not waiting:
            return
    for one in waiting:
        yield Written(one["item"], "conflict", 0)


def _after(one: Incoming, there: Found | None, origin: Origin, how: How, objects: Objects) -> LabelHead | None:
    """The row's next revision; None where it stays."""
    if there is None:
        head = labels.blank(
            project=origin.project,
            item=one["item"],
            seq=one["seq"],
            branch=origin.branch,
            item_revision=one["item_revision"],
            ontology_version=origin.ontology_version,
        )
        body: Body = one["body"]
    else:
        head = there.head
        if how == "keep" and _says_something(head):
            return None
        old = labels.body_of(head, objects=objects)
        body = one["body"] if how == "replace" else _over(old, one["body"])
        same = not diff(old, body).objects and head["item_revision"] == one["item_revision"]
        if same and one.get("state") in (None, head["state"]) and head["state"] in COUNTED:
            return None
    return labels.changed(
        origin.workspace,
        head,
        body=body,
        state=one.get("state", LabelState.LABELLED),
        item_revision=one["item_revision"],
        ontology_version=origin.ontology_version,
        submitted=True,
        why=origin.why,
        by=origin.by,
        at=origin.at,
        objects=objects,
    )


def _over(old: Body, new: Body) -> Body:
    """``old`` with the objects of ``new`` put by id; an object keeps the COCO id it has unless a new one comes."""
    objects = {one["object_id"]: one for one in old}
    for one in new:
        there = objects.get(one["object_id"])
        keeps = there is not None and "coco_id" in there and "coco_id" not in one
        objects[one["object_id"]] = {**one, "coco_id": there["coco_id"]} if there and keeps else one
    return list(objects.values())


def _says_something(head: LabelHead) -> bool:
    return head["state"] != LabelState.UNLABELLED or head["objects"] + head["proposed"] > 0


def _head_put(origin: Origin, there: Found | None, after: LabelHead) -> Put:
    place = labels.key(origin.workspace, after["item"], origin.project, origin.branch)
    written = rows.row(place, "label", after, index=labels.index(origin.workspace, after))
    return Put(written, there.version if there else ABSENT)


def _chunks(incoming: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    stream = iter(incoming)
    while chunk := list(itertools.islice(stream, CHUNK)):
        yield chunk
