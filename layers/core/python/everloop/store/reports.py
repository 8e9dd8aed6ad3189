"""The report of a job's bad rows: JSON lines in Objects, written as they come and never held in memory."""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

from everloop.domain.ids import WorkspaceId
from everloop.ports import Objects


class Report:
    """Collects lines; ``saved`` stores them. ``errors`` counts rows that were left out, ``notes`` those kept but changed."""

    def __init__(self, workspace: WorkspaceId, job: str) -> None:
        self._path = f"{workspace}/jobs/{job}/report.jsonl"
        self._folder = tempfile.TemporaryDirectory(prefix="everloop-report-")
        self._file = Path(self._folder.name) / "lines"
        self._out = self._file.open("wb")
        self.errors = 0
        self.notes = 0

    def add(self, reason: str, *, kept: bool = False, **facts: Any) -> None:
        """A line: the reason, and what it is about (``row``, ``where``, ``item``, …)."""
        self.errors += not kept
        self.notes += kept
        line = {**facts, "reason": reason} | ({"kept": True} if kept else {})
        self._out.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))

    def saved(self, objects: Objects) -> str | None:
        """Store the lines; their path, or None where there are none."""
        self._out.flush()
        if not self.errors + self.notes:
            return None
        objects.write(self._path, self._file)
        return self._path

    def __enter__(self) -> Report:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._out.close()
        self._folder.cleanup()
