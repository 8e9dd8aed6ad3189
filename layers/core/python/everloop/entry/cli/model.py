"""``everloop model``: models and their prediction sets."""

from __future__ import annotations

import itertools
from typing import Annotated

import typer

from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client

app = typer.Typer(no_args_is_help=True, help="Models, what they were trained on, and what they predicted.")

COLUMNS = ("id", "name", "version", "trained_on")
SET_COLUMNS = ("id", "name", "model_name", "project", "state", "items", "predictions", "unmapped", "found_nothing", "reason")
Most = Annotated[int, typer.Option("--limit", min=1)]


@app.command()
def name(
    name: str,
    version: Annotated[str, typer.Option(help="The model's version.")] = "1",
    trained_on: Annotated[str | None, typer.Option(help="The label version it was trained on.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Say that there is a model; naming it again is the same one."""
    with client(data) as everloop:
        output.show(everloop.models.name(name, version=version, trained_on=trained_on), as_json=as_json, columns=COLUMNS)


@app.command("list")
def list_(data: Data = None, as_json: Json = False, most: Most = 100) -> None:
    """All models."""
    with client(data) as everloop:
        output.show(list(itertools.islice(everloop.models.list(), most)), as_json=as_json, columns=COLUMNS)


@app.command()
def predictions(
    model: Annotated[str | None, typer.Argument(help="A model; without it of all.")] = None,
    data: Data = None,
    as_json: Json = False,
    most: Most = 100,
) -> None:
    """The prediction sets of a model."""
    with client(data) as everloop:
        found = list(itertools.islice(everloop.prediction_sets.list(model=model), most))
        output.show(found, as_json=as_json, columns=SET_COLUMNS)
