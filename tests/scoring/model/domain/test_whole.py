"""Points that people read add up to the score that they read."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.model.domain.whole import whole_points


@pytest.mark.parametrize(
    ("points", "whole"),
    [
        ([], []),
        (["30", "15"], [30, 15]),
        (["12.5", "7.5"], [13, 7]),
        (["19.3", "10", "5.9"], [19, 10, 6]),
        (["20", "-5.25"], [20, -6]),
        (["0.4", "0.4"], [0, 0]),
    ],
)
def test_points_are_whole_and_add_up(points, whole):
    assert whole_points([Decimal(each) for each in points]) == whole


@given(st.lists(st.decimals(-100, 100, places=2), max_size=8))
def test_no_factor_is_off_by_a_point_or_more(points):
    whole = whole_points(points)
    assert sum(whole) == math.floor(sum(points))
    assert all(abs(shown - exact) < 1 for shown, exact in zip(whole, points, strict=True))
