"""The report of a job's bad rows: JSON lines in Objects, written as they come and never held in memory.

A shard that is done in several goes keeps the lines of each as a part.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

from everloop.domain.ids import WorkspaceId
from everloop.ports import Objects

CHUNK_BYTES = 8 << 20


class Report:
    """Collects lines; ``saved`` stores them. ``errors`` counts rows that were left out, ``notes`` those kept but changed.

    Attributes:
        muted: Lines that come are those of an earlier go, and are dropped.
    """

    def __init__(self, workspace: WorkspaceId, job: str, kept: Mapping[str, Any] | None = None) -> None:
        """``kept``: what ``keep`` gave in an earlier go."""
        kept = kept or {}
        self._base = f"{workspace}/jobs/{job}/report"
        self._parts: list[str] = list(kept.get("parts", ()))
        self._folder = tempfile.TemporaryDirectory(prefix="everloop-report-")
        self._file = Path(self._folder.name) / "lines"
        self._out = self._file.open("wb")
        self._lines = 0
        self.errors: int = kept.get("errors", 0)
        self.notes: int = kept.get("notes", 0)
        self.muted = False

    def add(self, reason: str, *, kept: bool = False, **facts: Any) -> None:
        """A line: the reason, and what it is about (``row``, ``where``, ``item``, …)."""
        if self.muted:
            return
        self._lines += 1
        self.errors += not kept
        self.notes += kept
        line = {**facts, "reason": reason} | ({"kept": True} if kept else {})
        self._out.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))

    def keep(self, objects: Objects, part: str) -> dict[str, Any]:
        """Store the lines that came since under a name of their own, and say what another go needs to know."""
        if self._lines:
            self._out.flush()
            path = f"{self._base}/{part}.jsonl"
            objects.write(path, self._file)
            self._parts.append(path)
            self._out.seek(0)
            self._out.truncate()
            self._lines = 0
        return {"parts": [*self._parts], "errors": self.errors, "notes": self.notes}

    def saved(self, objects: Objects) -> str | None:
        """Store the lines; their path, or None where there are none."""
        self._out.flush()
        if not self.errors + self.notes:
            return None
        path = f"{self._base}.jsonl"
        objects.write(path, self._all(objects) if self._parts else self._file)
        return path

    def _all(self, objects: Objects) -> Iterator[bytes]:
        for part in self._parts:
            start = 0
            while chunk := objects.read(part, start=start, length=CHUNK_BYTES):
                yield chunk
                start += len(chunk)
        with self._file.open("rb") as lines:
            while chunk := lines.read(CHUNK_BYTES):
                yield chunk

    def __enter__(self) -> Report:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._out.close()
        self._folder.cleanup()
