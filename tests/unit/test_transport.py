"""Whom the client tells its token."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

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
