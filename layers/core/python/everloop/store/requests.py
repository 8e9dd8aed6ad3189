"""What idempotency keys were used for: one small row a keyed create, kept for ever, so that a key means one thing.

The ids of what a create makes follow from its request (``Call.new_id``), so nothing else is needed to repeat it; this row only
tells a repeated request from another one under the same key.
"""

from __future__ import annotations

from everloop.domain.errors import Conflict
from everloop.domain.ids import WorkspaceId
from everloop.domain.principals import Call
from everloop.ports import ABSENT, Key, Put, Row, Table
from everloop.store import keys, rows


def claim(call: Call, contents: str, *, table: Table) -> None:
    """Note what the call's request asks for, before anything is done for it.

    Args:
        contents: A hash of the request's contents.

    Raises:
        Conflict: The same key came with other contents before.
    """
    place = keys.child("request", call.workspace, call.new_id("request"), "contents")
    said = {"schema": 1, "contents": contents, "at": call.now_ms}
    try:
        table.put(Put(rows.row(place, "request", said, announced=False), ABSENT), cause=call.cause)
    except Conflict:
        there = table.get(place)
        if there is None or rows.body(there)["contents"] != contents:
            raise Conflict("This idempotency key was already used for another request; take a new key.") from None


def made_row(call: Call, noun: str, name: str) -> Row:
    """The row that remembers which ``noun`` the request made, for a thing whose id cannot follow from the request."""
    return rows.row(_made(call.workspace, call, noun), "request", {"schema": 1, "made": name}, announced=False)


def made(call: Call, noun: str, *, table: Table) -> str | None:
    """The id of the ``noun`` that the request made already."""
    there = table.get(_made(call.workspace, call, noun))
    return str(rows.body(there)["made"]) if there else None


def _made(workspace: WorkspaceId, call: Call, noun: str) -> Key:
    return keys.child("request", workspace, call.new_id("request", noun), noun)
