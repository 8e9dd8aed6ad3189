"""The Table port on one SQLite file: rows, a secondary index, and a change feed written in the same transaction."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from everloop.adapters.local.database import Database
from everloop.adapters.row_rules import (
    cursor_of,
    parts_of,
    refuse_key,
    refuse_limit,
    refuse_puts,
    refuse_transaction,
    size_bytes,
)
from everloop.domain.errors import Conflict, Invalid
from everloop.domain.events import Hint
from everloop.domain.ids import workspace_of
from everloop.domain.pages import Page
from everloop.domain.principals import Cause
from everloop.ports import ABSENT, ANY, Check, Delete, Key, Put, Row, TableName

BATCH_ROWS = 2_000
BATCH_BYTES = 8_000_000
BREATH_S = 0.001  # between the batches of a bulk write: whoever waits for the lock gets it
COLUMNS = "partition, sort, kind, data, version, index_partition, index_sort, announced"

_SCHEMA = """
CREATE TABLE {0} (
    partition TEXT NOT NULL, sort TEXT NOT NULL, kind TEXT NOT NULL, data BLOB NOT NULL, version INTEGER NOT NULL,
    index_partition TEXT, index_sort TEXT, announced INTEGER NOT NULL, PRIMARY KEY (partition, sort)
);
CREATE INDEX {0}_by_index ON {0} (index_partition, index_sort, partition, sort) WHERE index_partition IS NOT NULL;
CREATE TABLE {0}_feed (
    position INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, partition TEXT NOT NULL, sort TEXT NOT NULL,
    version INTEGER NOT NULL, actor TEXT NOT NULL, correlation TEXT NOT NULL
);
"""
MIGRATIONS = ("".join(_SCHEMA.format(table) for table in TableName),)


class SqliteTable:
    """Table on a file that threads and processes share. Both tables of ``TableName`` live in it, so that a transaction may span
    them.
    """

    def __init__(self, path: Path) -> None:
        """Open or create ``path``. Raises Invalid where a newer Everloop has written it."""
        self._database = Database(path, MIGRATIONS)

    def close(self) -> None:
        """Close the connections that are not in use."""
        self._database.close()

    def get(self, key: Key) -> Row | None:
        """See ``ports.Table``."""
        return self.get_many([key])[0]

    def get_many(self, keys: Sequence[Key]) -> list[Row | None]:
        """See ``ports.Table``."""
        for key in keys:
            refuse_key(key)
        found: list[Row | None] = []
        for start in range(0, len(keys), BATCH_ROWS):
            with self._database.reading() as connection:
                for key in keys[start : start + BATCH_ROWS]:
                    sql = f"SELECT {COLUMNS} FROM {key.table} WHERE partition = ? AND sort = ?"
                    values = connection.execute(sql, (key.partition, key.sort)).fetchone()
                    found.append(_row(key.table, values) if values else None)
        return found

    def put(self, put: Put, *, cause: Cause) -> int:
        """See ``ports.Table``."""
        size_bytes(put.row)
        with self._database.writing() as connection:
            version = _put(connection, put, cause)
            if version is None:
                raise Conflict("This changed since it was read; read it again.", expected=put.expect)
        return version

    def put_many(self, puts: Sequence[Put], *, cause: Cause) -> list[int | None]:
        """See ``ports.Table``. Written in transactions of ``BATCH_ROWS``, so that other writers get in between."""
        refuse_puts(puts)
        versions: list[int | None] = []
        for batch in _batches(puts):
            if versions:
                time.sleep(BREATH_S)
            with self._database.writing() as connection:
                versions += _put_batch(connection, batch, cause)
        return versions

    def delete(self, delete: Delete, *, cause: Cause) -> bool:
        """See ``ports.Table``."""
        refuse_key(delete.key)
        with self._database.writing() as connection:
            if _delete(connection, delete):
                return True
            if _version(connection, delete.key) != ABSENT:
                raise Conflict("This changed since it was read; read it again.", expected=delete.expect)
        return False

    def transact(self, writes: Sequence[Put | Delete | Check], *, cause: Cause) -> None:
        """See ``ports.Table``."""
        refuse_transaction(writes)
        with self._database.writing() as connection:
            failed = [position for position, write in enumerate(writes) if not _apply(connection, write, cause)]
            if failed:
                raise Conflict("Something here changed since it was read; read it again.", failed=failed)

    def query(
        self,
        table: TableName,
        partition: str,
        *,
        prefix: str = "",
        limit: int = 100,
        cursor: str | None = None,
        backwards: bool = False,
    ) -> Page[Row]:
        """See ``ports.Table``."""
        refuse_key(Key(table, partition, prefix))
        return self._page(table, "partition", ("sort",), partition, prefix, limit, cursor, backwards)

    def query_index(
        self,
        table: TableName,
        partition: str,
        *,
        prefix: str = "",
        limit: int = 100,
        cursor: str | None = None,
        backwards: bool = False,
    ) -> Page[Row]:
        """See ``ports.Table``."""
        refuse_key(Key(table, partition, prefix))
        order = ("index_sort", "partition", "sort")
        return self._page(table, "index_partition", order, partition, prefix, limit, cursor, backwards)

    def changes(self, table: TableName, *, cursor: str | None, limit: int = 1_000) -> Page[Hint]:
        """See ``ports.Table``."""
        refuse_limit(limit)
        after = _position(cursor)
        sql = (
            f"SELECT position, kind, partition, sort, version, actor, correlation FROM {table}_feed "
            "WHERE position > ? ORDER BY position LIMIT ?"
        )
        with self._database.reading() as connection:
            found = connection.execute(sql, (after, limit)).fetchall()
        return Page([_hint(table, *values) for values in found], str(found[-1][0] if found else after))

    def prune_feed(self, table: TableName, cursor: str) -> int:
        """Forget the hints up to ``cursor``, which every reader has; how many there were."""
        last, pruned = _position(cursor), 0
        sql = (
            f"DELETE FROM {table}_feed WHERE position IN "
            f"(SELECT position FROM {table}_feed WHERE position <= ? ORDER BY position LIMIT {BATCH_ROWS})"
        )
        while True:
            with self._database.writing() as connection:
                gone = connection.execute(sql, (last,)).rowcount
            pruned += gone
            if gone < BATCH_ROWS:
                return pruned
            time.sleep(BREATH_S)

    def _page(
        self,
        table: TableName,
        place: str,
        order: tuple[str, ...],
        partition: str,
        prefix: str,
        limit: int,
        cursor: str | None,
        backwards: bool,
    ) -> Page[Row]:
        refuse_limit(limit)
        where, values = [f"{place} = ?", f"{order[0]} >= ?"], [partition, prefix]
        if (end := _after_prefix(prefix)) is not None:
            where.append(f"{order[0]} < ?")
            values.append(end)
        if cursor is not None:
            marks = ", ".join("?" for _ in order)
            where.append(f"({', '.join(order)}) {'<' if backwards else '>'} ({marks})")
            values += parts_of(cursor, len(order))
        direction = "DESC" if backwards else "ASC"
        sql = (
            f"SELECT {COLUMNS} FROM {table} WHERE {' AND '.join(where)} "
            f"ORDER BY {', '.join(f'{name} {direction}' for name in order)} LIMIT ?"
        )
        with self._database.reading() as connection:
            found = [_row(table, row) for row in connection.execute(sql, (*values, limit + 1)).fetchall()]
        if len(found) <= limit:
            return Page(found)
        last = found[limit - 1]
        parts = [last.key.sort] if len(order) == 1 else [(last.index or ("", ""))[1], last.key.partition, last.key.sort]
        return Page(found[:limit], cursor_of(*parts))


def _apply(connection: sqlite3.Connection, write: Put | Delete | Check, cause: Cause) -> bool:
    """One write of a transaction: whether its condition held."""
    if isinstance(write, Put):
        return _put(connection, write, cause) is not None
    if isinstance(write, Check):
        return _version(connection, write.key) == write.expect
    return _delete(connection, write) or (write.expect in (ANY, ABSENT) and _version(connection, write.key) == ABSENT)


def _put(connection: sqlite3.Connection, put: Put, cause: Cause) -> int | None:
    key = put.row.key
    if put.expect is ANY:
        sql = (
            f"{_insert(key.table)} ON CONFLICT (partition, sort) DO UPDATE SET kind = excluded.kind, data = excluded.data, "
            "version = version + 1, index_partition = excluded.index_partition, index_sort = excluded.index_sort, "
            "announced = excluded.announced RETURNING version"
        )
        version: int = connection.execute(sql, _values(put.row)).fetchone()[0]
    elif put.expect == ABSENT:
        if not connection.execute(f"{_insert(key.table)} ON CONFLICT DO NOTHING", _values(put.row)).rowcount:
            return None
        version = 1
    else:
        version = put.expect + 1
        sql = (
            f"UPDATE {key.table} SET kind = ?, data = ?, version = ?, index_partition = ?, index_sort = ?, announced = ? "
            "WHERE partition = ? AND sort = ? AND version = ?"
        )
        _, _, kind, data, _, *rest = _values(put.row)
        if not connection.execute(sql, (kind, data, version, *rest, key.partition, key.sort, put.expect)).rowcount:
            return None
    if put.row.announced:
        _announce(connection, key, put.row.kind, version, cause)
    return version


def _put_batch(connection: sqlite3.Connection, batch: Sequence[Put], cause: Cause) -> list[int | None]:
    """Absent rows by one statement a table; what it inserted has a rowid above all earlier ones. The others one by one."""
    versions: dict[Key, int | None] = {}
    for table in TableName:
        absent = [put.row for put in batch if put.expect == ABSENT and put.expect is not ANY and put.row.key.table is table]
        if not absent:
            continue
        (last,) = connection.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()
        connection.executemany(f"{_insert(table)} ON CONFLICT DO NOTHING", map(_values, absent))
        new = connection.execute(f"SELECT partition, sort FROM {table} WHERE rowid > ?", (last,)).fetchall()
        versions |= {Key(table, *names): 1 for names in new}
        connection.execute(
            f"INSERT INTO {table}_feed (kind, partition, sort, version, actor, correlation) "
            f"SELECT kind, partition, sort, version, ?, ? FROM {table} WHERE rowid > ? AND announced ORDER BY rowid",
            (cause.actor, cause.correlation_id, last),
        )
    for put in batch:
        if put.expect is ANY or put.expect != ABSENT:
            versions[put.row.key] = _put(connection, put, cause)
    return [versions.get(put.row.key) for put in batch]


def _delete(connection: sqlite3.Connection, delete: Delete) -> bool:
    key = delete.key
    sql = f"DELETE FROM {key.table} WHERE partition = ? AND sort = ? AND version = coalesce(?, version)"
    gone = connection.execute(f"{sql} RETURNING kind, version, announced", (key.partition, key.sort, delete.expect)).fetchone()
    if gone is None:
        return False
    if gone[2]:
        _announce(connection, key, gone[0], gone[1], Cause())
    return True


def _announce(connection: sqlite3.Connection, key: Key, kind: str, version: int, cause: Cause) -> None:
    sql = f"INSERT INTO {key.table}_feed (kind, partition, sort, version, actor, correlation) VALUES (?, ?, ?, ?, ?, ?)"
    connection.execute(sql, (kind, key.partition, key.sort, version, cause.actor, cause.correlation_id))


def _version(connection: sqlite3.Connection, key: Key) -> int:
    sql = f"SELECT version FROM {key.table} WHERE partition = ? AND sort = ?"
    found = connection.execute(sql, (key.partition, key.sort)).fetchone()
    return int(found[0]) if found else ABSENT


def _insert(table: TableName) -> str:
    return f"INSERT INTO {table} ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def _values(row: Row) -> tuple[str, str, str, bytes, int, str | None, str | None, bool]:
    place = row.index or (None, None)
    return (row.key.partition, row.key.sort, row.kind, row.data, 1, *place, row.announced)


def _row(table: TableName, values: Sequence[object]) -> Row:
    partition, sort, kind, data, version, index_partition, index_sort, announced = values
    place = None if index_partition is None else (index_partition, index_sort)
    return Row(Key(table, partition, sort), kind, data, version, place, bool(announced))  # type: ignore[arg-type]


def _hint(table: TableName, position: int, kind: str, partition: str, sort: str, version: int, actor: str, why: str) -> Hint:
    return Hint(f"{table}-{position}", workspace_of(partition), kind, table, partition, sort, version, actor, why)


def _position(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not cursor.isdecimal() or len(cursor) > 18:
        raise Invalid("This cursor is not one of this feed; begin again without a cursor.")
    return int(cursor)


def _after_prefix(prefix: str) -> str | None:
    """The least text after all that begin with ``prefix``, or None where there is none."""
    while prefix:
        code = ord(prefix[-1]) + 1
        prefix = prefix[:-1]
        if code <= 0x10FFFF:
            return prefix + chr(0xE000 if code == 0xD800 else code)
    return None


def _batches(puts: Sequence[Put]) -> Iterator[Sequence[Put]]:
    start = size = 0
    for position, put in enumerate(puts):
        size += len(put.row.data)
        if position - start >= BATCH_ROWS or size > BATCH_BYTES:
            yield puts[start:position]
            start, size = position, len(put.row.data)
    if puts:
        yield puts[start:]
