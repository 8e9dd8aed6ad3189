"""Objects that came, changed or went in sources' buckets: each is looked at as it is now, by each workspace that watches it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from everloop.domain.errors import Transient
from everloop.domain.events import Hint, object_of_hint
from everloop.entry.batch import system_call
from everloop.entry.consumers import Failures
from everloop.house import House
from everloop.usecases import events

CONSUMER = "objects"


def changed(house: House, hints: Sequence[Hint]) -> tuple[Failures, Counter[str]]:
    """Bring the items of these objects up to date: what failed, and counts: new, unchanged, changed, missing, ignored (of no
    source, or nothing that items are made of).
    """
    told = {hint.event_id: object_of_hint(hint) for hint in hints}
    failures, counts, watched = Failures(), Counter[str](), set[str]()
    for workspace, mine in events.watching(list(told.values()), table=house.table).items():
        uris = {one.uri for one in mine}
        watched |= uris
        call = system_call(workspace, "object-events")
        try:
            counts += events.objects_changed(
                call, mine, table=house.table, objects=house.objects, open_source=house.open_source
            )
        except Transient as error:
            failures |= {id_: error for id_, one in told.items() if one.uri in uris}
    counts["ignored"] += len({one.uri for one in told.values()} - watched)
    return failures, counts
