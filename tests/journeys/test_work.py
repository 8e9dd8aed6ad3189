"""People at work in a project: queue, hand over, review, issues; a project that follows its datasets."""

from __future__ import annotations

from typing import Any

import pytest

from everloop.domain.errors import Conflict, EverloopError, Forbidden, Invalid, NotFound
from everloop.domain.issues import Anchor, IssueState, Opinion
from everloop.domain.jobs import JobState
from everloop.domain.tasks import Task, TaskStatus
from everloop.sdk.client import Client
from tests.house import TestHouse
from tests.journeys.working import Team, a_team


@pytest.fixture
def team(lived: TestHouse) -> Team:
    return a_team(lived)


def draw(client: Client, team: Team, task: Task, *objects: dict[str, Any], base_rev: int = 0) -> int:
    """Save boxes on a task's item; the labels' revision then."""
    operations = [{"op": "put", "annotation": {"shapes": {"0": {"box": [1, 2, 3, 4]}}, **one}} for one in objects]
    token = task.lease.token if task.lease else None
    body = {"base_rev": base_rev, "operations": operations, "token": token}
    saved = client.http.json("POST", f"/projects/{team.project}/labels/{task.item}", body=body)
    return int(saved["row"]["rev"])


def state_of(team: Team, item: str) -> str:
    return str(team.of().http.json("GET", f"/projects/{team.project}/labels/{item}")["state"])


def facts_of(team: Team, item: str) -> dict[str, Any]:
    head: dict[str, Any] = team.of().http.json("GET", f"/items/{item}")
    return dict(head["projects"][team.project])


def taken(client: Client, team: Team) -> Task:
    task = client.tasks.next(team.project)
    assert task is not None
    return task


def test_two_people_annotate_reject_mend_and_approve(team: Team) -> None:
    ben, rita = team.join("ben", "annotator"), team.join("rita", "reviewer")
    task = taken(ben, team)
    rev = draw(ben, team, task, {"object_id": "a", "class_id": "cat"})
    assert ben.tasks.submit(team.project, task, rev=rev).stage == "review"
    assert state_of(team, task.item) == "labelled"
    assert ben.tasks.next(team.project) is not None  # the next one, not his own review

    review = taken(rita, team)
    assert review.id == task.id
    back = rita.tasks.reject(team.project, review, "The box is off", anchor=Anchor(object_id="a"), tags=["geometry"])
    assert (back.status, back.assignee, back.round) == (TaskStatus.REOPENED, "ben", 2)
    assert state_of(team, task.item) == "in_progress"
    (issue,) = ben.issues.list(team.project, item=task.item)
    assert (issue.kind, issue.anchor.object_id, issue.comments[0].text) == ("rejection", "a", "The box is off")
    assert facts_of(team, task.item) | {"priority": 0} == facts_of(team, task.item) | {
        "priority": 0,
        "open_issues": 1,
        "stage": "annotate",
        "status": "reopened",
        "assignee": "ben",
        "round": 2,
    }

    again = ben.tasks.claim(team.project, task.id)
    now = ben.http.json("GET", f"/projects/{team.project}/labels/{task.item}")["rev"]
    draw(ben, team, again, {"object_id": "a", "class_id": "cat", "shapes": {"0": {"box": [1, 2, 5, 5]}}}, base_rev=now)
    ben.tasks.submit(team.project, again)
    done = rita.tasks.approve(team.project, taken(rita, team))
    assert (done.stage, done.status) == ("complete", TaskStatus.COMPLETED)
    assert state_of(team, task.item) == "approved"
    assert [one.state for one in rita.issues.list(team.project, item=task.item)] == [IssueState.RESOLVED]
    assert facts_of(team, task.item)["open_issues"] == 0
    assert [(one.round, one.opinion) for one in rita.tasks.verdicts(team.project, task.id)] == [
        (1, Opinion.REJECTED),
        (2, Opinion.APPROVED),
    ]


def test_a_missing_answer_keeps_a_task_from_being_submitted(team: Team) -> None:
    anna = team.of()
    task = taken(anna, team)
    rev = draw(anna, team, task, {"object_id": "a", "class_id": "car"})
    with pytest.raises(Invalid, match="Colour") as refused:
        anna.tasks.submit(team.project, task)
    assert refused.value.facts["problems"][0]["object_id"] == "a"
    draw(anna, team, task, {"object_id": "a", "class_id": "car", "answers": {"colour": "red"}}, base_rev=rev)
    assert anna.tasks.submit(team.project, task).stage == "review"


def test_an_item_submitted_with_nothing_on_it_is_a_negative(team: Team) -> None:
    anna = team.of()
    task = taken(anna, team)
    anna.tasks.submit(team.project, task)
    row = anna.http.json("GET", f"/projects/{team.project}/labels/{task.item}")
    assert (row["state"], row["objects"], row["rev"]) == ("labelled", 0, 1)


