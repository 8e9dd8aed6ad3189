"""Labels of an item in a project: read them, save operations on them, go back to an earlier revision (decision 11).

A save names the revision it was made on. Where others saved meanwhile, but other objects, both are kept; where the same object
changed on both sides, nothing is written and the conflict carries the newer row. Who holds the item's task writes by its lease,
whose token fences: task and row are decided in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import orjson

from everloop.domain import drawing_checks
from everloop.domain.annotations import MAIN, Annotation, LabelState, to_json
from everloop.domain.errors import Conflict, Forbidden, Invalid
from everloop.domain.items import Head
from everloop.domain.label_checks import LabelProblem, problems
from everloop.domain.label_rebase import rebase
from everloop.domain.labels import (
    STATE,
    Body,
    LabelHead,
    LabelRevision,
    LabelRow,
    Operation,
    PutObject,
    RemoveObject,
    SavedLabels,
    SetState,
    diff,
    touched,
)
from everloop.domain.limits import BODY_BYTES, refuse_beyond
from everloop.domain.ontologies import Ontology
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.domain.projects import Project
from everloop.ports import Check, Objects, Table
from everloop.store import label_rights, labels, ontologies, projects
from everloop.store.label_rights import Right
from everloop.store.labels import Found

TRIES = 8
ROOM = 100_000
"""Bytes of an answer that are not the body."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a row is to become. ``touched``: object ids, and STATE."""

    body: Body
    state: LabelState | None
    touched: frozenset[str]
    merged: bool = False


# ── reading ───────────────────────────────────────────────────────────────────────────────────────


def get(
    call: Call, project: str, item: str, *, branch: str = MAIN, rev: int | None = None, table: Table, objects: Objects
) -> LabelRow:
    """The labels of an item, now or at ``rev``; a row without annotations where nothing was saved yet.

    Raises:
        NotFound: No such item in the project (for an annotator: among his own tasks), or no such revision.
    """
    found = projects.get(call.workspace, project, table=table).value
    label_rights.may_read(call, found, item, branch, table=table)
    if rev:
        head = labels.require(call.workspace, item, project, branch, rev, table=table)
    else:
        there = labels.find(call.workspace, item, project, branch, table=table) if rev is None else None
        head = there.head if there else label_rights.blank(call, found, item, branch, table=table)
    return labels.as_row(head, labels.body_of(head, objects=objects))


def history(
    call: Call,
    project: str,
    item: str,
    *,
    branch: str = MAIN,
    limit: int = 100,
    cursor: str | None = None,
    table: Table,
) -> Page[LabelRevision]:
    """The revisions of a row, newest first. Raises NotFound."""
    found = projects.get(call.workspace, project, table=table).value
    label_rights.may_read(call, found, item, branch, table=table)
    return labels.history(call.workspace, item, project, branch, limit=limit, cursor=cursor, table=table)


def listing(call: Call, project: str, *, limit: int = 100, cursor: str | None = None, table: Table) -> Page[LabelRow]:
    """A project's rows by seq, without their annotations. Raises NotFound."""
    projects.get(call.workspace, project, table=table)
    page = labels.of_project(call.workspace, project, limit=limit, cursor=cursor, table=table)
    return Page([labels.as_row(head, []) for head in page.items], page.cursor)


# ── writing ───────────────────────────────────────────────────────────────────────────────────────


def save(
    call: Call,
    project: str,
    item: str,
    operations: Sequence[Operation],
    *,
    base_rev: int,
    token: int | None = None,
    branch: str = MAIN,
    table: Table,
    objects: Objects,
) -> SavedLabels:
    """Do the operations on the row as it was at ``base_rev``, and merge with what others saved since.

    Args:
        token: Of the lease on the item's task; those who lead the project may write without one.

    Raises:
        NotFound: No such item in the project.
        Forbidden: The caller neither holds a task of the item nor leads the project.
        Conflict: The lease is over; or an object changed on both sides: ``facts["conflicts"]`` are the ids, ``facts["row"]``
            is the newer row. Nothing is written.
        Invalid: An operation or annotation that cannot be right; ``facts["problems"]``.
    """

    def step(there: LabelHead, body: Body) -> Step:
        base, base_state = _base(call, there, body, base_rev, table=table, objects=objects)
        found = rebase(
            operations, base=base, base_state=base_state, now=body, state=there["state"], by=call.actor, at=call.now_ms
        )
        if found.conflicts:
            raise _changed_meanwhile(there, body, found.conflicts)
        return Step(found.body, found.state, frozenset(touched(operations)), merged=found.merged)

    return _write(call, project, item, branch, step, token=token, why="save", table=table, objects=objects)


