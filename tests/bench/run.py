"""``make bench``: every row against a peer or the limit in the same run, as a Markdown table; then what a browser waits for
beside its budget, as another.

``python -m tests.bench.run NAME …`` runs some of them, or the long ones; with ``--json`` a JSON object a line.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from dataclasses import asdict

from everloop.adapters.local.pool import GARBAGE
from tests.bench import (
    browsing,
    budgets,
    editing,
    enriching,
    evaluation,
    exporting,
    importing,
    registering,
    searching,
    starting,
)
from tests.bench.budgets import Budget
from tests.bench.measuring import Row
from tests.browser import driving

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
WATCHED: dict[str, Callable[[], list[Budget]]] = {"browsing": browsing.rows, "editing": editing.rows}
"""Rows that a browser measures."""


def main(arguments: list[str]) -> None:
    """Run the rows of these names (none: all) and print the table."""
    names = [one for one in arguments if one != "--json"]
    as_json = "--json" in arguments
    known = [*ROWS, *LONG, *WATCHED]
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"There is no bench called {', '.join(unknown)}; there are: {', '.join(known)}.")
    gc.set_threshold(*GARBAGE)  # as the server and its workers do
    wanted = names or [*ROWS, *WATCHED]
    in_process = [name for name in wanted if name not in WATCHED]
    if in_process and not as_json:
        print("| what | units a CPU second | CPU s | peers (CPU s, times ours) | note |")
        print("|---|---|---|---|---|")
    for name in in_process:
        for row in (ROWS | LONG)[name]():
            print(json.dumps(asdict(row)) if as_json else _line(row), flush=True)
    _watch([name for name in wanted if name in WATCHED], as_json=as_json)


def _watch(names: list[str], *, as_json: bool) -> None:
    """The rows that need a browser; where there is none, the reason."""
    if not names:
        return
    if reason := driving.missing():
        print(f"\nNot measured ({', '.join(names)}): {reason}.")
        return
    if not as_json:
        print(f"\n{budgets.HEADER}")
    for name in names:
        for row in WATCHED[name]():
            print(json.dumps({**asdict(row), "met": row.met}) if as_json else row.line(), flush=True)


def _line(row: Row) -> str:
    peers = ", ".join(f"{name} {taken:.3f} ({taken / row.ours:.1f}×)" for name, taken in list(row.cpu_s.items())[1:])
    rate = f"{row.units / row.ours:,.0f} {row.unit}"
    return f"| {row.task} | {rate} | {row.ours:.3f} | {peers or '–'} | {row.note}; median of {row.runs} |"


if __name__ == "__main__":
    main(sys.argv[1:])
