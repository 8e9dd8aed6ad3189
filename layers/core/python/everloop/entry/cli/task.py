"""``everloop task``: take the next one, hand over, judge; assign, order, send back."""

from __future__ import annotations

import itertools
from typing import Annotated

import typer

from everloop.domain.errors import Invalid, NotFound
from everloop.domain.issues import Anchor
from everloop.domain.tasks import Task, TaskStatus
from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client

app = typer.Typer(no_args_is_help=True, help="Tasks: who works on what, one person at a time.")

COLUMNS = ("id", "stage", "status", "assignee", "holder", "priority", "round", "item")
JOB_COLUMNS = ("id", "title", "state", "counts")

OfStage = Annotated[str | None, typer.Option("--stage", help="A stage of the workflow.")]
Name = Annotated[str, typer.Argument(metavar="TASK", help="A task's id, or its item's.")]
Token = Annotated[int | None, typer.Option(help="Of your lease, as the claim told it.")]
Urgency = Annotated[float, typer.Option("--priority", min=0, max=1, help="1 comes first.")]


@app.command("list")
def list_(
    project: str,
    stage: OfStage = None,
    status: TaskStatus | None = None,
    assignee: str | None = None,
    limit: Annotated[int, typer.Option(min=1)] = 100,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """A project's tasks by item, or one person's."""
    with client(data) as everloop:
        found = everloop.tasks.list(project, stage=stage, status=status, assignee=assignee)
        _show(list(itertools.islice(found, limit)), as_json=as_json)


@app.command()
def show(project: str, task: Name, data: Data = None, as_json: Json = False) -> None:
    """One task."""
    with client(data) as everloop:
        _show(everloop.tasks.get(project, task), as_json=as_json)


@app.command()
def next(project: str, stage: OfStage = None, data: Data = None, as_json: Json = False) -> None:  # noqa: A001
    """Take the next task that waits for you; exit 3 where nothing does."""
    with client(data) as everloop:
        taken = everloop.tasks.next(project, stage=stage)
        if taken is None:
            raise NotFound("Nothing waits for you.")
        _show(taken, as_json=as_json)


@app.command()
def claim(project: str, task: Name, data: Data = None, as_json: Json = False) -> None:
    """Take this very task."""
    with client(data) as everloop:
        _show(everloop.tasks.claim(project, task), as_json=as_json)


@app.command()
def release(project: str, task: Name, data: Data = None, as_json: Json = False) -> None:
    """Give a task back."""
    with client(data) as everloop:
        _show(everloop.tasks.release(project, task), as_json=as_json)


@app.command()
def skip(project: str, task: Name, data: Data = None, as_json: Json = False) -> None:
    """Give a task back to the end of the queue."""
    with client(data) as everloop:
        _show(everloop.tasks.skip(project, task), as_json=as_json)


@app.command()
def submit(project: str, task: Name, data: Data = None, as_json: Json = False) -> None:
    """Hand over the labels of a task you hold."""
    with client(data) as everloop:
        _show(everloop.tasks.submit(project, task), as_json=as_json)


@app.command()
def approve(project: str, task: Name, data: Data = None, as_json: Json = False) -> None:
    """Say that the labels of a task you hold for review are right."""
    with client(data) as everloop:
        _show(everloop.tasks.approve(project, task), as_json=as_json)


@app.command()
def reject(
    project: str,
    task: Name,
    reason: Annotated[str, typer.Option("--reason", "-m", help="What is wrong.")],
    object_id: Annotated[str | None, typer.Option("--object", help="The object that is wrong.")] = None,
    point: Annotated[str | None, typer.Option(help="Where, in pixels: X,Y.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="May be repeated.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Say what is wrong: the task returns to its annotator, and an issue is open."""
    with client(data) as everloop:
        where = anchor(object_id, point)
        _show(everloop.tasks.reject(project, task, reason, anchor=where, tags=tag or ()), as_json=as_json)


@app.command()
def verdicts(project: str, task: Name, data: Data = None, as_json: Json = False) -> None:
    """What reviews said of a task."""
    with client(data) as everloop:
        columns = ("round", "stage", "object_id", "opinion", "reason", "by", "rev")
        output.show(list(everloop.tasks.verdicts(project, task)), as_json=as_json, columns=columns)


@app.command()
def assign(
    project: str,
    task: Name,
    to: Annotated[str | None, typer.Argument(help="A member; without one it goes back to the queue.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Make a task somebody's own, or nobody's."""
    with client(data) as everloop:
        done = everloop.tasks.assign(project, task, to) if to else everloop.tasks.unassign(project, task)
        _show(done, as_json=as_json)


@app.command()
def prioritise(project: str, task: Name, priority: float, data: Data = None, as_json: Json = False) -> None:
    """Change a task's place in the queue: 1 comes first."""
    with client(data) as everloop:
        _show(everloop.tasks.prioritise(project, task, priority), as_json=as_json)


@app.command()
def move(project: str, task: Name, stage: str, data: Data = None, as_json: Json = False) -> None:
    """Put a task into another stage."""
    with client(data) as everloop:
        _show(everloop.tasks.move(project, task, stage), as_json=as_json)


@app.command()
def reopen(
    project: str, task: Name, stage: OfStage = None, priority: Urgency = 1.0, data: Data = None, as_json: Json = False
) -> None:
    """Send a task to work again, in a new round."""
    with client(data) as everloop:
        _show(everloop.tasks.reopen(project, task, priority=priority, stage=stage), as_json=as_json)


@app.command("send-back")
def send_back(
    project: str,
    of_set: Annotated[str | None, typer.Option("--set", help="A set of items.")] = None,
    collection: Annotated[str | None, typer.Option(help="Or a collection's newest version.")] = None,
    stage: OfStage = None,
    priority: Urgency = 1.0,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Reopen the tasks of many items."""
    if (of_set is None) == (collection is None):
        raise Invalid("Name a set or a collection.")
    with client(data) as everloop, output.progress("sending back", quiet=as_json) as bar:
        members = of_set or everloop.collections.get(collection or "").members
        job = everloop.projects.send_back(project, members, priority=priority, stage=stage)
        output.show(everloop.jobs.wait(job, progress=bar), as_json=as_json, columns=JOB_COLUMNS)


def anchor(object_id: str | None, point: str | None) -> Anchor | None:
    """Where an issue is. Raises Invalid."""
    if object_id is None and point is None:
        return None
    try:
        x, y = (float(one) for one in point.split(",")) if point is not None else (None, None)
    except ValueError:
        raise Invalid(f"{point!r} is no point; write X,Y in pixels, such as 120,48.") from None
    return Anchor(object_id=object_id, x=x, y=y)


def _show(found: Task | list[Task], *, as_json: bool) -> None:
    if as_json:
        output.show(found, as_json=True)
        return
    tasks = found if isinstance(found, list) else [found]
    rows = [{**one.model_dump(mode="json"), "holder": one.lease.holder if one.lease else None} for one in tasks]
    output.show(rows, as_json=False, columns=COLUMNS)
