"""``everloop register``: files that are somewhere become items."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Annotated, Any

import typer

from everloop.domain.errors import Invalid, NotFound
from everloop.domain.folders import ROOT
from everloop.domain.formats.registration import ListFormat
from everloop.domain.jobs import Job
from everloop.entry.cli import output
from everloop.entry.cli.folder import named
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client
from everloop.sdk.client import Client

SHOWN = 20


def register(
    what: Annotated[str, typer.Argument(help="A folder, a bucket's address, or a list (JSON, JSON lines, CSV, Encord).")],
    source: Annotated[str | None, typer.Option(help="The source whose keys a list names.")] = None,
    folder: Annotated[
        str, typer.Option(help="Where new items go: a path such as Demo/Street (made where it is missing), or an id.")
    ] = ROOT,
    mirror: Annotated[bool, typer.Option("--mirror", help="Into sub-folders like the files'.")] = False,
    format: Annotated[str, typer.Option(help="The list's format: auto, json, jsonl, csv, encord.")] = "auto",  # noqa: A002
    wait: Annotated[bool, typer.Option(help="Wait until the items are read and have vectors.")] = True,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Register the files of a folder or bucket, or those that a list names. Doing it again changes nothing.

    Exit code 1 where lines failed, or files of the folder, or new ones of the list, could not be read; they are listed with
    their reasons.
    """
    with client(data) as everloop:
        place, goal = Path(what), folder_id(everloop, folder)
        if "://" in what or place.is_dir():
            job = everloop.sources.register_folder(what, folder=goal, mirror=mirror)
        elif place.is_file():
            job = everloop.sources.register_list(place, source=source, format=_format(format), folder=goal, mirror=mirror)
        else:
            raise Invalid(f"There is neither a folder nor a list at {what}.")
        finished(everloop, job, as_json=as_json, wait=wait)


def folder_id(everloop: Client, place: str) -> str:
    """The id of the folder at a path or with this id; a path that is missing is made."""
    if place == ROOT:
        return ROOT
    try:
        return named(everloop, place).id
    except NotFound:
        return everloop.folders.ensure(place).id


def finished(everloop: Client, job: Job, *, as_json: bool, wait: bool = True) -> None:
    """Wait for a registration, and say what came of it."""
    with output.progress(job.title, quiet=as_json) as bar:
        done = everloop.jobs.wait(job, progress=bar)
    said: dict[str, Any] = {"job": done.id, **done.counts, "skipped_by": (done.result or {}).get("skipped_by", {})}
    lines = list(itertools.islice(everloop.sources.failed_lines(done), 10_000)) if done.counts.get("failed") else []
    if wait:
        arrived = everloop.sources.wait(done)
        said |= {"states": arrived.states, "embedded": arrived.embedded}
    unread = [
        {"uri": item.key, "item": item.id, "reason": item.reason}
        for item in itertools.islice(everloop.search.items(unreadable(done)), 10_000)
    ]
    said |= {"failed_lines": lines, "unreadable": unread}
    if as_json:
        output.show(said, as_json=True)
    else:
        output.show({key: value for key, value in said.items() if not isinstance(value, list)}, as_json=False)
        for one in [*lines, *unread][:SHOWN]:
            where = [f"line {one['line']}"] if "line" in one else []
            output.line(": ".join([*where, *filter(None, [one["uri"]]), one["reason"]]))
        if len(lines) + len(unread) > SHOWN:
            output.line(f"… and {len(lines) + len(unread) - SHOWN} more; --json lists all.")
    if lines or unread:
        raise typer.Exit(1)


def unreadable(done: Job) -> dict[str, Any]:
    """A filter: what could not be read of the place that a registration walked, or of what a list made or changed."""
    where: list[dict[str, Any]] = [{"in": {"f": "state", "v": ["failed", "missing"]}}]
    result = done.result or {}
    if "list" in done.spec:
        mine = [{"range": {"f": "seq", "gte": first, "lt": first + count}} for first, count in result.get("seqs", ())]
        return {"and": [*where, {"or": [*mine, *({"set": one} for one in [result.get("touched")] if one)]}]}
    where.append({"in": {"f": "source", "v": [done.spec["source"]]}})
    if done.spec.get("prefix"):
        where.append({"prefix": {"f": "key", "v": done.spec["prefix"]}})
    return {"and": where}


def _format(name: str) -> ListFormat:
    formats: dict[str, ListFormat] = {"auto": "auto", "json": "json", "jsonl": "jsonl", "csv": "csv", "encord": "encord"}
    if name not in formats:
        raise Invalid(f"The formats are: {', '.join(formats)}.")
    return formats[name]
