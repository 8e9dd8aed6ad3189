"""Making a project's labels what they were in a label version, as new revisions: nothing is taken back, all is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from everloop.domain.annotations import LabelState
from everloop.domain.columns import ColumnTable
from everloop.domain.errors import Transient
from everloop.domain.label_versions import LabelVersion
from everloop.domain.labels import LabelHead, LabelRevision
from everloop.domain.principals import Call
from everloop.ports import Put, Table
from everloop.store import labels, rows
from everloop.store.columns import Columns, shard_of
from everloop.store.labels import Found

TRIES = 6


@dataclass(frozen=True, slots=True)
class Was:
    """A row of the version's manifest."""

    rev: int
    state: str


def shards(call: Call, version: LabelVersion, last_seq: int, *, table: Table, columns: Columns) -> list[int]:
    """The numbers of the shards in which rows may have to change."""
    found = {shard.number for shard in columns.table(version.tables["labels"]).shards}
    if version.contents.whole:
        every = range(shard_of(last_seq) + 1)
        found |= {number for number in every if labels.any_in(call.workspace, version.project, number, table=table)}
    return sorted(found)


def restore_shard(call: Call, version: LabelVersion, number: int, *, table: Table, columns: Columns) -> dict[str, int]:
    """Restore one shard's rows; how many were ``restored``, ``cleared`` (when the version was cut they were not there, or said
    nothing), ``unchanged``, and ``left_out``: they said something then of which the version does not speak, as their items were
    deleted or archived, so they stay as they are. What was then follows from the stamps; an import's are its request's.

    Raises:
        Transient: Others are saving these very rows all the time.
    """
    manifest = _manifest(version, number, columns)
    counts: Counter[str] = Counter()
    for some in labels.pages(call.workspace, version.project, shard=number, table=table):
        mine = [head for head in some if head["branch"] == version.contents.branch]
        counts.update(_restore(call, version, mine, manifest, table=table))
    return dict(counts)


def _restore(
    call: Call, version: LabelVersion, chunk: list[LabelHead], manifest: dict[int, Was], *, table: Table
) -> Counter[str]:
    counts: Counter[str] = Counter()
    items = [head["item"] for head in chunk]
    for _ in range(TRIES):
        places = [labels.key(call.workspace, item, version.project, version.contents.branch) for item in items]
        steps: list[tuple[str, Found, LabelHead]] = []
        for found in labels.found_at(places, table=table):
            what, after = _after(call, version, found.head, manifest, table=table) if found else ("unchanged", None)
            if found and after is not None:
                steps.append((what, found, after))
            else:
                counts[what] += 1
        table.put_many([labels.kept(call.workspace, found.head) for _, found, _ in steps], cause=call.cause)
        heads = [_put(call, found, after) for _, found, after in steps]
        items = []
        for (what, found, _), done in zip(steps, table.put_many(heads, cause=call.cause), strict=True):
            if done is None:
                items.append(found.head["item"])
            else:
                counts[what] += 1
        if not items:
            return counts
    raise Transient("These labels are being saved all the time; try again.")


def _after(
    call: Call, version: LabelVersion, head: LabelHead, manifest: dict[int, Was], *, table: Table
) -> tuple[str, LabelHead | None]:
    """What becomes of a row, and its next revision (None: it stays)."""
    was = manifest.get(head["seq"])
    if was is None:
        if not version.contents.whole or not _says_something(labels.told(head)):
            return "unchanged", None
        then = labels.revision_at(call.workspace, head, version.as_of, table=table)
        if then is not None and _says_something(then):
            return "left_out", None
        return "cleared", _step(call, head, body=[], state=LabelState.UNLABELLED)
    if head["rev"] == was.rev:
        return "unchanged", None
    old = labels.require(call.workspace, head["item"], version.project, version.contents.branch, was.rev, table=table)
    if old["body_hash"] == head["body_hash"] and old["state"] == head["state"]:
        return "unchanged", None
    return "restored", _step(call, head, like=old, state=was.state)


def _step(
    call: Call, head: LabelHead, *, state: str, body: list[dict[str, object]] | None = None, like: LabelHead | None = None
) -> LabelHead:
    return labels.changed(
        call.workspace,
        head,
        body=body,
        like=like,
        state=state,
        item_revision=like["item_revision"] if like else None,
        submitted=True,
        why="restore",
        by=call.actor,
        at=call.now_ms,
    )


def _says_something(one: LabelRevision) -> bool:
    return one.state != LabelState.UNLABELLED or one.objects > 0 or one.proposed > 0


def _put(call: Call, before: Found, after: LabelHead) -> Put:
    place = labels.key(call.workspace, after["item"], after["project"], after["branch"])
    return Put(rows.row(place, "label", after, index=labels.index(call.workspace, after)), before.version)


def _manifest(version: LabelVersion, number: int, columns: Columns) -> dict[int, Was]:
    table = columns.table(version.tables["labels"])
    files = tuple(shard for shard in table.shards if shard.number == number)
    if not files:
        return {}
    found = columns.scan(ColumnTable(name="labels", shards=files, schema=1), ["seq", "rev", "state"])
    said = zip(found["seq"].tolist(), found["rev"].tolist(), found["state"].tolist(), strict=True)
    return {seq: Was(rev, state) for seq, rev, state in said}
