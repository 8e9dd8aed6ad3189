"""The workflow: its graph, and the one function through which tasks move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from everloop.domain.actions import (
    Action,
    Approve,
    Archive,
    Assign,
    Claim,
    Move,
    Prioritise,
    Reject,
    Release,
    Renew,
    Reopen,
    Skip,
    Submit,
    Unassign,
)
from everloop.domain.advance import Actor, advance
from everloop.domain.errors import Conflict, EverloopError, Forbidden, Invalid
from everloop.domain.tasks import LEASE_MS, Task, TaskStatus, place, task_id
from everloop.domain.workflow import DEFAULT, ENDS, WORK, Graph, Stage, StageKind

ANN = Actor("ann", frozenset({"annotator"}))
BOB = Actor("bob", frozenset({"annotator", "reviewer"}))
EVE = Actor("eve", frozenset({"viewer"}))
MEG = Actor("meg", frozenset({"manager"}))
REV = Actor("rev", frozenset({"reviewer"}))
PEOPLE = (ANN, BOB, EVE, MEG, REV)
TASK = Task(id=task_id("item"), project="p", item="item", seq=7, stage="annotate")


def do(task: Task, *steps: tuple[Actor, Action], now_ms: int = 1_000) -> Task:
    for actor, action in steps:
        task = advance(DEFAULT, task, action, actor, now_ms=now_ms)
    return task


def submitted(by: Actor = ANN) -> Task:
    return do(TASK, (by, Claim()), (by, Submit()))


def test_the_happy_way_ends_in_complete() -> None:
    done = do(submitted(), (REV, Claim()), (REV, Approve()))
    assert (done.stage, done.status, done.annotator, done.reviewer) == ("complete", TaskStatus.COMPLETED, "ann", "rev")
    assert done.lease is None
    assert done.assignee is None


def test_a_rejected_task_returns_to_its_annotator_in_a_new_round() -> None:
    back = do(submitted(), (REV, Claim()), (REV, Reject("the box is off")))
    assert (back.stage, back.status, back.assignee, back.round) == ("annotate", TaskStatus.REOPENED, "ann", 2)
    with pytest.raises(Conflict, match="assigned to ann"):
        do(back, (BOB, Claim()))
    assert do(back, (ANN, Claim()), (ANN, Submit())).stage == "review"


def test_a_rejected_task_whose_annotator_left_is_open_to_all() -> None:
    back = do(submitted(), (REV, Claim()), (REV, Reject("the box is off", back=False)))
    assert (back.stage, back.status, back.assignee, back.annotator) == ("annotate", TaskStatus.REOPENED, None, "ann")
    assert do(back, (BOB, Claim()), (BOB, Submit())).annotator == "bob"


def test_a_review_is_not_assigned_to_who_made_the_work_unless_he_is_alone() -> None:
    own = submitted(BOB)
    with pytest.raises(Invalid, match="bob's own work"):
        do(own, (MEG, Assign("bob", BOB.roles)))
    assert do(own, (MEG, Assign("rev", REV.roles))).assignee == "rev"
    assert do(own, (MEG, Assign("bob", BOB.roles, alone=True))).assignee == "bob"


def test_a_rejection_needs_a_reason() -> None:
    with pytest.raises(Invalid, match="reason"):
        do(submitted(), (REV, Claim()), (REV, Reject("  ")))


def test_only_one_holds_a_task_until_the_lease_expires() -> None:
    held = do(TASK, (ANN, Claim()))
    with pytest.raises(Conflict, match="ann holds"):
        do(held, (BOB, Claim()), now_ms=1_000 + LEASE_MS - 1)
    taken = do(held, (BOB, Claim()), now_ms=1_000 + LEASE_MS)
    assert taken.lease is not None
    assert (taken.lease.holder, taken.lease.token) == ("bob", 2)
    with pytest.raises(Conflict, match="bob holds"):
        do(taken, (ANN, Submit()))


def test_a_lease_that_was_renewed_lasts_longer() -> None:
    held = do(TASK, (ANN, Claim()))
    renewed = advance(DEFAULT, held, Renew(token=1), ANN, now_ms=500_000)
    assert renewed.lease is not None
    assert renewed.lease.until == 500_000 + LEASE_MS


def test_an_older_lease_of_the_same_person_is_fenced_out() -> None:
    again = do(do(TASK, (ANN, Claim())), (ANN, Claim()), now_ms=2_000 + LEASE_MS)
    with pytest.raises(Conflict, match="lease is over"):
        do(again, (ANN, Submit(token=1)))
    assert do(again, (ANN, Submit(token=2))).stage == "review"


def test_a_claim_repeated_under_one_request_changes_nothing() -> None:
    held = do(TASK, (ANN, Claim("r1")))
    assert do(held, (ANN, Claim("r1")), now_ms=2_000) == held


def test_nobody_judges_his_own_work_unless_he_is_alone() -> None:
    own = submitted(BOB)
    with pytest.raises(Forbidden, match="own work"):
        do(own, (BOB, Claim()))
    alone = replace(BOB, alone=True)
    assert do(own, (alone, Claim()), (alone, Approve())).stage == "complete"


def test_assigning_takes_the_task_from_whoever_holds_it() -> None:
    held = do(TASK, (ANN, Claim()))
    given_away = do(held, (MEG, Assign("bob", BOB.roles)))
    assert (given_away.assignee, given_away.lease) == ("bob", None)
    with pytest.raises(Conflict):
        do(given_away, (ANN, Submit(token=1)))


def test_assigning_to_the_holder_lets_him_go_on() -> None:
    held = do(TASK, (ANN, Claim()), (MEG, Assign("ann", ANN.roles)))
    assert do(held, (ANN, Submit(token=1))).stage == "review"


def test_a_task_is_assigned_to_people_of_the_stage_only() -> None:
    with pytest.raises(Invalid, match="rev is no annotator"):
        do(TASK, (MEG, Assign("rev", REV.roles)))


def test_a_skipped_task_waits_at_the_end_of_the_queue() -> None:
    urgent = do(TASK, (MEG, Prioritise(1.0)), (ANN, Claim()), (ANN, Skip()))
    assert place(urgent, shards=1).sort > place(do(TASK, (MEG, Prioritise(0.0))), shards=1).sort


def test_a_task_sent_again_is_the_same_row_in_a_new_round() -> None:
    done = do(submitted(), (REV, Claim()), (REV, Approve()))
    again = do(done, (MEG, Reopen(0.9, because="job")))
    assert (again.id, again.stage, again.status, again.round, again.priority) == (
        done.id,
        "annotate",
        TaskStatus.REOPENED,
        2,
        0.9,
    )
    assert do(again, (MEG, Reopen(0.9, because="job"))) == again


def test_reopening_an_open_task_only_moves_it_up() -> None:
    held = do(TASK, (ANN, Claim()))
    up = do(held, (MEG, Reopen(1.0, because="job")))
    assert (up.round, up.priority, up.lease) == (1, 1.0, held.lease)


@pytest.mark.parametrize(
    "action", [Assign("ann", ANN.roles), Unassign(), Archive(), Move("review"), Prioritise(1), Reopen(1, "x")]
)
def test_only_those_who_lead_direct_the_work(action: Action) -> None:
    with pytest.raises(Forbidden):
        do(TASK, (BOB, action))


def test_roles_say_who_works_in_a_stage() -> None:
    for who in (REV, EVE):
        with pytest.raises(Forbidden, match="annotator"):
            do(TASK, (who, Claim()))
    with pytest.raises(Forbidden, match="reviewer"):
        do(submitted(BOB), (ANN, Claim()))


def test_who_lost_the_role_meanwhile_hands_nothing_over() -> None:
    held = do(TASK, (ANN, Claim()))
    with pytest.raises(Forbidden, match="annotator"):
        do(held, (replace(ANN, roles=frozenset({"viewer"})), Submit()))


def test_a_manager_takes_back_what_somebody_holds() -> None:
    free = do(TASK, (ANN, Claim()), (MEG, Release()))
    assert (free.status, free.lease) == (TaskStatus.RELEASED, None)
    assert do(free, (BOB, Claim())).token > free.token


def test_what_was_taken_ahead_and_never_looked_at_stays_whose_it_was() -> None:
    mine = do(TASK, (MEG, Assign(ANN.user, ANN.roles)))
    held = do(mine, (ANN, Claim()))
    back = do(held, (ANN, Release(unused=True)))
    assert (back.status, back.assignee, back.lease) == (mine.status, ANN.user, None)
    assert do(held, (ANN, Release())).assignee is None, "given back by a person: anybody may take it"


STAGES = [stage.id for stage in DEFAULT.stages] + ["nowhere"]
TOKENS = st.none() | st.integers(0, 4)
ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.sampled_from(PEOPLE).map(lambda person: Assign(person.user, person.roles)),
    st.builds(Unassign),
    st.builds(Claim, st.sampled_from(["", "a", "b"])),
    st.builds(Renew, TOKENS),
    st.builds(Release, TOKENS),
    st.builds(Skip, TOKENS),
    st.builds(Submit, TOKENS),
    st.builds(Approve, TOKENS),
    st.builds(Reject, st.sampled_from(["", "wrong"]), TOKENS),
    st.builds(Reopen, st.sampled_from([0.0, 1.0, 7.0]), st.sampled_from(["x", "y"]), st.none() | st.sampled_from(STAGES)),
    st.builds(Archive),
    st.builds(Move, st.sampled_from(STAGES)),
    st.builds(Prioritise, st.floats(-1, 2)),
)
STEPS = st.lists(st.tuples(st.sampled_from(PEOPLE), ACTIONS, st.sampled_from([0, 1, LEASE_MS // 2, LEASE_MS])), max_size=40)
INVARIANTS: dict[str, Callable[[Task, Task, Actor, Action, int], bool]] = {
    "a stage of the graph": lambda _b, after, *_: DEFAULT.find(after.stage) is not None,
    "an end's status, and only there": lambda _b, after, *_: (
        ENDS.get(DEFAULT.of(after.stage).kind) == after.status
        if DEFAULT.of(after.stage).kind in ENDS
        else after.status not in ENDS.values()
    ),
    "work only where there is work": lambda _b, after, *_: (
        DEFAULT.of(after.stage).kind in WORK or (after.lease is None and after.assignee is None)
    ),
    "the lease has the newest token": lambda _b, after, *_: after.lease is None or after.lease.token == after.token,
    "an assigned task is held by nobody else": lambda _b, after, *_: (
        after.lease is None or after.assignee in (None, after.lease.holder)
    ),
    "tokens only rise": lambda before, after, *_: after.token >= before.token,
    "whoever loses a task is fenced out": lambda before, after, *_: (
        before.lease is None
        or (after.lease is not None and after.lease.holder == before.lease.holder)
        or after.token > before.token
    ),
    "nobody takes a live lease by claiming": lambda before, after, actor, action, now: (
        not isinstance(action, Claim)
        or before.lease is None
        or before.lease.until <= now
        or (after.lease == before.lease and before.lease.holder == actor.user)
    ),
    "only the holder submits and judges": lambda before, after, actor, action, _n: (
        not isinstance(action, (Submit, Approve, Reject))
        or after == before
        or (before.lease is not None and before.lease.holder == actor.user)
    ),
    "nobody judges his own work": lambda before, after, actor, action, _n: (
        not isinstance(action, (Approve, Reject)) or after == before or before.annotator != actor.user
    ),
    "rounds only rise": lambda before, after, *_: before.round <= after.round <= before.round + 1,
    "a priority from 0 to 1": lambda _b, after, *_: 0 <= after.priority <= 1,
    "it stays the same task": lambda before, after, *_: (
        (before.id, before.item, before.project) == (after.id, after.item, after.project)
    ),
}


@settings(max_examples=400)
@given(STEPS)
def test_no_sequence_of_actions_breaks_an_invariant(steps: list[tuple[Actor, Action, int]]) -> None:
    task, now = TASK, 1_000
    for actor, action, later in steps:
        now += later
        try:
            after = advance(DEFAULT, task, action, actor, now_ms=now)
        except EverloopError:
            continue
        for name, holds in INVARIANTS.items():
            assert holds(task, after, actor, action, now), (name, task, after, actor, action)
        task = Task.model_validate(after.model_dump(by_alias=True))


def test_a_graph_says_what_is_wrong_with_it() -> None:
    annotate, review, complete, archive = DEFAULT.stages
    wrong = {
        "begins with an annotate": (review, annotate, complete, archive),
        "exactly one archive": (annotate, review, complete),
        "same id": (*DEFAULT.stages, archive),
        "must say where": (annotate.model_copy(update={"next": {}}), review, complete, archive),
        "which is no stage": (annotate.model_copy(update={"next": {"submit": "nowhere"}}), review, complete, archive),
        "must go to an annotate": (
            annotate,
            review.model_copy(update={"next": {"approve": "complete", "reject": "complete"}}),
            complete,
            archive,
        ),
    }
    for sentence, stages in wrong.items():
        with pytest.raises(ValidationError, match=sentence):
            Graph(stages=stages)


def test_a_workflow_without_a_review_goes_straight_to_complete() -> None:
    annotate, _, complete, archive = DEFAULT.stages
    graph = Graph(stages=(annotate.model_copy(update={"next": {"submit": "complete"}}), complete, archive))
    held = advance(graph, TASK, Claim(), ANN, now_ms=0)
    assert advance(graph, held, Submit(), ANN, now_ms=0).status is TaskStatus.COMPLETED


def test_two_reviews_may_follow_each_other() -> None:
    stages = (
        Stage(id="annotate", title="Annotate", kind=StageKind.ANNOTATE, next={"submit": "first"}),
        Stage(id="first", title="First", kind=StageKind.REVIEW, next={"approve": "second", "reject": "annotate"}),
        Stage(id="second", title="Second", kind=StageKind.REVIEW, next={"approve": "complete", "reject": "annotate"}),
        *DEFAULT.stages[2:],
    )
    graph, task = Graph(stages=stages), TASK
    for actor, action in ((ANN, Claim()), (ANN, Submit()), (REV, Claim()), (REV, Approve())):
        task = advance(graph, task, action, actor, now_ms=0)
    assert (task.stage, task.status) == ("second", TaskStatus.NEW)
