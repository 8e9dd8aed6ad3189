from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pycocotools import mask as coco

from everloop.domain import masks
from everloop.domain.errors import Invalid
from everloop.domain.masks import Rle


@st.composite
def pictures(draw: st.DrawFn) -> np.ndarray:
    """Small masks with long and short runs, full and empty rows and columns."""
    height, width = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    kind = draw(st.sampled_from(["noise", "blocks", "full", "empty"]))
    if kind == "noise":
        bits = draw(st.lists(st.booleans(), min_size=height * width, max_size=height * width))
        return np.array(bits, np.uint8).reshape(height, width)
    picture = np.full((height, width), int(kind == "full"), np.uint8)
    if kind == "blocks":
        for _ in range(draw(st.integers(1, 3))):
            top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
            picture[top : top + draw(st.integers(1, height)), left : left + draw(st.integers(1, width))] = 1
    return picture


def rle(picture: np.ndarray) -> Rle:
    told = coco.encode(np.asfortranarray(picture))
    return Rle(told["counts"].decode(), *picture.shape)


def pixels(mask: Rle) -> np.ndarray:
    runs = masks.decode(mask.counts)
    return np.repeat(np.arange(runs.size) % 2, runs).reshape((mask.height, mask.width), order="F")


def runs_along_rows(picture: np.ndarray) -> list[int]:
    flat, runs, value, length = picture.ravel().tolist(), [], 0, 0
    for bit in flat:
        if bit == value:
            length += 1
        else:
            runs.append(length)
            value, length = bit, 1
    return [*runs, length]


@given(pictures())
def test_the_string_says_the_runs_that_pycocotools_wrote(picture: np.ndarray) -> None:
    mask = rle(picture)
    runs = masks.decode(mask.counts)
    assert runs.sum() == picture.size
    assert masks.encode(runs) == mask.counts
    assert np.repeat(np.arange(runs.size) % 2, runs).reshape(picture.shape, order="F").tolist() == picture.tolist()


@given(st.lists(st.integers(0, 2**38), max_size=40))
@example([2**38, 0, 2**38, 2**38, 0, 0])
def test_any_run_lengths_come_back_from_their_string(runs: list[int]) -> None:
    assert masks.decode(masks.encode(np.array(runs, np.int64))).tolist() == runs


@given(pictures())
def test_area_and_box_are_those_of_the_pixels(picture: np.ndarray) -> None:
    mask = rle(picture)
    assert masks.area(mask) == picture.sum()
    if picture.any():
        told = {"size": list(picture.shape), "counts": mask.counts}
        assert masks.box(mask) == tuple(coco.toBbox(told).tolist())
    else:
        assert masks.box(mask) == (0.0, 0.0, 0.0, 0.0)


@given(pictures())
@example(np.zeros((4, 6), np.uint8))
@settings(max_examples=400)
def test_along_the_rows_and_back_is_the_same_mask(picture: np.ndarray) -> None:
    height, width = picture.shape
    along = masks.row_major(rle(picture))
    expected = runs_along_rows(picture)
    assert masks.decode(along).tolist() == expected
    back = masks.from_row_major(along, height=height, width=width)
    assert back == rle(picture)


def test_the_documented_example_of_both_orders() -> None:
    assert masks.row_major(Rle("9220003", 4, 6)) == "83304"
    assert masks.from_row_major("83304", height=4, width=6) == Rle("9220003", 4, 6)


@given(st.lists(pictures(), min_size=1, max_size=3), st.booleans())
def test_iou_and_union_are_those_of_pixels(several: list[np.ndarray], crowd: bool) -> None:
    shape = several[0].shape
    same = [np.resize(one, shape) for one in several]
    found = masks.iou([rle(same[0])], [rle(one) for one in same], crowds=[crowd] * len(same))
    for column, one in enumerate(same):
        both = int((same[0] & one).sum())
        total = int(same[0].sum()) if crowd else int((same[0] | one).sum())
        assert found[0, column] == pytest.approx(both / total if total and both else 0.0)
    assert pixels(masks.union([rle(one) for one in same])).tolist() == np.logical_or.reduce(same).astype(int).tolist()


def test_no_masks_have_an_empty_matrix() -> None:
    assert masks.iou([], [Rle("02", 1, 2)]).shape == (0, 1)


@given(st.lists(st.tuples(st.floats(-5, 40), st.floats(-5, 40)), min_size=3, max_size=8))
def test_an_outline_is_filled_as_pycocotools_fills_it(points: list[tuple[float, float]]) -> None:
    outline = [value for point in points for value in point]
    told = coco.frPyObjects([outline], 30, 34)[0]
    assert masks.from_polygons([outline], height=30, width=34) == Rle(told["counts"].decode(), 30, 34)


