"""A whole local house inside the test's own process: real adapters on a folder, and a pump instead of threads.

``TestHouse.settle()`` does what the roads do: reads the change feed, hands hints to the consumers that ``entry.consumers``
routes them to, runs the shards that were started, and lets the clock tick, until nothing moves. Hints can be shuffled and
doubled.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from everloop.adapters.folder import FolderObjects
from everloop.adapters.local.encoder import OnnxEncoder
from everloop.adapters.local.index import DuckIndex
from everloop.adapters.local.table import SqliteTable
from everloop.adapters.objects import Sources
from everloop.adapters.signed_files import SignedFiles
from everloop.adapters.signing import SignedPaths
from everloop.domain.errors import EverloopError, Unauthenticated
from everloop.domain.events import Hint
from everloop.domain.ids import DEFAULT_WORKSPACE, UserId, WorkspaceId
from everloop.domain.limits import PLANNED_SHARD_S
from everloop.domain.pages import Page
from everloop.domain.principals import Call, Principal
from everloop.entry import batch, consumers
from everloop.house import House
from everloop.ports import DeadLetter, RunStatus, ShardRef, TableName
from everloop.store import jobs as job_store
from everloop.store.columns import Columns
from everloop.usecases import index, members

ROUNDS = 400
ADMIN = "anna"


@dataclass
class PumpRunner:
    """The Runner port: remembers what was started, for the pump to run."""

    waiting: list[ShardRef] = field(default_factory=list)
    libraries: tuple[str, ...] = ()

    def start(self, shards: Sequence[ShardRef]) -> None:
        self.waiting += [one for one in shards if one not in self.waiting]

    def cancel(self, workspace: WorkspaceId, job: str) -> None:
        self.waiting = [one for one in self.waiting if one.job != job]

    def statuses(self, shards: Sequence[ShardRef]) -> list[RunStatus]:
        return ["waiting" if one in self.waiting else "unknown" for one in shards]

    def has(self, library: str) -> bool:
        return library in self.libraries


@dataclass
class PumpBus:
    """The Bus port: a list a consumer."""

    queues: dict[str, list[Hint]] = field(default_factory=dict)
    dead: list[DeadLetter] = field(default_factory=list)

    def publish(self, consumer: str, hints: Sequence[Hint]) -> None:
        self.queues.setdefault(consumer, []).extend(hints)

    def dead_letters(self, workspace: WorkspaceId, *, limit: int = 100, cursor: str | None = None) -> Page[DeadLetter]:
        return Page(self.dead[:limit])

    def resend(self, workspace: WorkspaceId, ids: Sequence[str]) -> int:
        sent = [one for one in self.dead if one.id in ids]
        for one in sent:
            self.publish(one.consumer, [one.hint])
        return self.discard(workspace, ids)

    def discard(self, workspace: WorkspaceId, ids: Sequence[str]) -> int:
        before = len(self.dead)
        self.dead = [one for one in self.dead if one.id not in ids]
        return before - len(self.dead)


class NamedIdentity:
    """The Identity port: the token ``user:anna`` is Anna."""

    def principal(self, credential: str) -> Principal:
        kind, _, name = credential.partition(":")
        if kind != "user" or not name:
            raise Unauthenticated("This token is not known.")
        return Principal(DEFAULT_WORKSPACE, UserId(name))


@dataclass
class TestHouse:
    """The house, and the pump. ``held``: consumers that do nothing for now; ``planned_s``: the time that a shard has."""

    __test__ = False
    house: House
    runner: PumpRunner
    bus: PumpBus
    cursors: dict[TableName, str | None] = field(default_factory=dict)
    chaos: random.Random | None = None
    failures: list[tuple[str, EverloopError]] = field(default_factory=list)
    held: frozenset[str] = frozenset()
    planned_s: float = PLANNED_SHARD_S

    def settle(self) -> None:
        """Let everything that follows from what was written happen; raises what a consumer failed with."""
        for _ in range(ROUNDS):
            moved = self._read_feeds() + self._consume() + self._run_shards()
            if not moved and not self._tick():
                break
        else:
            raise AssertionError("the house does not come to rest")
        if self.failures:
            raise AssertionError(self.failures)

    def _read_feeds(self) -> int:
        read = 0
        for table in TableName:
            page = self.house.table.changes(table, cursor=self.cursors.get(table))
            self.cursors[table] = page.cursor
            hints = list(page.items)
            if self.chaos:
                hints += [one for one in hints if self.chaos.random() < 0.3]
                self.chaos.shuffle(hints)
            for hint in hints:
                for name in consumers.route(hint):
                    self.bus.publish(name, [hint])
            read += len(hints)
        return read

    def _consume(self) -> int:
        taken = 0
        for name, consumer in consumers.CONSUMERS.items():
            queue = [] if name in self.held else self.bus.queues.pop(name, [])
            for at in range(0, len(queue), consumer.batch):
                failed = consumer.handle(self.house, queue[at : at + consumer.batch])
                self.failures += [(name, error) for error in failed.values()]
            taken += len(queue)
        return taken

    def _run_shards(self) -> int:
        shards, self.runner.waiting = self.runner.waiting, []
        for one in shards:
            batch.run_shard(self.house, one.workspace, one.job, one.shard, planned_s=self.planned_s)
        return len(shards)

    def _tick(self) -> bool:
        """The clock: True where a job moved."""
        moved = False
        for stored in job_store.open_jobs(DEFAULT_WORKSPACE, table=self.house.table):
            batch.advance(self.house, DEFAULT_WORKSPACE, stored.value.id)
            moved |= job_store.get(DEFAULT_WORKSPACE, stored.value.id, table=self.house.table).version != stored.version
        return moved or bool(self.runner.waiting)

    def without(self, **changed: object) -> House:
        """The house with some ports replaced."""
        return replace(self.house, **changed)  # type: ignore[arg-type]


def build(folder: Path) -> TestHouse:
    """A house on ``folder``, whose first admin is Anna."""
    runner, bus = PumpRunner(), PumpBus()
    signed = SignedPaths(b"a key that only the tests know")
    objects = FolderObjects(folder / "objects", signed=signed)
    house = House(
        table=SqliteTable(folder / "table.db"),
        objects=objects,
        open_source=Sources(signed=signed),
        columns=Columns(objects, folder / "columns"),
        index=DuckIndex(folder / "index"),
        encoder=OnnxEncoder(),
        runner=runner,
        bus=bus,
        identity=NamedIdentity(),
        files=SignedFiles(signed),
    )
    members.bootstrap(a_call(ADMIN, "bootstrap"), owner=ADMIN, name="Anna", table=house.table)
    index.make_ready(DEFAULT_WORKSPACE, table=house.table, index=house.index)
    return TestHouse(house, runner, bus)


def a_call(user: str = "anna", request: str | None = None) -> Call:
    """A call by ``user``, each under a request of its own unless one is named."""
    made = request or f"request-{random.getrandbits(64):x}"
    return Call(Principal(DEFAULT_WORKSPACE, UserId(user)), datetime.now(UTC), made)