def test_labels_that_changed_since_they_were_looked_at_are_not_judged(team: Team) -> None:
    anna = team.of()
    task = taken(anna, team)
    rev = draw(anna, team, task, {"object_id": "a", "class_id": "cat"})
    draw(anna, team, task, {"object_id": "b", "class_id": "cat"}, base_rev=rev)
    with pytest.raises(Conflict, match="revision 2"):
        anna.tasks.submit(team.project, task, rev=rev)


def test_an_object_that_stands_rejected_keeps_its_task_from_approval(team: Team) -> None:
    ben, rita = team.join("ben", "annotator"), team.join("rita", "reviewer")
    task = taken(ben, team)
    draw(ben, team, task, {"object_id": "a", "class_id": "cat"}, {"object_id": "b", "class_id": "cat"})
    ben.tasks.submit(team.project, task)
    review = taken(rita, team)
    with pytest.raises(NotFound, match="object"):
        rita.tasks.judge(team.project, review, "nowhere", "approved")
    said = rita.tasks.judge(team.project, review, "b", "rejected", reason="No cat")
    assert rita.issues.get(team.project, said.issue or "").anchor.object_id == "b"
    with pytest.raises(Conflict, match="stands rejected"):
        rita.tasks.approve(team.project, review)
    rita.tasks.judge(team.project, review, "b", "approved")
    assert rita.tasks.approve(team.project, review).stage == "complete"


def test_nobody_reviews_his_own_work_but_a_project_of_one_goes_on(team: Team) -> None:
    anna = team.of()
    task = taken(anna, team)
    anna.tasks.submit(team.project, task)
    team.join("ben", "annotator", "reviewer")
    with pytest.raises(Forbidden, match="own work"):
        anna.tasks.claim(team.project, task.id)
    anna.projects.remove_member(team.project, "ben")
    assert anna.tasks.approve(team.project, anna.tasks.claim(team.project, task.id)).stage == "complete"


def test_an_annotator_sees_his_own_tasks_and_their_items_only(team: Team) -> None:
    ben = team.join("ben", "annotator")
    task = taken(ben, team)
    other = next(item for item in team.items if item != task.item)
    assert [one.id for one in ben.tasks.list(team.project)] == [task.id]
    assert ben.http.json("GET", f"/items/{task.item}")["id"] == task.item
    for path in (f"/items/{other}", f"/projects/{team.project}/tasks/{other}", f"/projects/{team.project}/labels/{other}"):
        with pytest.raises(NotFound):
            ben.http.json("GET", path)
    with pytest.raises(Forbidden):
        next(ben.tasks.list(team.project, assignee="anna"))
    with pytest.raises(NotFound):
        ben.issues.create(team.project, other, "What is this?")
    ben.tasks.release(team.project, task)
    with pytest.raises(NotFound):
        ben.http.json("GET", f"/items/{task.item}")


def test_those_without_a_role_do_not_know_of_the_project(team: Team) -> None:
    carl = team.of("carl")
    assert list(carl.projects.list()) == []
    for ask in (lambda: carl.projects.get(team.project), lambda: carl.tasks.next(team.project)):
        with pytest.raises(NotFound):
            ask()


def test_a_viewer_sees_everything_and_changes_nothing(team: Team) -> None:
    vera = team.join("vera", "viewer")
    assert len(list(vera.tasks.list(team.project))) == len(team.items)
    assert vera.projects.progress(team.project).items == len(team.items)
    for ask in (
        lambda: vera.tasks.next(team.project),
        lambda: vera.tasks.assign(team.project, team.items[0], "vera"),
        lambda: vera.projects.set_datasets(team.project, []),
        lambda: vera.projects.set_member(team.project, "vera", ["admin"]),
    ):
        with pytest.raises(Forbidden):
            ask()


def test_assigned_tasks_wait_for_their_assignee(team: Team) -> None:
    ben, anna = team.join("ben", "annotator"), team.of()
    done = anna.tasks.change_many(team.project, team.items[:2], "assign", to="ben")
    assert (done["moved"], done["refused"]) == (2, [])
    assert {taken(ben, team).item, taken(ben, team).item} == set(team.items[:2])
    anna.tasks.prioritise(team.project, team.items[5], 0.9)
    assert taken(ben, team).item == team.items[5]
    with pytest.raises(Invalid, match="not an active member"):
        anna.tasks.assign(team.project, team.items[3], "nobody")


def test_the_tasks_of_who_leaves_the_project_go_back_to_the_queue(team: Team) -> None:
    team.join("ben", "annotator")
    anna = team.of()
    anna.tasks.change_many(team.project, team.items, "assign", to="ben")
    assert anna.tasks.next(team.project) is None
    anna.projects.remove_member(team.project, "ben")
    assert {one.assignee for one in anna.tasks.list(team.project)} == {None}
    assert anna.tasks.next(team.project) is not None


def test_a_project_keeps_an_admin(team: Team) -> None:
    with pytest.raises(Conflict, match="needs an admin"):
        team.of().projects.set_member(team.project, "anna", ["reviewer"])


