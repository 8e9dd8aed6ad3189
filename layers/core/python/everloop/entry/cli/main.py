"""The command ``everloop``: one module per noun, all through the client."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from everloop.domain.errors import EverloopError
from everloop.entry.cli import (
    collection,
    dataset,
    dead_letters,
    doctor,
    evaluate,
    export,
    folder,
    imports,
    issue,
    jobs,
    label_version,
    member,
    metadata,
    model,
    ontology,
    output,
    project,
    register,
    reindex,
    search,
    source,
    task,
    token,
    up,
    upload,
)
from everloop.entry.cli.demo.command import demo

NOUNS: dict[str, typer.Typer] = {
    "token": token.app,
    "metadata": metadata.app,
    "member": member.app,
    "folder": folder.app,
    "source": source.app,
    "collection": collection.app,
    "issue": issue.app,
    "task": task.app,
    "project": project.app,
    "dataset": dataset.app,
    "search": search.app,
    "dead-letters": dead_letters.app,
    "evaluate": evaluate.app,
    "ontology": ontology.app,
    "label-version": label_version.app,
    "import": imports.app,
    "jobs": jobs.app,
    "model": model.app,
}


VERBS: dict[str, Callable[..., None]] = {
    "demo": demo,
    "doctor": doctor.doctor,
    "export": export.export,
    "register": register.register,
    "upload": upload.upload,
    "reindex": reindex.reindex,
    "up": up.up,
}


def app() -> typer.Typer:
    """The whole command."""
    root = typer.Typer(
        name="everloop",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="The open data loop for computer vision.",
    )
    for name, noun in NOUNS.items():
        root.add_typer(noun, name=name)
    for name, verb in VERBS.items():
        root.command(name)(verb)
    return root


def run() -> None:
    """Run the command; an error is a sentence and an exit code (see ``output``)."""
    try:
        app()()
    except EverloopError as error:
        output.line(error.message)
        sys.exit(output.code(error))
    except KeyboardInterrupt:
        sys.exit(130)
