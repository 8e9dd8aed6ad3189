"""Read the pixels of what is due: facts, metrics, perceptual hash and thumbnail, onto the head by its version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from everloop.domain.errors import Forbidden, Invalid, NotFound, Transient
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.items import ItemState
from everloop.domain.limits import FILE_BYTES
from everloop.domain.principals import Call
from everloop.media.kinds import EXTENSION
from everloop.ports import Objects, OpenSource, Put, Row, Table
from everloop.store import keys, rows
from everloop.store.missing import REASON
from everloop.store.sources import Originals

TRIES = 8
_OF_PIXELS = ("width", "height", "phash", "metrics", "exif", "captured_at", "thumbnail")


@dataclass(frozen=True, slots=True)
class Read:
    """What one read of a file said.

    Attributes:
        before: The etag that the head had then.
        etag: What the store said; None: it did not say.
        facts: For the head.
        reason: Why the file cannot be used.
        gone: There is no file.
        thumbnail: Its bytes; ``facts`` say where they go.
    """

    before: str | None
    etag: str | None
    facts: dict[str, Any]
    reason: str | None = None
    gone: bool = False
    thumbnail: bytes = b""


def due(head: dict[str, Any]) -> bool:
    """Whether an item's file is to be read: it never was, or its store says that it changed."""
    if head.get("deleted") or head["state"] == ItemState.MISSING:
        return False
    return head["state"] == ItemState.REGISTERED or head.get("etag") != head.get("read_etag")


def enrich(
    call: Call, items: Sequence[ItemId], *, table: Table, objects: Objects, open_source: OpenSource
) -> dict[ItemId, Transient]:
    """Read each item that is due. An unreadable file is a failed item with a sentence; one that vanished after it was ready is
    missing. Safe to repeat; what another wrote meanwhile is kept.

    Returns:
        The items that could not be read now, with why: try them again.
    """
    originals = Originals(call.workspace, table=table, objects=objects, open_source=open_source)
    waiting = _due(call.workspace, items, table)
    failed: dict[ItemId, Transient] = {}
    found: dict[ItemId, Read] = {}
    for item, row in waiting.items():
        try:
            found[item] = _read(rows.body(row), call.workspace, originals)
        except Transient as error:
            failed[item] = error
    try:
        objects.create_many({read.facts["thumbnail"]: read.thumbnail for read in found.values() if read.facts})
    except Transient as error:
        return failed | dict.fromkeys(found, error)
    for _ in range(TRIES):
        puts = {item: _written(row, found[item], call.now_ms) for item, row in waiting.items() if item in found}
        if not puts:
            return failed
        versions = table.put_many(list(puts.values()), cause=call.cause)
        lost = [item for item, version in zip(puts, versions, strict=True) if version is None]
        waiting = _due(call.workspace, lost, table)
        found = {item: found[item] for item in waiting}
    return failed | {item: Transient("The item is changing too quickly.") for item in waiting}


def thumbnail_path(workspace: WorkspaceId, content: str) -> str:
    """Where the thumbnail of a content lies: the same bytes, the same path."""
    return f"{workspace}/thumbnails/{content[:2]}/{content}{EXTENSION}"


def _due(workspace: WorkspaceId, items: Sequence[ItemId], table: Table) -> dict[ItemId, Row]:
    names = list(dict.fromkeys(items))
    found = table.get_many([keys.head(workspace, item) for item in names])
    return {item: row for item, row in zip(names, found, strict=True) if row is not None and due(rows.body(row))}


def _read(head: dict[str, Any], workspace: WorkspaceId, originals: Originals) -> Read:
    from everloop.media.enrich import enriched  # the API counts what this reads, but touches no pixels

    before: str | None = head.get("etag")
    etag: str | None = None
    try:
        store, path = originals.at(head["source"], head["key"])
        said = store.head(path)
        etag = said.etag
        if said.size_bytes > FILE_BYTES:
            raise Invalid(f"The file has {said.size_bytes:,} bytes; the limit is {FILE_BYTES:,}.")
        facts, thumbnail = enriched(store.read(path))
    except NotFound as error:
        return Read(before, etag, {}, error.message, gone=True)
    except (Invalid, Forbidden) as error:
        return Read(before, etag, {}, error.message)
    place = thumbnail_path(workspace, facts["content_hash"])
    return Read(before, etag, {**facts, "thumbnail": place, "modified_at": said.modified_ms}, thumbnail=thumbnail)


def _written(row: Row, read: Read, now_ms: int) -> Put:
    head = rows.body(row)
    head["updated_at"] = now_ms
    if read.reason is not None:
        was_ready = "content_hash" in head
        head["state"] = ItemState.MISSING if read.gone and was_ready else ItemState.FAILED
        head["reason"] = REASON if head["state"] == ItemState.MISSING else read.reason
    else:
        if head.get("content_hash") not in (None, read.facts["content_hash"]):
            head["revision"] += 1
        for key in _OF_PIXELS:
            head.pop(key, None)
        head |= {**read.facts, "computed": head["revision"], "state": ItemState.READY}
        head.pop("reason", None)
    newer = head.get("etag") if head.get("etag") != read.before else None  # told of since: due again
    for key, value in (("etag", newer or read.etag), ("read_etag", read.etag)):
        if value is None:
            head.pop(key, None)
        else:
            head[key] = value
    return Put(Row(row.key, row.kind, orjson.dumps(head), index=row.index, announced=row.announced), row.version)
