"""``everloop folder``: the tree, and who may see what is in it. A folder is said by its path ("Demo/Street") or its id."""

from __future__ import annotations

from typing import Annotated

import typer

from everloop.domain.access import FolderRole
from everloop.domain.errors import NotFound
from everloop.domain.folders import SeenFolder
from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client
from everloop.sdk.client import Client

app = typer.Typer(no_args_is_help=True, help="Folders, and who may see what is in them.")

Place = Annotated[str, typer.Argument(help="A path such as Demo/Street, or an id.")]
Subject = Annotated[str, typer.Argument(help="A member's name, address or id; or group:<id>.")]


def named(everloop: Client, place: str) -> SeenFolder:
    """The folder at a path, else the one with this id. Raises NotFound."""
    try:
        return everloop.folders.find(place)
    except NotFound as error:
        if not place or "/" in place:
            raise
        try:
            return everloop.folders.get(place)
        except NotFound:
            raise error from None


@app.command("list")
def list_(data: Data = None, as_json: Json = False) -> None:
    """All folders you see, as paths."""
    with client(data) as everloop:
        seen = {one.id: one for one in everloop.folders.list()}

        def path(folder: SeenFolder) -> str:
            above = seen.get(folder.parent or "")
            return folder.name if above is None or above.parent is None else f"{path(above)}/{folder.name}"

        rows = [{"path": path(one), **one.model_dump(mode="json", by_alias=True)} for one in seen.values()]
        output.show(sorted(rows, key=lambda row: str(row["path"])), as_json=as_json, columns=("path", "id", "role"))


@app.command()
def create(
    path: Annotated[str, typer.Argument(help="Names from the root down.")], data: Data = None, as_json: Json = False
) -> None:
    """Make a folder with all on the way to it; one that is there stays."""
    with client(data) as everloop:
        output.show(everloop.folders.ensure(path), as_json=as_json, columns=("name", "id", "role"))


@app.command()
def rename(folder: Place, name: str, data: Data = None, as_json: Json = False) -> None:
    """Give a folder another name."""
    with client(data) as everloop:
        changed = everloop.folders.change(named(everloop, folder).id, name=name)
        output.show(changed, as_json=as_json, columns=("name", "id"))


@app.command()
def move(folder: Place, to: Place, data: Data = None, as_json: Json = False) -> None:
    """Move a folder, with all that is in it, into another one."""
    with client(data) as everloop:
        moved = everloop.folders.change(named(everloop, folder).id, parent=named(everloop, to).id)
        output.show(moved, as_json=as_json, columns=("name", "id", "parent"))


@app.command()
def delete(folder: Place, data: Data = None) -> None:
    """Delete an empty folder."""
    with client(data) as everloop:
        everloop.folders.delete(named(everloop, folder).id)


@app.command()
def grants(folder: Place, data: Data = None, as_json: Json = False) -> None:
    """Who has which role in a folder, those granted above too."""
    with client(data) as everloop:
        rows = everloop.folders.grants(named(everloop, folder).id)
        output.show(rows, as_json=as_json, columns=("subject", "name", "role", "via"))


@app.command()
def grant(folder: Place, to: Subject, role: FolderRole, data: Data = None, as_json: Json = False) -> None:
    """Give somebody a role in a folder and all below it."""
    with client(data) as everloop:
        given = everloop.folders.grant(named(everloop, folder).id, _subject(everloop, to), role)
        output.show(given, as_json=as_json, columns=("subject", "role", "folder"))


@app.command()
def withdraw(folder: Place, of: Subject, data: Data = None) -> None:
    """Take back the role given in this very folder."""
    with client(data) as everloop:
        everloop.folders.withdraw(named(everloop, folder).id, _subject(everloop, of))


def _subject(everloop: Client, said: str) -> str:
    return said if said.startswith(("user:", "group:")) else f"user:{everloop.members.find(said).id}"
