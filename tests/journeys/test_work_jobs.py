"""The jobs of a project: pre-labels offered and accepted, work that is done twice, heads that follow whatever the feed does."""

from __future__ import annotations

import random
from typing import Any

import pytest

from everloop.domain.access import FolderRole
from everloop.domain.errors import Conflict, Invalid, NotFound
from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId
from everloop.domain.jobs import Job
from everloop.domain.labels import RejectProposal
from everloop.domain.predictions import PredictionSet, PredictionState
from everloop.ports import ABSENT, Put
from everloop.store import access, keys, labels, rows
from everloop.usecases import projects, tasks
from tests.house import TestHouse, a_call
from tests.journeys.working import Team, a_team


@pytest.fixture
def team(lived: TestHouse) -> Team:
    return a_team(lived)


def head_of(team: Team, item: str) -> dict[str, Any]:
    row = team.lived.house.table.get(keys.head(DEFAULT_WORKSPACE, ItemId(item)))
    assert row is not None
    return rows.body(row)


def predict(team: Team, *boxes: tuple[str, float, float], revision: int = 1, project: str | None = None) -> str:
    """Store a prediction set of cats: (item, confidence, x)."""
    columns = team.lived.house.columns
    seqs = {item: head_of(team, item)["seq"] for item in team.items}
    found = [
        {
            **{"seq": seqs[ItemId(item)], "item_id": item, "part": 0, "row": row, "class_id": "cat", "class": "cat"},
            **{"confidence": confidence, "x": x, "y": 1.0, "w": 10.0, "h": 10.0, "area": 100.0},
        }
        for row, (item, confidence, x) in enumerate(boxes)
    ]
    runs = [{"seq": seqs[item], "item_id": item, "item_revision": revision, "part": 0} for item in team.items]
    tables = {
        kind: columns.save(DEFAULT_WORKSPACE, columns.write(DEFAULT_WORKSPACE, kind, sorted(said, key=lambda one: one["seq"])))
        for kind, said in (("predictions", found), ("runs", runs))
    }
    made = PredictionSet(
        id=f"set{len(boxes)}", name="S", model="m", project=project, state=PredictionState.READY, tables=tables, schema=1
    )
    place = keys.entry("prediction-set", DEFAULT_WORKSPACE, made.id)
    team.lived.house.table.put(Put(rows.row(place, "prediction-set", made), ABSENT), cause=a_call().cause)
    return made.id


def offer(team: Team, predictions: str, **options: Any) -> Job:
    anna = team.of()
    return anna.jobs.get(anna.projects.pre_label(team.project, predictions, **options).id)


def body_of(team: Team, item: str) -> list[dict[str, Any]]:
    found = labels.find(DEFAULT_WORKSPACE, item, team.project, table=team.lived.house.table)
    return labels.body_of(found.head, objects=team.lived.house.objects) if found else []


def test_pre_labels_are_offered_accepted_and_removed_one_by_one(team: Team) -> None:
    anna, first, second = team.of(), *team.items[:2]
    predictions = predict(team, (first, 0.9, 1), (first, 0.7, 40), (first, 0.4, 80), (second, 0.95, 1))
    job = offer(team, predictions, confidence=0.5)
    assert {key: job.counts[key] for key in ("items", "proposed", "overlapped", "not_open")} == {
        "items": 2,
        "proposed": 3,
        "overlapped": 0,
        "not_open": 0,
    }
    row = anna.http.json("GET", f"/projects/{team.project}/labels/{first}")
    assert (row["state"], row["objects"], row["proposed"]) == ("unlabelled", 0, 2)
    task = anna.tasks.claim(team.project, first)
    best, other = sorted(row["annotations"], key=lambda one: -one["confidence"])
    operations = [
        {"op": "accept", "object_id": best["object_id"]},
        {"op": "reject-proposal", "object_id": other["object_id"]},
    ]
    body = {"base_rev": row["rev"], "operations": operations, "token": task.lease.token if task.lease else None}
    anna.http.json("POST", f"/projects/{team.project}/labels/{first}", body=body)
    anna.tasks.submit(team.project, task)
    assert [one.get("proposed", False) for one in body_of(team, first)] == [False]
    again = offer(team, predictions, confidence=0.5)
    assert (again.counts["proposed"], again.counts["there"], again.counts["not_open"]) == (0, 1, 1)


