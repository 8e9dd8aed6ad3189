"""A small pool of worker processes for pixels and job shards. One that dies is replaced; none outlives the server."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from everloop.domain.errors import EverloopError
from everloop.domain.limits import SHARD_S

log = logging.getLogger(__name__)

Handle = Callable[[Any], Any]
GARBAGE = (10_000, 20, 20)
"""For ``gc.set_threshold``, in the server and its workers: bulk paths make millions of small values and no cycles, and looking
for those after every 700 (Python's default) is a fifth of what they cost."""
STOP_S = 2.0
BOOT_S = 60.0


class WorkerDied(Exception):
    """The process that worked on a task ended without an answer (killed, out of memory), or took too long and was ended."""


class WorkerFault(Exception):
    """A task ended in an error that is none of ``domain.errors``: a fault of ours. The worker's log has its trace."""


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    cpu_s: float = 0.0


@dataclass(frozen=True, slots=True)
class _Task:
    value: Any
    urgent: bool
    future: Future[Any] = field(default_factory=Future)


@dataclass
class _Waiting:
    """Tasks in two lines. While both wait, one worker serves the line of the plain ones and all others the urgent line; a
    single worker serves them in turn.
    """

    workers: int
    urgent: deque[_Task] = field(default_factory=deque)
    plain: deque[_Task] = field(default_factory=deque)
    running_plain: int = 0
    urgent_was_last: bool = False

    def pop(self) -> _Task | None:
        if self.plain and (not self.urgent or self._is_turn_of_plain()):
            self.urgent_was_last = False
            self.running_plain += 1
            return self.plain.popleft()
        self.urgent_was_last = True
        return self.urgent.popleft() if self.urgent else None

    def _is_turn_of_plain(self) -> bool:
        return self.running_plain == 0 and (self.workers > 1 or self.urgent_was_last)

    def clear(self) -> list[Future[Any]]:
        futures = [task.future for task in (*self.urgent, *self.plain)]
        self.urgent.clear()
        self.plain.clear()
        return futures


class Pool:
    """Runs tasks in processes of its own, each begun at its first task.

    Attributes:
        workers: How many processes at most.
    """

    def __init__(self, boot: Callable[[], Handle], *, workers: int, task_s: float = SHARD_S) -> None:
        """``boot``: importable by a new process; makes what handles a task there. ``task_s``: a task that takes longer is
        ended with its process.
        """
        self.workers = workers
        self._boot, self._task_s = boot, task_s
        self._waiting = _Waiting(workers)
        self._changed = threading.Condition()
        self._running: dict[int, _Worker] = {}
        self._busy = 0
        self._cpu_of_dead_s = 0.0
        self._stopping = False
        self._seats = [threading.Thread(target=self._sit, args=(seat,), daemon=True) for seat in range(workers)]
        for seat in self._seats:
            seat.start()

    def submit(self, task: Any, *, urgent: bool = False) -> Future[Any]:
        """Run a task; the urgent ones first, as long as the others get on too. Its future ends with the answer, an
        EverloopError, WorkerDied or WorkerFault; it can be cancelled while it waits.
        """
        made = _Task(task, urgent)
        with self._changed:
            if self._stopping:
                made.future.cancel()
                return made.future
            (self._waiting.urgent if urgent else self._waiting.plain).append(made)
            self._changed.notify()
        return made.future

    @property
    def busy(self) -> int:
        """How many tasks are running or waiting."""
        with self._changed:
            return self._busy + len(self._waiting.urgent) + len(self._waiting.plain)

    @property
    def cpu_s(self) -> float:
        """CPU seconds of all workers so far, those that ended included; a running task's count when it ends."""
        with self._changed:
            return self._cpu_of_dead_s + sum(worker.cpu_s for worker in self._running.values())

    def stop(self) -> None:
        """End: what waits is cancelled, what runs has a moment and is then ended."""
        with self._changed:
            self._stopping = True
            waiting = self._waiting.clear()
            self._changed.notify_all()
        for future in waiting:
            future.cancel()
        deadline = time.monotonic() + STOP_S
        for seat in self._seats:
            seat.join(max(0.0, deadline - time.monotonic()))
        while any(seat.is_alive() for seat in self._seats):
            with self._changed:
                running = list(self._running.values())
            for worker in running:
                worker.process.kill()
            for seat in self._seats:
                seat.join(0.1)

    def _sit(self, seat: int) -> None:
        """One worker's life: a task at a time."""
        while True:
            with self._changed:
                task = None
                while not self._stopping and (task := self._waiting.pop()) is None:
                    self._changed.wait()
                if task is None or self._stopping:
                    break
                self._busy += 1
            if task.future.set_running_or_notify_cancel():
                self._run(seat, task.value, task.future)
            with self._changed:
                self._busy -= 1
                self._waiting.running_plain -= not task.urgent
        if task is not None:
            task.future.cancel()
        self._end(seat)

    def _run(self, seat: int, task: Any, future: Future[Any]) -> None:
        worker = self._running.get(seat)
        try:
            if worker is not None and not worker.process.is_alive():
                self._end(seat)
                worker = None
            if worker is None:
                worker = self._begin(seat)
                if worker.connection.poll(BOOT_S):
                    worker.cpu_s = worker.connection.recv()
            worker.connection.send(task)
            if not worker.connection.poll(self._task_s):
                self._end(seat)
                future.set_exception(WorkerDied(f"It took more than {self._task_s:.0f} s and was ended."))
                return
            answer, error, worker.cpu_s = worker.connection.recv()
        except (EOFError, OSError):
            self._end(seat)
            code = worker.process.exitcode if worker else None
            if not self._stopping:
                log.warning("a worker died exit_code=%s", code)
            future.set_exception(WorkerDied(f"Its process ended (exit code {code}): killed, or out of memory."))
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(answer)

    def _begin(self, seat: int) -> _Worker:
        spawn = multiprocessing.get_context("spawn")
        here, there = spawn.Pipe()
        process = spawn.Process(target=_work, args=(self._boot, there), name=f"everloop-worker-{seat}", daemon=True)
        process.start()
        there.close()
        worker = _Worker(process, here)
        with self._changed:
            self._running[seat] = worker
        return worker

    def _end(self, seat: int) -> None:
        with self._changed:
            worker = self._running.pop(seat, None)
            self._cpu_of_dead_s += worker.cpu_s if worker else 0.0
        if worker is not None:
            worker.connection.close()
            worker.process.join(STOP_S / 2)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


def _work(boot: Callable[[], Handle], connection: Connection) -> None:
    """A worker process: says its CPU seconds when it is ready, then answers (result, error, CPU seconds) to each task."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    gc.set_threshold(*GARBAGE)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    handle = boot()
    connection.send(time.process_time())
    with ThreadPoolExecutor(1) as thread:
        while True:
            try:
                task = connection.recv()
            except (EOFError, OSError):
                return
            done = thread.submit(handle, task)
            error = done.exception()
            if error is not None and not isinstance(error, EverloopError):
                log.error("a task failed", exc_info=error)
                error = WorkerFault(f"{type(error).__name__}: {error}")
            connection.send((None if error else done.result(), error, time.process_time()))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
