"""A file of the data folder keeps what is in it when a newer Everloop opens it."""

from __future__ import annotations

from pathlib import Path

import pytest

from everloop.adapters.local.database import Database
from everloop.domain.errors import Invalid

FIRST = "CREATE TABLE things (name TEXT PRIMARY KEY); INSERT INTO things VALUES ('kept');"
SECOND = "ALTER TABLE things ADD COLUMN size INTEGER NOT NULL DEFAULT 3;"


def things(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return connection.execute("SELECT * FROM things").fetchall()


def test_an_old_file_is_migrated_forward_once_and_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    Database(path, [FIRST]).close()
    for _ in range(2):
        newer = Database(path, [FIRST, SECOND])
        assert things(newer) == [("kept", 3)]
        newer.close()
    with pytest.raises(Invalid, match="newer Everloop"):
        Database(path, [FIRST])


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    Database(path, [FIRST]).close()
    with pytest.raises(Exception, match="no such table"):
        Database(path, [FIRST, f"{SECOND} ALTER TABLE absent ADD COLUMN x;"])
    old = Database(path, [FIRST])
    assert things(old) == [("kept",)]
    old.close()
