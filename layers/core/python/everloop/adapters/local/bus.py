"""The Bus port on one SQLite file: a queue a consumer, leases, retries with a growing wait, and dead letters."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from everloop.adapters.local.database import Database
from everloop.adapters.row_rules import cursor_of, parts_of, refuse_limit
from everloop.domain.events import Hint
from everloop.domain.ids import WorkspaceId
from everloop.domain.pages import Page
from everloop.ports import DeadLetter, TableName

ATTEMPTS = 5
LEASE_MS = 15 * 60_000  # longer than any handler; the leases of a server that died are given back by ``recover``
WAITS_MS = (200, 800, 3_200, 12_800)

_HINT = "event_id, workspace, kind, table_name, partition, sort, row_version, actor, correlation, schema"
_HINT_COLUMNS = (
    "event_id TEXT NOT NULL, workspace TEXT NOT NULL, kind TEXT NOT NULL, table_name TEXT NOT NULL, partition TEXT NOT NULL, "
    "sort TEXT NOT NULL, row_version INTEGER NOT NULL, actor TEXT NOT NULL, correlation TEXT NOT NULL, schema INTEGER NOT NULL"
)
MIGRATIONS = (
    f"""
CREATE TABLE queue (
    id INTEGER PRIMARY KEY AUTOINCREMENT, consumer TEXT NOT NULL, due_ms INTEGER NOT NULL, leased INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0, {_HINT_COLUMNS}
);
CREATE INDEX queue_due ON queue (consumer, due_ms);
CREATE TABLE dead (
    id INTEGER PRIMARY KEY AUTOINCREMENT, consumer TEXT NOT NULL, reason TEXT NOT NULL, attempts INTEGER NOT NULL,
    failed_at_ms INTEGER NOT NULL, {_HINT_COLUMNS}
);
CREATE INDEX dead_by_workspace ON dead (workspace, id);
CREATE TABLE cursors (table_name TEXT PRIMARY KEY, cursor TEXT NOT NULL);
""",
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A hint on lease to a consumer. ``attempts``: how often it was given out, this time included."""

    id: int
    attempts: int
    hint: Hint


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a delivery failed; ``again``: a retry may help."""

    delivery: Delivery
    reason: str
    again: bool


class SqliteBus:
    """Queues in a file of their own. Its commits outlive a kill; after a power cut the feed is read again from where it was."""

    def __init__(self, path: Path, *, seed: int | None = None) -> None:
        """``seed``: makes the jitter of waits repeatable."""
        self._database = Database(path, MIGRATIONS, synchronous="NORMAL")
        self._random = random.Random(seed)
        self._on_publish: Callable[[], None] = lambda: None

    def on_publish(self, call: Callable[[], None]) -> None:
        """Call this after each publication."""
        self._on_publish = call

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def publish(self, consumer: str, hints: Sequence[Hint]) -> None:
        """See ``ports.Bus``."""
        self._queue([(consumer, _now_ms(), *_values(hint)) for hint in hints])

    def pass_on(self, table: TableName, cursor: str, routed: Iterable[tuple[str, int, Hint]]) -> None:
        """Publish what the dispatcher read from a feed, as (consumer, wait in ms, hint), and keep how far it has read."""
        now = _now_ms()
        self._queue([(consumer, now + wait_ms, *_values(hint)) for consumer, wait_ms, hint in routed], {table: cursor})

    def cursor(self, table: TableName) -> str | None:
        """How far the dispatcher has read a feed."""
        with self._database.reading() as connection:
            found = connection.execute("SELECT cursor FROM cursors WHERE table_name = ?", (table,)).fetchone()
        return str(found[0]) if found else None

    def sync(self) -> None:
        """Have cursors and queues outlive a power cut, so that the feed may be pruned up to the cursors."""
        self._database.sync()

    def take(self, consumer: str, limit: int) -> list[Delivery]:
        """Lease up to ``limit`` hints that are due."""
        now = _now_ms()
        due = "SELECT id FROM queue WHERE consumer = ? AND due_ms <= ? ORDER BY due_ms, id LIMIT ?"
        with self._database.reading() as connection:
            if not connection.execute(due, (consumer, now, 1)).fetchone():
                return []
        with self._database.writing() as connection:
            found = connection.execute(
                f"UPDATE queue SET due_ms = ?, leased = 1, attempts = attempts + 1 WHERE id IN ({due}) "
                f"RETURNING id, attempts, {_HINT}",
                (now + LEASE_MS, consumer, now, limit),
            ).fetchall()
        return [Delivery(id_, attempts, _hint(values)) for id_, attempts, *values in sorted(found)]

    def settle(self, done: Sequence[Delivery], failed: Sequence[Failure] = ()) -> int:
        """Forget what was done; send what failed again later, or to the dead letters; how many went there. A hint of the
        clock (``row_version`` 0) is none: it comes again by itself as long as it is due.
        """
        now = _now_ms()
        dead = [one for one in failed if not one.again or one.delivery.attempts >= ATTEMPTS]
        over = [*done, *(one.delivery for one in dead)]
        again = [(now + self._wait_ms(one.delivery.attempts), one.delivery.id) for one in failed if one not in dead]
        letters = [one for one in dead if one.delivery.hint.row_version]
        buried = [(one.reason, one.delivery.attempts, now, one.delivery.id) for one in letters]
        with self._database.writing() as connection:
            connection.executemany(
                f"INSERT INTO dead (consumer, reason, attempts, failed_at_ms, {_HINT}) "
                f"SELECT consumer, ?, ?, ?, {_HINT} FROM queue WHERE id = ?",
                buried,
            )
            connection.executemany("DELETE FROM queue WHERE id = ?", [(one.id,) for one in over])
            connection.executemany("UPDATE queue SET due_ms = ?, leased = 0 WHERE id = ?", again)
        return len(letters)

    def give_back(self, deliveries: Sequence[Delivery], *, wait_ms: int = 0) -> None:
        """Put leased hints back as if they had not been taken."""
        sql = "UPDATE queue SET due_ms = ?, leased = 0, attempts = attempts - 1 WHERE id = ?"
        with self._database.writing() as connection:
            connection.executemany(sql, [(_now_ms() + wait_ms, one.id) for one in deliveries])

    def recover(self) -> None:
        """Give back what a server that died had on lease: its death is no attempt."""
        sql = "UPDATE queue SET due_ms = ?, leased = 0, attempts = attempts - 1 WHERE leased"
        with self._database.writing() as connection:
            connection.execute(sql, (_now_ms(),))

    def due_in_s(self, consumer: str) -> float | None:
        """Seconds until the next hint of a consumer is due; None where it has none."""
        with self._database.reading() as connection:
            (due_ms,) = connection.execute("SELECT min(due_ms) FROM queue WHERE consumer = ?", (consumer,)).fetchone()
        return None if due_ms is None else max(0.005, (due_ms - _now_ms()) / 1000)

    def waiting(self, consumer: str | None = None) -> int:
        """How many hints a consumer (or all) has queued, on lease or waiting."""
        where, values = ("WHERE consumer = ?", (consumer,)) if consumer else ("", ())
        with self._database.reading() as connection:
            return int(connection.execute(f"SELECT count(*) FROM queue {where}", values).fetchone()[0])

    def dead_letters(self, workspace: WorkspaceId, *, limit: int = 100, cursor: str | None = None) -> Page[DeadLetter]:
        """See ``ports.Bus``."""
        refuse_limit(limit)
        before = _number(parts_of(cursor, 1)[0]) if cursor is not None else 1 << 62
        sql = (
            f"SELECT id, consumer, reason, attempts, failed_at_ms, {_HINT} FROM dead "
            "WHERE workspace = ? AND id < ? ORDER BY id DESC LIMIT ?"
        )
        with self._database.reading() as connection:
            found = connection.execute(sql, (workspace, before, limit + 1)).fetchall()
        letters = [
            DeadLetter(str(id_), consumer, _hint(values), reason, attempts, failed_at_ms)
            for id_, consumer, reason, attempts, failed_at_ms, *values in found[:limit]
        ]
        return Page(letters, cursor_of(letters[-1].id) if len(found) > limit else None)

    def resend(self, workspace: WorkspaceId, ids: Sequence[str]) -> int:
        """See ``ports.Bus``."""
        found = f"SELECT consumer, ?, {_HINT} FROM dead WHERE workspace = ? AND id = ?"
        sql = f"INSERT INTO queue (consumer, due_ms, {_HINT}) {found}"
        with self._database.writing() as connection:
            for id_ in dict.fromkeys(ids):
                connection.execute(sql, (_now_ms(), workspace, _number(id_)))
            sent = _forget(connection, workspace, ids)
        self._on_publish()
        return sent

    def discard(self, workspace: WorkspaceId, ids: Sequence[str]) -> int:
        """See ``ports.Bus``."""
        with self._database.writing() as connection:
            return _forget(connection, workspace, ids)

    def _queue(self, rows: Sequence[tuple[object, ...]], cursors: Mapping[TableName, str] | None = None) -> None:
        marks = ", ".join("?" * 12)
        with self._database.writing() as connection:
            connection.executemany(f"INSERT INTO queue (consumer, due_ms, {_HINT}) VALUES ({marks})", rows)
            connection.executemany("INSERT OR REPLACE INTO cursors VALUES (?, ?)", list((cursors or {}).items()))
        self._on_publish()

    def _wait_ms(self, attempts: int) -> int:
        return int(WAITS_MS[min(attempts, len(WAITS_MS)) - 1] * self._random.uniform(0.5, 1.0))


def _forget(connection: Any, workspace: WorkspaceId, ids: Sequence[str]) -> int:
    sql = "DELETE FROM dead WHERE workspace = ? AND id = ?"
    return sum(connection.execute(sql, (workspace, _number(id_))).rowcount for id_ in dict.fromkeys(ids))


def _values(hint: Hint) -> tuple[object, ...]:
    return (
        hint.event_id,
        hint.workspace,
        hint.kind,
        hint.table,
        hint.partition,
        hint.sort,
        hint.row_version,
        hint.actor,
        hint.correlation_id,
        hint.schema,
    )


def _hint(values: Sequence[Any]) -> Hint:
    return Hint(*values)


def _number(text: str) -> int:
    """The number of a dead letter; one that nothing has for what is no number of ours."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
