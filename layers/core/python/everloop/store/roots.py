"""Which workspaces have sources in a bucket: what an event, which names a bucket and no workspace, is looked up by."""

from __future__ import annotations

from typing import NamedTuple

from everloop.domain.ids import WorkspaceId
from everloop.domain.sources import Source, SourceKind
from everloop.domain.uris import bucket_of, key_below
from everloop.ports import ANY, Delete, Put, Table
from everloop.store import keys, rows

ROWS = 1_000


class Root(NamedTuple):
    """A source's root, and whose it is."""

    workspace: WorkspaceId
    root: str

    def covers(self, uri: str) -> bool:
        """Whether a file lies below it."""
        return key_below(self.root, uri) is not None


def writes(workspace: WorkspaceId, source: Source, *, before: Source | None) -> list[Put | Delete]:
    """What goes into the transaction that writes a source, so that its bucket leads to it. Only S3 tells of its objects."""
    found: list[Put | Delete] = []
    if before is not None and before.kind is SourceKind.S3 and bucket_of(before.root) != bucket_of(source.root):
        found.append(Delete(keys.child("root", keys.EVERYWHERE, bucket_of(before.root), workspace, source.id)))
    if source.kind is SourceKind.S3:
        place = keys.child("root", keys.EVERYWHERE, bucket_of(source.root), workspace, source.id)
        body = {"schema": 1, "workspace": workspace, "root": source.root}
        found.append(Put(rows.row(place, "root", body, announced=False), ANY))
    return found


def of_bucket(bucket: str, *, table: Table) -> list[Root]:
    """The roots in a bucket (``s3://bucket``), of all workspaces."""
    place, found, cursor = keys.child("root", keys.EVERYWHERE, bucket), list[Root](), None
    while True:
        page = table.query(place.table, place.partition, limit=ROWS, cursor=cursor)
        found += [Root(WorkspaceId(said["workspace"]), said["root"]) for said in map(rows.body, page.items)]
        if (cursor := page.cursor) is None:
            return found
