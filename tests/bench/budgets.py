"""What the browser may take, and whether it did: the rows of the second table of the README."""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from dataclasses import dataclass

from tests.browser import driving

KB = 1_000
HEADER = "| what a person waits for | budget | measured | |\n|---|---|---|---|"


@dataclass(frozen=True)
class Budget:
    """A limit and what was measured, in one unit. ``note``: how."""

    what: str
    limit: float
    measured: float
    unit: str = "ms"
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether it is kept."""
        return self.measured <= self.limit

    def line(self) -> str:
        """As a row of Markdown."""
        measured = f"{self.measured:,.0f}" if self.measured >= 100 else f"{self.measured:,.1f}".removesuffix(".0")
        ended = ("met" if self.met else "NOT met") + (f"; {self.note}" if self.note else "")
        return f"| {self.what} | ≤ {self.limit:,.0f} {self.unit} | {measured} {self.unit} | {ended} |"


def among(limits: Mapping[str, tuple[str, float]], found: Mapping[str, float]) -> list[Budget]:
    """The budgets of figures by their names: ``(what, milliseconds)``; with the CPU that each took, where it is known."""
    return [
        Budget(what, limit, found[name], note=_cpu(name.removesuffix("_ms"), found)) for name, (what, limit) in limits.items()
    ]


def _cpu(name: str, found: Mapping[str, float]) -> str:
    browser, server = found.get(f"{name}_browser_ms"), found.get(f"{name}_server_ms")
    return "" if browser is None or server is None else f"CPU: browser {browser:,.0f} ms, server {server:,.0f} ms"


def entry_script() -> Budget:
    """The JavaScript that every screen needs, gzipped, as ``web/scripts/build.py`` holds it."""
    build = runpy.run_path(str(driving.WEB / "scripts/build.py"))
    size = build["entry_bytes"](driving.SITE)
    return Budget("entry JavaScript, gzipped", build["ENTRY_BYTES"] / KB, size / KB, "kB")
