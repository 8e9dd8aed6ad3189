"""The demo's first stage: pictures become items."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from everloop.domain.errors import Invalid
from everloop.domain.file_names import Finder
from everloop.domain.folders import SeenFolder
from everloop.domain.jobs import Job
from everloop.sdk.client import Client
from everloop.sdk.sources import address


def register(client: Client, pictures: Path, truth: Path | None, folder: SeenFolder) -> dict[str, Any]:
    """Register the pictures that the truth names, or all where there is none, and wait until they are read and embedded.

    Returns:
        Counts of the job, ``others`` (files that the truth does not name) and ``not_found`` (names that no file has).
    """
    more: dict[str, int] = {}
    if truth is None:
        job = client.sources.register_folder(pictures, folder=folder.id)
    else:
        named, more = _named(pictures, truth)
        if client.sources.covering(pictures) is None:
            client.sources.create(pictures)
        job = client.sources.register_list([address(file) for file in named], folder=folder.id)
    done: Job = client.jobs.wait(job)
    client.sources.wait(done)
    return {**done.counts, **more}


def _named(pictures: Path, truth: Path) -> tuple[list[Path], dict[str, int]]:
    names = [str(image["file_name"]) for image in orjson.loads(truth.read_bytes())["images"]]
    finder: Finder[Path] = Finder(names)
    files = 0
    for file in _files(pictures):
        finder.offer(file.relative_to(pictures).as_posix(), file)
        files += 1
    found = finder.found()
    named = [one for one in found.values() if isinstance(one, Path)]
    if not named:
        raise Invalid(f"None of the {len(names):,} pictures that {truth} names is below {pictures}.")
    return named, {"others": files - len(named), "not_found": len(found) - len(named)}


def _files(folder: Path) -> Iterator[Path]:
    for at, _, names in os.walk(folder):
        yield from (Path(at) / name for name in names)


def outcome(client: Client, folder: SeenFolder) -> dict[str, Any]:
    """What the folder holds: ``registered``, ``ready``, and ``failed`` with a reason each."""
    states = client.search.facets("state", where={"in": {"f": "folder", "v": [folder.id]}})["state"]
    roots = {source.id: source.root for source in client.sources.list()}
    failed = [one for one in client.items.unreadable() if one.folder == folder.id]
    return {
        "registered": sum(states.values()),
        "ready": states.get("ready", 0),
        "failed": [{"uri": f"{roots[one.source]}/{one.key}", "reason": one.reason} for one in failed],
    }
