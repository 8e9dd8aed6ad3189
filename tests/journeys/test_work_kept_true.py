"""What must not come of work: approval without labels, labels of an older picture, tasks that nobody can do."""

from __future__ import annotations

from typing import Any

import pytest

from everloop.domain.access import WorkspaceRole
from everloop.domain.errors import Conflict, Invalid
from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId
from everloop.domain.labels import LabelHead
from everloop.domain.tasks import Task, TaskStatus
from everloop.ports import Put
from everloop.sdk.client import Client
from everloop.store import keys, labels, rows
from everloop.usecases import members, review
from tests.house import TestHouse, a_call
from tests.journeys.working import Team, a_team

CAT = {"object_id": "a", "class_id": "cat"}


@pytest.fixture
def team(lived: TestHouse) -> Team:
    return a_team(lived)


def draw(client: Client, team: Team, task: Task, *objects: dict[str, Any], base_rev: int = 0) -> int:
    operations = [{"op": "put", "annotation": {"shapes": {"0": {"box": [1, 2, 3, 4]}}, **one}} for one in objects]
    body = {"base_rev": base_rev, "operations": operations, "token": task.lease.token if task.lease else None}
    saved = client.http.json("POST", f"/projects/{team.project}/labels/{task.item}", body=body)
    return int(saved["row"]["rev"])


def submitted(client: Client, team: Team, item: str) -> None:
    task = client.tasks.claim(team.project, item)
    draw(client, team, task, CAT)
    client.tasks.submit(team.project, task)


def labels_of(team: Team, item: str) -> LabelHead:
    found = labels.find(DEFAULT_WORKSPACE, item, team.project, table=team.lived.house.table)
    assert found is not None
    return found.head


def becomes_another_picture(team: Team, item: str) -> None:
    """The item's revision 2, as a change of its file makes it."""
    table = team.lived.house.table
    row = table.get(keys.head(DEFAULT_WORKSPACE, ItemId(item)))
    assert row is not None
    head = {**rows.body(row), "revision": 2}
    table.put(Put(rows.row(row.key, row.kind, head, index=row.index), row.version), cause=a_call().cause)


def tasks_of(team: Team) -> dict[str, Task]:
    return {one.item: one for one in team.of().tasks.list(team.project)}


def drained(client: Client, team: Team) -> list[str]:
    found: list[str] = []
    while taken := client.tasks.next(team.project):
        found.append(taken.item)
    return found


# ── approval ──────────────────────────────────────────────────────────────────────────────────────


def test_what_nobody_submitted_is_not_approved(team: Team) -> None:
    anna, ben, rita = team.of(), team.join("ben", "annotator"), team.join("rita", "reviewer")
    untouched, begun = team.items[:2]
    draw(ben, team, ben.tasks.claim(team.project, begun), CAT)
    anna.tasks.change_many(team.project, [untouched, begun], "move", stage="review")
    for item in (untouched, begun):
        task = rita.tasks.claim(team.project, item)
        with pytest.raises(Conflict, match="Nobody has submitted"):
            rita.tasks.approve(team.project, task)
    assert {tasks_of(team)[item].stage for item in (untouched, begun)} == {"review"}


def test_what_could_not_be_submitted_is_not_approved(team: Team) -> None:
    ben, rita = team.join("ben", "annotator"), team.join("rita", "reviewer")
    first, second = team.items[:2]
    for item in (first, second):
        submitted(ben, team, item)
    task = rita.tasks.claim(team.project, first)
    rev = draw(rita, team, task, {"object_id": "b", "class_id": "car"}, base_rev=2)
    with pytest.raises(Invalid, match="Colour") as refused:
        rita.tasks.approve(team.project, task)
    assert refused.value.facts["problems"][0]["object_id"] == "b"
    draw(rita, team, task, {"object_id": "b", "class_id": "car", "answers": {"colour": "red"}}, base_rev=rev)
    assert rita.tasks.approve(team.project, task).stage == "complete"

    task = rita.tasks.claim(team.project, second)
    offered = {"object_id": "p", "class_id": "cat", "proposed": True, "origin": "model", "confidence": 0.9}
    draw(rita, team, task, offered, base_rev=2)
    with pytest.raises(Invalid, match="1 pre-label is neither accepted nor removed"):
        rita.tasks.approve(team.project, task)


