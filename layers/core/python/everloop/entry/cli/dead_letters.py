"""``everloop dead-letters``: what consumers gave up on; send it again once the cause is mended."""

from __future__ import annotations

from typing import Annotated

import typer

from everloop.entry.cli import output
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client

app = typer.Typer(no_args_is_help=True, help="What consumers gave up on: see why, send it again.")

Ids = Annotated[list[str] | None, typer.Argument(help="Letters; none: all of them.")]
COLUMNS = ("id", "consumer", "kind", "reason", "attempts")


@app.command("list")
def list_(data: Data = None, as_json: Json = False) -> None:
    """All letters, newest first."""
    with client(data) as everloop:
        output.show(list(everloop.dead_letters.list()), as_json=as_json, columns=COLUMNS)


@app.command()
def retry(ids: Ids = None, data: Data = None, as_json: Json = False) -> None:
    """Send letters again to the consumers they failed in."""
    with client(data) as everloop:
        wanted = ids or [one.id for one in everloop.dead_letters.list()][:1_000]
        output.show({"sent": everloop.dead_letters.resend(wanted) if wanted else 0}, as_json=as_json)


@app.command()
def discard(ids: Annotated[list[str], typer.Argument(help="Letters.")], data: Data = None, as_json: Json = False) -> None:
    """Forget letters."""
    with client(data) as everloop:
        output.show({"forgotten": everloop.dead_letters.discard(ids)}, as_json=as_json)
