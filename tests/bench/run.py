"""``make bench``: every row against a peer or the limit in the same run, as a Markdown table.

``python -m tests.bench.run NAME …`` runs some of them, or the long ones; with ``--json`` a JSON object a line.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from dataclasses import asdict

from everloop.adapters.local.pool import GARBAGE
from tests.bench import enriching, evaluation, exporting, importing, registering, searching, starting
from tests.bench.measuring import Row

ROWS: dict[str, Callable[[], list[Row]]] = {
    "register": registering.rows,
    "enrich": enriching.rows,
    "evaluation": evaluation.rows,
    "export": exporting.rows,
    "search": searching.rows,
    "start": starting.rows,
}
LONG: dict[str, Callable[[], list[Row]]] = {
    "import_boxes": importing.boxes,
    "import_polygons": importing.polygons,
    "import_results": importing.results,
}
"""Rows that take many minutes: only where they are named."""


def main(arguments: list[str]) -> None:
    """Run the rows of these names (none: all) and print the table."""
    names = [one for one in arguments if one != "--json"]
    as_json = "--json" in arguments
    unknown = [name for name in names if name not in ROWS | LONG]
    if unknown:
        sys.exit(f"There is no bench called {', '.join(unknown)}; there are: {', '.join(ROWS | LONG)}.")
    gc.set_threshold(*GARBAGE)  # as the server and its workers do
    if not as_json:
        print("| what | units a CPU second | CPU s | peers (CPU s, times ours) | note |")
        print("|---|---|---|---|---|")
    for name in names or list(ROWS):
        for row in (ROWS | LONG)[name]():
            print(json.dumps(asdict(row)) if as_json else _line(row), flush=True)


def _line(row: Row) -> str:
    peers = ", ".join(f"{name} {taken:.3f} ({taken / row.ours:.1f}×)" for name, taken in list(row.cpu_s.items())[1:])
    rate = f"{row.units / row.ours:,.0f} {row.unit}"
    return f"| {row.task} | {rate} | {row.ours:.3f} | {peers or '–'} | {row.note}; median of {row.runs} |"


if __name__ == "__main__":
    main(sys.argv[1:])
