"""Issues: raise one on an item, a point or an object; talk about it; resolve it."""

from __future__ import annotations

from collections.abc import Sequence

from everloop.domain.errors import Conflict, NotFound
from everloop.domain.issues import Anchor, Comment, Issue, IssueState, commented, turned
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.domain.tasks import Task, task_id
from everloop.ports import Objects, Table
from everloop.store import handover, projects, tasks
from everloop.store import issues as store
from everloop.store.rows import Stored


def open_issue(
    call: Call,
    project: str,
    item: str,
    text: str,
    *,
    anchor: Anchor | None = None,
    tags: Sequence[str] = (),
    table: Table,
    objects: Objects,
) -> Stored[Issue]:
    """Raise an issue; the same request makes one.

    Raises:
        NotFound: The project has no such item in the caller's sight, or its labels no such object.
        Conflict: The project is archived.
    """
    found = projects.active(call.workspace, project, table=table)
    task = _task(call, project, item, table)
    if anchor and anchor.object_id:
        seen = handover.seen(call, found, task, rev=None, table=table)
        handover.require_object(seen, anchor.object_id, objects=objects)
    issue = Issue(
        schema=1,
        id=store.issue_id(item, call.new_id("issue", item)[:16]),
        project=project,
        item=item,
        anchor=anchor or Anchor(),
        round=task.round,
        tags=tuple(dict.fromkeys(tags)),
        comments=(Comment(text=text, by=call.actor, at=call.now_ms),),
        created_by=call.actor,
        created_at=call.now_ms,
        updated_at=call.now_ms,
    )
    return store.create(call, issue, table=table)


def comment(call: Call, project: str, issue: str, text: str, *, table: Table) -> Stored[Issue]:
    """Say something; the last request to do so, repeated, says it once.

    Raises:
        NotFound: None, or not the caller's to see.
        Invalid: It has as many comments as it may have.
        Conflict: The last request, with another text.
    """

    def change(found: Issue) -> Issue:
        if found.request == call.new_id("act"):
            if found.comments[-1].text != text:
                raise Conflict("This idempotency key was already used for another comment; take a new key.")
            return found
        said = commented(found, text, by=call.actor, at=call.now_ms)
        return said.model_copy(update={"request": call.new_id("act")})

    get(call, project, issue, table=table)
    return store.change(call, project, issue, change, table=table)


def turn(call: Call, project: str, issue: str, state: IssueState, *, expect: int | None = None, table: Table) -> Stored[Issue]:
    """Resolve an issue, or open it again. Raises NotFound; Conflict."""
    get(call, project, issue, table=table)
    return store.change(
        call,
        project,
        issue,
        lambda found: turned(found, state, by=call.actor, at=call.now_ms),
        expect=expect,
        table=table,
    )


def tag(call: Call, project: str, issue: str, tags: Sequence[str], *, expect: int | None = None, table: Table) -> Stored[Issue]:
    """Give an issue exactly these tags. Raises NotFound; Conflict; Invalid."""

    def change(found: Issue) -> Issue:
        wanted = {**found.model_dump(by_alias=True), "tags": tuple(dict.fromkeys(tags))}
        after = Issue.model_validate(wanted)
        return found if after == found else after.model_copy(update={"updated_at": call.now_ms})

    get(call, project, issue, table=table)
    return store.change(call, project, issue, change, expect=expect, table=table)


def get(call: Call, project: str, issue: str, *, table: Table) -> Stored[Issue]:
    """An issue. Raises NotFound: none, or on an item that is not the caller's to see."""
    found = store.get(call.workspace, project, issue, table=table)
    _task(call, project, found.value.item, table)
    return found


def of_item(call: Call, project: str, item: str, *, limit: int = 100, cursor: str | None = None, table: Table) -> Page[Issue]:
    """The issues of an item, resolved ones too. Raises NotFound."""
    _task(call, project, item, table)
    page = store.of_item(call.workspace, project, item, limit=limit, cursor=cursor, table=table)
    return Page([one.value for one in page.items], page.cursor)


def of_project(
    call: Call,
    project: str,
    state: IssueState = IssueState.OPEN,
    *,
    limit: int = 100,
    cursor: str | None = None,
    table: Table,
) -> Page[Issue]:
    """A project's issues in a state, newest first. Annotators get those of their own tasks; a page may be short of ``limit``
    before the end.
    """
    page = store.of_project(call.workspace, project, state, limit=limit, cursor=cursor, table=table)
    who = projects.actor(call, project, table=table)
    if projects.sees_all(who):
        return page
    names = list(dict.fromkeys(issue.item for issue in page.items))
    found = tasks.find_many(call.workspace, project, names, table=table)
    own = {name for name, task in zip(names, found, strict=True) if task and task.value.worker == call.actor}
    return Page([issue for issue in page.items if issue.item in own], page.cursor)


def _task(call: Call, project: str, item: str, table: Table) -> Task:
    """The item's task, which is what makes it the project's. Raises NotFound."""
    found = tasks.find(call.workspace, project, task_id(item), table=table)
    who = projects.actor(call, project, table=table)
    if found is None or not (projects.sees_all(who) or found.value.worker == call.actor):
        raise NotFound("The project has no such item.", item=item)
    return found.value
