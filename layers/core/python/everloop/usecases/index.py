"""Keeps the index up to date with the table, and rebuilds it from the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from everloop.domain.errors import EverloopError, Invalid
from everloop.domain.events import Hint
from everloop.domain.fields import Field
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan
from everloop.domain.principals import Call, Cause
from everloop.domain.projects import Project
from everloop.domain.vectors import SPACES
from everloop.ports import Document, Index, Key, Put, Row, Table
from everloop.store import documents, folders, issues, jobs, keys, labels, metadata, rows, settling, tasks

REINDEX = "reindex"
CONSUMER = "index"
BLOCKS = 64
_SAMPLE = 200
_PAGE = 500

Send = Callable[[str, Sequence[Hint]], None]


def bring_up_to_date(
    workspace: WorkspaceId, items: Sequence[ItemId], *, table: Table, index: Index
) -> dict[ItemId, EverloopError]:
    """Index items as their rows are now; a document that is older than the indexed one changes nothing.

    Items whose folder was deleted while they were on their way into it (nobody could know of them yet) are moved to the nearest
    one above that is there, and come again.

    Returns:
        What could not be indexed, and why.

    Raises:
        Transient: The index or the table cannot be reached.
    """
    found = [one for one in documents.read(table, workspace, list(dict.fromkeys(items))) if one is not None]
    make_ready(workspace, table=table, index=index)
    _rehome(workspace, found, table=table)
    try:
        index.upsert(workspace, found)
    except Invalid:
        return _one_by_one(workspace, found, index=index)
    return {}


def _rehome(workspace: WorkspaceId, found: Sequence[Document], *, table: Table) -> None:
    """Move the items whose folder is gone; an item that changes meanwhile comes again by itself."""
    places = {one.id: str(one.values["folder"]) for one in found if not one.deleted}
    moved = folders.gone(workspace, places.values(), table=table)
    lost = [item for item, folder in places.items() if folder in moved]
    puts = []
    for row in table.get_many([keys.head(workspace, item) for item in lost]) if lost else []:
        head = rows.body(row) if row is not None else {}
        if row is not None and head["folder"] in moved:
            data = orjson.dumps(head | {"folder": moved[head["folder"]]})
            puts.append(Put(Row(row.key, row.kind, data, index=row.index, announced=row.announced), row.version))
    if puts:
        table.put_many(puts, cause=Cause(correlation_id="folder-gone"))


def make_ready(workspace: WorkspaceId, *, table: Table, index: Index) -> None:
    """Make the index ready for every field that heads may have (an empty one too: then it answers with nothing)."""
    fields: list[Field] = metadata.fields(table, workspace)
    index.ensure(workspace, fields, list(SPACES.values()))


def indexed_rev(workspace: WorkspaceId, item: ItemId, *, index: Index) -> int | None:
    """The rev of an item that searches see; None: not indexed yet. A write is searchable once this is its rev or more."""
    return index.revs(workspace, [item]).get(item)


def reindex(call: Call, *, table: Table) -> Job:
    """Ask for a rebuild of the index from the table, and for all that follows from rows to be followed again; nothing is lost
    meanwhile, and it may be repeated.
    """
    return jobs.request(call, REINDEX, title="Rebuild the index", spec={}, table=table)


def reindexing(
    send: Send,
    *,
    due: Mapping[str, Callable[[dict[str, Any]], bool]],
    of_tasks: str,
    of_labels: str,
    table: Table,
    index: Index,
) -> JobKind:
    """The job: its shards send the hints again that the change feed may have lost, so that they touch neither the index nor a
    head: of every item to the index's consumer, and to those for whom its head is due; of every task and label row, to whom
    has heads follow them. It has settled when the newest revs of a sample of each shard's items are indexed.

    Args:
        send: Puts hints into the queue of a consumer, as the dispatcher does.
        due: By consumer, whether a head has something for it to do.
        of_tasks, of_labels: The consumers that have heads follow tasks and counts of issues, and labels.
    """

    def plan(job: Job, call: Call) -> list[ShardPlan]:
        make_ready(call.workspace, table=table, index=index)
        count = documents.blocks(table, call.workspace)
        starts = range(0, count, BLOCKS)
        items = [
            ShardPlan(input={"from": at, "to": min(at + BLOCKS, count)}, size=min(BLOCKS, count - at) << 8) for at in starts
        ]
        found = rows.everything(table, "project", call.workspace, Project)
        return items + [ShardPlan(input={"project": one.id}, size=1) for one in found]

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        if "project" in shard.input:
            return _send_work(job, shard.input["project"], progress, call, (send, of_tasks, of_labels), table=table)
        return _send(job, shard, progress, call, send, due, table=table)

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        sample = [item for one in shards for item in (one.output or {}).get("sample", [])]
        return Finish({"sample": sample[-_SAMPLE:]}, settle=True)

    def settled(job: Job, call: Call) -> bool:
        sample = (job.result or {}).get("sample", [])
        return settling.indexed(call.workspace, sample, table=table, index=index) or settling.late(job, call)

    return JobKind(plan, run, finish, settled)


def _send(
    job: Job,
    shard: Shard,
    progress: Progress,
    call: Call,
    send: Send,
    due: Mapping[str, Callable[[dict[str, Any]], bool]],
    *,
    table: Table,
) -> dict[str, Any]:
    sent, last = 0, []
    for block in range(shard.input["from"], shard.input["to"]):
        found = [
            (_hint(job, call, "item", row.key, row.version), rows.body(row))
            for row in documents.heads(table, call.workspace, block)
        ]
        hints = [hint for hint, _ in found]
        if hints:
            send(CONSUMER, hints)
            last = [keys.item_of(hint.partition) for hint in (hints[0], hints[-1])]
        for consumer, wants in due.items():
            if wanted := [hint for hint, head in found if wants(head)]:
                send(consumer, wanted)
        sent += len(hints)
        progress((block + 1 - shard.input["from"]) << 8, {"items": sent})
    return {"sample": last}


def _send_work(
    job: Job, project: str, progress: Progress, call: Call, to: tuple[Send, str, str], *, table: Table
) -> dict[str, Any]:
    send, of_tasks, of_labels = to
    sent, cursor = 0, None
    while True:
        page = tasks.of_project(call.workspace, project, limit=_PAGE, cursor=cursor, table=table)
        found = [one.value for one in page.items]
        places = [("task", tasks.key(call.workspace, project, one.item, one.branch)) for one in found]
        places += [("issue-count", issues.count_key(call.workspace, project, one.item)) for one in found]
        if places:
            send(of_tasks, [_hint(job, call, kind, place, 0) for kind, place in places])
        sent, cursor = sent + len(found), page.cursor
        progress(0, {"tasks": sent})
        if cursor is None:
            break
    rows_sent = 0
    for some in labels.pages(call.workspace, project, table=table):
        if some:
            heads = [labels.key(call.workspace, one["item"], project, one["branch"]) for one in some]
            send(of_labels, [_hint(job, call, "label", place, 0) for place in heads])
        rows_sent += len(some)
        progress(0, {"tasks": sent, "labels": rows_sent})
    return {}


def _hint(job: Job, call: Call, kind: str, place: Key, version: int) -> Hint:
    return Hint(
        event_id=f"{job.id}/{place.partition}/{place.sort}",
        workspace=call.workspace,
        kind=kind,
        table=place.table,
        partition=place.partition,
        sort=place.sort,
        row_version=version,
        actor=call.actor,
        correlation_id=job.id,
    )


def _one_by_one(workspace: WorkspaceId, found: Sequence[Document], *, index: Index) -> dict[ItemId, EverloopError]:
    wrong: dict[ItemId, EverloopError] = {}
    for one in found:
        try:
            index.upsert(workspace, [one])
        except Invalid as error:
            wrong[one.id] = error
    return wrong
