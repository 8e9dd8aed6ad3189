"""A server of a data folder as a process of its own, and a client of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

START_S = 60.0


@dataclass
class Served:
    """A running server in a process group of its own, so that the pool can be killed with it."""

    folder: Path
    process: subprocess.Popen[str]
    url: str
    said: list[str]

    def client(self, timeout_s: float = 30.0) -> httpx.Client:
        token = (self.folder / "owner-token").read_text().strip()
        base, headers = f"{self.url}/api/v1", {"Authorization": f"Bearer {token}"}
        return httpx.Client(base_url=base, headers=headers, timeout=timeout_s)

    def kill(self) -> None:
        """``kill -9`` of the server and its pool."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self._gone()

    def stop(self) -> int:
        """TERM; the exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        return self._gone()

    def _gone(self) -> int:
        code = self.process.wait(60)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


def serve(folder: Path, *more: str, port: int = 0) -> Served:
    """Start a server and wait until it says its address. What it logs stays in ``server.log`` of the folder."""
    process = begin(folder, *more, port=port)
    assert process.stdout is not None
    said = [process.stdout.readline()]
    assert said[0].startswith("Everloop is ready at "), (said, (folder / "server.log").read_text()[-3000:])
    return Served(folder, process, said[0].removeprefix("Everloop is ready at ").strip(), said)


def begin(folder: Path, *more: str, port: int = 0) -> subprocess.Popen[str]:
    """Start a server."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "everloop", "serve", "--data", str(folder), "--port", str(port), *more]
    with (folder / "server.log").open("a") as log:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True)


def until(true: Callable[[], object], *, longest_s: float = 60.0) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + longest_s
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


def kept(folder: Path) -> dict[str, object]:
    """What ``server.json`` says."""
    found: dict[str, object] = json.loads((folder / "server.json").read_text())
    return found
