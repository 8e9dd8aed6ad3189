"""``everloop jobs``: what runs, what ran, cancel, wait."""

from __future__ import annotations

import itertools
from typing import Annotated

import typer

from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client

app = typer.Typer(no_args_is_help=True, help="Long work: what runs, what ran, wait for it, cancel it.")

COLUMNS = ("id", "title", "state", "done", "total", "counts")


@app.command("list")
def list_(data: Data = None, as_json: Json = False, limit: Annotated[int, typer.Option(min=1)] = 20) -> None:
    """Jobs, newest first."""
    with client(data) as everloop:
        output.show(list(itertools.islice(everloop.jobs.list(), limit)), as_json=as_json, columns=COLUMNS)


@app.command()
def show(job: str, data: Data = None, as_json: Json = False) -> None:
    """One job."""
    with client(data) as everloop:
        output.show(everloop.jobs.get(job), as_json=as_json)


@app.command()
def wait(job: str, data: Data = None, as_json: Json = False) -> None:
    """Wait until a job is over; exit 1 if it failed."""
    with client(data) as everloop, output.progress("waiting", quiet=as_json) as bar:
        output.show(everloop.jobs.wait(job, progress=bar), as_json=as_json, columns=COLUMNS)


@app.command()
def cancel(job: str, data: Data = None, as_json: Json = False) -> None:
    """Cancel a job."""
    with client(data) as everloop:
        output.show(everloop.jobs.cancel(job), as_json=as_json, columns=COLUMNS)
