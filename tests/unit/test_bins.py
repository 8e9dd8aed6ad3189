"""The edges of histograms."""

from __future__ import annotations

from itertools import pairwise

import hypothesis
import pytest
from hypothesis import strategies as st

from everloop.domain.bins import edges


@pytest.mark.parametrize(
    ("value", "ends"),
    [
        (480, [480, 481]),
        (0, [0, 1]),
        (-3.0, [-3.0, -2.0]),
        (0.5, [0.5, 0.501]),
        (1_700_000_000_123, [1_700_000_000_123, 1_700_000_000_124]),
    ],
)
def test_equal_values_are_in_one_range_that_a_person_can_read(value: float, ends: list[float]) -> None:
    assert edges(value, value, 20) == ends


def test_the_last_range_holds_the_greatest_value_and_ends_where_a_person_can_read() -> None:
    assert edges(200, 1000, 2) == [200, 600, 1001]
    assert edges(0, 1, 4) == [0, 0.25, 0.5, 0.75, 1.001]


@hypothesis.given(
    st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 40)
)
def test_every_value_is_in_a_range(one: float, other: float, bins: int) -> None:
    least, greatest = sorted((one, other))
    hypothesis.assume(greatest < 1.7e308)
    found = edges(least, greatest, bins)
    assert found[0] == least
    assert found[-1] > greatest
    assert len(found) <= bins + 1
    assert all(low < high for low, high in pairwise(found))