def test_pre_labels_that_nobody_decided_on_keep_a_task_from_being_submitted(team: Team) -> None:
    anna, item = team.of(), team.items[0]
    offer(team, predict(team, (item, 0.9, 2), (item, 0.8, 40)))
    task = anna.tasks.claim(team.project, item)
    with pytest.raises(Invalid, match="2 pre-labels are neither accepted nor removed") as refused:
        anna.tasks.submit(team.project, task)
    assert refused.value.facts["proposed"] == 2
    row = anna.labels.get(team.project, item)
    operations = [RejectProposal(object_id=one.object_id) for one in row.annotations]
    anna.labels.save(team.project, item, operations, base_rev=row.rev, token=task.lease.token if task.lease else None)
    assert anna.tasks.submit(team.project, task).stage == "review"


def test_nothing_is_offered_where_a_label_is(team: Team) -> None:
    anna, item = team.of(), team.items[0]
    operations = [{"op": "put", "annotation": {"object_id": "a", "class_id": "cat", "shapes": {"0": {"box": [1, 1, 10, 10]}}}}]
    anna.http.json("POST", f"/projects/{team.project}/labels/{item}", body={"base_rev": 0, "operations": operations})
    job = offer(team, predict(team, (item, 0.9, 2), (item, 0.9, 40)), confidence=0.8, iou_threshold=0.5)
    assert (job.counts["proposed"], job.counts["overlapped"]) == (1, 1)
    assert [one["shapes"]["0"]["box"][0] for one in body_of(team, item)] == [1, 40]


def test_nothing_is_offered_for_a_picture_that_changed_since(team: Team) -> None:
    job = offer(team, predict(team, (team.items[0], 0.9, 2), revision=2))
    assert (job.counts.get("proposed", 0), job.counts["other_revision"]) == (0, 1)


def test_only_the_items_of_a_set_get_pre_labels(team: Team) -> None:
    members = team.of().collections.create("Some", ids=team.items[:1]).members
    job = offer(team, predict(team, *((item, 0.9, 2.0) for item in team.items)), members=members)
    assert job.counts["items"] == 1


def test_predictions_of_another_project_are_refused(team: Team) -> None:
    with pytest.raises(Invalid, match="another project"):
        offer(team, predict(team, (team.items[0], 0.9, 2), project="other"))


def test_one_job_at_a_time_brings_tasks_up_to_date(team: Team) -> None:
    house = team.lived.house
    anna = team.of()
    anna.collections.commit(team.collection, ids=team.items[:3])
    anna.datasets.pin(team.dataset)

    def move(version: int) -> Job:  # by the use case itself: nothing follows until the house settles
        wanted = [(team.dataset, version)]
        return projects.set_datasets(
            a_call(), team.project, wanted, table=house.table, objects=house.objects, index=house.index
        )

    first = move(2)
    with pytest.raises(Conflict, match="wait for that job") as refused:
        move(1)
    assert refused.value.facts["job"] == first.id
    team.lived.settle()
    assert anna.jobs.get(first.id).counts["archived"] == 3
    move(1)
    team.lived.settle()
    assert {task.stage for task in anna.tasks.list(team.project)} == {"annotate"}


def test_heads_follow_tasks_whatever_the_feed_does(lived: TestHouse) -> None:
    lived.chaos = random.Random(7)
    team = a_team(lived, items=12)
    anna, draw = team.of(), random.Random(3)
    for _ in range(40):
        item = draw.choice(team.items)
        move = draw.choice(["move", "prioritise", "reopen", "archive"])
        stage = draw.choice(["annotate", "review", "complete"]) if move == "move" else None
        anna.tasks.change_many(team.project, [item], move, priority=draw.random(), stage=stage)  # type: ignore[arg-type]
        if draw.random() < 0.3:
            anna.issues.create(team.project, item, "Look")
    for task in anna.tasks.list(team.project):
        said = head_of(team, task.item)["projects"][team.project]
        issues = list(anna.issues.list(team.project, item=task.item))
        wanted = {"stage": task.stage, "status": task.status, "priority": task.priority, "round": task.round}
        assert {key: said[key] for key in wanted} == wanted
        assert said.get("open_issues", 0) == len(issues)


def test_an_annotator_sees_the_item_of_a_claim_at_once(team: Team) -> None:
    team.join("ben", "annotator")
    house, ben = team.lived.house, a_call("ben").principal
    taken = tasks.claim_next(a_call("ben"), team.project, table=house.table)  # the feed is not read yet
    assert taken is not None
    assert access.require_item(ben, taken.value.item, FolderRole.VIEWER, table=house.table)["id"] == taken.value.item
    other = next(item for item in team.items if item != taken.value.item)
    with pytest.raises(NotFound):
        access.require_item(ben, other, FolderRole.VIEWER, table=house.table)


def test_datasets_set_again_under_one_key_are_one_job(team: Team) -> None:
    anna = team.of()
    first, second = (anna.projects.set_datasets(team.project, [team.dataset], idempotency_key="once") for _ in range(2))
    assert first.id == second.id