def replace(
    call: Call,
    project: str,
    item: str,
    annotations: Sequence[Annotation],
    *,
    base_rev: int,
    state: LabelState | None = None,
    token: int | None = None,
    branch: str = MAIN,
    table: Table,
    objects: Objects,
) -> SavedLabels:
    """Save a whole body that was made from ``base_rev``: a three-way merge by object id into the row as it is now.

    Raises:
        As ``save``.
    """
    base = _body_at(call, project, item, branch, base_rev, table=table, objects=objects)
    mine = [to_json(one) for one in annotations]
    changed = diff(base, mine)
    by_id = {one.object_id: one for one in annotations}
    if len(by_id) != len(annotations):
        raise Invalid("Two annotations have one object id.")
    operations: list[Operation] = [PutObject(annotation=by_id[name]) for name in (*changed.added, *changed.changed)]
    operations += [RemoveObject(object_id=name) for name in changed.removed]
    if state is LabelState.APPROVED:
        raise Invalid("Labels are approved by a review of their task.")
    if state is not None:
        operations.append(SetState(state=state))
    return save(call, project, item, operations, base_rev=base_rev, token=token, branch=branch, table=table, objects=objects)


def restore(
    call: Call,
    project: str,
    item: str,
    rev: int,
    *,
    base_rev: int,
    token: int | None = None,
    branch: str = MAIN,
    table: Table,
    objects: Objects,
) -> SavedLabels:
    """Make the row what it was at ``rev``, as a new revision.

    Raises:
        NotFound: No such item or revision.
        Forbidden; Conflict: As ``save``; Conflict too where the row is not at ``base_rev`` any more.
    """
    old = labels.require(call.workspace, item, project, branch, rev, table=table)
    was = labels.body_of(old, objects=objects)

    def step(there: LabelHead, body: Body) -> Step:
        if there["rev"] != base_rev:
            raise _changed_meanwhile(there, body, sorted(diff(was, body).objects))
        return Step(was, LabelState(old["state"]), frozenset())

    return _write(call, project, item, branch, step, token=token, why="restore", table=table, objects=objects)


def _write(
    call: Call,
    project: str,
    item: str,
    branch: str,
    step: Callable[[LabelHead, Body], Step],
    *,
    token: int | None,
    why: str,
    table: Table,
    objects: Objects,
) -> SavedLabels:
    """Read, step, write by version; again where another writer was faster. What this request did already is not done again."""
    found = projects.active(call.workspace, project, table=table)
    ontology = ontologies.version(call.workspace, found.ontology, found.ontology_version, table=table)
    for _ in range(TRIES):
        there = labels.find(call.workspace, item, project, branch, table=table)
        head = there.head if there else label_rights.blank(call, found, item, branch, table=table)
        body = labels.body_of(head, objects=objects)
        if labels.rev_of_request(head, call.request) is not None:
            return _saved(head, body, ontology, merged=False)
        right = label_rights.may_write(call, found, item, branch, token, table=table)
        done = step(head, body)
        if done.state in (LabelState.LABELLED, LabelState.UNLABELLED) and not right.leads and why != "restore":
            raise Forbidden("Submit the task to say that its labels are done.")
        pictured = label_rights.head_of(call, item, table=table)
        _refuse_wrong(ontology, body, done, pictured)
        state = done.state or _state_after(head, right)
        if state == head["state"] and done.body == body:
            return _saved(head, body, ontology, merged=done.merged)
        after = _next(call, found, head, done, state, why=why, item=pictured, objects=objects)
        checks = [right.check] if right.check else []
        if _committed(call, there, after, checks, table):
            return _saved(after, done.body, ontology, merged=done.merged)
    raise Conflict("These labels are changing quickly; try again.")


