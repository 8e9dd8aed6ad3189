"""A server of its own for a bench, and Node's word on what a browser saw of it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from everloop.sdk import local
from everloop.sdk.client import Client
from tests.browser import driving

START_S = 60


@contextmanager
def served(folder: Path) -> Iterator[Client]:
    """A server on a free port over ``folder / "data"``, which ends with the bench."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    with (folder / "server.log").open("wb") as log:
        command = [sys.executable, "-m", "everloop", "serve", "--data", str(data), "--port", "0"]
        server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            yield _client(data, server)
        finally:
            server.terminate()
            server.wait()


def watched(script: str, client: Client, address: str, *, runs: int) -> dict[str, Any]:
    """What a script of ``web/bench`` found at an address, in a Chromium that is signed in as the owner."""
    link = client.members.sign_in_link(client.members.me().id).url
    command = ["node", f"bench/{script}", "--link", link, "--url", address, "--runs", str(runs)]
    if browser := driving.chromium():
        command += ["--chromium", browser]
    done = subprocess.run(command, cwd=driving.WEB, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _client(data: Path, server: subprocess.Popen[bytes]) -> Client:
    until = time.monotonic() + START_S
    while time.monotonic() < until and server.poll() is None:
        if url := local.running(data):
            return Client(url, local.owner_token(data))
        time.sleep(0.1)
    raise RuntimeError(f"The server did not start; it says why in {data.parent / 'server.log'}.")
