"""``everloop up``: the server, in the foreground."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from everloop.entry.cli.options import Data
from everloop.sdk.client import Client
from everloop.sdk.local import data_folder, owner_token, running

LET_GO_S = 30.0


def up(data: Data = None, port: Annotated[int, typer.Option(help="0: any that is free.")] = 8700) -> None:
    """Serve a data folder on this machine until it is told to stop.

    Where a server runs already, its address and a new sign-in link are printed. One that a command started for itself, and that
    would end when idle, hands over.
    """
    folder = data_folder(data)
    if (url := running(folder)) and not _handed_over(folder):
        with Client(url, owner_token(folder)) as everloop:
            link = everloop.members.sign_in_link(everloop.members.me().id)
        sys.stdout.write(f"Everloop is already running at {url}\nSign in: {link.url}\n")
        return
    command = [sys.executable, "-m", "everloop", "serve", "--data", str(folder), "--port", str(port)]
    sys.stdout.flush()
    os.execv(sys.executable, command)


def _handed_over(folder: Path) -> bool:
    """End the folder's server if it is one that would end by itself; True once it answers no more."""
    kept = folder / "server.json"
    try:
        said = json.loads(kept.read_text())
        if said["idle_exit_s"] is None:
            return False
        os.kill(said["pid"], signal.SIGTERM)
    except (OSError, ValueError, KeyError):
        return False
    deadline = time.monotonic() + LET_GO_S
    while kept.exists():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
