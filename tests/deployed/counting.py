"""MiniStack with its requests counted, and mended: rows inserted by PartiQL reach the table's stream as others do, templates
may have key groups (``key_groups``), and layers are unpacked once (``shared_layers``).
Run by MiniStack's own interpreter: ``python counting.py`` (it imports no test).

``GET /_counts`` answers what happened since the last ``DELETE /_counts``:
``requests``: by service and operation; ``invocations``: of functions, and ``milliseconds``: that they took;
``units``: of DynamoDB. Reads are as MiniStack computes them by Amazon's rules when a request asks for them, so each is made to
ask. Writes are counted here, a unit for each kibibyte begun, twice in a transaction; those of the index apart, for rows in it.

``GET /_workers`` names the processes that run functions.
"""

from __future__ import annotations

import json
import math
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

import key_groups
import ministack.app
import shared_layers
from ministack.core import lambda_runtime
from ministack.services import dynamodb, lambda_svc

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

COUNTED = Counter[str]()
UNITS = Counter[str]()
INVOKED = Counter[str]()
MILLISECONDS = Counter[str]()
COUNTERS = {"requests": COUNTED, "units": UNITS, "invocations": INVOKED, "milliseconds": MILLISECONDS}
READS = {"GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"}
OPERATION = ContextVar("OPERATION", default="")
Row = dict[str, Any]


def mend() -> None:
    """Have MiniStack's inserts by PartiQL tell the stream, and every write and invocation be counted."""
    insert, emit, execute = dynamodb._partiql_insert, dynamodb._emit_stream_event, lambda_svc._execute_function

    def inserted(table: Any, parsed: Any) -> Any:
        answer = insert(table, parsed)
        if answer[0] == 200:
            item = parsed["item"]
            item = item["M"] if set(item) == {"M"} else item
            dynamodb._emit_stream_event(table["TableName"], "INSERT", None, item)
        return answer

    def emitted(table: str, event: str, old: Row | None, new: Row | None, *more: Any, **named: Any) -> None:
        emit(table, event, old, new, *more, **named)
        units = math.ceil(max(_size(old), _size(new)) / 1024)
        UNITS["table writes"] += units * (2 if OPERATION.get() == "TransactWriteItems" else 1)
        UNITS["index writes"] += _index_writes(old or {}, new or {})

    def executed(function: Row, event: Any) -> Any:
        begun = time.monotonic()
        answer = execute(function, event)
        name = function["config"]["FunctionName"]
        INVOKED[name] += 1
        MILLISECONDS[name] += math.ceil((time.monotonic() - begun) * 1000)
        return answer

    dynamodb._partiql_insert, dynamodb._emit_stream_event = inserted, emitted
    lambda_svc._execute_function = executed


def _index_writes(old: Row, new: Row) -> int:
    """The index has keys only, a unit each: a row whose place moves is taken out and put in, one that stays costs nothing."""
    before, after = (old.get("ipk"), old.get("isk")), (new.get("ipk"), new.get("isk"))
    return 0 if before == after else int(before[0] is not None) + int(after[0] is not None)


def _size(row: Row | None) -> int:
    return int(dynamodb._item_size_bytes(row)) if row else 0


def counting(app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """The same app, with its requests counted."""

    async def counted(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif scope["path"] == "/_counts":
            await _answer(send, {name: dict(counter) for name, counter in COUNTERS.items()})
            for counter in COUNTERS.values() if scope["method"] == "DELETE" else ():
                counter.clear()
        elif scope["path"] == "/_workers":
            await _answer(send, _workers())
        else:
            await _counted(app, scope, receive, send)

    return counted


async def _counted(app: Any, scope: Scope, receive: Receive, send: Send) -> None:
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
    target = headers.get("x-amz-target", "")
    service, _, operation = target.partition(".")
    if not service.startswith("DynamoDB_"):
        COUNTED[_named(scope, headers, service, operation)] += 1
        await app(scope, receive, send)
        return
    COUNTED[f"dynamodb.{operation}"] += 1
    asked = json.loads(await _body(receive) or b"{}")
    data = json.dumps({**asked, "ReturnConsumedCapacity": "TOTAL"} if operation in READS else asked).encode()
    OPERATION.set(operation)
    scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() != b"content-length"]}
    scope["headers"].append((b"content-length", str(len(data)).encode()))
    said = bytearray()

    async def received() -> Message:
        return {"type": "http.request", "body": data, "more_body": False}

    async def sent(message: Message) -> None:
        said.extend(message.get("body", b""))
        await send(message)

    await app(scope, received, sent)
    if operation in READS:
        UNITS["reads"] += _units(bytes(said))


def _units(answer: bytes) -> float:
    try:
        found = json.loads(answer).get("ConsumedCapacity", [])
    except ValueError:
        return 0
    return sum(one["CapacityUnits"] for one in ([found] if isinstance(found, dict) else found))


def _named(scope: Scope, headers: dict[str, str], service: str, operation: str) -> str:
    if service:
        return f"{service.lower().partition('_')[0]}.{operation}"
    path, method = scope["path"], scope["method"]
    if path.startswith("/_aws/execute-api"):
        return f"api.{method}"
    if path.startswith("/2015-03-31/functions"):
        return f"lambda.{method}"
    said = headers.get("authorization", "")
    signed = said.partition("Credential=")[2].split("/")
    name = signed[3] if len(signed) > 3 else ("s3" if b"X-Amz-Signature" in scope["query_string"] else "other")
    listed = name == "s3" and method == "GET" and b"list-type" in scope["query_string"]
    return f"{name}.{'LIST' if listed else method}"


async def _body(receive: Receive) -> bytes:
    data = bytearray()
    while True:
        message = await receive()
        data += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(data)


async def _answer(send: Send, content: Any) -> None:
    data = json.dumps(content).encode()
    head = [(b"content-type", b"application/json"), (b"content-length", str(len(data)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": data})


def _workers() -> list[dict[str, Any]]:
    workers = [worker for pool in lambda_runtime._workers.values() for worker in pool]
    return [
        {"function": one.func_name, "pid": one._proc.pid, "busy": one.in_use}
        for one in workers
        if one._proc is not None and one._proc.poll() is None
    ]


if __name__ == "__main__":
    key_groups.teach()
    shared_layers.share()
    mend()
    ministack.app.app = counting(ministack.app.app)
    ministack.app.main()
