"""The index on disk: one DuckDB file and the vector files beside it, opened by one process, rebuilt when they are damaged."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from everloop.adapters.local.index_sql import TYPES, column, quoted, token_column
from everloop.adapters.local.index_vectors import Matrix
from everloop.domain.errors import Conflict, NotFound, Transient
from everloop.domain.fields import STATIC, Field, Kind
from everloop.domain.ids import WorkspaceId
from everloop.domain.searchable import slot
from everloop.domain.vectors import Space

SCHEMA = 1
_log = logging.getLogger(__name__)
_BASE = "id VARCHAR, seq UINTEGER, rev BIGINT, deleted BOOLEAN, scope_set UINTEGER, facts VARCHAR[]"


@dataclass(slots=True)
class Place:
    """A workspace's part of the file: its schema, the dynamic fields and the vector files. Changed under the file's lock."""

    schema: str
    fields: dict[str, Field] = field(default_factory=dict)
    spaces: dict[str, int] = field(default_factory=dict)

    @property
    def documents(self) -> str:
        """The table of documents."""
        return f"{quoted(self.schema)}.documents"

    @property
    def scope_sets(self) -> str:
        """The table of the sets of scope keys that documents have."""
        return f"{quoted(self.schema)}.scope_sets"


class IndexFile:
    """Owns the DuckDB file. Threads share it: each call works on a cursor of its own; writers go one at a time.

    Attributes:
        birth: A name for this file's life. A file that was missing, damaged or of another schema was replaced by an empty one
            with a new birth: the index must be rebuilt once per birth.
        moved_aside: Where a damaged file went, else None.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.writing = threading.RLock()
        self.moved_aside: Path | None = None
        self._places: dict[WorkspaceId, Place] = {}
        self._matrices: dict[tuple[str, str, int], Matrix] = {}
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._open()
        except duckdb.Error as error:
            if "lock" in str(error):
                raise Conflict(f"Another process has the index open: {error}") from error
            self._start_anew(str(error))
        except _Damaged as error:
            self._start_anew(str(error))

    def close(self) -> None:
        """Write everything to the file and let go of it."""
        self._connection.close()

    def place(self, workspace: WorkspaceId) -> Place:
        """The workspace's part. Raises NotFound where ``ensure`` was never called."""
        if workspace not in self._places:
            raise NotFound(f"The workspace {workspace!r} has no index yet.")
        return self._places[workspace]

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on one consistent state of the file."""
        with self._cursor() as cursor:
            cursor.execute("BEGIN")
            yield cursor

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor whose writes are kept together, durably, unless an error is raised; one at a time."""
        with self.writing, self._cursor() as cursor:
            cursor.execute("BEGIN")
            yield cursor
            cursor.execute("COMMIT")

    def matrix(self, cursor: duckdb.DuckDBPyConnection, place: Place, space: str) -> Matrix:
        """The vector file that the cursor's state of the documents points into."""
        sql = f"SELECT generation, dimension FROM {quoted(place.schema)}.spaces WHERE name = ?"
        found = cursor.execute(sql, [space]).fetchall()
        if not found:
            raise NotFound(f"The index has no vector space {space!r}.")
        ((generation, dimension),) = found
        key = (place.schema, space, generation)
        if key not in self._matrices:
            path = self.folder / "vectors" / place.schema / f"{slot(space)}-{generation}.f16"
            self._matrices.setdefault(key, Matrix(path, dimension))
        return self._matrices[key]

    def ensure(self, workspace: WorkspaceId, fields: Sequence[Field], spaces: Sequence[Space]) -> None:
        """See ``ports.Index.ensure``."""
        if self._is_ready(workspace, fields, spaces):
            return
        with self.writing:
            if self._is_ready(workspace, fields, spaces):
                return
            known = self._places.get(workspace)
            schema = known.schema if known else f"w_{slot(workspace)}"
            with self.transaction() as cursor:
                if known is None:
                    self._create(cursor, schema, workspace)
                for of in fields:
                    if of.name not in STATIC and of.fact is None:
                        _add_field(cursor, schema, of)
                for space in spaces:
                    _add_space(cursor, schema, space)
            with self.reading() as cursor:
                self._places[workspace] = _load(cursor, schema)

    def _is_ready(self, workspace: WorkspaceId, fields: Sequence[Field], spaces: Sequence[Space]) -> bool:
        known = self._places.get(workspace)
        if known is None or not all(space.name in known.spaces for space in spaces):
            return False
        own = [of for of in fields if of.name not in STATIC and of.fact is None]
        return all(of.name in known.fields and known.fields[of.name].kind is of.kind for of in own)

    def _create(self, cursor: duckdb.DuckDBPyConnection, schema: str, workspace: WorkspaceId) -> None:
        at = quoted(schema)
        cursor.execute(f"CREATE SCHEMA {at}")
        cursor.execute(f"CREATE TABLE {at}.documents ({_BASE})")
        cursor.execute(f"CREATE TABLE {at}.scope_sets (id UINTEGER, name VARCHAR PRIMARY KEY, keys VARCHAR[])")
        cursor.execute(f"CREATE TABLE {at}.fields (name VARCHAR PRIMARY KEY, kind VARCHAR)")
        cursor.execute(f"CREATE TABLE {at}.spaces (name VARCHAR PRIMARY KEY, generation INTEGER, dimension INTEGER)")
        cursor.execute("INSERT INTO main.workspaces VALUES (?, ?)", [workspace, schema])
        for of in STATIC.values():
            _add_columns(cursor, schema, of)

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._connection.cursor()
        try:
            yield cursor
        except (duckdb.FatalException, duckdb.IOException, duckdb.InternalException, duckdb.OutOfMemoryException) as error:
            raise Transient(
                f"The index cannot be read now: {error}. Restart the server; a damaged index is rebuilt."
            ) from error
        finally:
            cursor.close()

    def _open(self) -> None:
        self._connection = duckdb.connect(str(self.folder / "index.duckdb"))
        try:
            self._prepare()
        except (duckdb.Error, _Damaged):
            self._connection.close()
            raise

    def _prepare(self) -> None:
        cursor = self._connection
        cursor.execute("CREATE TABLE IF NOT EXISTS main.life (schema_version INTEGER, birth VARCHAR)")
        cursor.execute("CREATE TABLE IF NOT EXISTS main.workspaces (workspace VARCHAR PRIMARY KEY, place VARCHAR)")
        born: list[Any] = [SCHEMA, uuid.uuid4().hex]
        cursor.execute("INSERT INTO main.life SELECT ?, ? WHERE NOT EXISTS (FROM main.life)", born)
        ((schema_version, birth),) = cursor.execute("SELECT schema_version, birth FROM main.life").fetchall()
        if schema_version != SCHEMA:
            raise _Damaged(f"It has schema {schema_version}; this program reads {SCHEMA}.")
        self.birth: str = birth
        self._places = {
            WorkspaceId(workspace): _load(cursor, schema)
            for workspace, schema in cursor.execute("SELECT workspace, place FROM main.workspaces").fetchall()
        }
        for place in self._places.values():
            for space in place.spaces:
                self._check_vectors(cursor, place, space)

    def _check_vectors(self, cursor: duckdb.DuckDBPyConnection, place: Place, space: str) -> None:
        at = vector_column(space)
        ((last,),) = cursor.execute(f"SELECT max({at}) FROM {place.documents}").fetchall()
        matrix = self.matrix(cursor, place, space)
        if last is not None and matrix.rows() <= last:
            raise _Damaged(f"Vectors of the space {space!r} are missing.")
        for path in matrix.path.parent.glob(f"{slot(space)}-*.f16"):
            if path != matrix.path:
                path.unlink()

    def _start_anew(self, reason: str) -> None:
        self.moved_aside = self.folder.with_name(f"{self.folder.name}.damaged-{uuid.uuid4().hex[:8]}")
        _log.error("index_damaged", extra={"reason": reason, "moved_to": str(self.moved_aside)})
        self._matrices.clear()
        self._places.clear()
        self.folder.rename(self.moved_aside)
        self.folder.mkdir(parents=True)
        self._open()


