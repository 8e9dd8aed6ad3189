"""What a registration names: planned into manifests of some thousand files each, with a report of the lines that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from everloop.domain.ids import WorkspaceId
from everloop.domain.items import extension
from everloop.domain.jobs import ShardPlan
from everloop.ports import Objects
from everloop.store.registration import Listed

FILES = 20_000


class Manifests:
    """Collects the plan of one job: files by manifest, failures by line, skipped files by extension; then ``close`` it."""

    def __init__(self, workspace: WorkspaceId, job: str, *, objects: Objects) -> None:
        self._base = f"{workspace}/jobs/{job}"
        self._objects = objects
        self._files: list[Listed] = []
        self._report: list[bytes] = []
        self.plans: list[ShardPlan] = []
        self.failed = 0
        self.skipped: dict[str, int] = {}

    def add(self, file: Listed) -> None:
        """A file to register."""
        self._files.append(file)
        if len(self._files) >= FILES:
            self._flush()

    def fail(self, uri: str, reason: str, *, line: int | None = None) -> None:
        """A line or file that cannot be registered."""
        self.failed += 1
        said = {"uri": uri[:2_000], "reason": reason} | ({} if line is None else {"line": line})
        self._report.append(orjson.dumps(said))

    def skip(self, path: str) -> None:
        """A file that claims no medium; counted by its extension."""
        kind = extension(path.rpartition("/")[2])[:20] or "no extension"
        self.skipped[kind] = self.skipped.get(kind, 0) + 1

    def vanished(self, ids: list[str]) -> None:
        """Items whose files were not found any more."""
        for start in range(0, len(ids), FILES):
            self._write("vanished", ids[start : start + FILES])

    def close(self) -> list[ShardPlan]:
        """Write what is left: the shards of the job."""
        self._flush()
        if self._report:
            self._objects.write(f"{self._base}/report.jsonl", b"\n".join(self._report) + b"\n")
        summary = {"failed": self.failed, "skipped": dict(sorted(self.skipped.items(), key=lambda one: -one[1])[:1_000])}
        self._objects.write(f"{self._base}/plan.json", orjson.dumps(summary))
        return self.plans

    def _flush(self) -> None:
        if self._files:
            self._write("files", [tuple(file) for file in self._files])
            self._files = []

    def _write(self, what: str, rows: list[Any]) -> None:
        path = f"{self._base}/manifest-{len(self.plans):05d}.json"
        self._objects.write(path, orjson.dumps(rows))
        self.plans.append(ShardPlan(input={"what": what, "path": path}, size=len(rows)))


def files(objects: Objects, path: str) -> list[Listed]:
    """The files of a manifest."""
    return [Listed(*row) for row in orjson.loads(objects.read(path))]


def ids(objects: Objects, path: str) -> list[str]:
    """The items of a manifest of vanished ones."""
    found: list[str] = orjson.loads(objects.read(path))
    return found


def summary(objects: Objects, workspace: WorkspaceId, job: str) -> Mapping[str, Any]:
    """What the plan counted: ``failed`` lines, ``skipped`` files by extension."""
    found: dict[str, Any] = orjson.loads(objects.read(f"{workspace}/jobs/{job}/plan.json"))
    return found


def report_path(workspace: WorkspaceId, job: str) -> str:
    """Where the report of failed lines is, if any failed."""
    return f"{workspace}/jobs/{job}/report.jsonl"
