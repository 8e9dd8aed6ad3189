"""Issues as rows. How many are open on an item is a row too, moved in the same transaction, so that it is always right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from everloop.domain.errors import Conflict, NotFound
from everloop.domain.ids import WorkspaceId
from everloop.domain.issues import Issue, IssueState
from everloop.domain.pages import Page
from everloop.domain.principals import Call
from everloop.ports import Key, Put, Row, Table
from everloop.store import keys, rows
from everloop.store.rows import Stored

TRIES = 8
PAGE = 100


@dataclass(frozen=True, slots=True)
class Count:
    """How many issues an item has in a project."""

    open: int
    total: int
    version: int


def issue_id(item: str, name: str) -> str:
    """The id of an item's issue."""
    return f"{item}.{name}"


def key(workspace: WorkspaceId, project: str, issue: str) -> Key:
    """Where an issue is."""
    item, _, name = issue.partition(".")
    return keys.child("issue", workspace, project, item, name)


def count_key(workspace: WorkspaceId, project: str, item: str) -> Key:
    """Where an item's count is."""
    return keys.child("issue-count", workspace, project, item)


def row(workspace: WorkspaceId, issue: Issue) -> Row:
    """An issue as a row."""
    index = keys.index("issue", workspace, issue.project, issue.state, f"{issue.created_at:015d}", issue.id)
    return rows.row(key(workspace, issue.project, issue.id), "issue", issue, index=index)


# ── reading ───────────────────────────────────────────────────────────────────────────────────────


def find(workspace: WorkspaceId, project: str, issue: str, *, table: Table) -> Stored[Issue] | None:
    """An issue; None where there is none."""
    return rows.find(table, key(workspace, project, issue), Issue)


def get(workspace: WorkspaceId, project: str, issue: str, *, table: Table) -> Stored[Issue]:
    """An issue. Raises NotFound."""
    return rows.get(table, key(workspace, project, issue), Issue, "issue")


def count(workspace: WorkspaceId, project: str, item: str, *, table: Table) -> Count:
    """How many issues an item has."""
    found = table.get(count_key(workspace, project, item))
    if found is None:
        return Count(0, 0, 0)
    said = rows.body(found)
    return Count(said["open"], said["total"], found.version)


def of_item(
    workspace: WorkspaceId, project: str, item: str, *, limit: int = PAGE, cursor: str | None = None, table: Table
) -> Page[Stored[Issue]]:
    """The issues of an item, read strongly."""
    place = keys.child("issue", workspace, project, item, "")
    page = table.query(place.table, place.partition, prefix=place.sort, limit=limit, cursor=cursor)
    return Page([rows.load(one, Issue) for one in page.items], page.cursor)


def open_of_item(workspace: WorkspaceId, project: str, item: str, *, table: Table) -> Iterator[Stored[Issue]]:
    """Those of an item that are open."""
    cursor: str | None = None
    while True:
        page = of_item(workspace, project, item, cursor=cursor, table=table)
        yield from (one for one in page.items if one.value.state is IssueState.OPEN)
        cursor = page.cursor
        if cursor is None:
            return


def of_project(
    workspace: WorkspaceId, project: str, state: IssueState, *, limit: int = PAGE, cursor: str | None = None, table: Table
) -> Page[Issue]:
    """A project's issues in a state, newest first."""
    partition, prefix = keys.index("issue", workspace, project, state, "")
    noun = keys.PATTERNS["issue"]
    page = table.query_index(noun.table, partition, prefix=prefix, limit=limit, cursor=cursor, backwards=True)
    return Page([rows.load(one, Issue).value for one in page.items], page.cursor)


# ── writing ───────────────────────────────────────────────────────────────────────────────────────


def opening(workspace: WorkspaceId, issue: Issue, counted: Count) -> list[Put]:
    """The writes that raise a new issue, for one transaction."""
    return [
        Put(row(workspace, issue)),
        _count_put(workspace, issue, Count(counted.open + 1, counted.total + 1, counted.version)),
    ]


def turning(workspace: WorkspaceId, changed: list[tuple[Stored[Issue], Issue]], counted: Count) -> list[Put]:
    """The writes that change issues of one item, for one transaction; the count follows their states."""
    puts = [Put(row(workspace, after), before.version) for before, after in changed]
    grown = sum((after.state is IssueState.OPEN) - (before.value.state is IssueState.OPEN) for before, after in changed)
    if grown:
        puts.append(_count_put(workspace, changed[0][1], Count(counted.open + grown, counted.total, counted.version)))
    return puts


def create(call: Call, issue: Issue, *, table: Table) -> Stored[Issue]:
    """Raise an issue; asked twice under one idempotency key, it is one. Raises Conflict."""
    place = key(call.workspace, issue.project, issue.id)
    for _ in range(TRIES):
        there = rows.find(table, place, Issue)
        if there is not None:
            return there
        counted = count(call.workspace, issue.project, issue.item, table=table)
        try:
            table.transact(opening(call.workspace, issue, counted), cause=call.cause)
        except Conflict:
            continue
        return Stored(issue, 1)
    raise Conflict("The issues of this item are changing quickly; try again.")


def change(
    call: Call, project: str, issue: str, wanted: Callable[[Issue], Issue], *, expect: int | None = None, table: Table
) -> Stored[Issue]:
    """Change an issue and, where its state changes, its item's count.

    Raises:
        NotFound: There is none.
        Conflict: ``expect`` is not its version, or others keep changing it.
    """
    for _ in range(TRIES):
        before = get(call.workspace, project, issue, table=table)
        if expect is not None and before.version != expect:
            raise Conflict("This issue has changed since you read it.", version=before.version)
        counted = count(call.workspace, project, before.value.item, table=table)
        after = wanted(before.value)
        if after == before.value:
            return before
        try:
            table.transact(turning(call.workspace, [(before, after)], counted), cause=call.cause)
        except Conflict:
            continue
        return Stored(after, before.version + 1)
    raise Conflict("The issues of this item are changing quickly; try again.")


def reflected(workspace: WorkspaceId, place: Key, *, table: Table) -> tuple[str, str, Count]:
    """The (project, item, count) of a count's row, read again. Raises NotFound."""
    found = table.get(place)
    if found is None:
        raise NotFound("There is no such count.")
    said = rows.body(found)
    return said["project"], said["item"], Count(said["open"], said["total"], found.version)


def _count_put(workspace: WorkspaceId, issue: Issue, counted: Count) -> Put:
    said = {"schema": 1, "project": issue.project, "item": issue.item, "open": counted.open, "total": counted.total}
    return Put(rows.row(count_key(workspace, issue.project, issue.item), "issue-count", said), counted.version)