class _Damaged(Exception):
    """What is on disk does not hold together."""


def vector_column(space: str) -> str:
    """Where a document's row number in the space's vector file is."""
    return quoted(f"vector:{slot(space)}")


def _load(cursor: duckdb.DuckDBPyConnection, schema: str) -> Place:
    at = quoted(schema)
    fields = cursor.execute(f"SELECT name, kind FROM {at}.fields").fetchall()
    spaces = cursor.execute(f"SELECT name, dimension FROM {at}.spaces").fetchall()
    return Place(schema, {name: Field(name, Kind(kind)) for name, kind in fields}, dict(spaces))


def _add_field(cursor: duckdb.DuckDBPyConnection, schema: str, of: Field) -> None:
    row: list[Any] = [of.name, of.kind.value]
    cursor.execute(f"INSERT INTO {quoted(schema)}.fields VALUES (?, ?) ON CONFLICT DO UPDATE SET kind = excluded.kind", row)
    _add_columns(cursor, schema, of)


def _add_columns(cursor: duckdb.DuckDBPyConnection, schema: str, of: Field) -> None:
    if of.name in ("id", "seq"):
        return
    columns = {column(of): TYPES[of.kind]} | ({token_column(of): "VARCHAR[]"} if of.kind is Kind.TEXT else {})
    for name, kind in columns.items():
        cursor.execute(f"ALTER TABLE {quoted(schema)}.documents ADD COLUMN IF NOT EXISTS {name} {kind}")


def _add_space(cursor: duckdb.DuckDBPyConnection, schema: str, space: Space) -> None:
    row: list[Any] = [space.name, space.dimension]
    cursor.execute(f"INSERT INTO {quoted(schema)}.spaces VALUES (?, 0, ?) ON CONFLICT DO NOTHING", row)
    cursor.execute(f"ALTER TABLE {quoted(schema)}.documents ADD COLUMN IF NOT EXISTS {vector_column(space.name)} UINTEGER")
