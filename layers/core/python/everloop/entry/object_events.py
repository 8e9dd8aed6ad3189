"""Objects that came, changed or went in a source's bucket: each is looked at as it is now."""

from __future__ import annotations

from collections.abc import Sequence

from everloop.domain.events import ObjectChanged
from everloop.domain.ids import DEFAULT_WORKSPACE, WorkspaceId
from everloop.entry.batch import system_call
from everloop.house import House
from everloop.usecases import events


def changed(house: House, seen: Sequence[ObjectChanged], *, workspace: WorkspaceId = DEFAULT_WORKSPACE) -> dict[str, int]:
    """Bring the items of these objects up to date. Counts: new, unchanged, changed, missing, ignored. Raises Transient."""
    call = system_call(workspace, "object-events")
    return events.objects_changed(call, seen, table=house.table, objects=house.objects, open_source=house.open_source)