def _committed(call: Call, there: Found | None, after: LabelHead, checks: list[Check], table: Table) -> bool:
    try:
        table.transact([*labels.puts(call.workspace, there, after), *checks], cause=call.cause)
    except Conflict:
        return False
    return True


def _next(
    call: Call,
    project: Project,
    head: LabelHead,
    done: Step,
    state: str,
    *,
    why: str,
    item: Head,
    objects: Objects,
) -> LabelHead:
    return labels.changed(
        call.workspace,
        head,
        body=done.body,
        state=state,
        item_revision=item.get("revision", 1),
        ontology_version=project.ontology_version,
        submitted=state in (LabelState.LABELLED, LabelState.APPROVED),
        request=call.request,
        why=why,
        by=call.actor,
        at=call.now_ms,
        objects=objects,
    )


def _base(call: Call, there: LabelHead, body: Body, base_rev: int, *, table: Table, objects: Objects) -> tuple[Body, str]:
    """The body and state that the caller saw."""
    if base_rev == there["rev"]:
        return body, there["state"]
    if base_rev > there["rev"]:
        raise Invalid(f"These labels are at revision {there['rev']}; there is no {base_rev} yet.", rev=there["rev"])
    if base_rev == 0:
        return [], LabelState.UNLABELLED
    was = labels.require(call.workspace, there["item"], there["project"], there["branch"], base_rev, table=table)
    return labels.body_of(was, objects=objects), was["state"]


def _changed_meanwhile(there: LabelHead, body: Body, clash: list[str]) -> Conflict:
    what = "The state" if clash == [STATE] else "An object" if len(clash) == 1 else f"{len(clash)} objects"
    return Conflict(
        f"{what} changed since you read these labels; they are at revision {there['rev']} now.",
        conflicts=clash,
        rev=there["rev"],
        row=labels.as_row(there, body),
    )


def _state_after(head: LabelHead, right: Right) -> str:
    """What a save says of a row without setting its state."""
    if right.annotating or head["state"] == LabelState.UNLABELLED:
        return LabelState.IN_PROGRESS
    return head["state"]


def _refuse_wrong(ontology: Ontology, before: Body, done: Step, item: Head) -> None:
    """What cannot be saved; and where the row is said to be labelled, what is not finished."""
    known = {one["object_id"] for one in before}
    submits = done.state is LabelState.LABELLED
    drawn = [one for one in done.body if one["object_id"] in done.touched]
    asked = done.body if submits else drawn
    found = drawing_checks.problems(drawn, height=item.get("height"), width=item.get("width"))
    found += problems(ontology, asked, new=frozenset(one["object_id"] for one in asked) - known)
    wrong = [one for one in found if submits or one.blocks == "save"]
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise Invalid(f"{wrong[0].reason}{more}", problems=[one.model_dump(mode="json") for one in wrong])
    try:
        size = len(orjson.dumps(done.body))
    except orjson.JSONEncodeError as error:
        raise Invalid(f"These labels cannot be kept: {error}.") from error
    refuse_beyond(size, BODY_BYTES - ROOM, "The labels of this item")


def _saved(head: LabelHead, body: Body, ontology: Ontology, *, merged: bool) -> SavedLabels:
    left: list[LabelProblem] = problems(ontology, body, new=frozenset())
    return SavedLabels(row=labels.as_row(head, body), merged=merged, problems=left)


def _body_at(call: Call, project: str, item: str, branch: str, rev: int, *, table: Table, objects: Objects) -> Body:
    if rev == 0:
        return []
    return labels.body_of(labels.require(call.workspace, item, project, branch, rev, table=table), objects=objects)
