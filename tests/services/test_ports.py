from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import ports


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A cache of its own, whose ports are given back."""
    held: list[int] = []
    monkeypatch.setenv("EVERLOOP_TEST_CACHE", str(tmp_path))
    monkeypatch.setattr(ports, "_held", held)
    yield
    for claim in held:
        os.close(claim)


def test_a_port_is_one_processs_until_it_ends() -> None:
    among = range(21_000, 21_003)
    take = f"from tests.services import ports; print(ports.take(range({among.start}, {among.stop})), flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", take], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        theirs = int(other.stdout.readline())
        mine = {ports.take(among), ports.take(among)}
        assert mine == set(among) - {theirs}
        with pytest.raises(RuntimeError, match="21000 to 21002"):
            ports.take(among)
        other.communicate("\n")
    assert ports.take(among) == theirs


def test_a_port_that_somebody_listens_at_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with pytest.raises(RuntimeError):
            ports.take(range(port, port + 1))
    assert ports.take(range(port, port + 1)) == port
