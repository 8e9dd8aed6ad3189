"""``everloop collection``: named sets of items with a history."""

from __future__ import annotations

from typing import Annotated

import typer

from everloop.entry.cli import output
from everloop.entry.cli.choices import Filter, Ids, OfSet, parsed
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client

app = typer.Typer(no_args_is_help=True, help="Named sets of items, changed by commits.")

COLUMNS = ("id", "name", "version", "items", "description", "archived")
VERSION_COLUMNS = ("number", "parent", "items", "added", "removed", "message", "created_by")
Said = Annotated[str, typer.Option("--message", "-m", help="What changed, and why.")]


@app.command()
def create(
    name: str,
    item: Ids = None,
    where: Filter = None,
    of_set: OfSet = None,
    folder: Annotated[str | None, typer.Option(help="Who sees this folder sees the collection.")] = None,
    project: Annotated[str | None, typer.Option(help="Who has a role in this project sees the collection.")] = None,
    message: Said = "",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Make a collection of items, a filter's answer, or a set."""
    with client(data) as everloop:
        made = everloop.collections.create(
            name, ids=item, where=parsed(where), of_set=of_set, message=message, folder=folder, project=project
        )
        output.show(made, as_json=as_json, columns=COLUMNS)


@app.command("list")
def list_(data: Data = None, as_json: Json = False) -> None:
    """The collections you see."""
    with client(data) as everloop:
        output.show(list(everloop.collections.list()), as_json=as_json, columns=COLUMNS)


@app.command()
def show(collection: str, data: Data = None, as_json: Json = False) -> None:
    """One collection."""
    with client(data) as everloop:
        output.show(everloop.collections.get(collection), as_json=as_json, columns=(*COLUMNS, "members"))


@app.command()
def commit(
    collection: str,
    item: Ids = None,
    where: Filter = None,
    of_set: OfSet = None,
    mode: Annotated[str, typer.Option(help="replace, add or remove.")] = "replace",
    parent: Annotated[int | None, typer.Option(min=1, help="The newest version you saw.")] = None,
    message: Said = "",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Make the next version."""
    with client(data) as everloop:
        made = everloop.collections.commit(
            collection, ids=item, where=parsed(where), of_set=of_set, mode=mode, message=message, parent=parent
        )
        output.show(made, as_json=as_json, columns=VERSION_COLUMNS)


@app.command()
def history(collection: str, data: Data = None, as_json: Json = False) -> None:
    """The versions, newest first."""
    with client(data) as everloop:
        output.show(list(everloop.collections.history(collection)), as_json=as_json, columns=VERSION_COLUMNS)


@app.command()
def diff(collection: str, before: int, after: int, data: Data = None, as_json: Json = False) -> None:
    """What differs from one version to another."""
    with client(data) as everloop:
        output.show(everloop.collections.diff(collection, before, after), as_json=as_json)


@app.command()
def restore(collection: str, version: int, message: Said = "", data: Data = None, as_json: Json = False) -> None:
    """Make an older version's items the newest version again."""
    with client(data) as everloop:
        output.show(
            everloop.collections.restore(collection, version, message=message), as_json=as_json, columns=VERSION_COLUMNS
        )


@app.command()
def archive(collection: str, data: Data = None, as_json: Json = False) -> None:
    """Put a collection away; nothing is lost."""
    with client(data) as everloop:
        output.show(everloop.collections.change(collection, archived=True), as_json=as_json, columns=COLUMNS)
