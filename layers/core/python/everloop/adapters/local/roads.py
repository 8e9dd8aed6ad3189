"""The laptop's roads: from the change feed into the consumers' queues, and from the queues through their handlers.

At least once, whatever dies when: hints and the place in the feed are kept in one commit, and a hint leaves its queue only when
its handler has answered.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from everloop.adapters.local.bus import Delivery, Failure, SqliteBus
from everloop.adapters.local.table import SqliteTable
from everloop.domain.errors import EverloopError, Transient
from everloop.domain.events import Hint
from everloop.ports import TableName

log = logging.getLogger(__name__)

LOOK_S = 0.04
LONGEST_S = 1.0  # a worker publishes without waking anybody
REST_S = 0.5
READ = 2_000
PRUNE_EVERY = 20_000
BUSY_MS = 100
STOP_S = 5.0

Handle = Callable[[Sequence[Hint]], Mapping[str, EverloopError]]


@dataclass(frozen=True, slots=True)
class Lane:
    """How one consumer works here.

    Attributes:
        handle: Hints → failures by ``event_id``.
        batch: Hints at once, at most.
        threads: How many batches at once.
        group: Hints of one group are never in two batches at once; None: they may be.
    """

    handle: Handle
    batch: int
    threads: int = 1
    group: Callable[[Hint], str] | None = None


class Roads:
    """Threads of the server: one dispatcher, and those of the lanes."""

    def __init__(
        self,
        table: SqliteTable,
        bus: SqliteBus,
        route: Callable[[Hint], Sequence[str]],
        lanes: Mapping[str, Lane],
        *,
        chaos: random.Random | None = None,
    ) -> None:
        """``route``: the consumers that want a hint. ``chaos``: shuffles, delays and doubles hints (tests)."""
        self._table, self._bus, self._route, self._lanes, self._chaos = table, bus, route, lanes, chaos
        self._stopping = threading.Event()
        self._published = threading.Condition()
        self._publications = 0
        self._held: set[tuple[str, str]] = set()
        self._guard = threading.Lock()
        self._calls = ThreadPoolExecutor(sum(lane.threads for lane in lanes.values()), thread_name_prefix="handler")
        self._threads = [threading.Thread(target=self._dispatch, name="dispatcher", daemon=True)]
        for name, lane in lanes.items():
            numbers = range(lane.threads)
            self._threads += [
                threading.Thread(target=self._consume, args=(name, lane), name=f"{name}-{n}", daemon=True) for n in numbers
            ]
        self.passed = 0

    def start(self) -> None:
        """Give back what a server that died had on lease, and begin."""
        self._bus.recover()
        self._bus.on_publish(self._wake)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop between two batches; one that is still running after a moment is left to be given out again."""
        self._stopping.set()
        self._wake()
        deadline = time.monotonic() + STOP_S
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._calls.shutdown(wait=False, cancel_futures=True)

    def _dispatch(self) -> None:
        cursors = {table: self._bus.cursor(table) for table in TableName}
        unpruned = 0
        while not self._stopping.is_set():
            read = 0
            for table in TableName:
                try:
                    read += self._pass_on(table, cursors)
                except Transient as error:
                    log.warning("the change feed is not read table=%s reason=%s", table, error.message)
            unpruned += read
            if read == 0 and unpruned >= PRUNE_EVERY:
                self._prune(cursors)
                unpruned = 0
            if read == 0:
                self._stopping.wait(LOOK_S)

    def _pass_on(self, table: TableName, cursors: dict[TableName, str | None]) -> int:
        page = self._table.changes(table, cursor=cursors[table], limit=READ)
        if not page.items or page.cursor is None:
            return 0
        routed = [(consumer, 0, hint) for hint in page.items for consumer in self._route(hint)]
        self._bus.pass_on(table, page.cursor, self._disturbed(routed) if self._chaos else routed)
        cursors[table] = page.cursor
        self.passed += len(page.items)
        return len(page.items)

    def _disturbed(self, routed: list[tuple[str, int, Hint]]) -> list[tuple[str, int, Hint]]:
        assert self._chaos is not None
        doubled = routed + [one for one in routed if self._chaos.random() < 0.3]
        self._chaos.shuffle(doubled)
        return [(consumer, self._chaos.choice((0, 0, 20, 150)), hint) for consumer, _, hint in doubled]

    def _prune(self, cursors: Mapping[TableName, str | None]) -> None:
        self._bus.sync()
        for table, cursor in cursors.items():
            if cursor is not None:
                self._table.prune_feed(table, cursor)

    def _consume(self, name: str, lane: Lane) -> None:
        while not self._stopping.is_set():
            before = self._publications
            try:
                deliveries = self._bus.take(name, lane.batch)
                if deliveries:
                    self._work(name, lane, deliveries)
            except Transient as error:
                log.warning("a queue cannot be used consumer=%s reason=%s", name, error.message)
                self._stopping.wait(REST_S)
                continue
            if not deliveries:
                self._await_news(before, self._bus.due_in_s(name))

    def _work(self, name: str, lane: Lane, deliveries: Sequence[Delivery]) -> None:
        mine, others = self._hold(name, lane, deliveries)
        if others:
            self._bus.give_back(others, wait_ms=BUSY_MS)
        try:
            failures = list(self._handled(lane, mine)) if mine else []
        finally:
            self._let_go(name, lane, mine)
        if failures and self._stopping.is_set():
            self._bus.give_back(mine)  # the stop may be why: it is no attempt
            return
        failed = {one.delivery.id for one in failures}
        dead = self._bus.settle([one for one in mine if one.id not in failed], failures)
        if failures:
            reasons = sorted({one.reason for one in failures})[:3]
            log.warning("hints failed consumer=%s failed=%d dead=%d reasons=%s", name, len(failures), dead, reasons)

    def _handled(self, lane: Lane, deliveries: Sequence[Delivery]) -> Iterator[Failure]:
        """What failed. A batch that ends in a fault is done again hint by hint, so that one bad hint fails alone."""
        call = self._calls.submit(lane.handle, [one.hint for one in deliveries])
        error = call.exception()
        if error is None:
            said = call.result()
            for one in deliveries:
                if (reason := said.get(one.hint.event_id)) is not None:
                    yield Failure(one, reason.message, again=isinstance(reason, Transient))
        elif isinstance(error, Transient):
            yield from (Failure(one, error.message, again=True) for one in deliveries)
        elif len(deliveries) > 1 and not self._stopping.is_set():
            for one in deliveries:
                yield from self._handled(lane, [one])
        else:
            if not isinstance(error, EverloopError) and not self._stopping.is_set():
                log.error("a consumer has a fault", exc_info=error)
            again = not isinstance(error, EverloopError)
            yield from (Failure(one, str(error) or type(error).__name__, again=again) for one in deliveries)

    def _hold(self, name: str, lane: Lane, deliveries: Sequence[Delivery]) -> tuple[Sequence[Delivery], Sequence[Delivery]]:
        """Those whose group no other batch holds, and the others."""
        if lane.group is None:
            return deliveries, []
        with self._guard:
            group = {one.id: (name, lane.group(one.hint)) for one in deliveries}
            mine = [one for one in deliveries if group[one.id] not in self._held]
            self._held |= {group[one.id] for one in mine}
        return mine, [one for one in deliveries if one not in mine]

    def _let_go(self, name: str, lane: Lane, deliveries: Sequence[Delivery]) -> None:
        if lane.group is not None:
            with self._guard:
                self._held -= {(name, lane.group(one.hint)) for one in deliveries}

    def _await_news(self, seen: int, due_in_s: float | None) -> None:
        """Wait for a publication after the ``seen`` ones, or until a retry is due."""
        wait_s = LONGEST_S if due_in_s is None else min(due_in_s, LONGEST_S)
        with self._published:
            self._published.wait_for(lambda: self._publications != seen or self._stopping.is_set(), wait_s)

    def _wake(self) -> None:
        with self._published:
            self._publications += 1
            self._published.notify_all()
