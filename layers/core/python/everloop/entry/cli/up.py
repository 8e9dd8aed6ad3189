"""``everloop up``: the server, in the foreground."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from everloop.entry.cli.options import Data
from everloop.sdk.local import data_folder


def up(data: Data = None, port: Annotated[int, typer.Option(help="0: any that is free.")] = 8700) -> None:
    """Serve a data folder on this machine until it is told to stop."""
    command = [sys.executable, "-m", "everloop", "serve", "--data", str(data_folder(data)), "--port", str(port)]
    sys.stdout.flush()
    os.execv(sys.executable, command)