@given(st.lists(st.lists(st.tuples(st.floats(-60, 90), st.floats(-60, 90)), min_size=3, max_size=8), min_size=1, max_size=3))
def test_outlines_in_a_large_picture_are_filled_as_pycocotools_fills_them(drawn: list[list[tuple[float, float]]]) -> None:
    outlines = [[value for point in points for value in point] for points in drawn]
    told = coco.merge(coco.frPyObjects(outlines, 30, 34))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(masks, "_FILLED_BY_PYCOCOTOOLS", 0)
        filled = masks.from_polygons(outlines, height=30, width=34)
    assert filled == Rle(told["counts"].decode(), 30, 34)


def test_four_runs_of_more_than_2_to_the_24_are_kept_and_united() -> None:
    """pycocotools writes beyond its memory when it encodes these."""
    runs, size = [20_000_000, 20_000_000, 20_000_000, 60_000_000], {"height": 10_000, "width": 12_000}
    both = masks.from_counts(runs, **size)
    assert masks.decode(both.counts).tolist() == runs
    boxes = [(2000.0, 0.0, 2000.0, 10_000.0), (6000.0, 0.0, 6000.0, 10_000.0)]
    assert masks.union([masks.from_box(box, **size) for box in boxes]) == both
    outlines = [(x, 0, x + w, 0, x + w, h, x, h) for x, _, w, h in boxes]
    assert masks.from_polygons(outlines, **size) == both


def test_a_box_is_filled_as_pycocotools_fills_it() -> None:
    told = coco.frPyObjects(np.array([[2.5, 1.0, 4.0, 3.2]]), 8, 9)[0]
    assert masks.from_box((2.5, 1.0, 4.0, 3.2), height=8, width=9).counts == told["counts"].decode()


def test_no_outline_is_an_empty_mask() -> None:
    assert masks.area(masks.from_polygons([], height=3, width=4)) == 0


def test_runs_that_add_up_to_more_than_an_int64_are_refused() -> None:
    """They wrapped to the size of the picture, and pycocotools never ended on them."""
    runs = np.full(2**16 + 1, 2**38)
    runs[0::2] = 2**38 - 1
    with pytest.raises(Invalid, match="a run of"):
        masks.from_string(masks.encode(runs), height=10, width=10)


def test_a_string_that_is_too_long_or_not_ascii_is_refused() -> None:
    with pytest.raises(Invalid, match="4,000,001 characters"):
        masks.from_string("0" * 4_000_001, height=10, width=10)
    with pytest.raises(Invalid, match="no compressed RLE"):
        masks.from_string("1é`gX5", height=10, width=10)


def test_stripes_that_are_a_run_a_pixel_the_other_way_are_refused() -> None:
    striped = masks.from_counts([3_000] * 4_000, height=3_000, width=4_000)
    with pytest.raises(Invalid, match="6,000,000 runs"):
        masks.row_major(striped)
    with pytest.raises(Invalid, match="in the other order"):
        masks.from_row_major(masks.encode(np.full(3_000, 4_000)), height=3_000, width=4_000)
    some = masks.from_counts([30] * 40, height=30, width=40)
    assert masks.from_row_major(masks.row_major(some), height=30, width=40) == some


@pytest.mark.parametrize("counts", ["", "7", "~", "h", "é", "o" * 12 + "0", "80", "99"])
def test_a_string_that_does_not_fill_the_picture_is_refused(counts: str) -> None:
    with pytest.raises(Invalid):
        masks.from_string(counts, height=2, width=2)


@pytest.mark.parametrize("counts", [[5], [-1, 5], [2, 1], [1.0, 3], [True, 3], ["4"], [2**64 - 1], [-(2**70), 4]])
def test_run_lengths_that_do_not_fill_the_picture_are_refused(counts: list[int]) -> None:
    with pytest.raises(Invalid):
        masks.from_counts(counts, height=2, width=2)


def test_outlines_longer_than_memory_are_refused() -> None:
    zigzag = [value for at in range(100) for value in (at % 7, 99_999 if at % 2 else -99_999)]
    with pytest.raises(Invalid, match="longer than 2,000,000 pixels"):
        masks.from_polygons([zigzag], height=100, width=100)
    many = [[value for at in range(6) for value in (at, 99_999 if at % 2 else 0)]] * 4
    with pytest.raises(Invalid, match="longer"):
        masks.from_polygons(many, height=100, width=100)
    masks.from_polygons(many[:3], height=100, width=100)


@pytest.mark.parametrize("outline", [[0, 0, 1, 1], [0, 0, 1, 1, 2], [0, 0, 1, 1, float("nan"), 2], [0, 0, 1, 1, 1e9, 2]])
def test_an_outline_that_cannot_be_filled_is_refused(outline: list[float]) -> None:
    with pytest.raises(Invalid):
        masks.from_polygons([outline], height=4, width=4)


@pytest.mark.parametrize(("height", "width"), [(0, 4), (4, 0), (-1, -4), (100_000, 100_000)])
def test_a_size_that_no_picture_has_is_refused(height: int, width: int) -> None:
    with pytest.raises(Invalid):
        masks.empty(height=height, width=width)
