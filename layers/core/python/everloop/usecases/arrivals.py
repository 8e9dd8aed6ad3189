"""How far the new and the changed items of a registration are."""

from __future__ import annotations

from pyroaring import BitMap

from everloop.domain.fields import resolve
from everloop.domain.filters import InSet, Or
from everloop.domain.ids import SetHash
from everloop.domain.items import ItemState
from everloop.domain.principals import Call
from everloop.domain.registrations import Arrivals, new_items
from everloop.domain.vectors import LITE0
from everloop.ports import Index, Objects, Selection, Table
from everloop.store import access, jobs, sets


def arrivals(call: Call, job: str, *, table: Table, objects: Objects, index: Index) -> Arrivals:
    """The items that a registration made or changed and the caller sees: how many are read, failed, embedded. Raises
    NotFound.
    """
    found = jobs.get(call.workspace, job, table=table).value
    made = found.counts.get("new", 0)
    node, fields = new_items(found.result)
    if touched := (found.result or {}).get("touched"):
        raw = sets.raw(objects, call.workspace, SetHash(touched))
        made += len(BitMap.deserialize(raw))
        node = Or((node, InSet(touched, raw)))
    chosen = Selection(access.scope(call.principal, table=table), node, fields)
    states = {bucket.value: bucket.items for bucket in index.facet(chosen, resolve("state"))}
    embedded = {bucket.value: bucket.items for bucket in index.facet(chosen, resolve("spaces"))}.get(LITE0.name, 0)
    arrived = sum(states.values()) >= made and not states.get(ItemState.REGISTERED)
    return Arrivals(
        items=made, states=states, embedded=embedded, settled=arrived and embedded >= states.get(ItemState.READY, 0)
    )
