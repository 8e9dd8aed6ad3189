"""HTTP for the client: retries with backoff, problems as the errors they are, pages as iterators."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import httpx

from everloop.domain.errors import Conflict, EverloopError, Forbidden, Invalid, NotFound, Transient, Unauthenticated
from everloop.domain.limits import BODY_SENTENCE

T = TypeVar("T")
TRIES = 5
MEDIA = "/media/"
KINDS: dict[int, type[EverloopError]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    412: Conflict,
    413: Invalid,
    422: Invalid,
}


class Transport:
    """Speaks to one server. POST and PUT carry an idempotency key, so that a retry after a lost answer does nothing twice."""

    def __init__(self, url: str, token: str, *, timeout_s: float = 30.0, transport: httpx.BaseTransport | None = None) -> None:
        self.url = url.rstrip("/")
        self._client = httpx.Client(
            base_url=f"{self.url}/api/v1",
            headers={"Authorization": f"Bearer {token}"},
            timeout=timeout_s,
            transport=transport,
            follow_redirects=True,
        )

    def json(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        params: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """The parsed answer of a request; None for 204.

        Raises:
            EverloopError: The kind that the server said; Transient where it could not be reached.
        """
        answer = self.send(method, path, body=body, params=params, headers=headers, idempotency_key=idempotency_key)
        return answer.json() if answer.content else None

    def send(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        params: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
    ) -> httpx.Response:
        """The answer itself (headers, bytes)."""
        sent = dict(headers or {})
        if method in ("POST", "PUT"):
            sent["Idempotency-Key"] = idempotency_key or uuid.uuid4().hex
        query = {key: _plain(value) for key, value in (params or {}).items() if value is not None}
        for attempt in range(TRIES):
            last = attempt == TRIES - 1
            try:
                answer = self._client.request(method, path, json=body, params=query or None, headers=sent)
            except httpx.TransportError as error:
                if last:
                    raise Transient(f"The server at {self.url} does not answer ({error}).") from error
            else:
                if answer.status_code < 400:
                    return answer
                if answer.status_code not in (429, 502, 503, 504) or last:
                    raise _error(answer)
            time.sleep(min(4.0, 0.1 * 2**attempt) * (0.5 + random.random()))
        raise AssertionError("unreachable")

    def raw(
        self, method: str, url: str, *, content: bytes | Path | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        """A request to an address that the server gave: its own (relative), or a store's, which gets no token of ours.

        Raises:
            EverloopError: The kind that the answer said; Transient where nobody answers.
        """
        target = httpx.URL(self.url).join(url)
        own = self._is_own(target)
        for attempt in range(TRIES):
            last = attempt == TRIES - 1
            body = content.read_bytes() if isinstance(content, Path) else content
            try:
                send = self._client.request if own else httpx.request
                answer = send(method, target, content=body, headers=dict(headers or {}), timeout=600)
            except httpx.TransportError as error:
                if last:
                    raise Transient(f"{target.host} does not answer ({error}).") from error
            else:
                if answer.status_code < 400:
                    return answer.content
                if answer.status_code == 403 and own and not attempt and target.path.startswith(MEDIA):
                    self.json("GET", "/session")  # a distribution serves media to who has its cookies
                    continue
                if answer.status_code not in (429, 500, 502, 503, 504) or last:
                    raise _error(answer)
            time.sleep(min(4.0, 0.1 * 2**attempt) * (0.5 + random.random()))
        raise AssertionError("unreachable")

    def fetch(self, url: str, to: Path) -> Path:
        """Download an address that the server gave into a file, streaming; the file is there whole or not at all.

        Raises:
            EverloopError: The kind that the answer said; Transient where nobody answers.
        """
        target = httpx.URL(self.url).join(url)
        own = self._is_own(target)
        partial = to.with_name(f".{to.name}.part")
        try:
            with (self._client.stream if own else httpx.stream)("GET", target, timeout=600) as answer:
                if answer.status_code >= 400:
                    answer.read()
                    raise _error(answer)
                with partial.open("wb") as out:
                    for chunk in answer.iter_bytes():
                        out.write(chunk)
        except httpx.TransportError as error:
            raise Transient(f"{target.host} does not answer ({error}).") from error
        return partial.replace(to)

    def pages(self, path: str, *, params: Mapping[str, object] | None = None, limit: int = 200) -> Iterator[Any]:
        """All rows of a listing, page by page."""
        return _walked(lambda limit, cursor: self.json("GET", path, params={**(params or {}), **_page(limit, cursor)}), limit)

    def posted_pages(self, path: str, body: Mapping[str, object], *, limit: int = 200) -> Iterator[Any]:
        """The same for listings asked for by POST (search)."""
        return _walked(lambda limit, cursor: self.json("POST", path, body={**body, **_page(limit, cursor)}), limit)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _is_own(self, target: httpx.URL) -> bool:
        """Whether an address is this server's: a store may stand on another port of the same machine."""
        own = httpx.URL(self.url)
        return (target.scheme, target.host, target.port) == (own.scheme, own.host, own.port)


def each(rows: Iterator[Any], parse: Callable[[Any], T]) -> Iterator[T]:
    """Rows as what ``parse`` makes of them."""
    for row in rows:
        yield parse(row)


def _page(limit: int, cursor: str | None) -> dict[str, object]:
    return {"limit": limit, "cursor": cursor}


def _walked(page_of: Callable[[int, str | None], Any], limit: int) -> Iterator[Any]:
    """All rows: pages that are too large for an answer are asked for in halves."""
    cursor: str | None = None
    while True:
        try:
            page = page_of(limit, cursor)
        except Invalid as error:
            if "answer_bytes" not in error.facts or limit == 1:
                raise
            limit //= 2
            continue
        yield from page["items"]
        cursor = page["cursor"]
        if cursor is None:
            return


def _plain(value: object) -> str | int | float | list[str]:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return [str(one) for one in value]
    return value if isinstance(value, (int, float)) else str(value)


def _error(answer: httpx.Response) -> EverloopError:
    try:
        said = answer.json()
    except ValueError:
        said = {}
    if not isinstance(said, dict):
        said = {}
    unsaid = BODY_SENTENCE if answer.status_code == 413 else f"The server answered {answer.status_code}."
    detail = str(said.get("detail") or unsaid)
    facts = said.get("facts") or {}
    kind = KINDS.get(answer.status_code, Transient if answer.status_code in (429, 502, 503, 504) else EverloopError)
    return kind(detail, **{str(key): value for key, value in facts.items() if key != "message"})
