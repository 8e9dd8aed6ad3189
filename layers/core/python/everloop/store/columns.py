"""Column tables over Objects: written shard by shard, read by DuckDB from a bounded local cache (decision 9).

No DuckDB extension is loaded and DuckDB never goes over the network: files come through Objects, so both houses run the same
code.
"""

from __future__ import annotations

import itertools
import os
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
from numpy.typing import NDArray
from pyroaring import BitMap

from everloop.domain.columns import SCHEMAS, SHARD_BITS, ColumnShard, ColumnTable, condition
from everloop.domain.errors import NotFound
from everloop.domain.filters import All, Filter
from everloop.domain.ids import WorkspaceId, content_hash
from everloop.ports import Objects

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Arrays = dict[str, NDArray[Any]]
BATCH = 5_000
MEMORY = "500MB"
"""What DuckDB may hold at once: a larger sort goes through files beside the cache."""
ROW_GROUP = 16_384
"""Rows that a reader unpacks together."""
KEPT_BYTES = 64_000_000
PARQUET = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}"


def _duckdb(spill: Path) -> DuckDBPyConnection:
    import duckdb  # 60 MB that a function which scans no columns does without

    return duckdb.connect(config={"threads": 1, "memory_limit": MEMORY, "temp_directory": str(spill)})


def shard_of(seq: int) -> int:
    """The number of the shard that holds a seq's rows."""
    return seq >> SHARD_BITS


