"""Label rows: the annotations of one item in one project and branch (decision 11).

A row's body is a list of annotations in JSON form (``annotations``), in the order in which they were added. People change it by
operations on objects; whole bodies (imports, merges, restores) by a three-way merge by object id.

A row is a plain dict (``LabelHead``) where it is read and written by the thousand, and ``LabelRow`` at the API.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypedDict

from pydantic import Field

from everloop.domain.annotations import MAIN, Annotation, Frozen, LabelState, to_json
from everloop.domain.errors import Invalid
from everloop.domain.label_checks import LabelProblem

Body = list[dict[str, Any]]
STAMPS = frozenset({"created_by", "created_at", "updated_by", "updated_at"})
STATE = "(state)"
"""Stands in a list of conflicting object ids for the row's state."""


class LabelHead(TypedDict, total=False):
    """A label row as stored; one of its revisions has the same form.

    Attributes:
        rev: Counts the row's changes from 1.
        item_revision: The item's revision that was looked at.
        objects, proposed, classes: ``annotations.Classified``; ``classes`` by class id.
        body: The annotations, where they take at most ``limits.LABEL_BODY_BYTES``; else ``body_path``, a blob named by its
            hash.
        body_hash: SHA-256 of the body's JSON.
        requests: The last saves, as (request, rev): a save sent twice is done once.
        submitted: Someone was done with it at this revision; such a revision is never dropped.
        why: "save" | "import" | "restore" | "merge" | "state".
    """

    schema: int
    project: str
    item: str
    seq: int
    branch: str
    rev: int
    item_revision: int
    ontology_version: int
    state: str
    objects: int
    proposed: int
    classes: dict[str, int]
    body: Body
    body_path: str
    body_hash: str
    requests: list[tuple[str, int]]
    submitted: bool
    why: str
    updated_by: str
    updated_at: int


class LabelRow(Frozen):
    """A label row, or one of its revisions, with its annotations. ``rev`` 0: nothing has been saved yet."""

    schema_: int = Field(default=1, alias="schema")
    project: str
    item: str
    branch: str = MAIN
    rev: int = 0
    item_revision: int = 1
    ontology_version: int = 1
    state: LabelState = LabelState.UNLABELLED
    objects: int = 0
    proposed: int = 0
    classes: dict[str, int] = Field(default_factory=dict)
    body_hash: str = ""
    submitted: bool = False
    why: str = ""
    updated_by: str = ""
    updated_at: int = 0
    annotations: list[Annotation] = Field(default_factory=list)


class LabelRevision(Frozen):
    """A line of a row's history, without the annotations."""

    rev: int
    state: LabelState
    objects: int
    proposed: int = 0
    item_revision: int
    ontology_version: int
    submitted: bool = False
    why: str = ""
    updated_by: str = ""
    updated_at: int = 0


class SavedLabels(Frozen):
    """What a save left.

    Attributes:
        merged: Others had changed other objects since; both are in the row.
        problems: What keeps the labels from being submitted.
    """

    row: LabelRow
    merged: bool = False
    problems: list[LabelProblem] = Field(default_factory=list)


# ── operations ────────────────────────────────────────────────────────────────────────────────────


class PutObject(Frozen):
    """Add an object, or replace the one with its id. ``area`` is dropped when the shapes change, unless a new one is sent."""

    op: Literal["put"] = "put"
    annotation: Annotation


class RemoveObject(Frozen):
    """Remove an object."""

    op: Literal["remove"] = "remove"
    object_id: str


class AcceptProposal(Frozen):
    """Make a pre-label a label."""

    op: Literal["accept"] = "accept"
    object_id: str


class RejectProposal(Frozen):
    """Remove a pre-label; refused where it is a label already."""

    op: Literal["reject-proposal"] = "reject-proposal"
    object_id: str


class SetState(Frozen):
    """Say what the row is: ``in_progress``, ``labelled`` (with no objects: a negative) or ``unlabelled``."""

    op: Literal["set-state"] = "set-state"
    state: Literal[LabelState.UNLABELLED, LabelState.IN_PROGRESS, LabelState.LABELLED]


Operation = Annotated[PutObject | RemoveObject | AcceptProposal | RejectProposal | SetState, Field(discriminator="op")]


def touched(operations: Sequence[Operation]) -> set[str]:
    """What the operations speak of: object ids, and STATE."""
    return {
        STATE if isinstance(one, SetState) else one.annotation.object_id if isinstance(one, PutObject) else one.object_id
        for one in operations
    }


