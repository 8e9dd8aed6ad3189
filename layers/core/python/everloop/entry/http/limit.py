"""The size of a request's body: refused where API Gateway would refuse it. Media never pass through the API."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from everloop.domain.limits import BODY_BYTES
from everloop.entry.http import errors

SENTENCE = f"A request has at most {BODY_BYTES // 1_000_000} MB; upload larger content by a presigned address."


class LimitBody:
    """Counts a body as it comes, so that one without a length is bounded too. ``below``: the paths that are limited."""

    def __init__(self, app: ASGIApp, *, below: str) -> None:
        self._app, self._below = app, below

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413, or let the app answer."""
        if scope["type"] != "http" or not scope["path"].startswith(self._below):
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > BODY_BYTES:
            await errors.problem(413, "too-large", "Too large", SENTENCE)(scope, receive, send)
            return
        parts: list[Message] = []
        size, more = 0, True
        while more:
            part = await receive()
            parts.append(part)
            size += len(part.get("body", b""))
            if size > BODY_BYTES:
                await errors.problem(413, "too-large", "Too large", SENTENCE)(scope, receive, send)
                return
            more = part["type"] == "http.request" and bool(part.get("more_body"))
        waiting = iter(parts)

        async def replay() -> Message:
            return next(waiting, None) or await receive()

        await self._app(scope, replay, send)
