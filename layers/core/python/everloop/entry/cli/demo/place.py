"""Where the demo works: a folder, a collection, an ontology, a dataset and a project called ``Demo/<name>``, and two people."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from everloop.domain.access import ProjectRole
from everloop.domain.collections import Collection
from everloop.domain.errors import Invalid, NotFound
from everloop.domain.folders import SeenFolder
from everloop.domain.members import Member
from everloop.domain.projects import Project
from everloop.sdk.client import Client

FOLDER = "Demo"
SEARCHABLE_S = 60.0
EVERYDAY = {"images", "image", "imgs", "img", "pictures", "data", "train", "val", "test", "jpegimages"}
PEOPLE = {ProjectRole.ANNOTATOR: "Demo annotator", ProjectRole.REVIEWER: "Demo reviewer"}


@dataclass(frozen=True, slots=True)
class People:
    """The two who work, each with a client of his own."""

    annotator: Client
    reviewer: Client


def name_of(folder: Path) -> str:
    """What the demo on a folder is called: its name, with its parent's where that alone says little."""
    resolved = folder.resolve()
    return f"{resolved.parent.name} {resolved.name}" if resolved.name.lower() in EVERYDAY else resolved.name or "pictures"


def ready_filter(folder: SeenFolder) -> dict[str, object]:
    """The demo's items that were read."""
    return {"and": [{"in": {"f": "folder", "v": [folder.id]}}, {"in": {"f": "state", "v": ["ready"]}}]}


def collection(client: Client, title: str, folder: SeenFolder) -> Collection:
    """The demo's collection, brought up to what is ready now."""
    where = ready_filter(folder)
    found = next((one for one in client.collections.list() if one.name == title and not one.archived), None)
    if found is None:
        return client.collections.create(title, where=where, folder=folder.id, message="All that is ready")
    if client.sets.create(where=where).hash != found.members:
        client.collections.commit(found.id, where=where, message="All that is ready now")
    return client.collections.get(found.id)


def project(client: Client, title: str) -> Project | None:
    """The demo's project, if there is one."""
    return next((one for one in client.projects.list() if one.title == title and not one.archived), None)


def new_project(client: Client, title: str, items: Collection) -> Project:
    """A project over the demo's collection, with an ontology that the import fills."""
    ontology = client.ontologies.create(title, [])
    made = client.projects.create(title, ontology.id, description="Two laps of the loop, made by `everloop demo`.")
    dataset = client.datasets.create(title, [items])
    client.jobs.wait(client.projects.set_datasets(made.id, [dataset]))
    return made


def follow(client: Client, project: Project, items: Collection) -> None:
    """Have a project's dataset follow its collection: tasks open for what is new, and are archived for what left."""
    for pinned in project.datasets:
        newest = next(client.datasets.versions(pinned.dataset))
        if any(pin.collection == items.id and pin.version != items.version for pin in newest.pins):
            dataset = client.datasets.pin(pinned.dataset, [items])
            client.jobs.wait(client.projects.set_datasets(project.id, [dataset]))


@contextmanager
def people(client: Client, project: Project) -> Iterator[People]:
    """The demo's two people with their roles in the project; their tokens are good until the demo ends."""
    with ExitStack() as stack:
        clients = {}
        for role, name in PEOPLE.items():
            client.projects.set_member(project.id, person(client, role).id, [role])
            given = client.tokens.create(f"everloop demo: {name}", user=person(client, role).id, days=1)
            stack.callback(client.tokens.revoke, given.id)
            clients[role] = stack.enter_context(Client(client.http.url, given.token))
        yield People(clients[ProjectRole.ANNOTATOR], clients[ProjectRole.REVIEWER])


def person(client: Client, role: ProjectRole) -> Member:
    """The demo's annotator or reviewer, added where there is none."""
    try:
        return client.members.find(PEOPLE[role])
    except NotFound:
        return client.members.add(PEOPLE[role])


def links(client: Client) -> dict[str, str]:
    """An address for each of the two that signs them in, once."""
    return {name: client.members.sign_in_link(person(client, role).id).url for role, name in PEOPLE.items()}


def remove(client: Client, name: str) -> dict[str, int]:
    """Take the demo's things away: archive its project, dataset and collections, delete its items and folder; how many."""
    title = f"{FOLDER}/{name}"
    try:
        folder = client.folders.find(title)
    except NotFound:
        raise Invalid(f"There is no demo called {name!r} here.") from None
    for one in list(client.projects.list()):
        if one.title == title and not one.archived:
            client.projects.update(one.id, archived=True)
    for dataset in list(client.datasets.list()):
        if dataset.title == title and not dataset.archived:
            client.datasets.update(dataset.id, archived=True)
    for kept in list(client.collections.list()):
        if kept.name.startswith(title) and not kept.archived:
            client.collections.change(kept.id, archived=True)
    inside = {"in": {"f": "folder", "v": [folder.id]}}
    items = [one.id for one in client.search.items(inside)]
    client.items.delete(items)
    deadline = time.monotonic() + SEARCHABLE_S
    while client.search.count(inside) and time.monotonic() < deadline:  # searches hear of it a moment later
        time.sleep(0.1)
    client.folders.delete(folder.id)
    return {"items": len(items)}
