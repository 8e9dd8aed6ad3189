"""A house: one set of adapters. Made by ``wiring``, handed to ``entry``; use cases never see it."""

from __future__ import annotations

from dataclasses import dataclass

from everloop.ports import Bus, Encoder, Identity, Index, Objects, OpenSource, Runner, Table
from everloop.store.columns import Columns


@dataclass(frozen=True)
class House:
    """The ports of one deployment: ``objects`` is the house's own store of media and results."""

    table: Table
    objects: Objects
    open_source: OpenSource
    columns: Columns
    index: Index
    encoder: Encoder
    runner: Runner
    bus: Bus
    identity: Identity
