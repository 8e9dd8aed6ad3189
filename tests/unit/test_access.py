"""Who may see what: pure rules, and what they make of rows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everloop.domain.access import FolderRole, ProjectRole, greater, inherited, suffices, visible, widened
from everloop.domain.errors import Forbidden, NotFound
from everloop.domain.ids import DEFAULT_WORKSPACE, ItemId, ProjectId
from everloop.domain.items import Head
from everloop.domain.principals import SYSTEM, Scope, assignee_scope, folder_scope, project_scope
from everloop.ports import Put
from everloop.store import access, keys, rows
from everloop.usecases import grants, members, organize
from tests.house import TestHouse, a_call

ROLES = st.sampled_from(FolderRole)


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str | None]:
    """A tree of up to 12 folders whose rows come in any order."""
    size = draw(st.integers(1, 12))
    parents: dict[str, str | None] = {"0": None}
    for name in range(1, size):
        parents[str(name)] = str(draw(st.integers(0, name - 1)))
    return dict(draw(st.permutations(list(parents.items()))))


@given(trees(), st.dictionaries(st.integers(0, 11).map(str), ROLES))
def test_a_role_is_the_greatest_on_the_way_to_the_root(parents: dict[str, str | None], granted: dict[str, FolderRole]) -> None:
    expected = {}
    for folder in parents:
        role, at = None, folder
        while at is not None:
            role = greater(role, granted.get(at))
            at = parents[at]
        if role is not None:
            expected[folder] = role
    assert inherited(parents, granted) == expected


def test_a_cycle_of_folders_ends() -> None:
    assert inherited({"a": "b", "b": "a"}, {"a": FolderRole.VIEWER}).keys() <= {"a", "b"}


def test_folder_roles_are_a_ladder() -> None:
    for small, large in pairwise(FolderRole):
        assert suffices(large, small)
        assert not suffices(small, large)


def test_what_project_roles_imply() -> None:
    assert widened([ProjectRole.ADMIN]) == set(ProjectRole)
    assert widened([ProjectRole.REVIEWER, ProjectRole.ANNOTATOR]) == {
        ProjectRole.REVIEWER,
        ProjectRole.ANNOTATOR,
        ProjectRole.VIEWER,
    }
    assert ProjectRole.VIEWER not in widened([ProjectRole.ANNOTATOR])
    assert not widened([])


def test_an_item_is_seen_by_its_folder_its_project_or_its_own_task() -> None:
    head: Head = {"folder": "f", "projects": {"p": {"assignee": "ben"}}}
    here = DEFAULT_WORKSPACE
    project = ProjectId("p")
    for key in (folder_scope("f"), project_scope(project), assignee_scope(project, a_call("ben").actor)):
        assert visible(Scope(here, frozenset({key})), head)
    for key in (folder_scope("g"), project_scope(ProjectId("q")), assignee_scope(project, a_call("eve").actor)):
        assert not visible(Scope(here, frozenset({key})), head)
    assert visible(Scope(here), head)
    assert not visible(Scope(here, frozenset()), head)
    assert not visible(Scope(here), {**head, "deleted": True})


def test_an_item_that_left_a_project_is_seen_by_its_folder_alone() -> None:
    head: Head = {"folder": "f", "projects": {"p": {"assignee": "ben", "status": "archived"}}}
    assert visible(Scope(DEFAULT_WORKSPACE, frozenset({folder_scope("f")})), head)
    for key in (project_scope(ProjectId("p")), assignee_scope(ProjectId("p"), a_call("ben").actor)):
        assert not visible(Scope(DEFAULT_WORKSPACE, frozenset({key})), head)


def test_scope_follows_grants_groups_and_project_roles(lived: TestHouse) -> None:
    table, anna, ben = lived.house.table, a_call(), a_call("ben")
    members.add(anna, name="Ben", member_id="ben", table=table)
    assert access.scope(ben.principal, table=table).keys == frozenset()
    top = organize.create_folder(anna, name="top", table=table).value.id
    sub = organize.create_folder(a_call(), name="sub", parent=top, table=table).value.id
    other = organize.create_folder(a_call(), name="other", table=table).value.id
    crew = members.add_group(anna, name="crew", table=table).value.id
    members.join(anna, crew, "ben", table=table)
    grants.give(anna, top, f"group:{crew}", FolderRole.VIEWER, table=table)
    grants.give(anna, other, "user:ben", FolderRole.EDITOR, table=table)
    access.set_project_member(anna, "wide", "user:ben", frozenset({ProjectRole.REVIEWER}), table=table)
    access.set_project_member(anna, "own", f"group:{crew}", frozenset({ProjectRole.ANNOTATOR}), table=table)
    expected = {f"f:{top}", f"f:{sub}", f"f:{other}", "p:wide", "t:own:ben"}
    assert access.scope(ben.principal, table=table).keys == expected
    assert access.folder_role(ben.principal, sub, table=table) is FolderRole.VIEWER
    access.set_project_member(anna, "wide", "user:ben", frozenset(), table=table)
    members.leave(anna, crew, "ben", table=table)
    assert access.scope(ben.principal, table=table).keys == {f"f:{other}"}
    members.change(anna, "ben", {"active": False}, table=table)
    assert access.scope(ben.principal, table=table).keys == frozenset()
    assert access.project_roles(ben.principal, "own", table=table) == frozenset()


def test_admins_and_the_system_see_everything_and_strangers_nothing(lived: TestHouse) -> None:
    table = lived.house.table
    assert access.scope(a_call().principal, table=table).keys is None
    assert access.scope(a_call(SYSTEM).principal, table=table).keys is None
    assert access.scope(a_call("nobody").principal, table=table).keys == frozenset()
    assert access.folder_role(a_call("nobody").principal, "root", table=table) is None
    assert access.folder_role(a_call().principal, "no-such-folder", table=table) is None


def test_an_item_out_of_scope_is_not_found_and_one_in_scope_may_be_forbidden(lived: TestHouse) -> None:
    table, anna, ben = lived.house.table, a_call(), a_call("ben").principal
    members.add(anna, name="Ben", member_id="ben", table=table)
    folder = organize.create_folder(anna, name="top", table=table).value.id
    item = ItemId("item")
    head = {"id": item, "folder": folder, "revision": 1}
    table.put(Put(rows.row(keys.head(DEFAULT_WORKSPACE, item), "item", head)), cause=anna.cause)
    with pytest.raises(NotFound):
        access.require_item(ben, item, FolderRole.VIEWER, table=table)
    grants.give(anna, folder, "user:ben", FolderRole.VIEWER, table=table)
    assert access.require_item(ben, item, FolderRole.VIEWER, table=table)["id"] == item
    with pytest.raises(Forbidden):
        access.require_item(ben, item, FolderRole.EDITOR, table=table)
    with pytest.raises(NotFound):
        access.require_item(ben, "another", FolderRole.VIEWER, table=table)


def test_a_project_is_seen_by_those_with_a_role_in_it(lived: TestHouse) -> None:
    table, anna, ben = lived.house.table, a_call(), a_call("ben").principal
    members.add(anna, name="Ben", member_id="ben", table=table)
    table.put(Put(rows.row(keys.entry("project", DEFAULT_WORKSPACE, "p"), "project", {"id": "p"})), cause=anna.cause)
    with pytest.raises(NotFound):
        access.require_project(ben, "p", None, table=table)
    access.set_project_member(anna, "p", "user:ben", frozenset({ProjectRole.ANNOTATOR}), table=table)
    access.require_project(ben, "p", ProjectRole.ANNOTATOR, table=table)
    with pytest.raises(Forbidden):
        access.require_project(ben, "p", ProjectRole.REVIEWER, table=table)
    with pytest.raises(NotFound):
        access.require_project(anna.principal, "q", None, table=table)


def test_two_who_move_folders_into_each_other_make_no_cycle(lived: TestHouse) -> None:
    table, call = lived.house.table, a_call()
    for number in range(10):
        a = organize.create_folder(a_call(), name=f"a{number}", table=table).value.id
        b = organize.create_folder(a_call(), name=f"b{number}", table=table).value.id
        with ThreadPoolExecutor(2) as pool:
            moves = [pool.submit(organize.change_folder, call, one, parent=to, table=table) for one, to in [(a, b), (b, a)]]
        assert sum(move.exception() is None for move in moves) == 1
        depths = [len(access.ancestry(DEFAULT_WORKSPACE, one, table=table)) for one in (a, b)]
        assert sorted(depths) == [2, 3]
    tops = [name for name, parent in access.parents(DEFAULT_WORKSPACE, table=table).items() if parent == "root"]
    assert organize.get_folder(call, "root", table=table).value.children == len(tops) == 10


def test_of_many_who_make_one_folder_one_does(lived: TestHouse) -> None:
    table = lived.house.table
    with ThreadPoolExecutor(6) as pool:
        made = [pool.submit(organize.create_folder, a_call(), name="same", table=table) for _ in range(6)]
    assert sum(one.exception() is None for one in made) == 1
    assert organize.get_folder(a_call(), "root", table=table).value.children == 1
