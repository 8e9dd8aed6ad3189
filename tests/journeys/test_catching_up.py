"""The table's secondary index may be behind, as DynamoDB's is: what it does not name yet is waited for, and is never lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from everloop.domain.annotations import Annotation
from everloop.domain.ids import DEFAULT_WORKSPACE as HERE
from everloop.domain.ids import ItemId
from everloop.domain.pages import Page
from everloop.ports import Row
from everloop.sdk.client import Client
from everloop.store import tasks
from tests.house import build
from tests.journeys.working import Team, a_team

BOX = {"object_id": "o1", "class_id": "cat", "shapes": {"0": {"box": [1.0, 1.0, 5.0, 5.0]}}}


class Lagging:
    """A table whose index hides some rows until it is given the time to catch up, ``late`` times."""

    def __init__(self, table: Any) -> None:
        self.table, self.late = table, 0
        self.hides: Callable[[Row], bool] = lambda row: False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.table, name)

    def query_index(self, *place: Any, **more: Any) -> Page[Row]:
        page = self.table.query_index(*place, **more)
        return Page([row for row in page.items if not (self.late and self.hides(row))], page.cursor)

    def catch_up(self) -> None:
        self.late = max(0, self.late - 1)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    lived = build(tmp_path)
    lived.house = replace(lived.house, table=Lagging(lived.house.table))
    return a_team(lived)


def lagging(team: Team) -> Lagging:
    found = team.lived.house.table
    assert isinstance(found, Lagging)
    return found


def with_tasks(team: Team) -> set[str]:
    return {one.value.item for one in tasks.of_project(HERE, team.project, limit=1_000, table=team.lived.house.table).items}


def follow(anna: Client, team: Team, items: list[ItemId]) -> None:
    """Have the project work on these, too."""
    more = anna.datasets.create(f"And {len(items)}", [anna.collections.create(f"{len(items)} more", ids=items)])
    anna.projects.set_datasets(team.project, [team.dataset, more.id])


def hide_items(team: Team, items: list[ItemId], *, late: int) -> None:
    table = lagging(team)
    table.hides, table.late = (lambda row: row.kind == "item" and any(row.key.partition.endswith(one) for one in items)), late


def test_an_item_that_the_index_does_not_name_yet_gets_its_task(team: Team) -> None:
    new = team.register(3, first=100)
    hide_items(team, new[1:2], late=1)
    follow(team.of(), team, new)
    assert set(new) <= with_tasks(team)


def test_one_that_it_does_not_name_for_long_gets_it_from_the_next_job(team: Team) -> None:
    new = team.register(3, first=100)
    hide_items(team, new[1:2], late=9)
    follow(team.of(), team, new)
    assert set(new) - with_tasks(team) == {new[1]}
    lagging(team).late = 0
    follow(team.of(), team, new[:2])
    assert set(new) <= with_tasks(team)


def test_a_label_that_was_saved_a_moment_ago_is_in_the_version(team: Team) -> None:
    anna = team.of()
    item = team.items[0]
    anna.labels.save(team.project, item, [Annotation.model_validate(BOX)], base_rev=0)
    lagging(team).hides, lagging(team).late = (lambda row: row.kind == "label"), 1
    anna.label_versions.cut(team.project, name="v1")
    assert anna.label_versions.find(team.project, "v1").rows == 1
