"""Search at 100,000 items: a filter with a facet and a page, and the 100 nearest of 1,280 dimensions.

The peers of the first are SQLite with an index on each column that is asked for, and NumPy columns in memory (the limit: no
storage, no transactions). Those of the second are usearch's exact search on the same float16 matrix and NumPy on a float32
copy; neither filters, keeps scopes or breaks ties.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from usearch.index import MetricKind
from usearch.index import search as usearch

from everloop.adapters.local.index import DuckIndex
from everloop.domain.fields import resolve
from everloop.domain.filters import Range
from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId
from everloop.domain.principals import Scope
from everloop.domain.vectors import LITE0, rounded
from everloop.ports import Document, Selection, Sort
from tests.bench.measuring import Row, medians

ITEMS, BATCH, FOLDERS, PAGE, NEAREST = 100_000, 500, 50, 50, 100
RUNS = 9
FIELDS = {name: resolve(name) for name in ("width", "folder", "metrics.sharpness")}


def rows() -> list[Row]:
    """Both, on one index."""
    rng = np.random.default_rng(1)
    widths, sharpness = rng.integers(100, 4_000, ITEMS).astype(float), rng.random(ITEMS)
    folders = rng.integers(0, FOLDERS, ITEMS)
    with TemporaryDirectory() as place:
        index = DuckIndex(Path(place) / "index")
        matrix = _filled(index, widths, sharpness, folders)
        found = [_filtered(index, widths, sharpness, folders), _nearest(index, matrix)]
        index.close()
    return found


def _filled(
    index: DuckIndex, widths: NDArray[np.float64], sharpness: NDArray[np.float64], folders: NDArray[np.int64]
) -> NDArray[np.float16]:
    rng = np.random.default_rng(2)
    index.ensure(DEFAULT_WORKSPACE, [], [LITE0])
    matrix = np.empty((ITEMS, LITE0.dimension), np.float16)
    for start in range(0, ITEMS, BATCH):
        matrix[start : start + BATCH] = rounded(rng.standard_normal((BATCH, LITE0.dimension)).astype(np.float32))
        index.upsert(
            DEFAULT_WORKSPACE,
            [
                Document(
                    ItemId(f"{n:024d}"),
                    n,
                    1,
                    scopes=frozenset({f"f:folder{folders[n]}"}),
                    values={"folder": f"folder{folders[n]}", "width": widths[n], "metrics.sharpness": sharpness[n]},
                    vectors={LITE0.name: matrix[n]},
                )
                for n in range(start, start + BATCH)
            ],
        )
    return matrix


def _filtered(index: DuckIndex, widths: NDArray[np.float64], sharpness: NDArray[np.float64], folders: NDArray[np.int64]) -> Row:
    """Width under 1,000 (23 %): a facet of folders and the sharpest 50."""
    selection = Selection(Scope(DEFAULT_WORKSPACE), Range("width", lt=1_000.0), FIELDS)
    rows_ = [(n, f"folder{f}", w, s) for n, (f, w, s) in enumerate(zip(folders.tolist(), widths, sharpness, strict=True))]
    database = sqlite3.connect(":memory:")
    database.execute("create table items (id integer primary key, folder text, width real, sharpness real)")
    database.executemany("insert into items values (?, ?, ?, ?)", rows_)
    for column in ("width", "sharpness", "folder"):
        database.execute(f"create index by_{column} on items ({column}, id)")

    def ours() -> tuple[int, list[int]]:
        facet = index.facet(selection, FIELDS["folder"])
        page = index.search(selection, sort=Sort(FIELDS["metrics.sharpness"], descending=True), limit=PAGE)
        return facet[0].items, [hit.seq for hit in page.items]

    def sqlite() -> tuple[int, list[int]]:
        facet = database.execute(
            "select folder, count(*) from items where width < 1000 group by 1 order by 2 desc, 1"
        ).fetchall()
        page = database.execute(
            "select id from items where width < 1000 order by sharpness desc, id limit ?", [PAGE]
        ).fetchall()
        return facet[0][1], [one[0] for one in page]

    def numpy() -> tuple[int, list[int]]:
        passing = np.flatnonzero(widths < 1_000)
        counts = np.bincount(folders[passing], minlength=FOLDERS)
        top = passing[np.argpartition(-sharpness[passing], PAGE)[:PAGE]]
        return int(counts.max()), top[np.argsort(-sharpness[top])].tolist()

    same = ours() == sqlite() == numpy()
    taken = medians({"everloop": ours, "SQLite, indexed, in memory": sqlite, "NumPy columns": numpy}, runs=RUNS)
    database.close()
    note = "the same answers" if same else "DIFFERENT ANSWERS"
    return Row(f"filter + facet + page at {ITEMS:,} items", 1, "searches", taken, note, RUNS)


def _nearest(index: DuckIndex, matrix: NDArray[np.float16]) -> Row:
    """The 100 nearest to a stored vector with noise."""
    selection = Selection(Scope(DEFAULT_WORKSPACE))
    noise = np.random.default_rng(3).standard_normal(LITE0.dimension).astype(np.float32) / 60
    query = rounded(matrix[4_321].astype(np.float32) + noise)
    wide, asked = matrix.astype(np.float32), query.astype(np.float32)

    def ours() -> list[int]:
        return [hit.seq for hit in index.knn(selection, LITE0, query, k=NEAREST)]

    def peer() -> list[int]:
        return [int(key) for key in usearch(matrix, query, NEAREST, MetricKind.IP, exact=True).keys]

    def numpy() -> list[int]:
        scores = wide @ asked
        top = np.argpartition(-scores, NEAREST)[:NEAREST]
        return [int(row) for row in top[np.argsort(-scores[top])]]

    alike = len(set(ours()) & set(peer()) & set(numpy()))
    taken = medians({"everloop": ours, "usearch exact": peer, "NumPy float32": numpy}, runs=RUNS)
    return Row(
        f"top {NEAREST} of {ITEMS:,} × {LITE0.dimension}", 1, "searches", taken, f"{alike} of {NEAREST} in all three", RUNS
    )
