"""A SQLite file that several threads and processes share: durable at every commit, one writer at a time, migrated forward."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from everloop.domain.errors import Invalid, Transient

BUSY_S = 30
PAGE_BYTES = 8_192
CHECKPOINT_PAGES = 2_000  # 16 MB of write-ahead log
LATER = {
    sqlite3.SQLITE_BUSY: "another program holds it",
    sqlite3.SQLITE_LOCKED: "another program holds it",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk does not answer as it should",
    sqlite3.SQLITE_READONLY: "it may not be written to",
    sqlite3.SQLITE_CANTOPEN: "it could not be opened",
}


@dataclass(frozen=True, slots=True)
class _Held:
    connection: sqlite3.Connection
    lock: int


class Database:
    """A pool of connections to one file.

    Writers queue up at a lock file beside it (``<file>.lock``): SQLite's own waiting polls, and would starve a small write
    behind a bulk one.
    """

    def __init__(self, path: Path, migrations: Sequence[str], *, synchronous: Literal["FULL", "NORMAL"] = "FULL") -> None:
        """Open or create the file and bring it to the newest schema.

        Args:
            path: The file; its folder exists.
            migrations: SQL scripts; the n-th leads from schema n to n + 1. Never changed once released, only added to.
            synchronous: FULL: a commit outlives a power cut. NORMAL: it outlives a kill, and after a power cut the file is as
                it was after one of the last commits (``sync`` says by when at least).

        Raises:
            Invalid: A newer Everloop has written the file.
            Transient: It cannot be opened now.
        """
        self.path = path
        self._idle: list[_Held] = []
        self._closed = False
        self._guard = threading.Lock()
        self._synchronous = synchronous
        self._migrate(migrations)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for statements that change nothing; each sees the newest commit."""
        held = self._take()
        try:
            yield held.connection
        except sqlite3.OperationalError as error:
            raise self._translated(error) from error
        finally:
            self._give(held)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection within a transaction of its own: durable when the block ends, undone when it raises."""
        held = self._take()
        fcntl.flock(held.lock, fcntl.LOCK_EX)
        try:
            held.connection.execute("BEGIN IMMEDIATE")
            yield held.connection
            held.connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise self._translated(error) from error
        finally:
            if held.connection.in_transaction:
                held.connection.execute("ROLLBACK")
            fcntl.flock(held.lock, fcntl.LOCK_UN)
            self._give(held)

    def sync(self) -> None:
        """Have everything committed so far outlive a power cut."""
        with self.reading() as connection:
            connection.execute("PRAGMA wal_checkpoint(FULL)").fetchall()

    def close(self) -> None:
        """Close every connection; those in use, when their block ends."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for held in idle:
            held.connection.close()
            os.close(held.lock)

    def _take(self) -> _Held:
        with self._guard:
            if self._idle:
                return self._idle.pop()
        lock = os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            held = _Held(self._connect(), lock)
        except sqlite3.OperationalError as error:
            os.close(lock)
            raise self._translated(error) from error
        fcntl.flock(lock, fcntl.LOCK_UN)
        return held

    def _give(self, held: _Held) -> None:
        with self._guard:
            if not self._closed:
                self._idle.append(held)
                return
        held.connection.close()
        os.close(held.lock)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=BUSY_S, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        connection.execute(f"PRAGMA page_size={PAGE_BYTES}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={self._synchronous}")
        connection.execute("PRAGMA cache_size=-16384")
        connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        return connection

    def _migrate(self, migrations: Sequence[str]) -> None:
        with self.writing() as connection:
            (schema,) = connection.execute("PRAGMA user_version").fetchone()
            if schema > len(migrations):
                raise Invalid(
                    f"{self.path} was written by a newer Everloop (schema {schema}; this one knows {len(migrations)}). "
                    "Update Everloop, or use another data folder."
                )
            for script in migrations[schema:]:
                for statement in filter(str.strip, script.split(";")):
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version={len(migrations)}")

    def _translated(self, error: sqlite3.OperationalError) -> Exception:
        """Transient where waiting or a person can help; else the error itself, which is ours."""
        reason = LATER.get((error.sqlite_errorcode or 0) & 0xFF)
        return Transient(f"{self.path} cannot be used now: {reason}. Try again.") if reason else error
