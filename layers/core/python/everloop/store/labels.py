"""Label rows in the table (decision 11). The head holds the newest revision; each write keeps the one before it by its number.

So a revision's row says what the head said, and the two cannot differ: a head's write and its predecessor's row are one
transaction, or (bulk) the predecessor comes first, whose content follows from its key. Bodies above 32 KB are blobs named by
their hash, written before any row names them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import orjson

from everloop.domain.annotations import MAIN, LabelState, counts
from everloop.domain.columns import SHARD_BITS
from everloop.domain.errors import NotFound
from everloop.domain.ids import ItemId, WorkspaceId, content_hash
from everloop.domain.labels import Body, LabelHead, LabelRevision, LabelRow
from everloop.domain.limits import LABEL_BODY_BYTES
from everloop.domain.pages import Page
from everloop.ports import ABSENT, ANY, Key, Objects, Put, Row, Table, TableName
from everloop.store import keys, rows

REMEMBERED = 16
BODY = ("body", "body_path", "body_hash", "objects", "proposed", "classes")
PAGE = 250
EARLIER = "earlier"
_LOOK = 20
"""The cursor behind the newest revision."""


@dataclass(frozen=True, slots=True)
class Found:
    """A label row as it is stored now."""

    head: LabelHead
    version: int


# ── reading ───────────────────────────────────────────────────────────────────────────────────────


def key(workspace: WorkspaceId, item: ItemId | str, project: str, branch: str = MAIN) -> Key:
    """Where a row's head is."""
    return keys.child("label", workspace, item, project, branch, "head")


def find(workspace: WorkspaceId, item: ItemId | str, project: str, branch: str = MAIN, *, table: Table) -> Found | None:
    """The row now; None where nothing was ever saved."""
    return _found(table.get(key(workspace, item, project, branch)))


def find_many(
    workspace: WorkspaceId, items: list[ItemId], project: str, branch: str = MAIN, *, table: Table
) -> list[Found | None]:
    """The rows of many items, in that order."""
    return found_at([key(workspace, item, project, branch) for item in items], table=table)


def found_at(places: Sequence[Key], *, table: Table) -> list[Found | None]:
    """The rows at these places, in that order."""
    return [_found(row) for row in table.get_many(places)]


def revision(
    workspace: WorkspaceId, item: ItemId | str, project: str, branch: str, rev: int, *, table: Table
) -> LabelHead | None:
    """The row as it was at ``rev``; None where there is none (any more)."""
    now = find(workspace, item, project, branch, table=table)
    if now is None or now.head["rev"] == rev:
        return now.head if now else None
    kept = table.get(_revision_key(workspace, item, project, branch, rev))
    return cast(LabelHead, rows.body(kept)) if kept and rev < now.head["rev"] else None


def require(workspace: WorkspaceId, item: ItemId | str, project: str, branch: str, rev: int, *, table: Table) -> LabelHead:
    """The row as it was at ``rev``. Raises NotFound."""
    found = revision(workspace, item, project, branch, rev, table=table)
    if found is None:
        raise NotFound(f"These labels have no revision {rev}.", rev=rev)
    return found


def history(
    workspace: WorkspaceId,
    item: ItemId | str,
    project: str,
    branch: str = MAIN,
    *,
    limit: int = 100,
    cursor: str | None = None,
    table: Table,
) -> Page[LabelRevision]:
    """The revisions, newest first."""
    place = keys.child("label", workspace, item, project, branch, "rev", "")
    newest = find(workspace, item, project, branch, table=table) if cursor is None else None
    if newest and limit == 1:
        return Page([told(newest.head)], EARLIER)
    after = None if cursor == EARLIER else cursor
    room = limit - 1 if newest else limit
    page = table.query(place.table, place.partition, prefix=place.sort, limit=room, cursor=after, backwards=True)
    heads = [newest.head] if newest else []
    heads += [cast(LabelHead, rows.body(row)) for row in page.items]
    return Page([told(one) for one in heads], page.cursor)


def revision_at(workspace: WorkspaceId, head: LabelHead, at: int, *, table: Table) -> LabelRevision | None:
    """The newest revision that a row had at a time (UTC epoch ms), by its stamps; None: it was not there yet."""
    newest = told(head)
    if newest.updated_at <= at:
        return newest
    cursor: str | None = EARLIER if newest.rev > 1 else None
    while cursor is not None:
        page = history(workspace, head["item"], head["project"], head["branch"], limit=_LOOK, cursor=cursor, table=table)
        for one in page.items:
            if one.updated_at <= at:
                return one
        cursor = page.cursor
    return None


def body_of(head: LabelHead, *, objects: Objects) -> Body:
    """The annotations of a row or revision."""
    if "body_path" in head:
        return cast(Body, orjson.loads(objects.read(head["body_path"])))
    return head.get("body", [])


def as_row(head: LabelHead, body: Body) -> LabelRow:
    """The row as the API says it."""
    return LabelRow.model_validate({**_only(head, LabelRow.model_fields), "schema": 1, "annotations": body})


def of_project(
    workspace: WorkspaceId,
    project: str,
    *,
    shard: int | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
    table: Table,
) -> Page[LabelHead]:
    """The heads of a project in the order of seq (then item and branch), read strongly; ``shard``: a column shard's alone.

    A row that was made a moment ago may be missing (the index names the rows).
    """
    place, _ = keys.index("label", workspace, project)
    prefix = "" if shard is None else keys.joined(keys.number(shard), "")
    page = table.query_index(TableName.WORKFLOW, place, prefix=prefix, limit=limit, cursor=cursor)
    now = table.get_many([row.key for row in page.items])
    return Page([cast(LabelHead, rows.body(row)) for row in now if row], page.cursor)


