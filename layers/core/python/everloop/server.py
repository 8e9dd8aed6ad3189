"""The laptop's server: one process that owns a data folder, with a pool for pixels and jobs. It joins wiring and entry."""

from __future__ import annotations

import fcntl
import gc
import json
import logging
import os
import secrets
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from everloop import wiring
from everloop.adapters.local.bus import SqliteBus
from everloop.adapters.local.index import DuckIndex
from everloop.adapters.local.pool import GARBAGE, Pool
from everloop.adapters.local.roads import Lane, Roads
from everloop.adapters.local.runner import PoolRunner
from everloop.adapters.local.table import SqliteTable
from everloop.domain.errors import Conflict, Invalid
from everloop.domain.events import Hint
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.members import OWNER
from everloop.entry import batch, clock, consumers
from everloop.entry.http.app import create_app
from everloop.entry.http.routers.server import Facts
from everloop.entry.http.site import Site
from everloop.house import House
from everloop.ports import ShardRef
from everloop.store import counters, registration
from everloop.usecases import index, leases, members, sessions
from everloop.worker import boot, hints_task, log_to_stderr, shard_task

log = logging.getLogger(__name__)

WORKERS = min(2, os.cpu_count() or 1)
TICK_S = 0.5
MINUTE_S = 60.0
DRAIN_S = 2
OTHER_S = 15.0
KEPT_SERVER = "server.json"
KNOWN_INDEX = "index-birth"
SITE = Path(__file__).parent / "site"
"""The built web site, where somebody built it; wheels have it."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to serve. ``port`` 0: any that is free. ``idle_exit_s``: end when nobody has asked anything for so long."""

    data: Path
    port: int = 8700
    host: str = "127.0.0.1"
    idle_exit_s: float | None = None


def serve(options: Options) -> int:
    """Serve a data folder until TERM; the exit code. Where a server owns the folder already, say its address.

    Raises:
        Conflict: The port is in use.
        Invalid: A newer Everloop has written the folder.
    """
    log_to_stderr()
    gc.set_threshold(*GARBAGE)
    folder = options.data.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / "server.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if other := _other(folder, lock):
        _say(f"Everloop is already running at {other}")
        return 0
    (folder / KEPT_SERVER).unlink(missing_ok=True)
    listening = _bind(options.host, options.port)
    _Serving(folder, options, listening).run()
    return 0