def apply(body: Body, operations: Sequence[Operation], *, by: str, at: int) -> tuple[Body, LabelState | None]:
    """The body after the operations, and the state they set (None: none).

    Args:
        by: The user, kept in the stamps of what changed.
        at: UTC epoch ms.

    Raises:
        Invalid: An operation on an object that is not there, or not a pre-label.
    """
    objects: dict[str, dict[str, Any]] = {one["object_id"]: one for one in body}
    state: LabelState | None = None
    for operation in operations:
        match operation:
            case PutObject(annotation=annotation):
                objects[annotation.object_id] = _put(objects.get(annotation.object_id), to_json(annotation), by=by, at=at)
            case RemoveObject(object_id=name):
                _there(objects, name)
                del objects[name]
            case AcceptProposal(object_id=name):
                if _there(objects, name).get("proposed"):
                    kept = {key: value for key, value in objects[name].items() if key != "proposed"}
                    objects[name] = kept | {"updated_by": by, "updated_at": at}
            case RejectProposal(object_id=name):
                if not _there(objects, name).get("proposed"):
                    raise Invalid(f"The object {name} is a label, no proposal; remove it instead.", object_id=name)
                del objects[name]
            case SetState(state=wanted):
                state = wanted
    return list(objects.values()), state


def _there(objects: Mapping[str, dict[str, Any]], name: str) -> dict[str, Any]:
    if name not in objects:
        raise Invalid(f"There is no object {name} in this row.", object_id=name)
    return objects[name]


def _put(old: dict[str, Any] | None, new: dict[str, Any], *, by: str, at: int) -> dict[str, Any]:
    """``new`` with the server's stamps; what an import gave to ``old`` stays with the object, and so does its COCO id, which
    the project's ledger alone gives out.
    """
    said = {key: value for key, value in new.items() if key not in STAMPS and key != "coco_id"}
    if old is None:
        return said | {"created_by": by, "created_at": at}
    for key in ("source_id", "coco_id", "from_prediction"):
        if key in old and key not in said:
            said[key] = old[key]
    if said.get("shapes") != old.get("shapes") and "area" in said and said["area"] == old.get("area"):
        del said["area"]
    made = {key: old[key] for key in ("created_by", "created_at") if key in old}
    if content(said) == content(old):
        return old
    return said | made | {"updated_by": by, "updated_at": at}


def content(annotation: Mapping[str, Any]) -> dict[str, Any]:
    """An annotation without who touched it when: what two versions of an object are compared by."""
    return {key: value for key, value in annotation.items() if key not in STAMPS}


# ── comparing and merging ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class BodyDiff:
    """Object ids by what became of them."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    @property
    def objects(self) -> set[str]:
        """All of them."""
        return {*self.added, *self.removed, *self.changed}


def diff(before: Body, after: Body) -> BodyDiff:
    """What changed between two bodies, by object id; stamps and order are no change."""
    old = {one["object_id"]: one for one in before}
    new = {one["object_id"]: one for one in after}
    return BodyDiff(
        added=[name for name in new if name not in old],
        removed=[name for name in old if name not in new],
        changed=[name for name, one in new.items() if name in old and content(one) != content(old[name])],
    )


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged body. ``conflicts``: object ids that both sides changed in different ways; there ``theirs`` stands."""

    body: Body
    conflicts: list[str] = field(default_factory=list)


def merge(base: Body, mine: Body, theirs: Body) -> Merge:
    """The three-way merge by object id: what one side alone changed (or removed) is taken from it.

    Both sides having come to the same content is no conflict. Order: that of ``theirs``, then what only ``mine`` has.
    """
    was = {one["object_id"]: one for one in base}
    ours = {one["object_id"]: one for one in mine}
    other = {one["object_id"]: one for one in theirs}
    merged: Body = []
    conflicts: list[str] = []
    for name in [*other, *(name for name in ours if name not in other)]:
        b, m, t = was.get(name), ours.get(name), other.get(name)
        if _same(m, t):
            chosen = min(m, t, key=_stamps) if m is not None and t is not None else None
        elif _same(t, b):
            chosen = m
        else:
            chosen = t
            if not _same(m, b):
                conflicts.append(name)
        if chosen is not None:
            merged.append(chosen)
    return Merge(merged, sorted(conflicts))


def _same(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    if one is None or other is None:
        return one is other
    return content(one) == content(other)


def _stamps(annotation: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(str(annotation.get(key, "")) for key in sorted(STAMPS))
