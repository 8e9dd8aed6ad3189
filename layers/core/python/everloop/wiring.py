"""The only chooser of adapters: ``local(folder)`` and ``aws(…)`` each make a House. Nothing here thinks."""

from __future__ import annotations

import secrets
import time
from functools import partial
from pathlib import Path

from everloop.adapters.folder import FolderObjects
from everloop.adapters.local.encoder import OnnxEncoder
from everloop.adapters.local.identity import LocalIdentity, owner_token
from everloop.adapters.local.index import DuckIndex
from everloop.adapters.local.secret_file import kept
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
    signed = SignedPaths(kept(folder / "signing-key", lambda: secrets.token_bytes(32)))
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


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
