"""What S3 says happened, in its two forms: an EventBridge event, or a notification with records (keys escaped)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

import orjson

from everloop.domain.events import Hint, ObjectChanged, hint_of_object

CREATED, DELETED = "Object Created", "Object Deleted"


def objects_of(message: Mapping[str, Any]) -> Iterator[ObjectChanged]:
    """The objects that a message speaks of: none for the test event that S3 sends when notifications are switched on.

    Raises:
        KeyError: It is no such message.
    """
    if message.get("Event") == "s3:TestEvent":
        return
    if "detail-type" in message:
        if message["detail-type"] in (CREATED, DELETED):
            yield _told(message["detail"], key=message["detail"]["object"]["key"], removed=message["detail-type"] == DELETED)
        return
    for record in message["Records"]:
        key = unquote_plus(record["s3"]["object"]["key"])
        yield _told(record["s3"], key=key, removed=record["eventName"].startswith("ObjectRemoved"))


def hints_of(body: str, message: str) -> list[Hint]:
    """The objects that a message speaks of, as hints; ``message`` is its id. Raises ValueError: it is no such message."""
    try:
        return [hint_of_object(one, f"{message}/{number}") for number, one in enumerate(objects_of(orjson.loads(body)))]
    except (KeyError, TypeError, AttributeError, orjson.JSONDecodeError):
        raise ValueError("This message tells of no object.") from None


def _told(said: Mapping[str, Any], *, key: str, removed: bool) -> ObjectChanged:
    uri = f"s3://{said['bucket']['name']}/{key}"
    return ObjectChanged(uri, removed=removed, sequencer=said["object"].get("sequencer", ""))
