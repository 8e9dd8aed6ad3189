"""The laptop's Index: documents in one DuckDB file, vectors in float16 files beside it, scanned exactly."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from everloop.adapters.local.index_file import IndexFile, Place, vector_column
from everloop.adapters.local.index_sql import Where, after, column, where
from everloop.adapters.local.index_vectors import nearest
from everloop.adapters.local.index_write import compact, upsert
from everloop.domain import searchable
from everloop.domain.errors import Invalid
from everloop.domain.fields import Field, Kind
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.pages import Page
from everloop.domain.vectors import Space
from everloop.ports import Bucket, Document, Hit, Order, Selection, Sort, Stats


class DuckIndex:
    """``ports.Index`` over a folder that no other process may open; it is opened at its first use, so that processes which
    make the whole house but never search do not open it.

    Attributes:
        birth: A name for the life of what is on disk; a missing or damaged index begins a new, empty one. Rebuild once per
            birth.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opening = threading.Lock()
        self._opened: IndexFile | None = None

    @property
    def birth(self) -> str:
        """See the class."""
        return self._file.birth

    @property
    def moved_aside(self) -> Path | None:
        """Where a damaged index was moved when this one was opened, else None."""
        return self._file.moved_aside

    def close(self) -> None:
        """Let go of the folder."""
        with self._opening:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def ensure(self, workspace: WorkspaceId, fields: Sequence[Field], spaces: Sequence[Space]) -> None:
        """See ``ports.Index``."""
        self._file.ensure(workspace, fields, spaces)

    def upsert(self, workspace: WorkspaceId, documents: Sequence[Document]) -> list[bool]:
        """See ``ports.Index``."""
        return upsert(self._file, self._file.place(workspace), documents)

    def refresh(self, workspace: WorkspaceId) -> None:
        """Everything is visible at once; a good moment to give back the room of dead vectors."""
        compact(self._file, self._file.place(workspace))

    def search(
        self, selection: Selection, *, sort: Sort | None = None, limit: int = 50, cursor: str | None = None
    ) -> Page[Hit]:
        """See ``ports.Index``."""
        searchable.check_limit(limit)
        by, order = _order(sort)
        found = self._where(selection)
        if cursor is not None:
            value, last = searchable.decode_cursor(_order_name(sort), cursor, values=1)
            found.sql += f" AND {after(by, bool(sort and sort.descending), value, last, found)}"
        sql = f"SELECT id, seq, rev, {by} FROM {self._at(selection)} WHERE {found.sql} ORDER BY {order} LIMIT {limit + 1}"
        rows = self._rows(found, sql)
        hits = [Hit(ItemId(id_), seq, rev) for id_, seq, rev, _ in rows[:limit]]
        more = len(rows) > limit
        return Page(hits, searchable.encode_cursor(_order_name(sort), [rows[limit - 1][3], hits[-1].id]) if more else None)

    def count(self, selection: Selection) -> int:
        """See ``ports.Index``."""
        found = self._where(selection)
        return int(self._rows(found, f"SELECT count(*) FROM {self._at(selection)} WHERE {found.sql}")[0][0])

    def facet(self, selection: Selection, of: Field, *, limit: int = 100) -> list[Bucket]:
        """See ``ports.Index``."""
        searchable.check_countable(of)
        searchable.check_limit(limit)
        found = self._where(selection)
        at = column(of) if of.fact is None else "facts"
        if of.kind is Kind.KEYWORDS or of.fact is not None:
            source = f"(SELECT unnest({at}) AS value FROM {self._at(selection)} WHERE {found.sql})"
        else:
            source = f"(SELECT {at}::VARCHAR AS value FROM {self._at(selection)} WHERE {found.sql})"
        start = of.fact or ""
        condition = f"starts_with(value, {found.bound(start)})" if start else "value IS NOT NULL"
        sql = f"SELECT value, count(*) FROM {source} WHERE {condition} GROUP BY value ORDER BY 2 DESC, 1 LIMIT {limit}"
        return [Bucket(value[len(start) :], items) for value, items in self._rows(found, sql)]

    def histogram(self, selection: Selection, of: Field, *, edges: Sequence[float]) -> list[int]:
        """See ``ports.Index``. The values are counted here: a condition an interval costs DuckDB six times as much."""
        searchable.check_measured(of)
        searchable.check_edges(list(edges))
        found = self._where(selection)
        at = column(of)
        sql = f"SELECT {at}::DOUBLE AS value FROM {self._at(selection)} WHERE {at} IS NOT NULL AND {found.sql}"
        with self._file.reading() as cursor:
            values = np.asarray(_run(cursor, found, sql).fetchnumpy()["value"], dtype=np.float64)
        places = np.searchsorted(np.asarray(edges, dtype=np.float64), values, side="right")
        counts: list[int] = np.bincount(places, minlength=len(edges) + 1)[1 : len(edges)].tolist()
        return counts

    def stats(self, selection: Selection, of: Field) -> Stats:
        """See ``ports.Index``."""
        searchable.check_measured(of)
        found = self._where(selection)
        at = column(of)
        sql = f"SELECT count({at}), min({at}), max({at}) FROM {self._at(selection)} WHERE {found.sql}"
        items, least, greatest = self._rows(found, sql)[0]
        return Stats(items, None, None) if items == 0 else Stats(items, float(least), float(greatest))

    def knn(self, selection: Selection, space: Space, vector: NDArray[np.float16], *, k: int, floor: float = -1.0) -> list[Hit]:
        """See ``ports.Index``."""
        searchable.check_limit(k)
        searchable.check_query(vector, space)
        place, found, at = self._place(selection), self._where(selection), vector_column(space.name)
        with self._file.reading() as cursor:
            matrix = self._file.matrix(cursor, place, space.name).read()
            sql = f"SELECT {at} AS row FROM {place.documents} WHERE {at} IS NOT NULL AND {found.sql}"
            rows = _run(cursor, found, sql).fetchnumpy()["row"]
            near, scores = nearest(matrix, np.asarray(rows, dtype=np.uint32), np.asarray(vector, dtype=np.float16), k=k)
            near, scores = near[scores >= floor], scores[scores >= floor]
            sql = f"SELECT {at}, id, seq, rev FROM {place.documents} WHERE {at} IN (SELECT row FROM near)"
            cursor.register("near", {"row": near})
            of_row = {row: Hit(id_, seq, rev) for row, id_, seq, rev in cursor.execute(sql).fetchall()}
        hits = [of_row[row]._replace(score=score) for row, score in zip(near.tolist(), scores.tolist(), strict=True)]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:k]

    def scan(self, selection: Selection, *, sort: Sort | None = None) -> Order:
        """See ``ports.Index``."""
        _, order = _order(sort)
        found = self._where(selection)
        with self._file.reading() as cursor:
            return _packed(_run(cursor, found, f"SELECT seq, id FROM {self._at(selection)} WHERE {found.sql} ORDER BY {order}"))

    def seqs(self, selection: Selection, *, sort: Sort | None = None) -> NDArray[np.uint32]:
        """See ``ports.Index``."""
        order = "seq" if sort is None else _order(sort)[1]
        found = self._where(selection)
        with self._file.reading() as cursor:
            sql = f"SELECT seq FROM {self._at(selection)} WHERE {found.sql} ORDER BY {order}"
            return np.asarray(_run(cursor, found, sql).fetchnumpy()["seq"], dtype=np.uint32)

    def vectors(self, selection: Selection, space: Space) -> tuple[Order, NDArray[np.float16]]:
        """See ``ports.Index``."""
        place, found, at = self._place(selection), self._where(selection), vector_column(space.name)
        with self._file.reading() as cursor:
            matrix = self._file.matrix(cursor, place, space.name)
            sql = f"SELECT seq, id, {at} AS row FROM {place.documents} WHERE {at} IS NOT NULL AND {found.sql} ORDER BY id"
            columns = _run(cursor, found, sql).fetchnumpy()
            return Order(columns["seq"], columns["id"].tolist()), matrix.take(np.asarray(columns["row"]))

    def revs(self, workspace: WorkspaceId, ids: Sequence[ItemId]) -> dict[ItemId, int]:
        """See ``ports.Index``."""
        sql = f"SELECT id, rev FROM {self._file.place(workspace).documents} WHERE id IN (SELECT unnest(?::VARCHAR[]))"
        with self._file.reading() as cursor:
            return dict(cursor.execute(sql, [list(ids)]).fetchall())

    @property
    def _file(self) -> IndexFile:
        """The open file. Raises Conflict where another process has it open."""
        found = self._opened
        if found is None:
            with self._opening:
                found = self._opened = self._opened or IndexFile(self._folder)
        return found

    def _place(self, selection: Selection) -> Place:
        return self._file.place(selection.scope.workspace)

    def _where(self, selection: Selection) -> Where:
        return where(selection, self._place(selection).scope_sets)

    def _at(self, selection: Selection) -> str:
        return self._place(selection).documents

    def _rows(self, found: Where, sql: str) -> list[Any]:
        with self._file.reading() as cursor:
            return _run(cursor, found, sql).fetchall()


def _run(cursor: duckdb.DuckDBPyConnection, found: Where, sql: str) -> duckdb.DuckDBPyConnection:
    for name, members in found.sets.items():
        cursor.register(name, members)
    try:
        return cursor.execute(sql, found.values)
    except (duckdb.BinderException, duckdb.ConversionException) as error:
        raise Invalid(f"The index cannot answer this: {error}") from error


def _order(sort: Sort | None) -> tuple[str, str]:
    """The column to sort by and the SQL order: nulls last, ties by id."""
    if sort is None:
        return "id", "id"
    searchable.check_sortable(sort.field)
    by = column(sort.field)
    return by, f"{by} {'DESC' if sort.descending else 'ASC'} NULLS LAST, id"


def _order_name(sort: Sort | None) -> str:
    return "id" if sort is None else f"{sort.field.name} {'desc' if sort.descending else 'asc'}"


def _packed(cursor: duckdb.DuckDBPyConnection) -> Order:
    columns = cursor.fetchnumpy()
    return Order(np.asarray(columns["seq"], dtype=np.uint32), columns["id"].tolist())
