"""``everloop source``: where files are."""

from __future__ import annotations

from typing import Annotated

import typer

from everloop.domain.folders import ROOT
from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.register import finished, folder_id
from everloop.entry.cli.session import client

app = typer.Typer(no_args_is_help=True, help="Storage places that Everloop may read: add them, list them, compare them.")

COLUMNS = ("id", "name", "kind", "root", "folder", "mirror")

Root = Annotated[str, typer.Argument(help="A folder, or s3://bucket/prefix, gs://…, az://account/container/prefix.")]


@app.command("list")
def list_(data: Data = None, as_json: Json = False) -> None:
    """All sources."""
    with client(data) as everloop:
        output.show(list(everloop.sources.list()), as_json=as_json, columns=COLUMNS)


@app.command()
def show(source: str, data: Data = None, as_json: Json = False) -> None:
    """One source."""
    with client(data) as everloop:
        output.show(everloop.sources.get(source), as_json=as_json, columns=COLUMNS)


@app.command()
def create(
    root: Root,
    name: Annotated[str | None, typer.Option(help="Default: the last part of the root.")] = None,
    folder: Annotated[str, typer.Option(help="Where its items go: a path or an id.")] = ROOT,
    mirror: Annotated[bool, typer.Option("--mirror", help="Into sub-folders like the files'.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Add a source."""
    with client(data) as everloop:
        made = everloop.sources.create(root, name=name, folder=folder_id(everloop, folder), mirror=mirror)
        output.show(made, as_json=as_json, columns=COLUMNS)


@app.command()
def change(
    source: str,
    root: Annotated[str | None, typer.Option(help="Where its files are now; items keep their ids.")] = None,
    name: str | None = None,
    folder: str | None = None,
    mirror: Annotated[bool | None, typer.Option("--mirror/--no-mirror")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Change a source."""
    with client(data) as everloop:
        goal = folder_id(everloop, folder) if folder else None
        changed = everloop.sources.change(source, root=root, name=name, folder=goal, mirror=mirror)
        output.show(changed, as_json=as_json, columns=COLUMNS)


@app.command()
def sync(
    source: str,
    prefix: Annotated[str, typer.Option(help="Only files whose key begins so.")] = "",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Compare a source with its items: register what is new, read what changed, mark what vanished."""
    with client(data) as everloop:
        finished(everloop, everloop.sources.sync(source, prefix=prefix), as_json=as_json)


@app.command()
def retry(source: str, data: Data = None, as_json: Json = False) -> None:
    """Read the files again that could not be read."""
    with client(data) as everloop:
        failed = [item.id for item in everloop.items.unreadable(source=source)]
        refused = everloop.items.retry(failed)
        output.show({"again": len(failed) - len(refused), "refused": refused}, as_json=as_json)
