"""``everloop member``: people and programs, groups, sign-in links."""

from __future__ import annotations

from typing import Annotated

import typer

from everloop.domain.access import WorkspaceRole
from everloop.domain.errors import NotFound
from everloop.domain.members import Group
from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client
from everloop.sdk.client import Client

app = typer.Typer(no_args_is_help=True, help="People and programs of the workspace, and their groups.")

COLUMNS = ("id", "name", "email", "role", "active", "groups")
Who = Annotated[str, typer.Argument(help="A name, an email address or an id.")]
GroupName = Annotated[str, typer.Argument(help="A group's name or id.")]
Role = Annotated[WorkspaceRole, typer.Option(help="In the workspace.")]


@app.command("list")
def list_(data: Data = None, as_json: Json = False) -> None:
    """All members, inactive ones too."""
    with client(data) as everloop:
        output.show(list(everloop.members.list()), as_json=as_json, columns=COLUMNS)


@app.command()
def me(data: Data = None, as_json: Json = False) -> None:
    """Who you are."""
    with client(data) as everloop:
        output.show(everloop.members.me(), as_json=as_json, columns=COLUMNS)


@app.command()
def add(
    name: str,
    email: Annotated[str | None, typer.Option(help="To sign in with, once there is a password.")] = None,
    role: Role = WorkspaceRole.MEMBER,
    service: Annotated[bool, typer.Option("--service", help="A program, not a person.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Add a person or a program."""
    with client(data) as everloop:
        added = everloop.members.add(name, email=email, role=role, service=service)
        output.show(added, as_json=as_json, columns=COLUMNS)


@app.command()
def role(member: Who, to: WorkspaceRole, data: Data = None, as_json: Json = False) -> None:
    """Change a member's role in the workspace."""
    with client(data) as everloop:
        changed = everloop.members.change(everloop.members.find(member).id, role=to)
        output.show(changed, as_json=as_json, columns=COLUMNS)


@app.command()
def deactivate(member: Who, data: Data = None, as_json: Json = False) -> None:
    """He keeps his work and may do nothing."""
    with client(data) as everloop:
        output.show(everloop.members.deactivate(everloop.members.find(member).id), as_json=as_json, columns=COLUMNS)


@app.command()
def activate(member: Who, data: Data = None, as_json: Json = False) -> None:
    """Undo ``deactivate``."""
    with client(data) as everloop:
        changed = everloop.members.change(everloop.members.find(member).id, active=True)
        output.show(changed, as_json=as_json, columns=COLUMNS)


@app.command()
def link(member: Who, data: Data = None, as_json: Json = False) -> None:
    """An address that signs a member in, once, within a day."""
    with client(data) as everloop:
        output.show(everloop.members.sign_in_link(everloop.members.find(member).id), as_json=as_json)


@app.command()
def groups(data: Data = None, as_json: Json = False) -> None:
    """All groups."""
    with client(data) as everloop:
        output.show(everloop.members.groups(), as_json=as_json, columns=("id", "name"))


@app.command()
def group(name: str, data: Data = None, as_json: Json = False) -> None:
    """Make a group."""
    with client(data) as everloop:
        output.show(everloop.members.create_group(name), as_json=as_json, columns=("id", "name"))


@app.command()
def join(member: Who, group: GroupName, data: Data = None, as_json: Json = False) -> None:
    """Put a member into a group."""
    with client(data) as everloop:
        joined = everloop.members.join(_group(everloop, group).id, everloop.members.find(member).id)
        output.show(joined, as_json=as_json, columns=COLUMNS)


@app.command()
def leave(member: Who, group: GroupName, data: Data = None, as_json: Json = False) -> None:
    """Take a member out of a group."""
    with client(data) as everloop:
        left = everloop.members.leave(_group(everloop, group).id, everloop.members.find(member).id)
        output.show(left, as_json=as_json, columns=COLUMNS)


def _group(everloop: Client, said: str) -> Group:
    found = [one for one in everloop.members.groups() if said in (one.id, one.name)]
    if len(found) != 1:
        raise NotFound(f"There is no group called {said!r}.")
    return found[0]