def test_a_large_body_is_asked_for_its_answers_too(team: Team) -> None:
    ben, rita, house = team.join("ben", "annotator"), team.join("rita", "reviewer"), team.lived.house
    submitted(ben, team, team.items[0])
    task = rita.tasks.claim(team.project, team.items[0])
    draw(rita, team, task, *({"object_id": f"b{number:03d}", "class_id": "car"} for number in range(600)), base_rev=2)
    assert "body_path" in labels_of(team, task.item)
    with pytest.raises(Invalid, match="Colour"):
        review.approve(a_call("rita"), team.project, task.id, table=house.table, objects=house.objects)


def test_a_negative_is_approved(team: Team) -> None:
    ben, rita = team.join("ben", "annotator"), team.join("rita", "reviewer")
    ben.tasks.submit(team.project, ben.tasks.claim(team.project, team.items[0]))
    assert rita.tasks.approve(team.project, rita.tasks.claim(team.project, team.items[0])).stage == "complete"
    assert (labels_of(team, team.items[0])["state"], labels_of(team, team.items[0])["objects"]) == ("approved", 0)


# ── the picture ───────────────────────────────────────────────────────────────────────────────────


def test_labels_confirmed_on_a_changed_picture_are_labels_of_it(team: Team) -> None:
    ben, rita, item = team.join("ben", "annotator"), team.join("rita", "reviewer"), team.items[0]
    submitted(ben, team, item)
    back = rita.tasks.reject(team.project, rita.tasks.claim(team.project, item), "Look again")
    becomes_another_picture(team, item)
    assert labels_of(team, item)["item_revision"] == 1
    ben.tasks.submit(team.project, ben.tasks.claim(team.project, back.id))
    assert labels_of(team, item)["item_revision"] == 2


def test_so_are_labels_approved_on_it(team: Team) -> None:
    ben, rita, item = team.join("ben", "annotator"), team.join("rita", "reviewer"), team.items[0]
    submitted(ben, team, item)
    becomes_another_picture(team, item)
    rita.tasks.approve(team.project, rita.tasks.claim(team.project, item))
    assert (labels_of(team, item)["state"], labels_of(team, item)["item_revision"]) == ("approved", 2)


def test_deleted_items_are_passed_over_until_they_are_brought_back(team: Team) -> None:
    anna, ben = team.of(), team.join("ben", "annotator")
    gone = team.items[:4]
    anna.tasks.assign(team.project, gone[0], "ben")
    anna.tasks.assign(team.project, gone[1], "ben")
    for item in gone:
        anna.tasks.prioritise(team.project, item, 0.9)
    anna.items.delete(gone)
    assert sorted(drained(ben, team)) == sorted(team.items[4:])
    with pytest.raises(Conflict, match="deleted"):
        ben.tasks.claim(team.project, gone[0])
    anna.items.restore(gone)
    assert sorted(drained(ben, team)) == sorted(gone)


def test_a_queue_of_deleted_items_is_an_empty_one(lived: TestHouse) -> None:
    team = a_team(lived, items=130)
    anna = team.of()
    anna.tasks.change_many(team.project, team.items[:1], "prioritise", priority=0.1)
    anna.items.delete(team.items[1:])
    assert drained(anna, team) == [team.items[0]]


def test_the_task_of_a_deleted_item_is_neither_submitted_nor_approved(team: Team) -> None:
    anna, ben, rita = team.of(), team.join("ben", "annotator"), team.join("rita", "reviewer")
    first, second = team.items[:2]
    submitted(ben, team, first)
    approving, submitting = rita.tasks.claim(team.project, first), ben.tasks.claim(team.project, second)
    anna.items.delete([first, second])
    with pytest.raises(Conflict, match="deleted"):
        rita.tasks.approve(team.project, approving)
    with pytest.raises(Conflict, match="deleted"):
        ben.tasks.submit(team.project, submitting)


# ── following datasets ────────────────────────────────────────────────────────────────────────────


def test_an_item_that_was_deleted_while_its_project_followed_gets_its_task_when_it_is_back(team: Team) -> None:
    anna = team.of()
    (new,) = team.register(1, first=100)
    anna.collections.commit(team.collection, ids=[*team.items, new])
    dataset = anna.datasets.pin(team.dataset)
    anna.items.delete([new])
    anna.projects.set_datasets(team.project, [dataset])
    anna.items.restore([new])
    job = anna.jobs.get(anna.projects.set_datasets(team.project, [dataset]).id)
    assert job.counts["opened"] == 1
    assert tasks_of(team)[new].stage == "annotate"


