"""An API over a local house in this process, and people to call it as."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from everloop.entry.http.app import create_app
from everloop.usecases import members
from tests.house import ADMIN, TestHouse, a_call

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
