"""The dispatcher's whole work: hints of the change feed into the queues of those who want them."""

from __future__ import annotations

from collections.abc import Sequence

from everloop.domain.events import Hint
from everloop.entry.consumers import route
from everloop.house import House


def dispatch(house: House, hints: Sequence[Hint]) -> dict[str, int]:
    """Pass hints on: how many to each consumer. Raises Transient: a queue takes none now; pass all of them on again."""
    by_consumer: dict[str, list[Hint]] = {}
    for hint in hints:
        for consumer in route(hint):
            by_consumer.setdefault(consumer, []).append(hint)
    for consumer, wanted in by_consumer.items():
        house.bus.publish(consumer, wanted)
    return {consumer: len(wanted) for consumer, wanted in by_consumer.items()}
