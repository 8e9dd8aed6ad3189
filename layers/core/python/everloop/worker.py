"""A process of the laptop's pool: its own house, without the server's HTTP, and what it does. It joins wiring and entry."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from everloop import wiring
from everloop.adapters.local.bus import SqliteBus
from everloop.adapters.local.runner import NoRunner
from everloop.domain.events import Hint
from everloop.entry import batch, consumers
from everloop.house import House
from everloop.ports import ShardRef

Task = tuple[str, Any]


def shard_task(shard: ShardRef) -> Task:
    """Run a shard."""
    return "shard", shard


def hints_task(consumer: str, hints: Sequence[Hint]) -> Task:
    """Have a consumer handle hints."""
    return consumer, list(hints)


def boot(folder: Path) -> Callable[[Task], object]:
    """What handles tasks in a new process."""
    log_to_stderr()
    return partial(_work, wiring.local(folder, bus=SqliteBus(folder / "bus.db"), runner=NoRunner()))


def log_to_stderr() -> None:
    """Have warnings and errors logged where the server's own go."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")


def _work(house: House, task: Task) -> object:
    name, value = task
    if name == "shard":
        return batch.run_shard(house, value.workspace, value.job, value.shard)
    return consumers.CONSUMERS[name].handle(house, value)
