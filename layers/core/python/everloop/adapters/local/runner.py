"""The Runner port on the laptop: shards run in the process pool."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from importlib.util import find_spec
from typing import Any

from everloop.domain.errors import Transient
from everloop.domain.ids import WorkspaceId
from everloop.ports import RunStatus, ShardRef

REST_S = (1.0, 2.0, 5.0, 15.0, 30.0)


class PoolRunner:
    """Starts each shard once at a time. One that was given back (its store did not answer) rests before it may start again."""

    def __init__(
        self, submit: Callable[[ShardRef], Future[Any]], *, died: Callable[[ShardRef], None], rest_s: Sequence[float] = REST_S
    ) -> None:
        """``submit``: runs a shard in the pool. ``died``: called when a shard's process ended without an answer, so that its
        lease is given up at once.
        """
        self._submit, self._died, self._rest_s = submit, died, rest_s
        self._guard = threading.Lock()
        self._futures: dict[ShardRef, Future[Any]] = {}
        self._rests: dict[ShardRef, tuple[int, float]] = {}

    def start(self, shards: Sequence[ShardRef]) -> None:
        """See ``ports.Runner``."""
        for shard in shards:
            with self._guard:
                if shard in self._futures or self._is_resting(shard):
                    continue
                future = self._futures[shard] = self._submit(shard)
            future.add_done_callback(lambda done, shard=shard: self._ended(shard, done))  # type: ignore[misc]

    def cancel(self, workspace: WorkspaceId, job: str) -> None:
        """See ``ports.Runner``: what waits never starts, what runs reads the job's state."""
        with self._guard:
            mine = [future for one, future in self._futures.items() if (one.workspace, one.job) == (workspace, job)]
        for future in mine:
            future.cancel()

    def statuses(self, shards: Sequence[ShardRef]) -> list[RunStatus]:
        """See ``ports.Runner``."""
        with self._guard:
            return [self._status(shard) for shard in shards]

    def has(self, library: str) -> bool:
        """See ``ports.Runner``: the pool's processes have what this one has."""
        return find_spec(library) is not None

    def _ended(self, shard: ShardRef, done: Future[Any]) -> None:
        error = None if done.cancelled() else done.exception()
        with self._guard:
            self._futures.pop(shard, None)
            if isinstance(error, Transient):
                times = self._rests.get(shard, (0, 0.0))[0]
                rest_s = self._rest_s[min(times, len(self._rest_s) - 1)]
                self._rests[shard] = (times + 1, time.monotonic() + rest_s)
            else:
                self._rests.pop(shard, None)
        if error is not None and not isinstance(error, Transient):
            self._died(shard)

    def _status(self, shard: ShardRef) -> RunStatus:
        future = self._futures.get(shard)
        if future is not None:
            return "running" if future.running() else "waiting"
        return "waiting" if self._is_resting(shard) else "unknown"

    def _is_resting(self, shard: ShardRef) -> bool:
        return self._rests.get(shard, (0, 0.0))[1] > time.monotonic()


class NoRunner:
    """The Runner of a worker process: only the server starts shards, and the change feed tells it to."""

    def start(self, shards: Sequence[ShardRef]) -> None:
        """Raises Transient."""
        raise Transient("Only the server starts shards.")

    def cancel(self, workspace: WorkspaceId, job: str) -> None:
        """Nothing to stop."""

    def statuses(self, shards: Sequence[ShardRef]) -> list[RunStatus]:
        """Nothing is known."""
        return ["unknown" for _ in shards]

    def has(self, library: str) -> bool:
        """What this process has."""
        return find_spec(library) is not None
