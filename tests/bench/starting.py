"""What a cold start of a function computes before its first event: imports and the app, in a new process, in CPU seconds."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

from tests.bench.measuring import Row
from tests.functions.lambdas import ENVIRONMENT, FUNCTIONS

LIMIT_S = 1.2
RUNS = 5
PROGRAM = "import handler, time; print(time.process_time())"
STARTED = ("serve_api", "serve_columns", "dispatch_changes", "index_items")


def rows() -> list[Row]:
    """A row a function: the whole process, Python's own start included, against the limit for the API's."""
    return [
        Row(f"start of {folder}", 1, "starts", {folder: started(folder), "limit": LIMIT_S}, "imports and the app, cold", RUNS)
        for folder in STARTED
    ]


def started(folder: str) -> float:
    """Median CPU seconds of a new process that has imported a function's handler."""
    taken = [
        float(
            subprocess.run(
                [sys.executable, "-c", PROGRAM],
                cwd=FUNCTIONS / folder,
                env={**os.environ, **ENVIRONMENT},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for _ in range(RUNS)
    ]
    return statistics.median(taken)
