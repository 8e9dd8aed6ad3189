"""Ports for services that are told where to listen, so that suites that run at the same time never take the same one."""

from __future__ import annotations

import fcntl
import os
import random
import socket
from pathlib import Path

ANY = range(20_000, 30_000)
"""Below those that Linux gives to outgoing connections, which could take a port between the look and the start."""
_held: list[int] = []
"""Open files, each with the lock of a port that this process took."""


def cache() -> Path:
    """Where what is dear to make is kept between runs: ``$EVERLOOP_TEST_CACHE``, default ``~/.cache/everloop-tests``."""
    place = Path(os.environ.get("EVERLOOP_TEST_CACHE") or Path.home() / ".cache" / "everloop-tests")
    place.mkdir(parents=True, exist_ok=True)
    return place


def take(among: range = ANY) -> int:
    """A port of 127.0.0.1 that nobody listens at. It is this process's until it ends, so that a service can start slowly, and
    stop and start again."""
    folder = cache() / "ports"
    folder.mkdir(exist_ok=True)
    for port in random.sample(among, len(among)):
        claim = os.open(folder / str(port), os.O_CREAT | os.O_RDWR)
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(claim)
            continue
        if _is_free(port):
            _held.append(claim)
            return port
        os.close(claim)
    raise RuntimeError(f"Every port from {among.start} to {among.stop - 1} is taken.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
