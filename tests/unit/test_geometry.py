from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask as coco

from everloop.domain import geometry

numbers = st.floats(-100, 100, allow_nan=False).map(lambda value: round(value, 3))
sizes = st.floats(0, 100, allow_nan=False).map(lambda value: round(value, 3))
boxes = st.tuples(numbers, numbers, sizes, sizes)


@given(st.lists(boxes, min_size=1, max_size=5), st.lists(st.tuples(boxes, st.booleans()), min_size=1, max_size=5))
def test_iou_of_boxes_is_pycocotools(of: list[geometry.Box], against: list[tuple[geometry.Box, bool]]) -> None:
    ours, theirs = np.array(of), np.array([box for box, _ in against])
    crowds = np.array([crowd for _, crowd in against])
    expected = np.nan_to_num(coco.iou(ours, theirs, crowds.astype(np.uint8).tolist()))
    assert geometry.iou(ours, theirs, crowds=crowds) == pytest.approx(expected, abs=1e-12)


def test_no_boxes_have_an_empty_matrix() -> None:
    assert geometry.iou(np.zeros((0, 4)), np.ones((3, 4))).shape == (0, 3)


@given(boxes)
def test_corners_and_back_is_the_same_box(box: geometry.Box) -> None:
    assert geometry.xywh(geometry.xyxy(box)) == pytest.approx(box, abs=1e-9)


@given(boxes)
def test_a_clipped_box_lies_inside_and_is_not_larger(box: geometry.Box) -> None:
    left, top, right, bottom = geometry.xyxy(geometry.clip(box, width=50, height=40))
    assert 0 <= left <= right <= 50
    assert 0 <= top <= bottom <= 40
    assert geometry.box_area(geometry.clip(box, width=50, height=40)) <= geometry.box_area(box) + 1e-6


@pytest.mark.parametrize(
    ("outline", "area"),
    [([0, 0, 4, 0, 4, 3, 0, 3], 12.0), ([0, 3, 4, 3, 4, 0, 0, 0], 12.0), ([0, 0, 2, 0, 0, 2], 2.0), ([0, 0, 1, 1], 0.0)],
)
def test_the_area_of_an_outline_does_not_depend_on_its_direction(outline: list[float], area: float) -> None:
    assert geometry.polygon_area(outline) == area


def test_an_outline_far_from_the_origin_keeps_its_exact_area() -> None:
    assert geometry.polygon_area([1e9, 1e9, 1e9 + 1, 1e9, 1e9 + 1, 1e9 + 1, 1e9, 1e9 + 1]) == 1.0


def test_the_box_around_parts_holds_them_all() -> None:
    assert geometry.polygon_box([[1, 2, 5, 2, 3, 8], [0, 4, 1, 4, 1, 5]]) == (0, 2, 5, 6)
    assert geometry.polygon_box([]) == (0, 0, 0, 0)
