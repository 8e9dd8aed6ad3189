"""The labels' part of a task's move: what the label row becomes when its task is submitted, approved or rejected.

Both rows move in one transaction, so a task in review has labels that say something, and approved labels an approved task.
"""

from __future__ import annotations

from dataclasses import dataclass

from everloop.domain.access import subject_of_group, widened
from everloop.domain.annotations import COUNTED, LabelState
from everloop.domain.errors import Conflict, Invalid, NotFound
from everloop.domain.ids import ItemId, UserId
from everloop.domain.label_checks import problems
from everloop.domain.labels import Body, LabelHead
from everloop.domain.principals import Call, Principal
from everloop.domain.projects import Project
from everloop.domain.tasks import Task
from everloop.domain.workflow import WORKERS, StageKind
from everloop.ports import Objects, Put, Table
from everloop.store import access, keys, labels, ontologies, rows
from everloop.store.labels import Found


@dataclass(frozen=True, slots=True)
class Seen:
    """A task's labels as they are now. ``there`` is None where nothing was ever saved: then ``head`` is a blank row."""

    there: Found | None
    head: LabelHead


def seen(call: Call, project: Project, task: Task, *, rev: int | None, table: Table) -> Seen:
    """The labels of a task. ``rev``: what the caller looked at; None does not ask.

    Raises:
        Conflict: They are at another ``rev``.
    """
    there = labels.find(call.workspace, ItemId(task.item), task.project, task.branch, table=table)
    head = there.head if there else _blank(call, project, task, table)
    if rev is not None and head["rev"] != rev:
        raise Conflict(f"The labels have changed since you looked: they are at revision {head['rev']}.", rev=head["rev"])
    return Seen(there, head)


def revision_of_present(call: Call, task: Task, *, table: Table) -> int:
    """The revision at which a task's picture is now. Raises Conflict: it is deleted."""
    row = table.get(keys.head(call.workspace, ItemId(task.item)))
    head = rows.body(row) if row else {}
    if head.get("deleted"):
        raise Conflict("The item of this task is deleted: bring it back first.", item=task.item)
    return int(head.get("revision", 1))


def refuse_unsubmitted(found: Seen) -> None:
    """Raise Conflict where nobody ever said that the labels are done, as where a task was moved to its review by hand."""
    if found.head["state"] not in COUNTED:
        raise Conflict("Nobody has submitted these labels yet: send the task back to annotation.", state=found.head["state"])


def refuse_unfinished(call: Call, project: Project, found: Seen, *, table: Table, objects: Objects) -> None:
    """Raise Invalid where pre-labels are undecided (``facts["proposed"]``: how many), or, with ``facts["problems"]``, where a
    required answer or the like is missing.
    """
    if waiting := found.head["proposed"]:
        what = "1 pre-label is" if waiting == 1 else f"{waiting:,} pre-labels are"
        raise Invalid(f"This is not finished: {what} neither accepted nor removed.", proposed=waiting)
    body = labels.body_of(found.head, objects=objects)
    if not body:
        return
    ontology = ontologies.version(call.workspace, project.ontology, project.ontology_version, table=table)
    wrong = problems(ontology, body, new=frozenset())
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise Invalid(f"This is not finished: {wrong[0].reason}{more}", problems=[one.model_dump(mode="json") for one in wrong])


def step(
    call: Call, found: Seen, state: LabelState, *, item_revision: int | None = None, why: str
) -> tuple[LabelHead, list[Put]]:
    """The label row in ``state``, kept as a submitted revision, and the writes for the transaction that moves its task.

    Args:
        item_revision: Of the picture for which somebody says that the labels are right; None: nobody says so.
    """
    after = labels.changed(
        call.workspace,
        found.head,
        state=state,
        item_revision=item_revision,
        submitted=state is not LabelState.IN_PROGRESS,
        request=call.request,
        why=why,
        by=call.actor,
        at=call.now_ms,
    )
    return after, labels.puts(call.workspace, found.there, after)


def may_annotate(call: Call, project: str, user: str, *, table: Table) -> bool:
    """Whether somebody may still annotate in a project. One whom only the token that he signs in with may put into a group of
    annotators counts: no row tells.
    """
    who = Principal(call.workspace, UserId(user))
    if access.project_roles(who, project, table=table) & WORKERS[StageKind.ANNOTATE]:
        return True
    if access.workspace_role(who, table=table) is None:
        return False
    others = access.project_members(call.workspace, project, table=table)
    groups = [one for one in others if one.subject.startswith(subject_of_group(""))]
    return any(widened(one.roles) & WORKERS[StageKind.ANNOTATE] for one in groups)


def require_object(found: Seen, object_id: str, *, objects: Objects) -> None:
    """Raise NotFound where the labels have no such object."""
    body: Body = labels.body_of(found.head, objects=objects)
    if all(one["object_id"] != object_id for one in body):
        raise NotFound("The labels have no such object.", object_id=object_id)


def _blank(call: Call, project: Project, task: Task, table: Table) -> LabelHead:
    row = table.get(keys.head(call.workspace, ItemId(task.item)))
    return labels.blank(
        project=task.project,
        item=task.item,
        seq=task.seq,
        branch=task.branch,
        item_revision=rows.body(row).get("revision", 1) if row else 1,
        ontology_version=project.ontology_version,
    )