def test_issues_are_raised_discussed_and_resolved(team: Team) -> None:
    ben, anna = team.join("ben", "annotator"), team.of()
    task = taken(ben, team)
    issue = ben.issues.create(team.project, task.item, "What is this?", anchor=Anchor(x=3, y=4), tags=["question"])
    assert facts_of(team, task.item)["open_issues"] == 1
    assert [one.id for one in anna.issues.list(team.project)] == [issue.id]
    anna.issues.comment(team.project, issue.id, "A cat.")
    assert anna.issues.tag(team.project, issue.id, ["answered"]).tags == ("answered",)
    assert anna.issues.resolve(team.project, issue.id).state is IssueState.RESOLVED
    assert facts_of(team, task.item)["open_issues"] == 0
    assert list(anna.issues.list(team.project)) == []
    assert [one.id for one in anna.issues.list(team.project, state="resolved")] == [issue.id]
    reopened = ben.issues.reopen(team.project, issue.id)
    assert [change.state for change in reopened.changes] == ["resolved", "open"]
    assert [comment.by for comment in reopened.comments] == ["ben", "anna"]
    with pytest.raises(NotFound, match="object"):
        ben.issues.create(team.project, task.item, "This one", anchor=Anchor(object_id="nowhere"))


def test_a_project_follows_its_datasets(team: Team) -> None:
    anna = team.of()
    more = team.register(3, first=100)
    left, kept = team.items[:2], team.items[2:]
    task = anna.tasks.claim(team.project, kept[0])
    anna.tasks.submit(team.project, task)
    anna.collections.commit(team.collection, ids=[*kept, *more])
    dataset = anna.datasets.pin(team.dataset)
    assert (dataset.version, dataset.items, [one.number for one in anna.datasets.versions(team.dataset)]) == (2, 7, [2, 1])
    job = anna.jobs.get(anna.projects.set_datasets(team.project, [dataset]).id)
    assert job.state is JobState.DONE
    assert {key: job.counts[key] for key in ("opened", "archived", "there")} == {"opened": 3, "archived": 2, "there": 0}
    stages = {one.item: one.stage for one in anna.tasks.list(team.project)}
    assert {stages[item] for item in left} == {"archive"}
    assert stages[kept[0]] == "review"
    assert {stages[item] for item in more} == {"annotate"}
    counted = {one.stage: one.tasks for one in anna.projects.progress(team.project).stages}
    assert counted == {"annotate": 6, "review": 1, "complete": 0, "archive": 2}

    back = anna.jobs.get(anna.projects.set_datasets(team.project, [(team.dataset, 1)]).id)
    assert (back.counts["returned"], back.counts["archived"]) == (2, 3)


def test_items_sent_back_come_first_in_a_new_round(team: Team) -> None:
    anna = team.of()
    sent = team.items[:2]
    anna.tasks.change_many(team.project, sent, "move", stage="complete")
    elsewhere = team.register(1, first=200)
    members = anna.collections.create("Failures", ids=[*sent, *elsewhere]).members
    job = anna.jobs.get(anna.projects.send_back(team.project, members, priority=0.9).id)
    assert (job.state, job.counts["reopened"], job.counts["missing"]) == (JobState.DONE, 2, 1)
    first = [taken(anna, team), taken(anna, team)]
    assert {task.item for task in first} == set(sent)
    assert {(task.round, task.status, task.priority) for task in first} == {(2, TaskStatus.REOPENED, 0.9)}


def test_a_request_repeated_under_one_key_is_done_once(team: Team) -> None:
    anna = team.of()
    path = f"/projects/{team.project}/tasks"
    once = [anna.http.json("POST", f"{path}/next", idempotency_key="k")["id"] for _ in range(2)]
    assert once[0] == once[1]
    for _ in range(2):
        told = anna.http.json("POST", f"{path}/{once[0]}/submit", body={}, idempotency_key="k")
        assert told["stage"] == "review"
    for _ in range(2):
        anna.tasks.claim(team.project, once[0]) if told["stage"] == "review" and not told["lease"] else None
        told = anna.http.json("POST", f"{path}/{once[0]}/reject", body={"reason": "No"}, idempotency_key="k")
        assert told["round"] == 2
    assert len(list(anna.issues.list(team.project))) == 1


def test_nobody_puts_into_a_project_what_he_does_not_see(team: Team) -> None:
    carl = team.of("carl")
    with pytest.raises(EverloopError):
        carl.datasets.create("Mine", [(team.collection, 1)])
    mine = carl.projects.create("Mine", "things")
    with pytest.raises(NotFound, match="not yours to see"):
        carl.projects.set_datasets(mine.id, [team.dataset])


def test_an_archived_project_stands_still(team: Team) -> None:
    anna = team.of()
    anna.projects.update(team.project, archived=True)
    with pytest.raises(Conflict, match="archived"):
        anna.tasks.next(team.project)
    anna.projects.update(team.project, archived=False)
    assert anna.tasks.next(team.project) is not None
