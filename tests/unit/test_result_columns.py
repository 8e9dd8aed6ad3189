"""Results become columns many at a time, just as they would one by one."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from everloop.domain.errors import Invalid
from everloop.domain.formats.coco import reading, results
from everloop.domain.predictions import MappedClass
from everloop.usecases.imports import result_columns
from everloop.usecases.imports.result_columns import CLASS, Classes, Facts
from everloop.usecases.imports.targets import Target

TARGETS = [Target(seq, f"item{seq}", "s", f"{seq}.jpg", 1, 40, 30) for seq in (3, 5, 8)]
KNOWN = {1: MappedClass(category_id=1, name="ship", class_id="c1")}
number = st.floats(0, 1) | st.integers(0, 1)
odd = st.sampled_from([None, "x", -1, 2, 1e5, -1e5, 100_000.5, 1e300, 1e308, True, [], {}, 2**70, float("nan")])
row = st.fixed_dictionaries(
    {
        "image_id": st.sampled_from([0, 1, 2]),
        "category_id": st.sampled_from([1, 2, "2", 2.0, "car"]) | odd,
        "score": number | odd,
        "bbox": st.lists(st.floats(0, 40) | st.integers(0, 40), min_size=4, max_size=4) | st.lists(odd, max_size=4),
    },
    optional={"segmentation": st.sampled_from([None, [], [[1, 1, 9, 1, 9, 9]], {"size": [30, 40], "counts": [1200]}, 3])},
)


def one_by_one(raws: Any, problems: list[reading.Problem]) -> list[tuple[Any, ...]]:
    return [(one.row, one.confidence, one.category_id) for one in results.rows(raws, problems)]


HUGE = {"image_id": 0, "category_id": 1, "score": 0.5, "bbox": [-1, -1, 1e308, 1e308]}
"""Finite numbers whose sum is not."""


FAR = HUGE | {"bbox": [100_000, -100_000, 100_001, 0]}


@example([HUGE], 1)
@example([FAR, FAR | {"bbox": [100_000, -100_000, 1e5, 0]}], 2)
@given(st.lists(row, min_size=1, max_size=8), st.integers(1, 4))
@settings(max_examples=300)
def test_many_at_a_time_say_what_one_by_one_says(rows: list[dict[str, Any]], at_once: int) -> None:
    raws = results.read(json.dumps(rows).encode())
    image = reading.image_places(raws, {0: 0, 1: 1, 2: 2})
    wanted = np.argsort(image, kind="stable")
    fast: list[reading.Problem] = []
    classes, facts = Classes(KNOWN), Facts(0)
    found = []
    result_columns.AT_ONCE, before = at_once, result_columns.AT_ONCE
    try:
        for piece in result_columns.pieces(raws, wanted, image, TARGETS, classes, fast):
            facts.add(piece, classes)
            names = [classes.all[place].category_id for place in piece[CLASS].tolist()]
            found += zip(piece["row"].tolist(), piece["confidence"].tolist(), names, piece["seq"].tolist(), strict=True)
            assert (piece["w"] >= 0).all()
    finally:
        result_columns.AT_ONCE = before
    slow: list[reading.Problem] = []
    alone = one_by_one(raws, slow)
    assert sorted(one[:3] for one in found) == sorted(alone)
    assert {(one.row, one.reason) for one in fast} == {(one.row, one.reason) for one in slow}
    assert all(TARGETS[image[row]].seq == seq for row, _, _, seq in found)
    told = facts.told()
    assert {seq: one["count"] for seq, one in told.items()} == {
        seq: count for seq in (3, 5, 8) if (count := sum(one[3] == seq for one in found))
    }
    for seq, one in told.items():
        scores = [each[1] for each in found if each[3] == seq]
        assert (one["max"], one["least"]) == (max(scores), min(scores))
        assert abs(one["mean"] - sum(scores) / len(scores)) < 1e-12


@pytest.mark.parametrize("digits", [19, 20, 5_000])
def test_a_category_of_many_digits_is_text_and_no_end_of_the_file(digits: int) -> None:
    rows = [{"image_id": 0, "category_id": one, "score": 0.5, "bbox": [1, 2, 3, 4]} for one in (1, "9" * digits, "2")]
    raws, classes = results.read(json.dumps(rows).encode()), Classes(KNOWN)
    image = reading.image_places(raws, {0: 0})
    (piece,) = result_columns.pieces(raws, np.arange(3), image, TARGETS, classes, [])
    assert piece["category_id"].tolist() == [1, None, 2]
    assert [one.category_id for one in classes.all] == [1, "9" * digits, 2]


@pytest.mark.parametrize("depth", [500, 960, 1_000, 1_020, 100_000])
@pytest.mark.parametrize("key", ["segmentation", "x", "score", "category_id", "image_id"])
def test_a_row_that_is_nested_deeply_hides_no_other(key: str, depth: int) -> None:
    good = {"image_id": 0, "category_id": 1, "score": 0.5, "bbox": [1, 2, 3, 4]}
    text = json.dumps([good, good | {key: "here"}, good]).replace('"here"', "[" * depth + "]" * depth)
    raws, problems = results.read(text.encode()), list[reading.Problem]()
    image = reading.image_places(raws, {0: 0})
    wanted = np.flatnonzero(image >= 0)
    (piece,) = result_columns.pieces(raws, wanted, image, TARGETS, Classes(KNOWN), problems)
    kept = piece["row"].tolist()
    assert kept in ([0, 2], [0, 1, 2] if key == "x" and depth < 1_024 else [0, 2])
    assert image[1] == 0 or kept == [0, 2]
    assert sorted([*kept, *(one.row for one in problems), *np.flatnonzero(image < 0).tolist()]) == [0, 1, 2]
    if image[1] < 0 and key != "image_id":
        with pytest.raises(Invalid, match="depth limit"):
            reading.image_id(raws[1])
