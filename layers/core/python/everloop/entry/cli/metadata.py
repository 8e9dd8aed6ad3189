"""``everloop metadata``: typed keys, and values of items from the command line or a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from everloop.domain.errors import Invalid
from everloop.domain.metadata import MetadataSchema, MetadataType, from_text
from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client

app = typer.Typer(no_args_is_help=True, help="Custom metadata: typed keys, and values of items.")

Pairs = Annotated[list[str], typer.Argument(help="KEY=VALUE …; KEY= removes a value.")]
Where = Annotated[str, typer.Option("--where", help='A filter in JSON, such as {"set": "<hash>"}.')]


@app.command()
def schema(data: Data = None, as_json: Json = False) -> None:
    """The keys and their types."""
    with client(data) as everloop:
        _show_schema(everloop.metadata.schema(), as_json)


@app.command()
def define(
    key: str,
    type_: Annotated[MetadataType, typer.Argument(metavar="TYPE")],
    value: Annotated[list[str] | None, typer.Option(help="Of an enum; may be given again.")] = None,
    size: Annotated[int | None, typer.Option(help="Of an embedding.")] = None,
    title: str = "",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Add a key, retitle it, add values to an enum, or bring a deleted key back."""
    with client(data) as everloop:
        before = everloop.metadata.schema().keys.get(key)
        values = list(dict.fromkeys([*(before.values if before else ()), *(value or ())]))
        _show_schema(everloop.metadata.put_key(key, type_, title=title, values=values, size=size), as_json)


@app.command()
def delete(key: str, data: Data = None, as_json: Json = False) -> None:
    """Delete a key; its values are kept until it is defined again."""
    with client(data) as everloop:
        _show_schema(everloop.metadata.delete_key(key), as_json)


@app.command("set")
def set_(item: str, pairs: Pairs, data: Data = None, as_json: Json = False) -> None:
    """Set values of one item; exit 1 where one was refused."""
    with client(data) as everloop:
        report = everloop.metadata.set({item: _values(everloop.metadata.schema(), pairs)})
        output.show(report, as_json=as_json)
        if report.failed:
            raise typer.Exit(1)


@app.command("set-where")
def set_where(pairs: Pairs, where: Where, data: Data = None, as_json: Json = False) -> None:
    """Set the same values of all items that pass a filter, and wait for it."""
    with client(data) as everloop, output.progress("metadata", quiet=as_json) as bar:
        job = everloop.metadata.set_where(_json(where), _values(everloop.metadata.schema(), pairs))
        output.show(everloop.jobs.wait(job, progress=bar), as_json=as_json, columns=("id", "state", "counts"))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV with a column id, or JSON lines.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Set values of many items from a file: a CSV whose column ``id`` names the item and whose others are keys (an empty cell
    changes nothing), or JSON lines ``{"id": …, "metadata": {…}}``. Exit 1 where a row was refused.
    """
    with client(data) as everloop:
        report = everloop.metadata.set(_rows(file, everloop.metadata.schema()))
        output.show(report, as_json=as_json)
        if report.failed:
            raise typer.Exit(1)


def _rows(file: Path, schema: MetadataSchema) -> Iterator[tuple[str, dict[str, Any]]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        if file.suffix.lower() == ".csv":
            table = csv.DictReader(lines)
            if "id" not in (table.fieldnames or ()):
                raise Invalid(f"{file} has no column called id.")
            for cells in table:
                said = {key: text for key, text in cells.items() if key and key != "id" and text}
                yield cells["id"], {key: _cell(schema, key, text) for key, text in said.items()}
            return
        for number, line in enumerate(lines, start=1):
            if line.strip():
                row = _json(line, f"Line {number} of {file}")
                if not isinstance(row.get("id"), str) or not isinstance(row.get("metadata"), dict):
                    raise Invalid(f'Line {number} of {file} is not of the form {{"id": …, "metadata": {{…}}}}.')
                yield row["id"], row["metadata"]


def _values(schema: MetadataSchema, pairs: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals:
            raise Invalid(f"{pair!r} is not of the form KEY=VALUE.")
        found[key] = _cell(schema, key, text)
    return found


def _cell(schema: MetadataSchema, key: str, text: str) -> Any:
    known = schema.live().get(key)
    return from_text(known, text) if known else text


def _json(text: str, what: str = "The filter") -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Invalid(f"{what} is not JSON: {error}.") from error
    if not isinstance(found, dict):
        raise Invalid(f"{what} is no JSON object.")
    return found


def _show_schema(schema: MetadataSchema, as_json: bool) -> None:
    if as_json:
        output.show(schema, as_json=True)
        return
    rows = [
        {"key": key, "type": str(one.type), "title": one.title, "values": ", ".join(one.values)}
        for key, one in schema.live().items()
    ]
    output.show(rows, as_json=False, columns=("key", "type", "title", "values"))
