"""``everloop project``: make one, say who works in it and on what, see where it stands."""

from __future__ import annotations

from typing import Annotated

import typer

from everloop.domain.access import ProjectRole
from everloop.domain.errors import Invalid
from everloop.domain.jobs import Job
from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client
from everloop.sdk.client import Client

app = typer.Typer(no_args_is_help=True, help="Projects: an ontology, datasets, a workflow, and the people in it.")

COLUMNS = ("id", "title", "ontology", "ontology_version", "datasets", "archived")
JOB_COLUMNS = ("id", "title", "state", "counts")
Datasets = Annotated[
    list[str] | None,
    typer.Option("--dataset", help="A dataset, at its newest version or at ID@VERSION; may be repeated."),
]


@app.command()
def create(
    title: str,
    ontology: Annotated[str, typer.Option(help="The ontology's id.")],
    dataset: Datasets = None,
    description: str = "",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Make a project (annotate → review → complete) and open a task for each item of its datasets."""
    with client(data) as everloop:
        made = everloop.projects.create(title, ontology, description=description)
        if dataset:
            _follow(everloop, made.id, dataset, quiet=as_json)
        output.show(everloop.projects.get(made.id), as_json=as_json, columns=COLUMNS)


@app.command("list")
def list_(data: Data = None, as_json: Json = False) -> None:
    """The projects in which you have a role."""
    with client(data) as everloop:
        output.show(list(everloop.projects.list()), as_json=as_json, columns=COLUMNS)


@app.command()
def show(project: str, data: Data = None, as_json: Json = False) -> None:
    """One project."""
    with client(data) as everloop:
        output.show(everloop.projects.get(project), as_json=as_json, columns=COLUMNS)


@app.command()
def datasets(project: str, dataset: Datasets = None, data: Data = None, as_json: Json = False) -> None:
    """Work on exactly these datasets: tasks are opened for what is new and archived for what left."""
    with client(data) as everloop:
        output.show(_follow(everloop, project, dataset or [], quiet=as_json), as_json=as_json, columns=JOB_COLUMNS)


@app.command()
def progress(project: str, data: Data = None, as_json: Json = False) -> None:
    """Where a project stands."""
    with client(data) as everloop:
        found = everloop.projects.progress(project)
        output.show(found if as_json else found.stages, as_json=as_json)


@app.command()
def members(project: str, data: Data = None, as_json: Json = False) -> None:
    """Who works in a project."""
    with client(data) as everloop:
        output.show(list(everloop.projects.members(project)), as_json=as_json, columns=("subject", "roles"))


@app.command()
def member(
    project: str,
    subject: Annotated[str, typer.Argument(help="A user's id, or group:ID.")],
    role: Annotated[list[ProjectRole] | None, typer.Option(help="May be repeated; without any he is removed.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Give somebody exactly these roles in a project."""
    with client(data) as everloop:
        if role:
            made = everloop.projects.set_member(project, subject, role)
            output.show(made, as_json=as_json, columns=("subject", "roles"))
        else:
            everloop.projects.remove_member(project, subject)
            output.show({"subject": subject, "roles": []}, as_json=as_json)


@app.command()
def archive(
    project: str,
    back: Annotated[bool, typer.Option(help="Bring it back instead.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Let a project stand still, or bring it back."""
    with client(data) as everloop:
        output.show(everloop.projects.update(project, archived=not back), as_json=as_json, columns=COLUMNS)


@app.command("pre-label")
def pre_label(
    project: str,
    predictions: Annotated[str, typer.Argument(help="A prediction set.")],
    confidence: Annotated[float, typer.Option(min=0, max=1, help="The least confidence.")] = 0.5,
    iou: Annotated[float | None, typer.Option(help="Leave out what a label overlaps by this much.")] = None,
    of_set: Annotated[str | None, typer.Option("--set", help="Only the items of this set.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Offer predictions as pre-labels on the items that are to be annotated."""
    with client(data) as everloop, output.progress("offering", quiet=as_json) as bar:
        job = everloop.projects.pre_label(project, predictions, confidence=confidence, iou_threshold=iou, members=of_set)
        output.show(everloop.jobs.wait(job, progress=bar), as_json=as_json, columns=JOB_COLUMNS)


def _follow(everloop: Client, project: str, datasets: list[str], *, quiet: bool) -> Job:
    job = everloop.projects.set_datasets(project, [_dataset(one) for one in datasets])
    with output.progress("opening tasks", quiet=quiet) as bar:
        return everloop.jobs.wait(job, progress=bar)


def _dataset(text: str) -> str | tuple[str, int]:
    name, at, number = text.partition("@")
    if not at:
        return name
    if not number.isdecimal() or not int(number):
        raise Invalid(f"{text!r} is no dataset's version; write ID@VERSION, such as k3j…@2.")
    return name, int(number)
