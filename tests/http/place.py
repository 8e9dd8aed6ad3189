"""A workspace in which everything that a route can name is there, and somebody with every role."""

from __future__ import annotations

import itertools

from starlette.testclient import TestClient

from everloop.domain.access import FolderRole, Grant, ProjectMember, ProjectRole
from everloop.domain.evaluations import Evaluation
from everloop.domain.folders import ROOT, Folder
from everloop.domain.ids import DEFAULT_WORKSPACE as HERE
from everloop.domain.ids import ItemId
from everloop.domain.jobs import Job, JobState
from everloop.domain.projects import Project
from everloop.domain.transfers import EXPORT
from everloop.ports import Put
from everloop.store import access, evaluations, folders, jobs, keys, projects, rows
from everloop.usecases import members
from tests.house import TestHouse, a_call

NOUNS = ("folder", "item", "project", "evaluation", "export")
PEOPLE = ["outsider", *(f"folder-{role}" for role in FolderRole), *(f"project-{role}" for role in ProjectRole)]


class Place:
    """One workspace; ``fresh`` makes in it a folder, an item, a project and an evaluation that nobody has touched."""

    def __init__(self, lived: TestHouse, client: TestClient) -> None:
        self.lived, self.client = lived, client
        self.numbers = itertools.count(1)
        for name in PEOPLE:
            members.add(a_call(), name=name, member_id=name, table=lived.house.table)

    def fresh(self) -> dict[str, str]:
        number = next(self.numbers)
        folder, item, project, evaluation, export = (f"{noun}{number}" for noun in NOUNS)
        head = {"schema": 1, "id": item, "seq": number, "source": "s", "key": "k", "name": "k", "folder": folder}
        head |= {"state": "ready", "revision": 1, "created_at": 0}
        told = Evaluation(schema=1, id=evaluation, name="E", project=project, prediction_set="none", label_version="none")
        job = Job(schema=1, id=export, workspace=HERE, kind=EXPORT, title="X", spec={}, project=project, state=JobState.DONE)
        written = [
            rows.row(folders.key(HERE, folder), "folder", Folder(schema=1, id=folder, name=folder, parent=ROOT)),
            rows.row(keys.head(HERE, ItemId(item)), "item", head, index=keys.by_seq(HERE, number)),
            rows.row(projects.key(HERE, project), "project", Project(schema=1, id=project, title="P", ontology="none")),
            rows.row(evaluations.key(HERE, evaluation), "evaluation", told),
            rows.row(jobs.key(HERE, export), "job", job),
        ]
        for role in FolderRole:
            given = Grant(schema=1, folder=folder, subject=f"user:folder-{role}", role=role)
            written.append(rows.row(keys.entry("grant", HERE, given.subject, folder), "grant", given))
        for held in ProjectRole:
            member = ProjectMember(schema=1, project=project, subject=f"user:project-{held}", roles=(held,))
            written.append(access.member_row(HERE, member))
        self.lived.house.table.put_many([Put(row) for row in written], cause=a_call().cause)
        return {one.rstrip("0123456789"): one for one in (folder, item, project, evaluation, export)}
