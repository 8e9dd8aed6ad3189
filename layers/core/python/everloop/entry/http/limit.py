"""The size of bodies: refused where API Gateway and Lambda would not carry them. Media never pass through the API."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from everloop.domain.limits import BODY_BYTES, BODY_SENTENCE
from everloop.entry.http import errors

ANSWER = "The answer has {size:,} bytes; at most {limit:,} pass at once. Ask for fewer rows (limit), or export them as a file."


class LimitBody:
    """Counts a request's body as it comes, so that one without a length is bounded too, and reads the length of the answer's.
    ``below``: the paths that are limited.
    """

    def __init__(self, app: ASGIApp, *, below: str) -> None:
        self._app, self._below = app, below

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413, or let the app answer."""
        if scope["type"] != "http" or not scope["path"].startswith(self._below):
            await self._app(scope, receive, send)
            return
        refusal = errors.problem(413, "too-large", "Too large", BODY_SENTENCE)
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > BODY_BYTES:
            await refusal(scope, receive, send)
            return
        parts: list[Message] = []
        size, more = 0, True
        while more:
            part = await receive()
            parts.append(part)
            size += len(part.get("body", b""))
            if size > BODY_BYTES:
                await refusal(scope, receive, send)
                return
            more = part["type"] == "http.request" and bool(part.get("more_body"))
        waiting = iter(parts)

        async def replay() -> Message:
            return next(waiting, None) or await receive()

        await self._app(scope, replay, _bounded(scope, receive, send))


def _bounded(scope: Scope, receive: Receive, send: Send) -> Send:
    """Sends an answer of a length that passes, and a problem in place of another."""
    refused = False

    async def sent(message: Message) -> None:
        nonlocal refused
        if message["type"] == "http.response.start":
            size = int(dict(message["headers"]).get(b"content-length", b"0"))
            if refused := size > BODY_BYTES:
                sentence = ANSWER.format(size=size, limit=BODY_BYTES)
                facts = {"answer_bytes": size, "limit_bytes": BODY_BYTES}
                await errors.problem(413, "answer-too-large", "Too large", sentence, facts)(scope, receive, send)
        if not refused:
            await send(message)

    return sent
