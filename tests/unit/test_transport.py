"""Whom the client tells its token, and what it does with answers that are too large."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from everloop.domain.errors import Forbidden, Invalid
from everloop.sdk.transport import Transport


class Store(HTTPServer):
    """Remembers the Authorization header of each request."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.told: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Store

    def do_GET(self) -> None:
        self.server.told.append(self.headers["Authorization"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def stores() -> Iterator[tuple[Store, Store]]:
    made = Store(), Store()
    threads = [threading.Thread(target=one.serve_forever) for one in made]
    for thread in threads:
        thread.start()
    yield made
    for one, thread in zip(made, threads, strict=True):
        one.shutdown()
        thread.join()
        one.server_close()


def test_the_token_goes_to_the_server_alone_not_to_a_store_on_another_port(stores: tuple[Store, Store]) -> None:
    server, store = stores
    transport = Transport(server.url, "secret")
    for url in ("/file", f"{server.url}/file", f"{store.url}/file"):
        transport.raw("GET", url)
    transport.close()
    assert (server.told, store.told) == (["Bearer secret", "Bearer secret"], [None])


def test_pages_that_are_too_large_for_an_answer_are_asked_for_in_halves() -> None:
    asked: list[int] = []

    def answer(request: httpx.Request) -> httpx.Response:
        limit, at = int(request.url.params["limit"]), int(request.url.params.get("cursor", 0))
        asked.append(limit)
        if limit > 50:
            return httpx.Response(413, json={"detail": "Ask for fewer.", "facts": {"answer_bytes": 5_000_000}})
        end = min(at + limit, 120)
        return httpx.Response(200, json={"items": list(range(at, end)), "cursor": str(end) if end < 120 else None})

    transport = Transport("http://here", "secret", transport=httpx.MockTransport(answer))
    assert list(transport.pages("/things", limit=200)) == list(range(120))
    assert asked == [200, 100, 50, 50, 50]
    transport.close()


def test_a_gateway_that_refuses_a_large_body_without_a_word_is_spoken_for() -> None:
    gateway = httpx.MockTransport(lambda request: httpx.Response(413, json={"message": "Request Too Long"}))
    transport = Transport("http://here", "secret", transport=gateway)
    with pytest.raises(Invalid, match="POST /files"):
        transport.json("POST", "/things", body="x")
    transport.close()


def test_media_that_a_distribution_guards_are_read_with_the_cookies_of_the_session() -> None:
    asked: list[tuple[str, str | None]] = []

    def edge(request: httpx.Request) -> httpx.Response:
        asked.append((request.url.path, request.headers.get("Cookie")))
        if request.url.path == "/api/v1/session":
            return httpx.Response(200, json={}, headers={"Set-Cookie": "CloudFront-Policy=seen; Path=/media/default/"})
        return httpx.Response(200, content=b"picture") if "Cookie" in request.headers else httpx.Response(403)

    transport = Transport("http://server", "secret", transport=httpx.MockTransport(edge))
    with pytest.raises(Forbidden):
        transport.raw("GET", "/media/other/thumbnails/ab")
    assert transport.raw("GET", "/media/default/thumbnails/ab") == b"picture"
    assert asked[-1] == ("/media/default/thumbnails/ab", "CloudFront-Policy=seen")
    transport.close()
