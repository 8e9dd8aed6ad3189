"""What a prediction set says of items, kept on their heads, so that it becomes filters (decisions 5 and 14)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import orjson

from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.items import PredictionFacts
from everloop.domain.limits import HEAD_BYTES
from everloop.domain.principals import Cause
from everloop.ports import Put, Row, Table
from everloop.store import keys, rows

CHUNK = 250
TRIES = 12


class Told(NamedTuple):
    """What became of an item: the head's version now, or None where it is gone, too full or kept changing."""

    item: str
    version: int | None


def set_facts(
    workspace: WorkspaceId,
    prediction_set: str,
    said: Iterable[tuple[str, PredictionFacts]],
    *,
    cause: Cause,
    table: Table,
) -> Iterator[Told]:
    """Write what the set says of each item, each item once; heads that say it already are not written."""
    stream = iter(said)
    while chunk := dict(itertools.islice(stream, CHUNK)):
        for _ in range(TRIES):
            found = table.get_many([keys.head(workspace, ItemId(item)) for item in chunk])
            puts: dict[str, Put] = {}
            for (item, facts), row in zip(list(chunk.items()), found, strict=True):
                put = _changed(row, prediction_set, facts) if row else None
                if put is None:
                    yield Told(item, row.version if row and _says(row, prediction_set, facts) else None)
                    del chunk[item]
                else:
                    puts[item] = put
            for (item, _put), version in zip(puts.items(), table.put_many(list(puts.values()), cause=cause), strict=True):
                if version is not None:
                    yield Told(item, version)
                    del chunk[item]
            if not chunk:
                break
        for item in chunk:
            yield Told(item, None)


def _changed(row: Row, prediction_set: str, facts: PredictionFacts) -> Put | None:
    """The write; None where nothing is to be written, or it does not fit."""
    head = rows.body(row)
    if head.get("deleted") or head.get("predictions", {}).get(prediction_set) == facts:
        return None
    head.setdefault("predictions", {})[prediction_set] = facts
    data = orjson.dumps(head)
    if len(data) > HEAD_BYTES:
        return None
    return Put(Row(row.key, row.kind, data, index=row.index, announced=row.announced), row.version)


def _says(row: Row, prediction_set: str, facts: PredictionFacts) -> bool:
    return bool(rows.body(row).get("predictions", {}).get(prediction_set) == facts)
