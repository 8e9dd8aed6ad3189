"""Writing documents into the local index: newer revisions only, whole batches, vectors before the rows that point at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import numpy as np
import orjson
from numpy.typing import NDArray

from everloop.adapters.local.index_file import IndexFile, Place, vector_column
from everloop.adapters.local.index_sql import TYPES, column, token_column
from everloop.adapters.local.index_vectors import Matrix
from everloop.domain.errors import Invalid
from everloop.domain.fields import STATIC, Field, Kind, tokens
from everloop.domain.ids import ItemId
from everloop.domain.searchable import written
from everloop.ports import Document

_BASE = {
    "id": "VARCHAR",
    "seq": "UINTEGER",
    "rev": "BIGINT",
    "deleted": "BOOLEAN",
    "scope_set": "UINTEGER",
    "facts": ["VARCHAR"],
}
_KEEP_ROWS = 4_096


def upsert(file: IndexFile, place: Place, documents: Sequence[Document]) -> list[bool]:
    """See ``ports.Index.upsert``."""
    with file.transaction() as cursor:
        kept, newest = _newer(cursor, place, documents)
        if not newest:
            return kept
        sets = _scope_sets(cursor, place, {frozenset() if d.deleted else d.scopes for d in newest})
        rows = [_row(document, place, sets) for document in newest]
        for space, dimension in place.spaces.items():
            matrix = file.matrix(cursor, place, space)
            _store_vectors(cursor, place, space, dimension, matrix, newest, rows)
        _replace(cursor, place, rows)
    return kept


def _newer(cursor: duckdb.DuckDBPyConnection, place: Place, documents: Sequence[Document]) -> tuple[list[bool], list[Document]]:
    """Which documents are newer than what came before them, and of those the newest of each id."""
    ids = list({document.id for document in documents})
    sql = f"SELECT id, rev FROM {place.documents} WHERE id IN (SELECT unnest(?::VARCHAR[]))"
    revs: dict[ItemId, int] = dict(cursor.execute(sql, [ids]).fetchall())
    kept: list[bool] = []
    newest: dict[ItemId, Document] = {}
    for document in documents:
        kept.append(document.rev > revs.get(document.id, -1))
        if kept[-1]:
            revs[document.id] = document.rev
            newest[document.id] = document
    return kept, list(newest.values())


def _scope_sets(cursor: duckdb.DuckDBPyConnection, place: Place, wanted: set[frozenset[str]]) -> dict[str, int]:
    """The number of each set of scope keys, by its name; new ones are numbered on."""
    at = place.scope_sets
    names = {_set_name(keys): sorted(keys) for keys in wanted}
    sql = f"SELECT name, id FROM {at} WHERE name IN (SELECT unnest(?::VARCHAR[]))"
    known: dict[str, int] = dict(cursor.execute(sql, [list(names)]).fetchall())
    for name, keys in names.items():
        if name not in known:
            sql = f"INSERT INTO {at} SELECT count(*), ?, ?::VARCHAR[] FROM {at} RETURNING id"
            ((known[name],),) = cursor.execute(sql, [name, keys]).fetchall()
    return known


def _set_name(keys: frozenset[str]) -> str:
    return orjson.dumps(sorted(keys)).decode()


def _row(document: Document, place: Place, scope_sets: Mapping[str, int]) -> dict[str, object]:
    if unknown := document.vectors.keys() - place.spaces.keys():
        raise Invalid(f"The index has no vector space {min(unknown)!r}.", item=document.id)
    row: dict[str, object] = {"id": document.id, "seq": document.seq, "rev": document.rev, "deleted": document.deleted}
    row["scope_set"] = scope_sets[_set_name(frozenset() if document.deleted else document.scopes)]
    row["facts"] = [] if document.deleted else sorted(set(document.facts))
    values = {} if document.deleted else written(document.values, place.fields)
    for name, value in values.items():
        of = STATIC.get(name) or place.fields[name]
        row[_bare(column(of))] = value
        if of.kind is Kind.TEXT:
            row[_bare(token_column(of))] = tokens(value)
    return row


def _store_vectors(
    cursor: duckdb.DuckDBPyConnection,
    place: Place,
    space: str,
    dimension: int,
    matrix: Matrix,
    documents: Sequence[Document],
    rows: Sequence[dict[str, object]],
) -> None:
    """Point each row at its vector; a vector that did not change stays where it is."""
    having = [i for i, d in enumerate(documents) if space in d.vectors and not d.deleted]
    if not having:
        return
    vectors = np.stack([_vector(documents[i], space, dimension) for i in having])
    at = vector_column(space)
    sql = f"SELECT id, {at} FROM {place.documents} WHERE {at} IS NOT NULL AND id IN (SELECT unnest(?::VARCHAR[]))"
    before: dict[str, int] = dict(cursor.execute(sql, [[documents[i].id for i in having]]).fetchall())
    stored = np.array([before.get(documents[i].id, -1) for i in having], dtype=np.int64)
    old = stored >= 0
    same = old.copy()
    same[old] = (matrix.take(stored[old].astype(np.uint32)) == vectors[old]).all(axis=1)
    stored[~same] = matrix.append(vectors[~same])
    for i, number in zip(having, stored.tolist(), strict=True):
        rows[i][_bare(at)] = number


def _vector(document: Document, space: str, dimension: int) -> NDArray[np.float16]:
    vector = np.asarray(document.vectors[space], dtype=np.float16)
    if vector.shape != (dimension,) or not np.isfinite(vector).all():
        raise Invalid(f"A vector of the space {space!r} has {dimension} finite numbers, not {vector.shape}.", item=document.id)
    return vector


def _replace(cursor: duckdb.DuckDBPyConnection, place: Place, rows: Sequence[dict[str, object]]) -> None:
    """Put the rows in, by way of one JSON value: DuckDB reads it faster than it binds columns of lists."""
    shape: dict[str, object] = dict(_BASE)
    for of in (*STATIC.values(), *place.fields.values()):
        if of.name not in ("id", "seq"):
            shape[_bare(column(of))] = _json_type(of)
            if of.kind is Kind.TEXT:
                shape[_bare(token_column(of))] = ["VARCHAR"]
    for space in place.spaces:
        shape[_bare(vector_column(space))] = "UINTEGER"
    try:
        batch = orjson.dumps(rows).decode()
    except TypeError as error:
        raise Invalid(f"A document holds what is not JSON: {error}.") from error
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE incoming AS SELECT unnest(from_json(?, ?), recursive := true)",
        [batch, orjson.dumps([shape]).decode()],
    )
    cursor.execute(f"DELETE FROM {place.documents} USING incoming WHERE documents.id = incoming.id")
    cursor.execute(f"INSERT INTO {place.documents} BY NAME SELECT * FROM incoming")


def _json_type(of: Field) -> object:
    return ["VARCHAR"] if of.kind is Kind.KEYWORDS else TYPES[of.kind]


def _bare(name: str) -> str:
    return name.strip('"')


def compact(file: IndexFile, place: Place) -> None:
    """Rewrite each vector file that is mostly dead rows. Readers keep the old one, which is removed at the next start."""
    for space in place.spaces:
        with file.transaction() as cursor:
            at = vector_column(space)
            matrix = file.matrix(cursor, place, space)
            live = cursor.execute(f"SELECT {at} AS row FROM {place.documents} WHERE {at} IS NOT NULL ORDER BY 1").fetchnumpy()[
                "row"
            ]
            if matrix.rows() < max(_KEEP_ROWS, 2 * len(live)):
                continue
            sql = f'UPDATE "{place.schema}".spaces SET generation = generation + 1 WHERE name = ?'
            cursor.execute(sql, [space])
            target = file.matrix(cursor, place, space)
            target.path.unlink(missing_ok=True)
            target.mapped = None
            for start in range(0, len(live), _KEEP_ROWS):
                target.append(matrix.take(live[start : start + _KEEP_ROWS]))
            moves = {"old": live.astype(np.uint32), "new": np.arange(len(live), dtype=np.uint32)}
            cursor.register("moves", moves)
            cursor.execute(f"UPDATE {place.documents} SET {at} = moves.new FROM moves WHERE {at} = moves.old")
