"""Registers files by the thousand: no model and no transaction a row, safe to repeat, writes nothing where nothing is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from everloop.domain.errors import Transient
from everloop.domain.ids import SourceId, WorkspaceId, item_ids
from everloop.domain.items import ItemState
from everloop.domain.principals import Cause
from everloop.ports import ABSENT, Put, Row, Table
from everloop.store import counters, keys, rows

SEQ = "seq"
PROBES = 16
TRIES = 8


class Listed(NamedTuple):
    """A file to register. ``etag``, ``size_bytes`` and ``modified_ms`` as its store said, or None where nobody asked it.
    ``metadata``: checked custom metadata.
    """

    source: str
    key: str
    folder: str
    media_type: str | None = None
    etag: str | None = None
    size_bytes: int | None = None
    modified_ms: int | None = None
    metadata: Mapping[str, Any] | None = None


@dataclass
class Registered:
    """What became of files: counts, the seqs that the new ones got as (first, count), and the seqs of the changed by id."""

    new: int = 0
    unchanged: int = 0
    changed: int = 0
    seqs: list[tuple[int, int]] = field(default_factory=list)
    touched: dict[str, int] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """As a job counts."""
        return {"new": self.new, "unchanged": self.unchanged, "changed": self.changed}

    def add(self, other: Registered) -> None:
        """Take in another's counts."""
        self.new += other.new
        self.unchanged += other.unchanged
        self.changed += other.changed
        self.seqs += other.seqs
        self.touched |= other.touched


@dataclass(frozen=True)
class Origin:
    """By which job's shard and when; ``job`` is "" outside jobs. ``restore``: a deleted item comes back when its file is named
    again, into the folder that is said then. ``again``: this was begun before, so what the shard itself has written then, which
    heads remember, still counts as new or changed.
    """

    workspace: WorkspaceId
    job: str
    at: int
    restore: bool = True
    again: bool = False
    shard: int = 0

    @property
    def mark(self) -> str:
        """What heads remember of a change."""
        return f"{self.job}/{self.shard}" if self.job else ""


def register(files: Sequence[Listed], origin: Origin, *, cause: Cause, table: Table) -> Registered:
    """Write the heads of some files, some thousand at most.

    Where one in a few is there already, heads are read before anything is written, so that a second registration writes
    nothing; otherwise rows are put if absent, and only those that were there are read.
    """
    by_id: dict[str, Listed] = {}
    for one, name in zip(files, _ids(files, origin.workspace), strict=True):
        by_id.setdefault(name, one)
    done = Registered(unchanged=len(files) - len(by_id))
    names = list(by_id)
    place = keys.heads(origin.workspace)
    probed = table.get_many([place(name) for name in names[:: max(1, len(names) // PROBES)]])
    there: dict[str, Row] = {}
    if any(probed):
        there = {name: row for name, row in zip(names, table.get_many([place(n) for n in names]), strict=True) if row}
    absent = [name for name in names if name not in there]
    if absent:
        first = counters.allot(table, origin.workspace, SEQ, len(absent), cause=cause)
        puts = _new(absent, by_id, first, origin)
        written = table.put_many(puts, cause=cause)
        lost = [name for name, version in zip(absent, written, strict=True) if version is None]
        done.new += len(absent) - len(lost)
        done.seqs.append((first, len(absent)))
        there |= {name: row for name, row in zip(lost, table.get_many([place(n) for n in lost]), strict=True) if row}
    _revisit(there, by_id, origin, done, cause, table)
    return done


def _ids(files: Sequence[Listed], workspace: WorkspaceId) -> list[str]:
    """The items' ids in order."""
    sources = dict.fromkeys(one.source for one in files)
    if len(sources) == 1:
        return list(item_ids(workspace, SourceId(files[0].source), [one.key for one in files]))
    found: dict[tuple[str, str], str] = {}
    for source in sources:
        of_source = [one.key for one in files if one.source == source]
        found |= {
            (source, key): name for key, name in zip(of_source, item_ids(workspace, SourceId(source), of_source), strict=True)
        }
    return [found[one.source, one.key] for one in files]


def _new(names: Sequence[str], by_id: Mapping[str, Listed], first: int, origin: Origin) -> list[Put]:
    puts: list[Put] = []
    place, index = keys.heads(origin.workspace), keys.seqs(origin.workspace)
    for seq, name in enumerate(names, first):
        one = by_id[name]
        head: dict[str, Any] = {
            "schema": 1,
            "id": name,
            "seq": seq,
            "source": one.source,
            "key": one.key,
            "name": one.key[one.key.rfind("/") + 1 :],
            "folder": one.folder,
            "state": "registered",
            "revision": 1,
            "job": origin.mark,
            "created_at": origin.at,
            "updated_at": origin.at,
        }
        if one.media_type:
            head["media_type"] = one.media_type
        if one.etag is not None:
            head["etag"], head["size_bytes"], head["modified_at"] = one.etag, one.size_bytes, one.modified_ms
        if one.metadata:
            head["meta"] = one.metadata
        puts.append(Put(Row(place(name), "item", orjson.dumps(head), index=index(seq)), ABSENT))
    return puts


def _revisit(
    there: dict[str, Row], by_id: Mapping[str, Listed], origin: Origin, done: Registered, cause: Cause, table: Table
) -> None:
    """Count the files that are there already; write those that say something new."""
    place = keys.heads(origin.workspace)
    for _ in range(TRIES):
        puts = {name: put for name, row in there.items() if (put := _changed(row, by_id[name], origin)) is not None}
        for name in there.keys() - puts.keys():
            _count(rows.body(there[name]) if origin.again else {}, origin, done)
        if not puts:
            return
        versions = table.put_many(list(puts.values()), cause=cause)
        lost = [name for name, version in zip(puts, versions, strict=True) if version is None]
        written = puts.keys() - lost
        done.changed += len(written)
        done.touched |= {name: rows.body(there[name])["seq"] for name in written}
        if not lost:
            return
        there = {name: row for name, row in zip(lost, table.get_many([place(n) for n in lost]), strict=True) if row}
    raise Transient("Some items are changing too quickly; register them again.")


def _count(head: Mapping[str, Any], origin: Origin, done: Registered) -> None:
    if origin.again and head.get("job") == origin.mark:
        done.new += 1
        done.seqs.append((head["seq"], 1))
    elif origin.again and head.get("changed_by") == origin.mark:
        done.changed += 1
        done.touched[head["id"]] = head["seq"]
    else:
        done.unchanged += 1


def _changed(row: Row, one: Listed, origin: Origin) -> Put | None:
    """The write that brings a head up to date with its file's listing; None where it is."""
    head = rows.body(row)
    if head.get("deleted") and not origin.restore:
        return None
    said: dict[str, Any] = {}
    if head.get("deleted"):
        said |= {"deleted": False, "folder": one.folder}  # its own may be gone with it
    if one.etag is not None and one.etag != head.get("etag"):
        said |= {"etag": one.etag, "size_bytes": one.size_bytes, "modified_at": one.modified_ms}
        said["state"] = ItemState.REGISTERED
    if head["state"] == ItemState.MISSING:
        said["state"] = ItemState.REGISTERED
    if one.metadata:
        before = head.get("meta", {})
        merged = {**before, **one.metadata}
        if merged != before:
            said["meta"] = merged
    if not said:
        return None
    head |= {**said, "updated_at": origin.at}
    if origin.mark:
        head["changed_by"] = origin.mark
    if said.get("state"):
        head.pop("reason", None)
    return Put(Row(row.key, row.kind, orjson.dumps(head), index=row.index, announced=row.announced), row.version)
