from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from everloop.domain.annotations import Annotation, LabelState
from everloop.domain.errors import Invalid
from everloop.domain.label_rebase import Rebased, rebase
from everloop.domain.labels import (
    STATE,
    AcceptProposal,
    Body,
    Operation,
    PutObject,
    RejectProposal,
    RemoveObject,
    SetState,
    apply,
    content,
    diff,
    merge,
    touched,
)

NAMES = ["a", "b", "c", "d"]


def box(name: str, *, x: float = 1.0, **more: Any) -> dict[str, Any]:
    return {"object_id": name, "class_id": "car", "shapes": {"0": {"box": [x, 2.0, 3.0, 4.0]}}, **more}


def put(name: str, *, x: float = 1.0, **more: Any) -> PutObject:
    return PutObject(annotation=Annotation.model_validate(box(name, x=x, **more)))


def done(body: Body, *operations: Operation) -> Body:
    return apply(body, operations, by="bob", at=9)[0]


bodies = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 2)).map(
    lambda said: [box(name, x=float(x)) for name, x in said.items()]
)


# ── operations ──


def test_putting_stamps_who_made_and_who_changed() -> None:
    first = apply([], [put("a")], by="ada", at=1)[0]
    assert first[0]["created_by"] == "ada"
    assert "updated_by" not in first[0]
    second = done(first, put("a", x=5))
    assert (second[0]["created_by"], second[0]["updated_by"], second[0]["updated_at"]) == ("ada", "bob", 9)


def test_putting_what_is_there_changes_nothing() -> None:
    first = apply([], [put("a")], by="ada", at=1)[0]
    assert done(first, put("a")) == first


def test_stamps_that_a_client_sends_are_not_believed() -> None:
    assert done([], put("a", created_by="eve", created_at=1))[0]["created_by"] == "bob"


def test_an_imported_objects_ids_stay_with_it() -> None:
    after = done([box("a", source_id=17, coco_id=4)], put("a", x=5))
    assert (after[0]["source_id"], after[0]["coco_id"]) == (17, 4)


def test_an_imported_area_goes_when_the_shape_is_edited_and_stays_when_an_answer_is() -> None:
    imported = [box("a", area=10.5)]
    assert "area" not in done(imported, put("a", x=5, area=10.5))[0]
    assert done(imported, put("a", area=10.5, answers={"colour": "red"}))[0]["area"] == 10.5
    assert done(imported, put("a", x=5, area=7.0))[0]["area"] == 7.0


def test_a_proposal_is_accepted_or_rejected() -> None:
    body = [box("a", proposed=True), box("b", proposed=True), box("c")]
    after = done(body, AcceptProposal(object_id="a"), RejectProposal(object_id="b"))
    assert [(one["object_id"], one.get("proposed")) for one in after] == [("a", None), ("c", None)]


@pytest.mark.parametrize("wrong", [RemoveObject(object_id="x"), AcceptProposal(object_id="x"), RejectProposal(object_id="a")])
def test_an_operation_on_what_is_not_there_is_refused(wrong: Operation) -> None:
    with pytest.raises(Invalid):
        done([box("a")], wrong)


def test_a_removed_object_can_be_put_back() -> None:
    assert [one["object_id"] for one in done([box("a")], RemoveObject(object_id="a"), put("a"))] == ["a"]


def test_the_last_state_counts_and_approval_is_no_operation() -> None:
    said = [SetState(state=LabelState.IN_PROGRESS), SetState(state=LabelState.LABELLED)]
    assert apply([], said, by="ada", at=1) == ([], LabelState.LABELLED)
    with pytest.raises(ValueError, match="approved"):
        TypeAdapter(Operation).validate_python({"op": "set-state", "state": "approved"})


def test_operations_name_what_they_touch() -> None:
    said = [put("a"), RemoveObject(object_id="b"), SetState(state=LabelState.LABELLED)]
    assert touched(said) == {"a", "b", STATE}


# ── comparing and merging ──


def by_name(body: Body) -> dict[str, dict[str, Any]]:
    return {one["object_id"]: content(one) for one in body}


