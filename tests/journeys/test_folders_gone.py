"""Items whose folder was deleted: while they were tombstones, or while they were on their way into it."""

from __future__ import annotations

from typing import Any

import pytest

from everloop.domain.access import FolderRole
from everloop.domain.errors import Conflict
from everloop.domain.folders import ROOT
from everloop.domain.ids import DEFAULT_WORKSPACE as HERE
from everloop.domain.ids import SourceId, item_id
from everloop.store import keys, registration, rows
from everloop.store.registration import Listed, Origin
from everloop.usecases import grants, items, members, organize
from tests.house import TestHouse, a_call

ITEM = item_id(HERE, SourceId("s"), "a.png")


@pytest.fixture
def outer(lived: TestHouse) -> str:
    return organize.create_folder(a_call(), name="Outer", table=lived.house.table).value.id


@pytest.fixture
def yard(lived: TestHouse, outer: str) -> str:
    """A folder in a folder."""
    return organize.create_folder(a_call(), name="Yard", parent=outer, table=lived.house.table).value.id


def register_into(lived: TestHouse, folder: str) -> None:
    """Write an item's head; nothing is indexed yet."""
    files = [Listed("s", "a.png", folder, "image/png", "etag", 1, 1)]
    registration.register(files, Origin(HERE, "", 1), cause=a_call().cause, table=lived.house.table)


def delete(lived: TestHouse, *folders: str) -> None:
    for folder in folders:
        organize.delete_folder(a_call(), folder, table=lived.house.table, index=lived.house.index)


def head(lived: TestHouse) -> dict[str, Any]:
    row = lived.house.table.get(keys.head(HERE, ITEM))
    assert row is not None
    return rows.body(row)


def test_an_item_comes_back_into_the_nearest_folder_that_is_there(lived: TestHouse, outer: str, yard: str) -> None:
    lived.held = frozenset({"enrich"})
    register_into(lived, yard)
    lived.settle()
    items.delete_items(a_call(), [ITEM], table=lived.house.table)
    lived.settle()
    delete(lived, yard)
    (back,) = items.restore_items(a_call(), [ITEM], table=lived.house.table)
    assert (back.reason, back.folder) == (None, outer)
    assert (head(lived)["folder"], head(lived)["deleted"]) == (outer, False)
    lived.settle()
    items.delete_items(a_call(), [ITEM], table=lived.house.table)
    (again,) = items.restore_items(a_call(), [ITEM], table=lived.house.table)
    assert (again.reason, again.folder) == (None, None)


def test_where_all_above_is_gone_it_comes_into_the_root(lived: TestHouse, outer: str, yard: str) -> None:
    lived.held = frozenset({"enrich"})
    register_into(lived, yard)
    lived.settle()
    items.delete_items(a_call(), [ITEM], table=lived.house.table)
    lived.settle()
    delete(lived, yard, outer)
    assert items.restore_items(a_call(), [ITEM], table=lived.house.table)[0].folder == ROOT


def test_who_is_no_admin_where_it_would_come_does_not_bring_it_back(lived: TestHouse, outer: str, yard: str) -> None:
    lived.held = frozenset({"enrich"})
    table = lived.house.table
    members.add(a_call(), name="Ben", member_id="ben", table=table)
    grants.give(a_call(), outer, "user:ben", FolderRole.EDITOR, table=table)
    grants.give(a_call(), yard, "user:ben", FolderRole.ADMIN, table=table)
    register_into(lived, yard)
    lived.settle()
    items.delete_items(a_call("ben"), [ITEM], table=table)
    lived.settle()
    delete(lived, yard)
    (refused,) = items.restore_items(a_call("ben"), [ITEM], table=table)
    assert refused.reason == "This takes the role of admin in the item's folder."


def test_an_item_on_its_way_into_a_folder_that_is_deleted_comes_into_the_one_above(
    lived: TestHouse, outer: str, yard: str
) -> None:
    lived.held = frozenset({"index", "enrich"})
    register_into(lived, yard)
    lived.settle()
    delete(lived, yard)  # nothing is known to be in it
    lived.held = frozenset({"enrich"})
    lived.settle()
    assert head(lived)["folder"] == outer
    with pytest.raises(Conflict, match="1 items are in this folder"):
        delete(lived, outer)
