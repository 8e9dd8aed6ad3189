"""The Table port on one SQLite file: rows, a secondary index, and a change feed written in the same transaction."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from everloop.adapters.local.database import Database
from everloop.adapters.local.table_write import BATCH_ROWS, COLUMNS, apply, batches, remove, version_of, write_batch, write_put
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
from everloop.ports import ABSENT, Check, Delete, Key, Put, Row, TableName

READ_ROWS = 500
BREATH_S = 0.001  # between the batches of a bulk write: whoever waits for the lock gets it

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
        for start in range(0, len(keys), READ_ROWS):
            with self._database.reading() as connection:
                there = _there(connection, keys[start : start + READ_ROWS])
            found += [there.get(key) for key in keys[start : start + READ_ROWS]]
        return found

    def put(self, put: Put, *, cause: Cause) -> int:
        """See ``ports.Table``."""
        size_bytes(put.row)
        with self._database.writing() as connection:
            version = write_put(connection, put, cause)
            if version is None:
                raise Conflict("This changed since it was read; read it again.", expected=put.expect)
        return version

    def put_many(self, puts: Sequence[Put], *, cause: Cause) -> list[int | None]:
        """See ``ports.Table``. Written in transactions of ``BATCH_ROWS``, so that other writers get in between."""
        refuse_puts(puts)
        versions: list[int | None] = []
        for batch in batches(puts):
            if versions:
                time.sleep(BREATH_S)
            with self._database.writing() as connection:
                versions += write_batch(connection, batch, cause)
        return versions

    def delete(self, delete: Delete, *, cause: Cause) -> bool:
        """See ``ports.Table``."""
        refuse_key(delete.key)
        with self._database.writing() as connection:
            if remove(connection, delete):
                return True
            if version_of(connection, delete.key) != ABSENT:
                raise Conflict("This changed since it was read; read it again.", expected=delete.expect)
        return False

    def transact(self, writes: Sequence[Put | Delete | Check], *, cause: Cause) -> None:
        """See ``ports.Table``."""
        refuse_transaction(writes)
        with self._database.writing() as connection:
            failed = [position for position, write in enumerate(writes) if not apply(connection, write, cause)]
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

    def catch_up(self) -> None:
        """See ``ports.Table``: the index is never behind."""

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


def _there(connection: sqlite3.Connection, keys: Sequence[Key]) -> dict[Key, Row]:
    """The rows at these keys, by one statement a table."""
    found: dict[Key, Row] = {}
    for table in TableName:
        asked = [part for key in keys if key.table is table for part in key[1:]]
        if asked:
            marks = ", ".join(["(?, ?)"] * (len(asked) // 2))
            sql = (
                f"WITH asked (p, s) AS (VALUES {marks}) SELECT {COLUMNS} FROM asked CROSS JOIN {table} "
                "ON partition = p AND sort = s"
            )
            found |= {row.key: row for row in (_row(table, values) for values in connection.execute(sql, asked))}
    return found


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
