"""How a row of the bench is measured: alternately with its peers in one process, in CPU seconds, medians of several runs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table: what was done, how much of it, and the CPU seconds of each contender; ours first.

    ``note`` says what was compared, such as the greatest difference between the answers.
    """

    task: str
    units: int
    unit: str
    cpu_s: Mapping[str, float]
    note: str = ""
    runs: int = 1

    @property
    def ours(self) -> float:
        """CPU seconds of the first contender."""
        return next(iter(self.cpu_s.values()))


def medians(contenders: Mapping[str, Callable[[], object]], *, runs: int) -> dict[str, float]:
    """Median CPU seconds (user and system, all threads of this process) of each contender, run in turn."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(runs):
        for name, work in contenders.items():
            started = time.process_time()
            work()
            taken[name].append(time.process_time() - started)
    return {name: statistics.median(times) for name, times in taken.items()}
