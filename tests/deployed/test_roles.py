"""The deployed API refuses whom the app refuses on the laptop: every route × every role that is kept out of it.

The rows that say who may what are put into the deployed table by the same ``Place`` as locally; people ask with Everloop's own
tokens, the stranger with one of Cognito's. Refusals change nothing, so all of them ask about the same things.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from everloop.wiring_aws import aws
from tests.deployed.emulator import KEYS
from tests.deployed.standing import Standing
from tests.http.place import PEOPLE, Place
from tests.http.routes import Route
from tests.http.test_roles import GUARDED, asked, expected

ASKERS = 4
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


class Doors:
    """Stands for ``Place.client``: sends to the deployed API with the token of whoever the header names."""

    def __init__(self, url: str, tokens: dict[str, str]) -> None:
        self._client, self._tokens = httpx.Client(base_url=url, timeout=60), tokens

    def request(self, method: str, path: str, *, headers: dict[str, str], **more: Any) -> httpx.Response:
        name = headers.get("Authorization", "").removeprefix("Bearer user:")
        said = {"Authorization": f"Bearer {self._tokens[name]}"} if name else {}
        return self._client.request(method, path, headers=said, **more)

    def close(self) -> None:
        self._client.close()


def test_every_route_refuses_at_the_deployment_whom_it_refuses_on_the_laptop(
    deployed: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": deployed.cloud.endpoint}.items():
        monkeypatch.setenv(name, value)
    house = aws({**deployed.environment(), **KEYS, "AWS_ENDPOINT_URL": deployed.cloud.endpoint})
    tokens: dict[str, str] = {}
    doors = Doors(deployed.url, tokens)
    furnished = Place(SimpleNamespace(house=house), doors)  # type: ignore[arg-type]
    things = furnished.fresh()
    place: Any = SimpleNamespace(client=doors, fresh=lambda: things)
    tokens |= {name: deployed.admin.tokens.create("test", user=name).token for name in PEOPLE}
    deployed.user("Stranger")
    tokens["stranger"] = deployed.token("Stranger")

    def wrong(case: tuple[Route, str | None, set[int]]) -> str | None:
        route, user, wanted = case
        answer = asked(place, route, user)
        return None if answer.status_code in wanted else f"{route} by {user}: {answer.status_code} {answer.text[:200]}"

    cases: list[tuple[Route, str | None, set[int]]] = []
    for route in GUARDED:
        cases += [(route, None, {401}), (route, "stranger", {403, 404})]
        cases += [(route, user, refused) for user in PEOPLE if (refused := expected(route.needs, user))]
    with ThreadPoolExecutor(ASKERS) as pool:
        problems = [one for one in pool.map(wrong, cases) if one]
    doors.close()
    assert len(cases) > 4 * len(GUARDED)
    assert problems == []
