"""``everloop token``: tokens for programs."""

from __future__ import annotations

from typing import Annotated

import typer

from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client

app = typer.Typer(no_args_is_help=True, help="Tokens for programs: make, list, revoke.")

COLUMNS = ("id", "kind", "name", "user", "hint", "expires_at", "revoked")
Member = Annotated[str | None, typer.Option("--member", help="Another member's (admins): a name, an address or an id.")]


@app.command("list")
def list_(member: Member = None, data: Data = None, as_json: Json = False) -> None:
    """Your tokens and sessions, oldest first. ``hint``: the token's last characters."""
    with client(data) as everloop:
        user = everloop.members.find(member).id if member else None
        output.show(everloop.tokens.list(user=user), as_json=as_json, columns=COLUMNS)


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What it is for.")],
    member: Member = None,
    days: Annotated[int | None, typer.Option(min=1, help="Until it expires; left out: it does not.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Make a token; it is printed this once."""
    with client(data) as everloop:
        user = everloop.members.find(member).id if member else None
        given = everloop.tokens.create(name, user=user, days=days)
        if as_json:
            output.show(given, as_json=True)
        else:
            typer.echo(given.token)


@app.command()
def revoke(
    token: Annotated[str, typer.Argument(help="Its id, as list prints it.")], data: Data = None, as_json: Json = False
) -> None:
    """Make a token useless, for ever."""
    with client(data) as everloop:
        output.show(everloop.tokens.revoke(token), as_json=as_json, columns=COLUMNS)
