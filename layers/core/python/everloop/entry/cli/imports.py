"""``everloop import``: labels and predictions from files."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Annotated, Any

import typer

from everloop.domain.jobs import Job
from everloop.domain.predictions import RunOn
from everloop.domain.transfers import Format
from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client
from everloop.sdk.client import Client
from everloop.sdk.imports import How

app = typer.Typer(no_args_is_help=True, help="Read labels and predictions from files.")

SHOWN = 20
LISTED = 10_000
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]
Extend = Annotated[bool, typer.Option(help="Add the file's classes and shapes to the ontology.")]


@app.command()
def coco(
    project: str,
    file: Path,
    extend: Extend = True,
    how: Annotated[How, typer.Option(help="Of items that have labels already.")] = "merge",
    dry_run: DryRun = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Labels from a COCO annotation file. Exit code 1 where rows were left out; they are listed with their reasons."""
    with client(data) as everloop:
        job = everloop.imports.labels(project, file, extend=extend, how=how, dry_run=dry_run)
        _finished(everloop, job, as_json=as_json)


@app.command()
def encord(
    project: str,
    file: Path,
    ontology: Annotated[Path | None, typer.Option(help="The file of the rows' ontology.")] = None,
    extend: Extend = True,
    how: Annotated[How, typer.Option(help="Of items that have labels already.")] = "merge",
    dry_run: DryRun = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Labels from label rows in Encord's JSON."""
    with client(data) as everloop:
        job = everloop.imports.labels(
            project, file, format=Format.ENCORD, ontology=ontology, extend=extend, how=how, dry_run=dry_run
        )
        _finished(everloop, job, as_json=as_json)


@app.command()
def predictions(
    file: Path,
    model: Annotated[str, typer.Option(help="The model's name.")],
    model_version: Annotated[str, typer.Option(help="The model's version.")] = "1",
    trained_on: Annotated[str | None, typer.Option(help="The label version it was trained on.")] = None,
    project: Annotated[str | None, typer.Option(help="Whose classes and items are meant, and whose ids.")] = None,
    export: Annotated[str | None, typer.Option(help="The export whose ids the file uses.")] = None,
    truth: Annotated[Path | None, typer.Option(help="The COCO file whose ids the file uses.")] = None,
    images: Annotated[Path | None, typer.Option(help="A list of what the model was run on: a file name or id a line.")] = None,
    run_on: Annotated[RunOn, typer.Option(help="Without a list: all of the ledger, or those with a result.")] = RunOn.LEDGER,
    name: str = "",
    dry_run: DryRun = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Detections from a COCO results file, as a prediction set of a model."""
    run = [int(one) if one.isdecimal() else one for one in images.read_text().splitlines() if one] if images else None
    with client(data) as everloop:
        made = everloop.models.name(model, version=model_version, trained_on=trained_on)
        job = everloop.imports.predictions(
            made,
            file,
            project=project,
            export=export,
            truth=truth,
            images=run,
            run_on=run_on,
            name=name,
            dry_run=dry_run,
        )
        _finished(everloop, job, as_json=as_json)


def _finished(everloop: Client, job: Job, *, as_json: bool) -> None:
    """Wait for an import, and say what came of it."""
    with output.progress(job.title, quiet=as_json) as bar:
        done = everloop.jobs.wait(job, progress=bar)
    told = list(itertools.islice(everloop.imports.errors(done), LISTED)) if done.errors else []
    result = {key: value for key, value in (done.result or {}).items() if key != "sample"}
    said: dict[str, Any] = {"job": done.id, **done.counts, **result}
    if as_json:
        output.show(said | {"report": told}, as_json=True)
    else:
        output.show(said, as_json=False)
        for one in told[:SHOWN]:
            where = " ".join(f"{key} {one[key]}" for key in ("where", "row", "image", "item") if key in one)
            output.line(f"{where}: {one['reason']}")
        if len(told) > SHOWN:
            output.line(f"… and {len(told) - SHOWN} more; --json lists them.")
    if done.counts.get("errors"):
        raise typer.Exit(1)