class Columns:
    """Writes and reads column tables; keeps fetched shards in ``folder``, the oldest dropped beyond ``limit_bytes``."""

    def __init__(self, objects: Objects, folder: Path, *, limit_bytes: int = 4_000_000_000) -> None:
        self._objects = objects
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._kept: dict[tuple[str, ...], Arrays] = {}
        self._lock = threading.Lock()

    # ── writing ──

    def write_shard(
        self, workspace: WorkspaceId, name: str, number: int, rows: Iterable[Mapping[str, Any]], *, order: str = "seq"
    ) -> ColumnShard | None:
        """Write the rows (dicts; absent keys are null; nested values must be JSON strings) of one shard, streaming.

        Args:
            name: A key of ``domain.columns.SCHEMAS``.
            order: SQL ``order by`` of the rows in the file.

        Returns:
            The shard, or None where there are no rows. The same rows in the same order make the same file and path.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix="write-") as scratch:
            lines = Path(scratch) / "rows.ndjson"
            count = _dump(lines, rows)
            if not count:
                return None
            parquet = Path(scratch) / "rows.parquet"
            types = ", ".join(f"\"{column}\": '{kind}'" for column, kind in SCHEMAS[name].items())
            with _duckdb(self._folder) as connection:
                connection.execute(
                    f"COPY (SELECT * FROM read_json({_quoted(lines)}, format='newline_delimited', columns={{{types}}}) "
                    f"ORDER BY {order}) TO {_quoted(parquet)} ({PARQUET})"
                )
            return self._stored(workspace, name, number, parquet, count)

    def write_arrays(self, workspace: WorkspaceId, name: str, number: int, arrays: Mapping[str, Any]) -> ColumnShard | None:
        """The same for rows that are arrays already, one a column and in order; absent columns and masked values are null."""
        return self.write_pieces(workspace, name, number, [arrays])

    def write_pieces(
        self, workspace: WorkspaceId, name: str, number: int, pieces: Iterable[Mapping[str, Any]]
    ) -> ColumnShard | None:
        """The same for rows that come in pieces, of which one is in memory at once."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix="write-") as scratch:
            count, written = 0, list[Path]()
            with _duckdb(self._folder) as connection:
                for piece in pieces:
                    if rows := len(next(iter(piece.values()))):
                        written.append(Path(scratch) / f"{len(written)}.parquet")
                        _copy(connection, name, piece, written[-1])
                        count += rows
                if len(written) > 1:
                    parts = ", ".join(map(_quoted, written))
                    written.append(Path(scratch) / "rows.parquet")
                    connection.execute(f"COPY (SELECT * FROM read_parquet([{parts}])) TO {_quoted(written[-1])} ({PARQUET})")
            return self._stored(workspace, name, number, written[-1], count) if written else None

    def write(self, workspace: WorkspaceId, name: str, rows: Iterable[Mapping[str, Any]], *, order: str = "seq") -> ColumnTable:
        """Write a whole table. Rows must come grouped by shard (``shard_of(row["seq"])`` never falls)."""
        shards = []
        for number, group in _by_shard(rows):
            shard = self.write_shard(workspace, name, number, group, order=order)
            if shard:
                shards.append(shard)
        return ColumnTable(name=name, shards=tuple(shards))

    def save(self, workspace: WorkspaceId, table: ColumnTable) -> str:
        """Store a table's description; its path, named by its hash."""
        data = orjson.dumps(table.model_dump(mode="json", by_alias=True))
        path = f"{workspace}/columns/{table.name}/{content_hash(data)[:40]}.json"
        self._objects.create(path, data)
        return path

    def table(self, path: str) -> ColumnTable:
        """The table described at ``path``. Raises NotFound."""
        return ColumnTable.model_validate_json(self._objects.read(path))

    # ── reading ──

    def scan(
        self,
        table: ColumnTable,
        columns: Sequence[str],
        *,
        where: Filter | None = None,
        seqs: BitMap | None = None,
        order: str = "",
    ) -> Arrays:
        """All rows that pass, as one array a column (masked where null).

        Args:
            columns: Names, or SQL expressions with "as".
            where: A filter over the table's columns.
            seqs: Only rows of these.
            order: SQL ``order by`` over the table's columns; "" keeps shard and file order.
        """
        pieces = list(self.batches(table, columns, where=where, seqs=seqs, order=order))
        if len(pieces) == 1:
            return pieces[0]
        if not pieces:
            return {_name(column): np.empty(0) for column in columns}
        names = list(pieces[0])
        return {name: np.ma.concatenate([piece.pop(name) for piece in pieces]) for name in names}  # type: ignore[no-untyped-call]

    def whole(self, path: str, columns: Sequence[str]) -> Arrays:
        """Columns of all rows of the table at ``path``, in shard and file order. They stay in memory, ``KEPT_BYTES`` of
        the last used, and the last one however large: a table that is asked again and again (a map's points) is read once.
        """
        key = (path, *columns)
        with self._lock:
            found = self._kept.pop(key, None)
            if found is not None:
                self._kept[key] = found
                return found
        table = self.table(path)
        if table.shards:
            listed = ", ".join(_quoted(file) for file in self.files(table))
            with _duckdb(self._folder) as connection:
                found = connection.execute(f"select {', '.join(columns)} from read_parquet([{listed}])").fetchnumpy()
        else:
            found = {_name(column): np.empty(0) for column in columns}
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > 1 and sum(map(_size, self._kept.values())) > KEPT_BYTES:
                del self._kept[next(iter(self._kept))]
        return found

    def batches(
        self,
        table: ColumnTable,
        columns: Sequence[str],
        *,
        where: Filter | None = None,
        seqs: BitMap | None = None,
        order: str = "",
        rows_at_once: int | None = None,
    ) -> Iterator[Arrays]:
        """The same shard by shard, for bounded memory; ``order`` holds within a shard.

        Args:
            rows_at_once: About so many rows a piece, for columns of long texts; takes ``seqs``, and an order that begins with
                seq. None: whole shards.
        """
        if not table.shards:
            return
        bound: list[object] = []
        test = condition(where or All(), SCHEMAS[table.name], bound)
        behind = f" order by {order}" if order else ""
        with _duckdb(self._folder) as connection:
            for shard in table.shards:
                select = f"select {', '.join(columns)} from read_parquet({_quoted(self._local(shard))}) where {test}"
                if seqs is None:
                    yield connection.execute(select + behind, bound).fetchnumpy()
                    continue
                wanted = _within(seqs, shard.number)
                pieces = -(-shard.rows // rows_at_once) if rows_at_once else 1
                for some in np.array_split(wanted, max(1, min(pieces, len(wanted)))):
                    if len(some):
                        connection.register("wanted", {"seq": some})
                        within = f" and seq between {some[0]} and {some[-1]} and seq in (select seq from wanted)"
                        yield connection.execute(select + within + behind, bound).fetchnumpy()

    def members(self, table: ColumnTable, where: Filter, *, seqs: BitMap | None = None) -> BitMap:
        """The seqs that have a row that passes."""
        found = BitMap()
        for piece in self.batches(table, ["distinct seq"], where=where, seqs=seqs):
            found |= BitMap(piece["seq"].tolist())
        return found

    def files(self, table: ColumnTable) -> list[Path]:
        """Local copies of all shards, for SQL over the whole table at once: none is dropped for another of them, even where
        all together are larger than the cache may be.
        """
        places = {self._place(shard) for shard in table.shards}
        return [self._local(shard, keep=places) for shard in table.shards]

    def _stored(self, workspace: WorkspaceId, name: str, number: int, parquet: Path, rows: int) -> ColumnShard:
        path = f"{workspace}/columns/{name}/{content_hash(parquet.read_bytes())[:40]}.parquet"
        self._objects.create(path, parquet)
        return ColumnShard(number=number, path=path, rows=rows, size_bytes=parquet.stat().st_size)

    def _place(self, shard: ColumnShard) -> Path:
        return self._folder / shard.path.rpartition("/")[2]

    def _local(self, shard: ColumnShard, *, keep: Set[Path] = frozenset()) -> Path:
        place = self._place(shard)
        if place.exists():
            os.utime(place)
            return place
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = place.with_suffix(f".{os.getpid()}.{threading.get_ident()}.part")
        try:
            self._objects.download(shard.path, partial)
        except NotFound:
            raise NotFound("A part of this table is gone from the store.", path=shard.path) from None
        partial.replace(place)
        self._drop_oldest(keep={place} | keep)
        return place

    def _drop_oldest(self, *, keep: Set[Path]) -> None:
        with self._lock:
            found = sorted(((file.stat(), file) for file in self._folder.glob("*.parquet")), key=lambda pair: pair[0].st_mtime)
            total = sum(stat.st_size for stat, _ in found)
            for stat, file in found:
                if total <= self._limit_bytes:
                    return
                if file not in keep:
                    file.unlink(missing_ok=True)
                    total -= stat.st_size


def _copy(connection: DuckDBPyConnection, name: str, arrays: Mapping[str, Any], to: Path) -> None:
    given = {column: values for column, values in arrays.items() if column in SCHEMAS[name]}
    select = ", ".join(
        f'"{column}"::{kind} AS "{column}"' if column in given else f'NULL::{kind} AS "{column}"'
        for column, kind in SCHEMAS[name].items()
    )
    connection.register("given", given)
    connection.execute(f"COPY (SELECT {select} FROM given) TO {_quoted(to)} ({PARQUET})")
    connection.unregister("given")


def _dump(lines: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    count = 0
    with lines.open("wb") as out:
        batch: list[bytes] = []
        for row in rows:
            batch.append(orjson.dumps(row, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_APPEND_NEWLINE))
            count += 1
            if len(batch) == BATCH:
                out.write(b"".join(batch))
                batch.clear()
        out.write(b"".join(batch))
    return count


def _by_shard(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, Iterator[Mapping[str, Any]]]]:
    yield from itertools.groupby(rows, key=lambda row: shard_of(row["seq"]))


def _within(seqs: BitMap, number: int) -> NDArray[np.uint32]:
    low, high = number << SHARD_BITS, (number + 1) << SHARD_BITS
    return np.array((seqs & BitMap(range(low, high))).to_array(), dtype=np.uint32)


def _name(column: str) -> str:
    return column.lower().rpartition(" as ")[2].rpartition(" ")[2].strip('"')


def _size(arrays: Arrays) -> int:
    return sum(column.nbytes for column in arrays.values())


def _quoted(path: Path) -> str:
    """A path as SQL text."""
    return "'" + str(path).replace("'", "''") + "'"
