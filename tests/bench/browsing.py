"""How quickly the explorer answers with 100,000 items, in headless Chromium without a GPU.

``EVERLOOP_BENCH_DATA`` names a folder in which the filled house is kept for the next time.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import budgets, filling
from tests.bench.budgets import Budget
from tests.bench.serving import served, watched
from tests.browser import driving

RUNS = 5
LIMITS = {
    "lcp_ms": ("explorer, first visit: largest contentful paint", 2_500),
    "folder_ms": ("filter by a folder: counts and first rows", 400),
    "range_ms": ("filter by a range: counts and first rows", 400),
    "scroll_ms": ("scroll to any place: all pictures there", 300),
    "map_ms": ("map: first draw", 300),
    "lasso_ms": ("lasso: counts and first rows", 300),
}


def rows() -> list[Budget]:
    """Each budget beside its figure, on a house that is filled first."""
    driving.build_site()
    with _place() as folder:
        filling.filled(folder / "data")
        with served(folder) as client:
            found = watched("browsing.mjs", client, client.http.url, runs=RUNS)
    again = Budget("thumbnails asked for again by a second visit", 0, found["thumbnails_again"], "files")
    return [*budgets.among(LIMITS, found), again, budgets.entry_script()]


@contextmanager
def _place() -> Iterator[Path]:
    kept = os.environ.get("EVERLOOP_BENCH_DATA")
    if kept:
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory(prefix="everloop-bench-") as name:
        yield Path(name)
