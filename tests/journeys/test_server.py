"""The local server as people start, stop, kill and forget it."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.journeys.serving import Served, begin, kept, serve, until


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = serve(tmp_path / "data")
    yield made
    made.stop()


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    said, _ = process.communicate(timeout=60)
    return process.returncode, said


def test_it_says_its_address_and_a_link_that_signs_in_once(served: Served) -> None:
    assert served.process.stdout is not None
    link = served.process.stdout.readline().removeprefix("Sign in: ").strip()
    with httpx.Client() as browser:
        assert browser.get(link).status_code == 303
        assert browser.get(f"{served.url}/api/v1/server").json()["pid"] == kept(served.folder)["pid"]
    with httpx.Client() as another:
        assert another.get(link).status_code == 401


def test_a_second_server_says_where_the_first_one_is(served: Served) -> None:
    code, said = ended(begin(served.folder))
    assert (code, said) == (0, f"Everloop is already running at {served.url}\n")
    assert kept(served.folder)["url"] == served.url


def up(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "everloop", "up", "--data", str(folder), "--port", "0"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def test_the_command_up_gives_a_new_link_where_a_server_runs(served: Served) -> None:
    code, said = ended(up(served.folder))
    address, link = said.splitlines()
    assert (code, address) == (0, f"Everloop is already running at {served.url}")
    assert httpx.get(link.removeprefix("Sign in: ")).status_code == 303


def test_a_server_that_a_command_started_hands_over_to_up(tmp_path: Path) -> None:
    child = serve(tmp_path / "data", "--idle-exit", "60")
    token = (child.folder / "owner-token").read_text()
    process = up(child.folder)
    assert process.stdout is not None
    said = process.stdout.readline()
    taken = Served(child.folder, process, said.split()[-1], [said])
    try:
        assert said.startswith("Everloop is ready at ")
        assert child.process.wait(timeout=60) == 0
        assert kept(taken.folder)["pid"] == process.pid
        assert (taken.folder / "owner-token").read_text() == token
    finally:
        assert taken.stop() == 0
        child.stop()


def test_a_server_begins_where_another_is_about_to_end(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    lock = os.open(folder / "server.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    waiting = begin(folder)
    time.sleep(1)
    os.close(lock)
    assert waiting.stdout is not None
    said = waiting.stdout.readline()
    assert said.startswith("Everloop is ready at ")
    assert Served(folder, waiting, said, [said]).stop() == 0


def test_a_busy_port_is_named_with_a_free_one(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        code, said = ended(begin(tmp_path / "data", port=port))
    log = (tmp_path / "data" / "server.log").read_text()
    assert (code, said) == (1, "")
    assert f"Port {port} is in use. Port " in log
    assert "Traceback" not in log


def test_term_stops_it_cleanly_and_a_later_start_has_its_data(tmp_path: Path) -> None:
    first = serve(tmp_path / "data")
    with first.client() as client:
        made = client.post("/folders", json={"name": "Birds", "parent": "root"}, headers={"Idempotency-Key": "one"})
        assert made.status_code in (200, 201), made.text
    assert first.stop() == 0
    assert not (tmp_path / "data" / "server.json").exists()
    assert "Traceback" not in (tmp_path / "data" / "server.log").read_text()
    second = serve(tmp_path / "data")
    with second.client() as client:
        assert client.get(f"/folders/{made.json()['id']}").json()["name"] == "Birds"
    second.stop()


def test_it_ends_by_itself_when_nobody_asks(tmp_path: Path) -> None:
    served = serve(tmp_path / "data", "--idle-exit", "1")
    assert served.process.wait(60) == 0
    served.stop()


def test_it_tells_the_cpu_time_of_itself_and_its_pool(served: Served) -> None:
    with served.client() as client:
        first = client.get("/server").json()["cpu_s"]
        assert 0 < first <= client.get("/server").json()["cpu_s"]


def test_only_who_is_signed_in_is_told(served: Served) -> None:
    assert httpx.get(f"{served.url}/api/v1/server").status_code == 401


def test_the_pool_ends_with_a_server_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import functools, os, sys\n"
        "from everloop.adapters.local.pool import Pool\n"
        "from tests.journeys.test_server import boot\n"
        "pool = Pool(boot, workers=1)\n"
        "print(pool.submit(0).result(60), flush=True)\n"
        "pool.submit(600)\n"
        "import time; time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    until(lambda: not _is_alive(worker))


def boot() -> object:
    """What the worker of the test above does: says who it is, or sleeps."""
    import time

    return lambda task: time.sleep(task) or os.getpid()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_newer_folder_is_refused_with_a_sentence(tmp_path: Path) -> None:
    import sqlite3

    serve(tmp_path / "data").stop()
    connection = sqlite3.connect(tmp_path / "data" / "table.db")
    connection.execute("PRAGMA user_version=99")
    connection.close()
    code, _ = ended(begin(tmp_path / "data"))
    log = (tmp_path / "data" / "server.log").read_text()
    assert code == 1
    assert "newer Everloop" in log
    assert "Traceback" not in log
