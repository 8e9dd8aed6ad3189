"""An API over a local house in this process, and people to call it as."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from everloop.entry.http.app import create_app
from everloop.usecases import members
from tests import house as houses
from tests.house import ADMIN, TestHouse, a_call
from tests.http.place import Place

As = Callable[..., TestClient]


@pytest.fixture
def api(lived: TestHouse) -> Iterator[As]:
    """``api()`` is the admin's client, ``api("ben")`` one of Ben, who is made a member; ``api(None)`` nobody's."""
    app = create_app(lived.house)
    opened: list[TestClient] = []

    def client(user: str | None = ADMIN) -> TestClient:
        if user not in (None, ADMIN):
            members.add(a_call(request=f"add {user}"), name=user.title(), member_id=user, table=lived.house.table)
        headers = {"Authorization": f"Bearer user:{user}"} if user else {}
        opened.append(TestClient(app, base_url="http://127.0.0.1/api/v1/", headers=headers, raise_server_exceptions=False))
        return opened[-1]

    yield client
    for one in opened:
        one.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A workspace with somebody of every role, for a whole module."""
    lived = houses.build(tmp_path_factory.mktemp("place"))
    app = create_app(lived.house)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False, follow_redirects=False) as client:
        yield Place(lived, client)
