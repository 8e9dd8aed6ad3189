"""The server of a data folder on this machine: found, or started as a child that exits when idle."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx

from everloop.domain.errors import Transient

START_S = 60.0
IDLE_EXIT_S = 120


def data_folder(given: Path | str | None = None) -> Path:
    """The data folder: as given, EVERLOOP_DATA, or ``.everloop`` here."""
    return Path(given or os.environ.get("EVERLOOP_DATA") or ".everloop").resolve()


def owner_token(folder: Path) -> str:
    """The token of the folder's owner. Raises Transient: there is none."""
    try:
        return (folder / "owner-token").read_text().strip()
    except OSError as error:
        raise Transient(f"{folder} has no readable owner token ({error.strerror}).") from error


def running(folder: Path) -> str | None:
    """The address of the server that owns the folder, if one answers."""
    try:
        url = str(json.loads((folder / "server.json").read_text())["url"])
        httpx.get(f"{url}/api/v1/health", timeout=5).raise_for_status()
    except (OSError, ValueError, KeyError, httpx.HTTPError):
        return None
    return url


def served(folder: Path) -> str:
    """The address of the folder's server, started where none runs.

    Raises:
        Transient: It does not start; the sentence says where its log is.
    """
    return running(folder) or _started(folder)


def _started(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "server.log"
    command = [sys.executable, "-m", "everloop", "serve", "--data", str(folder), "--port", "0", "--idle-exit", str(IDLE_EXIT_S)]
    with log.open("ab") as out:
        child = subprocess.Popen(
            command,
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
