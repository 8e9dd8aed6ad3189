"""A house with items, a collection, a dataset and a project of it, and people who work in it through the client."""

from __future__ import annotations

from dataclasses import dataclass, field

import httpx
from starlette.testclient import TestClient

from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId
from everloop.domain.ontologies import AttributeKind, Shape
from everloop.domain.ontology_making import NewAttribute, NewClass
from everloop.domain.ontology_making import create as an_ontology
from everloop.domain.principals import Scope
from everloop.entry.http.app import create_app
from everloop.ports import Selection
from everloop.sdk.client import Client
from everloop.store import ontologies, registration
from everloop.usecases import members
from tests.house import ADMIN, TestHouse, a_call


@dataclass
class Team:
    """The house and its people: ``team.of("ben")`` is Ben's client; all that follows from a write happens at once."""

    lived: TestHouse
    project: str = ""
    dataset: str = ""
    collection: str = ""
    items: list[ItemId] = field(default_factory=list)
    clients: dict[str, Client] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.transport = Settling(self.lived)

    def of(self, user: str = ADMIN) -> Client:
        if user not in self.clients:
            if user != ADMIN:
                members.add(a_call(request=f"add {user}"), name=user.title(), member_id=user, table=self.lived.house.table)
            self.clients[user] = Client("http://127.0.0.1", f"user:{user}", transport=self.transport)
        return self.clients[user]

    def join(self, user: str, *roles: str) -> Client:
        """Ben joins the project."""
        client = self.of(user)
        self.of().projects.set_member(self.project, user, roles)
        return client

    def register(self, count: int, *, first: int = 0) -> list[ItemId]:
        """Some more items."""
        before = set(self.everything())
        files = [registration.Listed("src", f"{number}.jpg", "root", "image/jpeg") for number in range(first, first + count)]
        origin = registration.Origin(DEFAULT_WORKSPACE, "job", 1)
        registration.register(files, origin, cause=a_call().cause, table=self.lived.house.table)
        self.lived.settle()
        return [item for item in self.everything() if item not in before]

    def everything(self) -> list[ItemId]:
        return self.lived.house.index.scan(Selection(Scope(DEFAULT_WORKSPACE))).ids


class Settling(httpx.BaseTransport):
    """Sends requests to the app in this process; after each write, all that follows from it happens."""

    def __init__(self, lived: TestHouse) -> None:
        self._app = TestClient(create_app(lived.house), base_url="http://127.0.0.1")
        self._lived = lived

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = dict(request.headers)
        answer = self._app.request(request.method, str(request.url), content=request.read(), headers=headers)
        if request.method != "GET":
            self._lived.settle()
        return httpx.Response(answer.status_code, headers=dict(answer.headers), content=answer.content)


def a_team(lived: TestHouse, *, items: int = 6) -> Team:
    """A project over ``items`` items, whose class "car" has a required answer."""
    team = Team(lived)
    team.items = team.register(items)
    asked = NewAttribute(id="colour", name="Colour", kind=AttributeKind.TEXT, required=True)
    classes = [
        NewClass(id="car", name="car", shapes=(Shape.BOX,), attributes=(asked,)),
        NewClass(id="cat", name="cat", shapes=tuple(Shape)),
    ]
    made = an_ontology("things", "Things", classes, by=ADMIN, at=1)
    ontologies.create(a_call(), made, table=lived.house.table)
    anna = team.of()
    collection = anna.collections.create("First", ids=team.items)
    team.collection = collection.id
    team.dataset = anna.datasets.create("Street", [collection]).id
    team.project = anna.projects.create("Street", "things").id
    anna.projects.set_datasets(team.project, [team.dataset])
    return team
