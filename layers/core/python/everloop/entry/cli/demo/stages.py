"""The demo's record: what each stage took, in wall seconds and in the server's CPU seconds, and what it counted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from everloop.entry.cli import output
from everloop.sdk.client import Client


@dataclass
class Record:
    """The stages so far; each is told to people as it ends, on stderr."""

    client: Client
    quiet: bool
    stages: list[dict[str, Any]] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[dict[str, Any]]:
        """Measure a stage; what is put into the dict is counted with it. ``cpu_s`` is server plus pool, told by the server."""
        counts: dict[str, Any] = {}
        wall, cpu = time.monotonic(), self._cpu_s()
        yield counts
        took = {"name": name, "wall_s": round(time.monotonic() - wall, 3), "cpu_s": round(self._cpu_s() - cpu, 3), **counts}
        self.stages.append(took)
        if not self.quiet:
            said = ", ".join(
                f"{value:,} {key}" if isinstance(value, int) else f"{key} {value}" for key, value in counts.items()
            )
            output.line(f"{name:<12} {took['wall_s']:>7.1f} s   {took['cpu_s']:>6.1f} CPU s   {said}")

    def say(self, text: str) -> None:
        """A line for people."""
        if not self.quiet:
            output.line(text)

    def _cpu_s(self) -> float:
        return float(self.client.http.json("GET", "/server")["cpu_s"] or 0.0)


def _said(key: str, value: object) -> str:
    words = key.replace("_", " ")
    return f"{value:,} {words}" if isinstance(value, int) else f"{words} {value}"