def walk(workspace: WorkspaceId, project: str, *, shard: int | None = None, table: Table) -> Iterator[LabelHead]:
    """All of these, streaming."""
    for some in pages(workspace, project, shard=shard, table=table):
        yield from some


def pages(workspace: WorkspaceId, project: str, *, shard: int | None = None, table: Table) -> Iterator[list[LabelHead]]:
    """The same, some at once."""
    cursor: str | None = None
    while True:
        page = of_project(workspace, project, shard=shard, cursor=cursor, table=table)
        yield page.items
        cursor = page.cursor
        if cursor is None:
            return


def any_in(workspace: WorkspaceId, project: str, shard: int, *, table: Table) -> bool:
    """Whether a project has rows in a column shard."""
    place, _ = keys.index("label", workspace, project)
    prefix = keys.joined(keys.number(shard), "")
    return bool(table.query_index(TableName.WORKFLOW, place, prefix=prefix, limit=1).items)


# ── writing ───────────────────────────────────────────────────────────────────────────────────────


def blank(*, project: str, item: str, seq: int, branch: str = MAIN, item_revision: int, ontology_version: int) -> LabelHead:
    """A row of which nothing has been saved yet."""
    return LabelHead(
        schema=1,
        project=project,
        item=item,
        seq=seq,
        branch=branch,
        rev=0,
        item_revision=item_revision,
        ontology_version=ontology_version,
        state=LabelState.UNLABELLED,
        objects=0,
        proposed=0,
        classes={},
        body=[],
        body_hash=content_hash(b"[]"),
    )


def changed(
    workspace: WorkspaceId,
    head: LabelHead,
    *,
    body: Body | None = None,
    like: LabelHead | None = None,
    state: str | None = None,
    item_revision: int | None = None,
    ontology_version: int | None = None,
    submitted: bool = False,
    request: str | None = None,
    why: str,
    by: str,
    at: int,
    objects: Objects | None = None,
) -> LabelHead:
    """The next revision of a row; what is None stays.

    Args:
        body: Written to ``objects`` (then not None) where it is large.
        like: A revision whose body it takes.
        request: Remembered: ``rev_of_request`` finds it again.
    """
    after = cast(LabelHead, {**head})
    after["rev"] = head["rev"] + 1
    after["state"] = state or head["state"]
    after["item_revision"] = item_revision or head["item_revision"]
    after["ontology_version"] = ontology_version or head["ontology_version"]
    after["submitted"], after["why"], after["updated_by"], after["updated_at"] = submitted, why, by, at
    if request is not None:
        after["requests"] = [*head.get("requests", []), (request, after["rev"])][-REMEMBERED:]
    if like is not None:
        _take_body(after, like)
    if body is not None:
        _set_body(workspace, after, body, objects)
    return after


def rev_of_request(head: LabelHead, request: str) -> int | None:
    """The revision that this request made, if it is one of the last."""
    return next((rev for name, rev in head.get("requests", []) if name == request), None)


def puts(workspace: WorkspaceId, before: Found | None, after: LabelHead) -> list[Put]:
    """The writes of a row's step, for one transaction: the new head, and the revision it replaces."""
    place = key(workspace, after["item"], after["project"], after["branch"])
    head = rows.row(place, "label", after, index=index(workspace, after))
    if before is None:
        return [Put(head, ABSENT)]
    return [Put(head, before.version), kept(workspace, before.head)]


def kept(workspace: WorkspaceId, head: LabelHead) -> Put:
    """The write that keeps a revision: what the head held, so that writing it again changes nothing."""
    place = _revision_key(workspace, head["item"], head["project"], head["branch"], head["rev"])
    return Put(rows.row(place, "label-revision", _without_requests(head), announced=False), ANY)


def index(workspace: WorkspaceId, head: LabelHead) -> tuple[str, str]:
    """Where a head stands among its project's: by column shard, seq, branch."""
    seq = head["seq"]
    return keys.index(
        "label", workspace, head["project"], keys.number(seq >> SHARD_BITS), keys.number(seq), head["item"], head["branch"]
    )


def _take_body(head: LabelHead, like: LabelHead) -> None:
    said: dict[str, Any] = cast(dict[str, Any], head)
    for name in BODY:
        said.pop(name, None)
        if name in like:
            said[name] = like[name]  # type: ignore[literal-required]


def _set_body(workspace: WorkspaceId, head: LabelHead, body: Body, objects: Objects | None) -> None:
    data = orjson.dumps(body)
    found = counts(body)
    head["body_hash"] = content_hash(data)
    head["objects"], head["proposed"], head["classes"] = found.objects, found.proposed, found.classes
    head.pop("body", None)
    head.pop("body_path", None)
    if len(data) <= LABEL_BODY_BYTES:
        head["body"] = body
        return
    assert objects is not None
    head["body_path"] = f"{workspace}/labels/{head['body_hash'][:40]}.json"
    objects.create(head["body_path"], data)


def _revision_key(workspace: WorkspaceId, item: ItemId | str, project: str, branch: str, rev: int) -> Key:
    return keys.child("label", workspace, item, project, branch, "rev", keys.number(rev))


def told(head: LabelHead) -> LabelRevision:
    """A row or revision without its annotations."""
    return LabelRevision.model_validate(_only(head, LabelRevision.model_fields))


def _without_requests(head: LabelHead) -> dict[str, Any]:
    return {name: value for name, value in head.items() if name != "requests"}


def _found(row: Row | None) -> Found | None:
    return Found(cast(LabelHead, rows.body(row)), row.version) if row else None


def _only(head: LabelHead, fields: Any) -> dict[str, Any]:
    return {name: value for name, value in head.items() if name in fields}
