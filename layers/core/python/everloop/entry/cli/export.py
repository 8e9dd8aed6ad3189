"""``everloop export``: labels of a project as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from everloop.domain.transfers import Format
from everloop.entry.cli import output
from everloop.entry.cli.choices import Filter, parsed
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client


def export(
    format: Annotated[Format, typer.Argument(help="The file's format.")],  # noqa: A002
    project: str,
    to: Annotated[Path, typer.Option("--to", "-o", help="The folder for the files.")] = Path(),
    version: Annotated[str | None, typer.Option(help="A label version; without it the labels as they are.")] = None,
    stage: Annotated[list[str] | None, typer.Option(help="Only items whose task is in this stage (may be repeated).")] = None,
    items: Filter = None,
    include_unlabelled: Annotated[bool, typer.Option(help="Also items that nobody has labelled.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Export labels and download the files. What is exported is pinned as a label version."""
    with client(data) as everloop:
        job = everloop.exports.create(
            project,
            format=format,
            version=version,
            stages=stage or None,
            items=parsed(items),
            include_unlabelled=include_unlabelled,
        )
        with output.progress(job.title, quiet=as_json) as bar:
            done = everloop.jobs.wait(job, progress=bar)
        files = everloop.exports.download(done, to)
    result = done.result or {}
    said = {"job": done.id, "label_version": result.get("label_version"), **done.counts, "files": [str(one) for one in files]}
    output.show(said, as_json=as_json)
