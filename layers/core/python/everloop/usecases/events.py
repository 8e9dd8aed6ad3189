"""What stores say happened to their objects. Events are hints, late, doubled and out of order: HEAD decides."""

from __future__ import annotations

from collections.abc import Sequence

from everloop.domain.errors import Conflict, Forbidden, Invalid, NotFound, Transient
from everloop.domain.events import ObjectChanged
from everloop.domain.ids import ItemId, SourceId, WorkspaceId, item_id
from everloop.domain.principals import Call
from everloop.domain.sources import UPLOADS, Owners, Source
from everloop.domain.uris import bucket_of
from everloop.media.claims import claimed
from everloop.ports import Objects, OpenSource, Table
from everloop.store import roots
from everloop.store import sources as source_store
from everloop.store.mirror import Mirror
from everloop.store.missing import mark_missing
from everloop.store.registration import Listed, Origin, Registered, register
from everloop.store.sources import Originals

EVENTS = 1_000


def objects_changed(
    call: Call, events: Sequence[ObjectChanged], *, table: Table, objects: Objects, open_source: OpenSource
) -> dict[str, int]:
    """Bring the items of some objects up to date: new ones are registered into their source's folder, changed ones are read
    again, removed ones are missing. Objects that no source covers, or that claim no medium, are ignored.

    Returns:
        Counts: new, unchanged, changed, missing, ignored.

    Raises:
        Invalid: More than 1,000 events.
        Transient: A store does not answer; send the events again.
    """
    if len(events) > EVENTS:
        raise Invalid(f"At most {EVENTS:,} events at once.")
    everything = source_store.every(call.workspace, table=table)
    owners, originals = Owners(everything), Originals(call.workspace, table=table, objects=objects, open_source=open_source)
    done, gone, ignored = Registered(), list[ItemId](), 0
    present: list[Listed] = []
    for event in {event.uri: event for event in events}.values():
        try:
            source, key = owners.of(event.uri)
            if source.id == UPLOADS or claimed(key) is None:
                raise Invalid("Nothing that items are made of.")
            found = originals.head(source.id, key)
        except Invalid:
            ignored += 1
        except Forbidden:  # an item that says why it cannot be read, as where a listing names it
            present.append(Listed(source.id, key, _folder(call, source, key, table), claimed(key)))
        except NotFound:
            gone.append(item_id(call.workspace, SourceId(source.id), key))
        else:
            place = _folder(call, source, key, table)
            present.append(Listed(source.id, key, place, claimed(key), found.etag, found.size_bytes, found.modified_ms))
    if present:
        done.add(register(present, Origin(call.workspace, "", call.now_ms, restore=False), cause=call.cause, table=table))
    missing = mark_missing(
        gone, workspace=call.workspace, now_ms=call.now_ms, cause=call.cause, table=table, originals=originals
    )
    return {**done.counts(), "missing": missing, "ignored": ignored}


def watching(events: Sequence[ObjectChanged], *, table: Table) -> dict[WorkspaceId, list[ObjectChanged]]:
    """The events of each workspace: those of objects that one of its sources covers. What none covers is nobody's."""
    found: dict[WorkspaceId, list[ObjectChanged]] = {}
    buckets = {bucket_of(event.uri) for event in events}
    known = {bucket: roots.of_bucket(bucket, table=table) for bucket in sorted(buckets)}
    for event in events:
        for workspace in sorted({one.workspace for one in known[bucket_of(event.uri)] if one.covers(event.uri)}):
            found.setdefault(workspace, []).append(event)
    return found


def _folder(call: Call, source: Source, key: str, table: Table) -> str:
    if not source.mirror:
        return source.folder
    try:
        return Mirror(call, source.folder, table=table).folder(key.rpartition("/")[0])
    except (NotFound, Conflict):
        raise Transient("The source's folder is changing; send the event again.") from None
