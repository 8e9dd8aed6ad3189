"""Uploads: files of this machine into the house's own store, several at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from everloop.domain.folders import ROOT
from everloop.sdk.transport import Transport

BATCH = 50


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of a file: its item, or why there is none."""

    file: Path
    item: str | None
    reason: str | None = None


class Uploads:
    """Upload files."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def files(
        self, files: Iterable[Path], *, folder: str = ROOT, parallel: int = 8, progress: Callable[[int], None] | None = None
    ) -> Iterator[Uploaded]:
        """Upload files, ``parallel`` at a time; what each became, in order. A file that the same person
        has uploaded before is the same item.

        Args:
            progress: Called with the number of files done so far.
        """
        done = 0
        waiting = list(files)
        with ThreadPoolExecutor(parallel) as pool:
            for start in range(0, len(waiting), BATCH):
                some = waiting[start : start + BATCH]
                yield from self._batch(some, folder, pool)
                done += len(some)
                if progress:
                    progress(done)

    def _batch(self, files: Sequence[Path], folder: str, pool: ThreadPoolExecutor) -> list[Uploaded]:
        hashed = dict(zip(files, pool.map(_hash, files), strict=True))
        readable = [file for file in files if hashed[file] is not None]
        found = {file: Uploaded(file, None, "The file cannot be read.") for file in files if hashed[file] is None}
        if readable:
            body = {"files": [{"name": file.name, "content_hash": hashed[file]} for file in readable], "folder": folder}
            given: list[dict[str, Any]] = self._http.json("POST", "/uploads", body=body)
            list(pool.map(lambda pair: self._put(*pair), zip(readable, given, strict=True)))
            body = {"keys": [one["key"] for one in given], "folder": folder}
            said = {one["key"]: one for one in self._http.json("POST", "/uploads/finish", body=body)["items"]}
            for file, one in zip(readable, given, strict=True):
                became = said[one["key"]]
                found[file] = Uploaded(file, became["item"], became["reason"])
        return [found[file] for file in files]

    def _put(self, file: Path, given: dict[str, Any]) -> None:
        self._http.raw(given["method"], given["url"], content=file, headers=given["headers"])


def _hash(file: Path) -> str | None:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None
