"""The deployed API refuses whom the app refuses on the laptop, and lets in whom it lets in: every route × every role that is
kept out of it, and the least role that is not.

The rows that say who may what are put into the deployed table by the same ``Place`` as locally; people ask with Everloop's own
tokens, the stranger and Anna with one of Cognito's. Refusals change nothing, so all of them ask about the same things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, TypeVar

import httpx
import pytest

from tests.deployed.standing import Standing
from tests.house import ADMIN
from tests.http.place import PEOPLE, Place
from tests.http.routes import Route
from tests.http.test_roles import GUARDED, NARROWED, asked, expected

ASKERS = 4
C = TypeVar("C")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


class Doors:
    """Stands for ``Place.client``: sends to the deployed API with the token of whoever the header names."""

    def __init__(self, url: str, tokens: dict[str, str]) -> None:
        self._client, self.tokens = httpx.Client(base_url=url, timeout=120), tokens

    def request(self, method: str, path: str, *, headers: dict[str, str], **more: Any) -> httpx.Response:
        name = headers.get("Authorization", "").removeprefix("Bearer user:")
        said = {"Authorization": f"Bearer {self.tokens[name]}"} if name else {}
        return self._client.request(method, path, headers=said, **more)

    def close(self) -> None:
        self._client.close()


@pytest.fixture(scope="module")
def doors(deployed: Standing) -> Iterator[Doors]:
    """The API's doors for Anna and the stranger; ``place`` gives the others their tokens."""
    deployed.user("Stranger")
    made = Doors(deployed.url, {"stranger": deployed.token("Stranger"), ADMIN: deployed.token("Anna")})
    yield made
    made.close()


@pytest.fixture(scope="module")
def place(deployed: Standing, doors: Doors) -> Iterator[Place]:
    """The place of the local test in the deployed tables."""
    with pytest.MonkeyPatch.context() as patch:
        made = Place(SimpleNamespace(house=deployed.house(patch)), doors)  # type: ignore[arg-type]
        doors.tokens |= {name: deployed.admin.tokens.create("test", user=name).token for name in PEOPLE}
        yield made


def test_every_route_refuses_at_the_deployment_whom_it_refuses_on_the_laptop(place: Place, doors: Doors) -> None:
    things = place.fresh()
    still: Any = SimpleNamespace(client=doors, fresh=lambda: things)

    def wrong(case: tuple[Route, str | None, set[int]]) -> str | None:
        route, user, wanted = case
        answer = asked(still, route, user)
        return None if answer.status_code in wanted else f"{route} by {user}: {answer.status_code} {answer.text[:200]}"

    cases: list[tuple[Route, str | None, set[int]]] = []
    for route in GUARDED:
        cases += [(route, None, {401}), (route, "stranger", {403, 404})]
        cases += [(route, user, refused) for user in PEOPLE if (refused := expected(route.needs, user))]
    assert len(cases) > 4 * len(GUARDED)
    assert problems(wrong, cases) == []


def test_every_route_lets_in_at_the_deployment_who_has_the_least_role_that_does_on_the_laptop(place: Place) -> None:
    """Who may change things asks about some of his own."""
    things = place.fresh()
    still: Any = SimpleNamespace(client=place.client, fresh=lambda: things)

    def wrong(route: Route) -> str | None:
        user = next((one for one in PEOPLE if not expected(route.needs, one)), ADMIN)
        answer = asked(still if route.method == "GET" else place, route, user)
        refused = answer.status_code in ((401,) if str(route) in NARROWED else (401, 403)) or answer.status_code >= 500
        return f"{route} by {user}: {answer.status_code} {answer.text[:200]}" if refused else None

    assert problems(wrong, GUARDED) == []


def problems(wrong: Callable[[C], str | None], cases: Sequence[C]) -> list[str]:
    """What is wrong with the cases, several asked at once."""
    with ThreadPoolExecutor(ASKERS) as pool:
        return [one for one in pool.map(wrong, cases) if one]
