"""``everloop upload``: files of this machine into the house's own store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from everloop.domain.errors import Invalid
from everloop.domain.folders import ROOT
from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.register import folder_id
from everloop.entry.cli.session import client

COLUMNS = ("file", "item", "reason")


def upload(
    what: Annotated[list[Path], typer.Argument(help="Files, or folders of files.")],
    folder: Annotated[
        str, typer.Option(help="Where the items go: a path such as Demo/Street (made where it is missing), or an id.")
    ] = ROOT,
    parallel: Annotated[int, typer.Option(min=1, max=32, help="How many at a time.")] = 8,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Upload files. Exit code 1 where one could not be uploaded."""
    files = [file for one in what for file in (sorted(one.rglob("*")) if one.is_dir() else [one]) if file.is_file()]
    absent = [str(one) for one in what if not one.exists()]
    if absent or not files:
        raise Invalid(f"There is no such file: {', '.join(absent)}." if absent else "There are no files in it.")
    with client(data) as everloop:
        goal = folder_id(everloop, folder)
        done = [
            {"file": str(one.file), "item": one.item, "reason": one.reason}
            for one in everloop.uploads.files(files, folder=goal, parallel=parallel)
        ]
    output.show(done, as_json=as_json, columns=COLUMNS)
    if any(one["item"] is None for one in done):
        raise typer.Exit(1)
