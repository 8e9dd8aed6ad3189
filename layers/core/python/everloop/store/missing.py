"""Files that vanished: their items are missing, never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from everloop.domain.errors import NotFound
from everloop.domain.ids import ItemId, WorkspaceId
from everloop.domain.items import ItemState
from everloop.domain.principals import Cause
from everloop.ports import Put, Row, Table
from everloop.store import keys, rows
from everloop.store.sources import Originals

REASON = "The file is not there any more."


def mark_missing(
    items: Sequence[ItemId],
    *,
    workspace: WorkspaceId,
    now_ms: int,
    mark: str = "",
    again: bool = False,
    cause: Cause,
    table: Table,
    originals: Originals,
) -> int:
    """Mark those of the items whose file is not there now (its store is asked: HEAD decides); how many were marked.

    Args:
        mark, again: As ``registration.Origin`` has them: what was marked before by the same shard counts too.
    """
    puts: list[Put] = []
    before = 0
    for row in table.get_many([keys.head(workspace, item) for item in items]):
        if row is None:
            continue
        head = rows.body(row)
        if again and head["state"] == ItemState.MISSING and head.get("changed_by") == mark:
            before += 1
        elif not head.get("deleted") and head["state"] != ItemState.MISSING and _gone(head, originals):
            head |= {"state": ItemState.MISSING, "reason": REASON, "updated_at": now_ms}
            head |= {"changed_by": mark} if mark else {}
            head.pop("etag", None)
            puts.append(Put(Row(row.key, row.kind, orjson.dumps(head), index=row.index), row.version))
    return before + sum(version is not None for version in table.put_many(puts, cause=cause))


def _gone(head: dict[str, Any], originals: Originals) -> bool:
    try:
        originals.head(head["source"], head["key"])
    except NotFound:
        return True
    return False
