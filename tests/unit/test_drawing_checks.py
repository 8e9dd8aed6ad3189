from __future__ import annotations

import math
from typing import Any

import pytest

from everloop.domain.drawing_checks import problems

MASK = {"size": [2, 2], "counts": [1, 3]}


def told(shapes: dict[str, Any] | None = None, **more: Any) -> list[str]:
    said = {"object_id": "a", "class_id": "car", "shapes": {"0": shapes or {"box": [1, 2, 3, 4]}}, **more}
    return [one.reason for one in problems([said], height=2, width=2)]


def test_what_can_be_drawn_has_no_problems() -> None:
    assert told() == []
    assert told({"mask": MASK, "box": [-5.5, 0, 1e4, 3], "polygon": [[0, 0, 1, 0, 1, 1]]}) == []
    assert told({"mask": {"size": [2, 2], "counts": "13"}}) == []
    assert told(area=0.0, source_id=17) == []


@pytest.mark.parametrize(
    "shapes",
    [
        {"box": [math.nan, 2, 3, 4]},
        {"box": [1, 2, math.inf, 4]},
        {"box": [1e6, 2, 3, 4]},
        {"polygon": [[0, 0, 1, 0, 1, math.nan]]},
        {"polygon": [[0, 0, 1, 0, 1]]},
        {"polygon": [[value for at in range(99) for value in (at, 99_999 * (at % 2))]]},
        {"polygon": []},
        {"mask": {"size": [2, 2], "counts": [1, 2]}},
        {"mask": {"size": [2, 2], "counts": [1, -1, 4]}},
        {"mask": {"size": [2, 2], "counts": [10**30]}},
        {"mask": {"size": [3, 2], "counts": [6]}},
        {"mask": {"size": [2, 2], "counts": "~"}},
    ],
)
def test_what_cannot_be_drawn_is_told(shapes: dict[str, Any]) -> None:
    assert len(told(shapes)) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"object_id": "a#b"},
        {"object_id": "x" * 65},
        {"area": math.inf},
        {"area": -1.0},
        {"source_id": 10**20},
    ],
)
def test_what_cannot_be_said_of_an_object_is_told(more: dict[str, Any]) -> None:
    assert len(told(**more)) == 1


@pytest.mark.parametrize("part", ["-1", "01", "first", "9999999999", "\u0661"])
def test_parts_are_plain_numbers(part: str) -> None:
    said = {"object_id": "a", "class_id": "car", "shapes": {part: {"box": [1, 2, 3, 4]}}}
    assert len(problems([said])) == 1


def test_a_mask_of_a_picture_of_unknown_size_is_taken_at_its_word() -> None:
    said = {"object_id": "a", "class_id": "car", "shapes": {"0": {"mask": {"size": [3, 2], "counts": [6]}}}}
    assert problems([said]) == []
