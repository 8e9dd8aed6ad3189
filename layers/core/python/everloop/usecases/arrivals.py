"""How far the items of a registration are."""

from __future__ import annotations

from everloop.domain.fields import resolve
from everloop.domain.items import ItemState
from everloop.domain.principals import Call
from everloop.domain.registrations import Arrivals, new_items
from everloop.domain.vectors import LITE0
from everloop.ports import Index, Selection, Table
from everloop.store import access, jobs


def arrivals(call: Call, job: str, *, table: Table, index: Index) -> Arrivals:
    """The new items of a registration that the caller sees: how many are read, failed, embedded. Raises NotFound."""
    found = jobs.get(call.workspace, job, table=table).value
    made = found.counts.get("new", 0)
    chosen = Selection(access.scope(call.principal, table=table), *new_items(found.result))
    states = {bucket.value: bucket.items for bucket in index.facet(chosen, resolve("state"))}
    embedded = {bucket.value: bucket.items for bucket in index.facet(chosen, resolve("spaces"))}.get(LITE0.name, 0)
    arrived = sum(states.values()) >= made and not states.get(ItemState.REGISTERED)
    return Arrivals(
        items=made, states=states, embedded=embedded, settled=arrived and embedded >= states.get(ItemState.READY, 0)
    )
