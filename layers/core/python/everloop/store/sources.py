"""Sources as rows, and the way from an item to its original."""

from __future__ import annotations

from everloop.domain.errors import NotFound
from everloop.domain.ids import WorkspaceId
from everloop.domain.sources import UPLOADS, Source, SourceKind, uploads
from everloop.ports import Key, ObjectFacts, Objects, OpenSource, Table
from everloop.store import keys, rows
from everloop.store.rows import Stored


def key(workspace: WorkspaceId, source: str) -> Key:
    """Where a source is."""
    return keys.entry("source", workspace, source)


def get(workspace: WorkspaceId, source: str, *, table: Table) -> Stored[Source]:
    """A source; the built-in one has version 0. Raises NotFound."""
    if source == UPLOADS:
        return Stored(uploads(), 0)
    return rows.get(table, key(workspace, source), Source, "source")


def every(workspace: WorkspaceId, *, table: Table) -> list[Source]:
    """All sources, the built-in one first."""
    return [uploads(), *rows.everything(table, "source", workspace, Source)]


def upload_path(workspace: WorkspaceId, upload: str) -> str:
    """Where an uploaded file lies in the house's own store; ``upload`` is its key in the built-in source."""
    return f"{workspace}/uploads/{upload}"


class Originals:
    """Opens the files of items: each source once, for as long as this lives (a batch, a request)."""

    def __init__(self, workspace: WorkspaceId, *, table: Table, objects: Objects, open_source: OpenSource) -> None:
        self._workspace = workspace
        self._table, self._objects, self._open = table, objects, open_source
        self._opened: dict[str, Objects] = {}

    def at(self, source: str, file: str) -> tuple[Objects, str]:
        """The store that holds a file, and its path there. Raises NotFound for a source that is not there."""
        if source == UPLOADS:
            return self._objects, upload_path(self._workspace, file)
        if source not in self._opened:
            found = get(self._workspace, source, table=self._table).value
            if found.kind is SourceKind.UPLOAD:
                raise NotFound("There is no such source.", source=source)
            self._opened[source] = self._open(found.root)
        return self._opened[source], file

    def head(self, source: str, file: str) -> ObjectFacts:
        """What the store says of a file now. Raises NotFound; Forbidden; Transient."""
        store, path = self.at(source, file)
        return store.head(path)
