"""How a row of the bench is measured: alternately with its peers in one process, in CPU seconds, medians of several runs."""

from __future__ import annotations

import re
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


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


@dataclass
class Memory:
    """Private memory of this process (no part of a mapped file), in bytes."""

    before_bytes: int
    most_bytes: int = 0


@contextmanager
def private_memory() -> Iterator[Memory]:
    """Look at it ten times a second while something runs."""
    memory, over = Memory(_private_bytes()), threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            memory.most_bytes = max(memory.most_bytes, _private_bytes())

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        over.set()
        thread.join()


def _private_bytes() -> int:
    found = re.search(r"RssAnon:\s*(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) * 1024 if found else 0
