"""Where the command finds its server: EVERLOOP_URL and EVERLOOP_TOKEN, or the data folder's own (started where none runs)."""

from __future__ import annotations

import os
from pathlib import Path

from everloop.sdk.client import Client


def client(data: Path | None = None) -> Client:
    """A client of the deployment that the environment names, else of the data folder's server.

    Raises:
        Transient: The server cannot be started.
    """
    url, token = os.environ.get("EVERLOOP_URL"), os.environ.get("EVERLOOP_TOKEN")
    return Client(url, token) if url and token else Client.local(data)