@given(bodies, bodies)
def test_a_diff_says_exactly_what_differs(before: Body, after: Body) -> None:
    found, old, new = diff(before, after), by_name(before), by_name(after)
    assert set(found.added) == set(new) - set(old)
    assert set(found.removed) == set(old) - set(new)
    assert set(found.changed) == {name for name in set(old) & set(new) if old[name] != new[name]}


@given(bodies, bodies, bodies)
def test_merging_commutes_where_nothing_conflicts(base: Body, mine: Body, theirs: Body) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.conflicts == other.conflicts
    ours, others = by_name(one.body), by_name(other.body)
    for name in NAMES:
        if name not in one.conflicts:
            assert ours.get(name) == others.get(name)


@given(bodies, bodies, bodies)
def test_a_merge_conflicts_exactly_where_both_sides_differ_from_the_base_and_each_other(
    base: Body, mine: Body, theirs: Body
) -> None:
    b, m, t = by_name(base), by_name(mine), by_name(theirs)
    expected = [
        name for name in NAMES if m.get(name) != b.get(name) and t.get(name) != b.get(name) and m.get(name) != t.get(name)
    ]
    assert merge(base, mine, theirs).conflicts == expected


@given(bodies, bodies, bodies)
def test_merging_again_changes_nothing(base: Body, mine: Body, theirs: Body) -> None:
    once = merge(base, mine, theirs)
    if not once.conflicts:
        assert by_name(merge(base, mine, once.body).body) == by_name(once.body)


@given(bodies, bodies)
def test_a_side_that_did_nothing_takes_the_other(base: Body, mine: Body) -> None:
    assert by_name(merge(base, mine, base).body) == by_name(mine)
    assert by_name(merge(base, base, mine).body) == by_name(mine)
    assert merge(base, mine, mine).conflicts == []


def test_stamps_are_no_change() -> None:
    assert diff([box("a", updated_by="ada")], [box("a", updated_by="bob", updated_at=4)]).objects == set()


# ── rebasing ──

operations_on = st.lists(
    st.one_of(
        st.builds(put, st.sampled_from(NAMES), x=st.integers(0, 2).map(float)),
        st.sampled_from(NAMES).map(lambda name: RemoveObject(object_id=name)),
        st.sampled_from(NAMES).map(lambda name: AcceptProposal(object_id=name)),
    ),
    max_size=6,
)


def possible(body: Body, operations: list[Operation]) -> list[Operation]:
    """Those of the operations that can be done one after the other."""
    kept: list[Operation] = []
    for one in operations:
        try:
            apply(body, [*kept, one], by="x", at=1)
        except Invalid:
            continue
        kept.append(one)
    return kept


def rebased(operations: list[Operation], base: Body, now: Body) -> Rebased:
    return rebase(operations, base=base, base_state="labelled", now=now, state="labelled", by="bob", at=9)


@given(bodies, operations_on)
def test_a_save_that_is_sent_again_does_nothing(base: Body, wanted: list[Operation]) -> None:
    operations = possible(base, wanted)
    once = rebased(operations, base, base)
    assert (once.conflicts, once.merged) == ([], False)
    again = rebased(operations, base, once.body)
    assert again.conflicts == []
    assert by_name(again.body) == by_name(once.body)


@given(bodies, operations_on, operations_on)
def test_two_people_who_touch_different_objects_both_have_their_way_in_any_order(
    base: Body, one: list[Operation], other: list[Operation]
) -> None:
    first = possible(base, one)
    second = [x for x in possible(base, other) if not touched([x]) & touched(first)]
    second = possible(base, second)
    there = rebased(second, base, rebased(first, base, base).body)
    back = rebased(first, base, rebased(second, base, base).body)
    assert there.conflicts == back.conflicts == []
    assert by_name(there.body) == by_name(back.body)


def test_the_state_conflicts_like_an_object() -> None:
    def state_after(now: str) -> list[str]:
        wanted: list[Operation] = [SetState(state=LabelState.LABELLED)]
        return rebase(wanted, base=[], base_state="in_progress", now=[], state=now, by="x", at=1).conflicts

    assert [state_after(now) for now in ("in_progress", "labelled", "unlabelled")] == [[], [], [STATE]]
