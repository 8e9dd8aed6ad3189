"""Where the command finds its server: EVERLOOP_URL and EVERLOOP_TOKEN, or the data folder's own (started where none runs)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx

from everloop.domain.errors import Transient
from everloop.sdk.client import Client

DATA = ".everloop"
START_S = 60.0
IDLE_EXIT_S = 120


def data_folder(given: Path | None) -> Path:
    """The data folder: as given, EVERLOOP_DATA, or ``.everloop`` here."""
    return (given or Path(os.environ.get("EVERLOOP_DATA", DATA))).resolve()


def client(data: Path | None = None) -> Client:
    """A client of the deployment that the environment names, else of the data folder's server.

    Raises:
        Transient: The server cannot be started.
    """
    url, token = os.environ.get("EVERLOOP_URL"), os.environ.get("EVERLOOP_TOKEN")
    if url and token:
        return Client(url, token)
    folder = data_folder(data)
    url = running(folder) or _started(folder)
    return Client(url, (folder / "owner-token").read_text().strip())


def running(folder: Path) -> str | None:
    """The address of the server that owns the folder, if one answers."""
    try:
        url = str(json.loads((folder / "server.json").read_text())["url"])
        httpx.get(f"{url}/api/v1/health", timeout=5).raise_for_status()
    except (OSError, ValueError, KeyError, httpx.HTTPError):
        return None
    return url


def _started(folder: Path) -> str:
    """Start a server as a child that exits when idle."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "server.log"
    command = [sys.executable, "-m", "everloop", "serve", "--data", str(folder), "--port", "0"]
    with log.open("ab") as out:
        child = subprocess.Popen(
            [*command, "--idle-exit", str(IDLE_EXIT_S)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if url := running(folder):
            return url
        if child.poll() not in (None, 0):
            break
        time.sleep(0.05)
    raise Transient(f"The server did not start; {log} says why.")
