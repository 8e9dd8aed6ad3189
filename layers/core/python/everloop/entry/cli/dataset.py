"""``everloop dataset``: the collection versions that projects work on."""

from __future__ import annotations

from typing import Annotated

import typer

from everloop.domain.datasets import Pin
from everloop.domain.errors import Invalid
from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client
from everloop.sdk.client import Client

app = typer.Typer(no_args_is_help=True, help="Pinned collection versions that projects work on.")

COLUMNS = ("id", "title", "version", "items", "pins", "archived")
VERSION_COLUMNS = ("number", "items", "pins", "message", "created_by")
Collections = Annotated[
    list[str] | None,
    typer.Option("--collection", help="A collection, at its newest version or at ID@VERSION; may be repeated."),
]
Said = Annotated[str, typer.Option("--message", "-m", help="What changed, and why.")]


@app.command()
def create(
    title: str,
    collection: Collections = None,
    description: str = "",
    message: Said = "",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Make a dataset of collections."""
    with client(data) as everloop:
        pins = [pinned(everloop, one) for one in collection or ()]
        made = everloop.datasets.create(title, pins, description=description, message=message)
        output.show(made, as_json=as_json, columns=COLUMNS)


@app.command("list")
def list_(data: Data = None, as_json: Json = False) -> None:
    """The datasets."""
    with client(data) as everloop:
        output.show(list(everloop.datasets.list()), as_json=as_json, columns=COLUMNS)


@app.command()
def show(dataset: str, data: Data = None, as_json: Json = False) -> None:
    """One dataset at its newest version."""
    with client(data) as everloop:
        output.show(everloop.datasets.get(dataset), as_json=as_json, columns=(*COLUMNS, "members"))


@app.command()
def pin(dataset: str, collection: Collections = None, message: Said = "", data: Data = None, as_json: Json = False) -> None:
    """Make a new version: of these collections, or without any, of the newest versions of those it has."""
    with client(data) as everloop:
        pins = [pinned(everloop, one) for one in collection] if collection else None
        output.show(everloop.datasets.pin(dataset, pins, message=message), as_json=as_json, columns=COLUMNS)


@app.command()
def versions(dataset: str, data: Data = None, as_json: Json = False) -> None:
    """The history, newest first."""
    with client(data) as everloop:
        output.show(list(everloop.datasets.versions(dataset)), as_json=as_json, columns=VERSION_COLUMNS)


@app.command()
def archive(
    dataset: str,
    back: Annotated[bool, typer.Option(help="Bring it back instead.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Put a dataset away, or bring it back."""
    with client(data) as everloop:
        output.show(everloop.datasets.update(dataset, archived=not back), as_json=as_json, columns=COLUMNS)


def pinned(everloop: Client, text: str) -> Pin:
    """``ID`` or ``ID@VERSION`` as a pin. Raises Invalid."""
    name, at, number = text.partition("@")
    if not at:
        return Pin(collection=name, version=everloop.collections.get(name).version)
    if not number.isdecimal() or not int(number):
        raise Invalid(f"{text!r} is no collection's version; write ID@VERSION, such as k3j…@2.")
    return Pin(collection=name, version=int(number))
