"""Columns: read in pieces, and filters over them as SQL, where what DuckDB would refuse is refused with a sentence before."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from pyroaring import BitMap

from everloop.adapters.folder import FolderObjects
from everloop.domain.columns import MATCHES, OBJECTS, condition
from everloop.domain.errors import Invalid
from everloop.domain.filters import All, And, Exists, Filter, In, Not, Or, Prefix, Range
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.store.columns import Columns


def count(node: Filter, schema: dict[str, str] = MATCHES) -> int:
    bound: list[object] = []
    sql = condition(node, schema, bound)
    columns = ", ".join(f'null::{kind} as "{name}"' for name, kind in schema.items() if name not in ("outcome", "confidence"))
    row = f"select 'fp' as outcome, 0.5::DOUBLE as confidence, {columns}"
    with duckdb.connect() as connection:
        found = connection.execute(f"select count(*) from ({row}) where {sql}", bound).fetchone()
    assert found is not None
    return int(found[0])


@pytest.mark.parametrize(
    ("node", "found"),
    [
        (All(), 1),
        (In("outcome", ("fp", "fn")), 1),
        (In("outcome", ()), 0),
        (In("seq", (1.0,)), 0),
        (Range("confidence", gte=0.5, lt=1.0), 1),
        (Range("confidence", gt=0.5), 0),
        (Not(In("class", ("cat",))), 1),
        (Exists("class"), 0),
        (Or(()), 0),
        (And((In("outcome", ("fp",)), Not(Exists("object_id")))), 1),
    ],
)
def test_rows_that_pass(node: Filter, found: int) -> None:
    assert count(node) == found


@pytest.mark.parametrize(
    ("node", "schema"),
    [
        (In("confidence", ("high",)), MATCHES),
        (In("confidence", (True,)), MATCHES),
        (In("outcome", (1.0,)), MATCHES),
        (In("is_crowd", ("yes",)), OBJECTS),
        (In("is_crowd", (1.0,)), OBJECTS),
        (In("nothing", ()), MATCHES),
        (Range("outcome", gte=1.0), MATCHES),
        (Range("nothing"), MATCHES),
        (Prefix("outcome", "f"), MATCHES),
    ],
)
def test_what_a_column_cannot_answer_is_refused(node: Filter, schema: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        condition(node, schema, [])


def test_rows_come_in_pieces_of_about_the_wanted_size_and_all_of_them(tmp_path: Path) -> None:
    columns = Columns(FolderObjects(tmp_path / "objects"), tmp_path / "cache")
    said = ({"seq": at // 3, "item_id": str(at // 3), "part": 0, "ordinal": at % 3, "object_id": str(at)} for at in range(900))
    table = columns.write(DEFAULT_WORKSPACE, "objects", said)
    some = BitMap(seq for seq in range(300) if seq % 2)
    pieces = list(columns.batches(table, ["seq", "object_id"], seqs=some, order="seq, ordinal", rows_at_once=100))
    assert max(len(piece["seq"]) for piece in pieces) <= 100
    assert [name for piece in pieces for name in piece["object_id"]] == [str(at) for at in range(900) if at // 3 in some]
    assert list(columns.batches(table, ["seq"], seqs=BitMap(), rows_at_once=100)) == []


def test_a_whole_table_is_read_once_and_kept_until_others_need_its_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects = FolderObjects(tmp_path / "objects")
    columns = Columns(objects, tmp_path / "cache")
    paths = []
    for x in (1.0, 2.0):
        rows = [{"seq": seq, "x": x, "y": 0.0} for seq in (1, 2, 9_000)]
        paths.append(columns.save(DEFAULT_WORKSPACE, columns.write(DEFAULT_WORKSPACE, "points", rows)))
    first = columns.whole(paths[0], ["seq", "x"])
    assert (first["seq"].tolist(), first["x"].tolist(), list(first)) == ([1, 2, 9_000], [1.0] * 3, ["seq", "x"])
    assert columns.whole(paths[0], ["seq", "x"]) is first
    monkeypatch.setattr("everloop.store.columns.KEPT_BYTES", 1)
    assert columns.whole(paths[1], ["seq", "x"])["x"].tolist() == [2.0] * 3
    again = columns.whole(paths[0], ["seq", "x"])
    assert again is not first
    assert again["x"].tolist() == [1.0] * 3


def test_a_table_larger_than_the_cache_is_read_whole(tmp_path: Path) -> None:
    objects = FolderObjects(tmp_path / "objects")
    written = Columns(objects, tmp_path / "written")
    rows = [{"seq": seq, "x": 1.0, "y": 0.0} for seq in (1, 9_000, 20_000)]
    path = written.save(DEFAULT_WORKSPACE, written.write(DEFAULT_WORKSPACE, "points", rows))
    small = Columns(objects, tmp_path / "cache", limit_bytes=1)
    assert small.whole(path, ["seq"])["seq"].tolist() == [1, 9_000, 20_000]
    assert len(list((tmp_path / "cache").glob("*.parquet"))) == 3
