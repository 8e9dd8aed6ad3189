"""What becomes of hints that a queue delivers: done, again after a wait, or dead with a reason. The one table of decisions.

done, or nothing a retry could change     the message is gone
Transient                                 again, after a growing wait
Transient for the last time, or Invalid   a dead letter with its sentence
a fault of ours, or no hint at all        the same, hint by hint, so that one bad hint fails alone
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from everloop.domain.errors import EverloopError, Transient
from everloop.domain.events import Hint
from everloop.entry.consumers import Consumer, Failures
from everloop.house import House

log = logging.getLogger(__name__)

ATTEMPTS = 9
"""A hint that has failed so often is a dead letter: one less than the queue itself would bear, so that a reason is kept."""
FIRST_WAIT_S = 5
LONGEST_WAIT_S = 900
UNREADABLE = "This message is no hint."


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message from a queue. ``hint``: None where it is not one; ``attempts``: this one included."""

    id: str
    hint: Hint | None
    attempts: int = 1


@dataclass(slots=True)
class Settled:
    """What to do with those that are not done: ``again`` by message, in so many seconds; ``dead`` with their reasons."""

    again: dict[str, int] = field(default_factory=dict)
    dead: dict[str, str] = field(default_factory=dict)


def work(house: House, consumer: Consumer, deliveries: Sequence[Delivery], *, unreadable: str = UNREADABLE) -> Settled:
    """Have a consumer handle what came, and decide about each message; ``unreadable``: the reason where one is no hint."""
    settled = Settled({}, {one.id: unreadable for one in deliveries if one.hint is None})
    readable = [one for one in deliveries if one.hint is not None]
    with ThreadPoolExecutor(1) as thread:
        for delivery, reason, again in _failed(house, consumer, readable, thread):
            if again and delivery.attempts < ATTEMPTS:
                settled.again[delivery.id] = wait_s(delivery.attempts)
            else:
                settled.dead[delivery.id] = reason
    return settled


def wait_s(attempts: int) -> int:
    """How long a hint rests after its ``attempts``-th failure: 5 s, doubled each time, at most a quarter of an hour."""
    seconds: int = FIRST_WAIT_S * 2 ** (attempts - 1)
    return min(LONGEST_WAIT_S, seconds)


def _failed(
    house: House, consumer: Consumer, deliveries: Sequence[Delivery], thread: ThreadPoolExecutor
) -> Iterator[tuple[Delivery, str, bool]]:
    """(what failed, why, whether a retry may help). A fault is found in a thread's future: nobody catches everything."""
    if not deliveries:
        return
    call = thread.submit(consumer.handle, house, [one.hint for one in deliveries if one.hint is not None])
    error = call.exception()
    if error is None:
        yield from _said(deliveries, call.result())
    elif isinstance(error, Transient):
        yield from ((one, error.message, True) for one in deliveries)
    elif len(deliveries) > 1:
        for one in deliveries:
            yield from _failed(house, consumer, [one], thread)
    elif isinstance(error, EverloopError):
        yield deliveries[0], error.message, False
    else:
        log.error("a consumer has a fault", exc_info=error)
        yield deliveries[0], str(error) or type(error).__name__, True


def _said(
    deliveries: Sequence[Delivery], failures: Failures | Mapping[str, EverloopError]
) -> Iterator[tuple[Delivery, str, bool]]:
    for one in deliveries:
        if one.hint is not None and (reason := failures.get(one.hint.event_id)) is not None:
            yield one, reason.message, isinstance(reason, Transient)
