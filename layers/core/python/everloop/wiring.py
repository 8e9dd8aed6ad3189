"""The only chooser of adapters: ``local(folder)`` and ``aws(…)`` each make a House. Nothing here thinks.

Each imports its own adapters when it is called: a function has none of what the laptop's index stands on.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from everloop.house import House
from everloop.ports import Bus, Runner
from everloop.store import tokens
from everloop.store.columns import Columns


def local(folder: Path, *, bus: Bus, runner: Runner) -> House:
    """The house on a data folder. The server and its pool's processes each make their own; only the server's index is opened
    (at its first use).
    """
    from everloop.adapters.folder import FolderObjects
    from everloop.adapters.local.encoder import OnnxEncoder
    from everloop.adapters.local.identity import LocalIdentity, owner_token
    from everloop.adapters.local.index import DuckIndex
    from everloop.adapters.local.secret_file import kept
    from everloop.adapters.local.table import SqliteTable
    from everloop.adapters.objects import Sources
    from everloop.adapters.signed_files import SignedFiles
    from everloop.adapters.signing import SignedPaths

    folder.mkdir(parents=True, exist_ok=True)
    table = SqliteTable(folder / "table.db")
    signed = SignedPaths(kept(folder / "signing-key", lambda: secrets.token_bytes(32)))
    objects = FolderObjects(folder / "objects", signed=signed)
    return House(
        table=table,
        objects=objects,
        open_source=Sources(signed=signed, hidden=folder),
        columns=Columns(objects, folder / "cache"),
        index=DuckIndex(folder / "index"),
        encoder=OnnxEncoder(),
        runner=runner,
        bus=bus,
        identity=LocalIdentity(owner_token(folder), partial(tokens.find, table=table), now_ms=_now_ms),
        files=SignedFiles(signed),
    )


def from_environment(environment: Mapping[str, str]) -> House:
    """The house of a process that works for one: a function, a processing job, a shard run by hand on a data folder.

    Raises:
        Invalid: The environment names neither ``EVERLOOP_DATA`` nor a deployment (see ``wiring_aws``).
    """
    if folder := environment.get("EVERLOOP_DATA"):
        from everloop.adapters.local.bus import SqliteBus
        from everloop.adapters.local.runner import NoRunner

        return local(Path(folder), bus=SqliteBus(Path(folder) / "bus.db"), runner=NoRunner())
    from everloop.wiring_aws import aws

    return aws(environment)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
