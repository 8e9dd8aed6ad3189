"""``everloop label-version``: immutable versions of a project's labels."""

from __future__ import annotations

from typing import Annotated

import typer

from everloop.domain.label_versions import Contents
from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client

app = typer.Typer(no_args_is_help=True, help="Immutable versions of a project's labels.")

COLUMNS = ("id", "name", "rows", "objects", "states", "message", "created_by")
CLASS_COLUMNS = ("class_id", "name", "added", "removed", "changed")
COUNTS = ("items_added", "items_removed", "items_changed", "objects_added", "objects_removed", "objects_changed")

Version = Annotated[str, typer.Argument(help="Its id or its name.")]


@app.command("list")
def list_(
    project: str,
    named: Annotated[bool, typer.Option("--named", help="Only those with a name.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """The versions, newest first."""
    with client(data) as everloop:
        output.show(list(everloop.label_versions.list(project, named=named)), as_json=as_json, columns=COLUMNS)


@app.command()
def cut(
    project: str,
    name: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    message: Annotated[str, typer.Option("--message", "-m", help="What it is for.")] = "",
    stage: Annotated[list[str] | None, typer.Option(help="Only items whose task is in this stage (repeat it).")] = None,
    of_set: Annotated[str | None, typer.Option("--set", help="Only items of this set.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Cut a version of the labels as they are now."""
    contents = Contents(set=of_set, stages=tuple(stage) if stage else None)
    with client(data) as everloop, output.progress("cutting", quiet=as_json) as bar:
        job = everloop.label_versions.cut(project, name=name, message=message, contents=contents)
        done = everloop.jobs.wait(job, progress=bar)
        version = everloop.label_versions.get(project, str((done.result or {})["version"]))
        output.show(version, as_json=as_json, columns=COLUMNS)


@app.command()
def show(project: str, version: Version, data: Data = None, as_json: Json = False) -> None:
    """One version."""
    with client(data) as everloop:
        output.show(everloop.label_versions.find(project, version), as_json=as_json, columns=COLUMNS)


@app.command()
def diff(project: str, before: Version, after: Version, data: Data = None, as_json: Json = False) -> None:
    """What differs from one version to another, by class."""
    with client(data) as everloop:
        was, now = (everloop.label_versions.find(project, one) for one in (before, after))
        told = everloop.label_versions.diff(project, was.id, now.id)
        if as_json:
            output.show(told, as_json=True)
        else:
            output.show(told, as_json=False, columns=COUNTS)
            output.show(list(told.classes), as_json=False, columns=CLASS_COLUMNS)


@app.command()
def restore(project: str, version: Version, data: Data = None, as_json: Json = False) -> None:
    """Make all labels what they were in a version, as new revisions."""
    with client(data) as everloop, output.progress("restoring", quiet=as_json) as bar:
        found = everloop.label_versions.find(project, version)
        done = everloop.jobs.wait(everloop.label_versions.restore(project, found.id), progress=bar)
        output.show(done, as_json=as_json, columns=("id", "title", "state", "counts"))
