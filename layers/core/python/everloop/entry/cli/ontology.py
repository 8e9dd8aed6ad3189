"""``everloop ontology``: the classes that are labelled."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from everloop.domain.ontologies import Ontology, Shape
from everloop.domain.ontology_making import NewClass
from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client

app = typer.Typer(no_args_is_help=True, help="The classes that are labelled, by versions that never change.")

COLUMNS = ("id", "name", "version", "classes", "created_by")
CLASS_COLUMNS = ("id", "name", "shapes", "category_id", "colour", "attributes", "archived")

Shapes = Annotated[list[Shape] | None, typer.Option("--shape", help="May be drawn so (repeat it). Default: box.")]


@app.command()
def create(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="JSON: an ontology, a COCO file, or a list of names.")
    ],
    name: Annotated[str | None, typer.Option(help="Default: the file's own, else its file name.")] = None,
    shape: Shapes = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Make an ontology from a file; COCO's category ids are kept."""
    with client(data) as everloop:
        made = everloop.ontologies.create_from_file(file, name=name, shapes=shape or (Shape.BOX,))
        _show(made, as_json=as_json)


@app.command("list")
def list_(data: Data = None, as_json: Json = False) -> None:
    """The ontologies, each in its newest version."""
    with client(data) as everloop:
        found = list(everloop.ontologies.list())
        if as_json:
            output.show(found, as_json=True)
        else:
            output.show([one.model_dump() | {"classes": len(one.classes)} for one in found], as_json=False, columns=COLUMNS)


@app.command()
def show(
    ontology: str,
    version: Annotated[int | None, typer.Option(min=1, help="Default: the newest.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """The classes of one."""
    with client(data) as everloop:
        _show(everloop.ontologies.get(ontology, version=version), as_json=as_json)


@app.command("add-class")
def add_class(
    ontology: str,
    name: str,
    shape: Shapes = None,
    classification: Annotated[bool, typer.Option("--classification", help="It speaks of the whole item.")] = False,
    category_id: Annotated[int | None, typer.Option(min=0, help="COCO's; default: the next free one.")] = None,
    colour: Annotated[str | None, typer.Option(help="#RRGGBB.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Add a class: the next version."""
    shapes = () if classification else tuple(shape or (Shape.BOX,))
    with client(data) as everloop:
        new = NewClass(name=name, shapes=shapes, category_id=category_id, colour=colour)
        _show(everloop.ontologies.add_class(ontology, new), as_json=as_json)


def _show(ontology: Ontology, *, as_json: bool) -> None:
    if as_json:
        output.show(ontology, as_json=True)
        return
    output.line(f"{ontology.name}: {ontology.id}, version {ontology.version}")
    rows = [one.model_dump(mode="json") for one in ontology.classes]
    output.show([row | {"attributes": len(row["attributes"])} for row in rows], as_json=False, columns=CLASS_COLUMNS)
