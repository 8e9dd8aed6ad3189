"""Writing rows and their hints on a connection that is within a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from everloop.domain.principals import Cause
from everloop.ports import ABSENT, ANY, Check, Delete, Key, Put, Row, TableName

BATCH_ROWS = 2_000
BATCH_BYTES = 8_000_000
COLUMNS = "partition, sort, kind, data, version, index_partition, index_sort, announced"


def apply(connection: sqlite3.Connection, write: Put | Delete | Check, cause: Cause) -> bool:
    """One write of a transaction: whether its condition held."""
    if isinstance(write, Put):
        return write_put(connection, write, cause) is not None
    if isinstance(write, Check):
        return version_of(connection, write.key) == write.expect
    return remove(connection, write) or (write.expect in (ANY, ABSENT) and version_of(connection, write.key) == ABSENT)


def write_put(connection: sqlite3.Connection, put: Put, cause: Cause) -> int | None:
    """Write one row and its hint: the version it has now, or None where its condition did not hold."""
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


def write_batch(connection: sqlite3.Connection, batch: Sequence[Put], cause: Cause) -> list[int | None]:
    """Absent rows by one statement a table; what it inserted has a rowid above all earlier ones. The others one by one."""
    versions: dict[Key, int | None] = {}
    inserted = 0
    for table in TableName:
        absent = [put.row for put in batch if put.expect == ABSENT and put.row.key.table is table]
        if not absent:
            continue
        (last,) = connection.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()
        written = connection.executemany(f"{_insert(table)} ON CONFLICT DO NOTHING", map(_values, absent)).rowcount
        if written == len(absent) == len(batch):
            inserted = written
        elif written == len(absent):
            versions |= dict.fromkeys([row.key for row in absent], 1)
        else:
            new = connection.execute(f"SELECT partition, sort FROM {table} WHERE rowid > ?", (last,)).fetchall()
            versions |= {Key(table, *names): 1 for names in new}
        connection.execute(
            f"INSERT INTO {table}_feed (kind, partition, sort, version, actor, correlation) "
            f"SELECT kind, partition, sort, version, ?, ? FROM {table} WHERE rowid > ? AND announced ORDER BY rowid",
            (cause.actor, cause.correlation_id, last),
        )
    if inserted:
        return [1] * inserted
    for put in batch:
        if put.expect != ABSENT:
            versions[put.row.key] = write_put(connection, put, cause)
    return [versions.get(put.row.key) for put in batch]


def remove(connection: sqlite3.Connection, delete: Delete) -> bool:
    """Remove one row and tell it: False where nothing, or another version, is there."""
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


def version_of(connection: sqlite3.Connection, key: Key) -> int:
    """The version at a key; ABSENT where no row is."""
    sql = f"SELECT version FROM {key.table} WHERE partition = ? AND sort = ?"
    found = connection.execute(sql, (key.partition, key.sort)).fetchone()
    return int(found[0]) if found else ABSENT


def _insert(table: TableName) -> str:
    return f"INSERT INTO {table} ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def _values(row: Row) -> tuple[str, str, str, bytes, int, str | None, str | None, bool]:
    place = row.index or (None, None)
    return (row.key.partition, row.key.sort, row.kind, row.data, 1, *place, row.announced)


def batches(puts: Sequence[Put]) -> Iterator[Sequence[Put]]:
    """Puts in the groups that one transaction takes."""
    start = size = 0
    for position, put in enumerate(puts):
        size += len(put.row.data)
        if position - start >= BATCH_ROWS or size > BATCH_BYTES:
            yield puts[start:position]
            start, size = position, len(put.row.data)
    if puts:
        yield puts[start:]
