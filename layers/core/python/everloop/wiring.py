"""The only chooser of adapters: ``local(folder)`` and ``aws(…)`` each make a House. Nothing here thinks."""

from __future__ import annotations

import os
import secrets
import time
from functools import partial
from pathlib import Path

from everloop.adapters.folder import FolderObjects
from everloop.adapters.local.encoder import OnnxEncoder
from everloop.adapters.local.identity import LocalIdentity, owner_token
from everloop.adapters.local.index import DuckIndex
from everloop.adapters.local.table import SqliteTable
from everloop.adapters.objects import Sources
from everloop.adapters.signing import SignedPaths
from everloop.house import House
from everloop.ports import Bus, Runner
from everloop.store import tokens
from everloop.store.columns import Columns


def local(folder: Path, *, bus: Bus, runner: Runner) -> House:
    """The house on a data folder. The server and its pool's processes each make their own; only the server's index is opened
    (at its first use).
    """
    folder.mkdir(parents=True, exist_ok=True)
    table = SqliteTable(folder / "table.db")
    signed = SignedPaths(signing_key(folder))
    objects = FolderObjects(folder / "objects", signed=signed)
    return House(
        table=table,
        objects=objects,
        open_source=Sources(signed=signed),
        columns=Columns(objects, folder / "cache"),
        index=DuckIndex(folder / "index"),
        encoder=OnnxEncoder(),
        runner=runner,
        bus=bus,
        identity=LocalIdentity(owner_token(folder), partial(tokens.find, table=table), now_ms=_now_ms),
    )


def signing_key(folder: Path) -> bytes:
    """The key of the data folder's signed addresses, made at the first call; only the folder's user can read the file."""
    path = folder / "signing-key"
    if not path.exists():
        unfinished = folder / f".signing-key.{secrets.token_hex(8)}"
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            path.hardlink_to(unfinished)
        except FileExistsError:
            pass
        finally:
            unfinished.unlink()
    return path.read_bytes()


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
