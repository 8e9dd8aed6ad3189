"""``everloop issue``: raise one, talk about it, resolve it."""

from __future__ import annotations

import itertools
from typing import Annotated

import typer

from everloop.domain.issues import Issue, IssueState
from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client
from everloop.entry.cli.task import anchor

app = typer.Typer(no_args_is_help=True, help="Issues: what people say of an item until it is resolved.")

COLUMNS = ("id", "state", "kind", "item", "said", "comments", "tags", "created_by")


@app.command()
def create(
    project: str,
    item: str,
    text: str,
    object_id: Annotated[str | None, typer.Option("--object", help="The object it is about.")] = None,
    point: Annotated[str | None, typer.Option(help="Where, in pixels: X,Y.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="May be repeated.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Raise an issue on an item, an object or a point."""
    with client(data) as everloop:
        made = everloop.issues.create(project, item, text, anchor=anchor(object_id, point), tags=tag or ())
        _show([made], as_json=as_json)


@app.command("list")
def list_(
    project: str,
    item: Annotated[str | None, typer.Option(help="Only this item's, resolved ones too.")] = None,
    state: IssueState = IssueState.OPEN,
    limit: Annotated[int, typer.Option(min=1)] = 100,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """A project's open (or resolved) issues, newest first; or an item's."""
    with client(data) as everloop:
        found = list(itertools.islice(everloop.issues.list(project, item=item, state=state), limit))
        if as_json:
            output.show(found, as_json=True)
        else:
            _show(found, as_json=False)


@app.command()
def show(project: str, issue: str, data: Data = None, as_json: Json = False) -> None:
    """One issue with all that was said."""
    with client(data) as everloop:
        found = everloop.issues.get(project, issue)
        output.show(found if as_json else found.comments, as_json=as_json, columns=() if as_json else ("by", "text"))


@app.command()
def comment(project: str, issue: str, text: str, data: Data = None, as_json: Json = False) -> None:
    """Say something."""
    with client(data) as everloop:
        _show([everloop.issues.comment(project, issue, text)], as_json=as_json)


@app.command()
def resolve(project: str, issue: str, data: Data = None, as_json: Json = False) -> None:
    """Nobody need look any more."""
    with client(data) as everloop:
        _show([everloop.issues.resolve(project, issue)], as_json=as_json)


@app.command()
def reopen(project: str, issue: str, data: Data = None, as_json: Json = False) -> None:
    """Somebody should look again."""
    with client(data) as everloop:
        _show([everloop.issues.reopen(project, issue)], as_json=as_json)


def _show(found: list[Issue], *, as_json: bool) -> None:
    if as_json:
        output.show(found[0], as_json=True)
        return
    rows = [{**one.model_dump(mode="json"), "said": one.comments[0].text, "comments": len(one.comments)} for one in found]
    output.show(rows, as_json=False, columns=COLUMNS)
