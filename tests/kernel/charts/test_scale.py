"""Scales with round ticks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.charts.scale import Scale, across, nice_step, nice_ticks, upwards


@pytest.mark.parametrize(
    ("highest", "lines", "step"),
    [
        (4, 4, 1),
        (4.1, 4, 2),
        (9, 4, 2.5),
        (11, 4, 5),
        (21, 4, 10),
        (100, 4, 25),
        (101, 4, 50),
        (0.3, 3, 0.1),
        (0.004, 4, 0.001),
        (1_000_000, 4, 250_000),
        (1, 1, 1),
    ],
)
def test_a_step_is_the_least_round_one_of_which_the_lines_reach_the_highest(highest, lines, step):
    assert nice_step(highest, lines) == pytest.approx(step)


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (7, [0, 2, 4, 6, 8]),
        (8, [0, 2, 4, 6, 8]),
        (0.1, [0, 0.025, 0.05, 0.075, 0.1]),
        (0, [0, 1]),
        (-3, [0, 1]),
    ],
)
def test_ticks_begin_at_nothing_and_end_at_the_first_that_is_not_below_the_highest(highest, ticks):
    assert nice_ticks(highest) == ticks


@given(st.floats(1e-6, 1e12), st.integers(1, 8))
def test_whatever_the_highest_is_it_lies_in_the_topmost_step(highest, lines):
    ticks = nice_ticks(highest, lines)
    assert len(ticks) <= lines + 1
    assert ticks[-1] >= highest * (1 - 1e-6)
    assert ticks[-2] < highest * (1 + 1e-6)


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [(1, [0, 1]), (3, [0, 1, 2, 3]), (9, [0, 5, 10]), (81, [0, 25, 50, 75, 100]), (0, [0, 1])],
)
def test_what_is_counted_has_whole_ticks(highest, ticks):
    assert nice_ticks(highest, is_whole=True) == ticks


def test_a_value_lies_in_proportion_between_the_ends():
    scale = Scale(10, 20, 100, 0)
    assert [scale.at(value) for value in (10, 12.5, 20)] == [100, 75, 0]


def test_a_scale_without_extent_places_all_at_its_start():
    assert Scale(5, 5, 3, 9).at(5) == 3


def test_amounts_rise_from_20_pixels_above_the_lower_edge_to_8_below_the_upper_one():
    tall = upwards([3, 8], height=170)
    assert (tall.foot, tall.y(0), tall.y(4), tall.y(8)) == (150, 150, 79, 8)


def test_a_scale_reaches_what_it_must_and_ends_at_ticks_that_are_given():
    assert upwards([3], at_least=70).ticks == [0, 20, 40, 60, 80]
    assert upwards([30], ticks=[40, 60, 100]).y(100) == 8


def test_places_run_over_the_whole_width_by_their_distance():
    wide = across([100, 101, 110])
    assert [wide.at(place) for place in (100, 101, 110)] == [0, 100, 1000]