def test_one_that_left_while_it_was_deleted_goes_to_the_archive_when_it_is_back(team: Team) -> None:
    anna, left = team.of(), team.items[0]
    anna.items.delete([left])
    anna.collections.commit(team.collection, ids=team.items[1:])
    dataset = anna.datasets.pin(team.dataset)
    anna.projects.set_datasets(team.project, [dataset])
    anna.items.restore([left])
    anna.projects.set_datasets(team.project, [dataset])
    assert tasks_of(team)[left].stage == "archive"


def test_items_that_left_the_project_are_not_sent_back(team: Team) -> None:
    anna, left = team.of(), team.items[0]
    anna.collections.commit(team.collection, ids=team.items[1:])
    anna.projects.set_datasets(team.project, [anna.datasets.pin(team.dataset)])
    anna.tasks.change_many(team.project, [team.items[1]], "move", stage="complete")
    sent = anna.collections.create("Failures", ids=team.items[:2]).members
    job = anna.jobs.get(anna.projects.send_back(team.project, sent).id)
    assert (job.counts["reopened"], job.counts["missing"]) == (1, 1)
    assert tasks_of(team)[left].stage == "archive"
    nothing = anna.collections.create("Gone", ids=[left]).members
    job = anna.jobs.get(anna.projects.send_back(team.project, nothing).id)
    assert (job.state, job.counts["missing"]) == ("done", 1)


# ── people ────────────────────────────────────────────────────────────────────────────────────────


def test_who_loses_a_role_loses_the_tasks_of_its_stages_only(team: Team) -> None:
    anna = team.of()
    team.join("ben", "annotator", "reviewer")
    submitted(anna, team, team.items[0])
    anna.tasks.assign(team.project, team.items[0], "ben")
    anna.tasks.change_many(team.project, team.items[1:3], "assign", to="ben")
    anna.projects.set_member(team.project, "ben", ["reviewer"])
    assert [tasks_of(team)[item].assignee for item in team.items[:3]] == ["ben", None, None]
    anna.projects.set_member(team.project, "ben", ["viewer"])
    assert tasks_of(team)[team.items[0]].assignee is None


def test_the_tasks_of_who_is_deactivated_go_back_in_all_projects(team: Team) -> None:
    anna = team.of()
    team.join("ben", "annotator")
    other = anna.projects.create("Other", "things").id
    anna.projects.set_datasets(other, [team.dataset])
    anna.projects.set_member(other, "ben", ["annotator"])
    for project in (team.project, other):
        anna.tasks.change_many(project, team.items[:2], "assign", to="ben")
    anna.http.json("PATCH", "/members/ben", body={"active": False})
    assert {one.assignee for project in (team.project, other) for one in anna.tasks.list(project)} == {None}


def test_so_do_those_of_who_is_no_longer_an_admin_of_the_workspace(team: Team) -> None:
    anna, table = team.of(), team.lived.house.table
    team.of("ben")
    members.change(a_call(), "ben", {"role": WorkspaceRole.ADMIN}, table=table)
    anna.tasks.assign(team.project, team.items[0], "ben")
    members.change(a_call(), "ben", {"role": WorkspaceRole.MEMBER}, table=table)
    assert tasks_of(team)[team.items[0]].assignee is None


def test_what_is_rejected_after_its_annotator_left_waits_for_anybody(team: Team) -> None:
    ben, rita = team.join("ben", "annotator"), team.join("rita", "reviewer")
    submitted(ben, team, team.items[0])
    team.of().projects.remove_member(team.project, "ben")
    back = rita.tasks.reject(team.project, rita.tasks.claim(team.project, team.items[0]), "The box is off")
    assert (back.stage, back.status, back.assignee, back.round) == ("annotate", TaskStatus.REOPENED, None, 2)
    assert team.items[0] in drained(team.join("carl", "annotator"), team)


def test_nobody_is_assigned_the_review_of_his_own_work(team: Team) -> None:
    anna, ben = team.of(), team.join("ben", "annotator", "reviewer")
    submitted(ben, team, team.items[0])
    with pytest.raises(Invalid, match="ben's own work"):
        anna.tasks.assign(team.project, team.items[0], "ben")
    assert anna.tasks.assign(team.project, team.items[0], "anna").assignee == "anna"


def test_who_is_alone_may_be(team: Team) -> None:
    anna = team.of()
    submitted(anna, team, team.items[0])
    assert anna.tasks.assign(team.project, team.items[0], "anna").assignee == "anna"