class _Serving:
    """One run of the server: what is opened by it, and in which order that ends."""

    def __init__(self, folder: Path, options: Options, listening: socket.socket) -> None:
        self.folder, self.options, self.listening = folder, options, listening
        self.url = f"http://{options.host}:{listening.getsockname()[1]}"
        self.bus = SqliteBus(folder / "bus.db")
        self.pool = Pool(partial(boot, folder), workers=WORKERS)
        runner = PoolRunner(lambda shard: self.pool.submit(shard_task(shard)), died=self._died)
        self.house = wiring.local(folder, bus=self.bus, runner=runner)
        assert isinstance(self.house.table, SqliteTable)
        self.table = self.house.table
        self.roads = Roads(self.table, self.bus, consumers.route, _lanes(self.house, self.pool))
        self.app = create_app(self.house)
        self.app.state.server = Facts(cpu_s=lambda: time.process_time() + self.pool.cpu_s)
        self.watched = _Watched(Site(self.app, SITE) if (SITE / "index.html").is_file() else self.app)
        self.stopping = threading.Event()
        config = uvicorn.Config(
            self.watched, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=DRAIN_S
        )
        self.http = _Http(config, self._ready)

    def run(self) -> None:
        """Until TERM, or until nobody asks."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, _noted)  # uvicorn handles them while it runs, and raises them again at its end
        call = batch.system_call(DEFAULT_WORKSPACE, f"start-{clock.now_ms()}")
        members.bootstrap(call, table=self.table)
        leases.give_up_all(call, table=self.table)
        self._open_index()
        keeper = threading.Thread(target=self._keep_time, daemon=True)
        self.roads.start()
        keeper.start()
        try:
            self.http.run(sockets=[self.listening])
        finally:
            self.stopping.set()
            (self.folder / KEPT_SERVER).unlink(missing_ok=True)
            stop = threading.Thread(target=self.pool.stop)
            stop.start()
            self.roads.stop()
            stop.join()
            keeper.join(TICK_S * 4)
            for opened in (self.house.index, self.bus, self.table):
                close = getattr(opened, "close", None)
                if close is not None:
                    close()

    def _ready(self) -> None:
        kept = {"url": self.url, "pid": os.getpid(), "started": clock.now_ms(), "idle_exit_s": self.options.idle_exit_s}
        unfinished = self.folder / f".{KEPT_SERVER}"
        unfinished.write_text(json.dumps(kept))
        unfinished.replace(self.folder / KEPT_SERVER)
        _say(f"Everloop is ready at {self.url}")
        if self.options.idle_exit_s is None:
            _say(f"Sign in: {self.url}{_sign_in(self.app, self.house)}")

    def _keep_time(self) -> None:
        """Tick while a job is open, and once a minute for what is due by the time; end the server when nobody needs it."""
        open_jobs, seen, next_s = 1, -1, 0.0
        while not self.stopping.wait(TICK_S):
            passed = self.roads.passed
            due = open_jobs or passed != seen or time.monotonic() >= next_s
            if due and not self.bus.waiting(clock.JOBS):
                seen, open_jobs, next_s = passed, clock.tick(self.house), time.monotonic() + MINUTE_S
            if self._is_idle(open_jobs):
                self.http.should_exit = True
                return

    def _open_index(self) -> None:
        """An index that was missing or damaged began a new, empty life: have it filled from the table, once a life."""
        index.make_ready(DEFAULT_WORKSPACE, table=self.table, index=self.house.index)
        assert isinstance(self.house.index, DuckIndex)
        known, birth = self.folder / KNOWN_INDEX, self.house.index.birth
        if known.exists() and known.read_text() == birth:
            return
        if counters.reached(self.table, DEFAULT_WORKSPACE, registration.SEQ) > 1:
            index.reindex(batch.system_call(DEFAULT_WORKSPACE, f"index-{birth}"), table=self.table)
        known.write_text(birth)

    def _is_idle(self, open_jobs: int) -> bool:
        after_s = self.options.idle_exit_s
        if after_s is None or open_jobs or self.watched.idle_s() < after_s:
            return False
        return not self.bus.waiting() and not self.pool.busy

    def _died(self, shard: ShardRef) -> None:
        call = batch.system_call(shard.workspace, f"died-{shard.job}-{shard.shard}-{clock.now_ms()}")
        leases.give_up(call, shard.job, shard.shard, table=self.table)


def _lanes(house: House, pool: Pool) -> dict[str, Lane]:
    """How each consumer works here: pixels in the pool, the others in threads; a job is advanced by one thread at a time."""

    def pooled(name: str, hints: Sequence[Hint]) -> consumers.Failures:
        failures: consumers.Failures = pool.submit(hints_task(name, hints), urgent=True).result()
        return failures

    lanes = {}
    for name, consumer in consumers.CONSUMERS.items():
        handle = partial(pooled, name) if consumer.pooled else partial(consumer.handle, house)
        group = consumers.job_of if name == clock.JOBS else None
        threads = pool.workers if consumer.pooled else 3 if group else 1
        lanes[name] = Lane(handle, consumer.batch, threads=threads, group=group)
    return lanes


class _Http(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Any) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


class _Watched:
    """The app, and when it was last asked something."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._open, self._last = app, 0, time.monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._open += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open -= 1
            self._last = time.monotonic()

    def idle_s(self) -> float:
        """Seconds since the last answer; 0 while one is being given."""
        return 0.0 if self._open else time.monotonic() - self._last


def _sign_in(app: FastAPI, house: House) -> str:
    """The path of a link that signs the owner in, once."""
    call = batch.system_call(DEFAULT_WORKSPACE, f"link-{clock.now_ms()}")
    given = sessions.make_link(call, OWNER, secret=secrets.token_urlsafe(32), table=house.table)
    return f"{app.url_path_for('open_link')}?token={given.token}"


def _bind(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio sets TCP_NODELAY only so
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        if isinstance(error, PermissionError):
            raise Invalid(f"Port {port} may not be used by you; choose one above 1023.") from None
        raise Conflict(f"Port {port} is in use. Port {_free(host, port)} is free: use that one.") from None
    return listening


def _free(host: str, port: int) -> int:
    """A free port, near the one that was asked for."""
    for candidate in (*range(port + 1, min(port + 50, 65_536)), 0):
        with socket.socket() as probe:
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise Conflict("No port is free.")


def _other(folder: Path, lock: int) -> str | None:
    """The address of the server that owns the folder; None: nobody, it is ours now. One that says no address may still be
    starting, or be about to end.
    """
    deadline = time.monotonic() + OTHER_S
    while time.monotonic() < deadline:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            return None
        try:
            return str(json.loads((folder / KEPT_SERVER).read_text())["url"])
        except (OSError, ValueError):
            time.sleep(0.05)
    return "an address that it has not said yet"


def _noted(_: int, __: FrameType | None) -> None:
    """A signal that is being handled."""


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
