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


@pytest.mark.parametrize(
    ("highest", "step"), [(3, 1), (8, 2), (9, 5), (10, 5), (20, 5), (21, 10), (40, 10), (41, 20), (0.5, 1)]
)
def test_a_whole_step_is_never_two_and_a_half_of_one(highest, step):
    assert nice_step(highest, is_whole=True) == step


def test_four_lines_are_drawn_unless_told():
    assert nice_step(8) == 2
    assert nice_step(8, 2) == 5  # two lines of 2.5 reach 5 only
    assert nice_ticks(8, 2) == [0, 5, 10]


@pytest.mark.parametrize("highest", [0.3, 0.1 + 0.2, 0.7, 1.1, 2.2])
def test_noise_of_floats_adds_no_tick(highest):
    ticks = nice_ticks(highest)
    assert ticks[-2] < highest <= ticks[-1] + 1e-9
    assert all(tick == round(tick, 10) for tick in ticks)


def test_a_place_is_told_to_a_tenth():
    scale = Scale(0, 3, 0, 1000)
    assert [scale.at(value) for value in (1, 2)] == [333.3, 666.7]
    assert Scale(0, 10, 5, 25).at(5) == 15
    assert Scale(10, 20, 0, 100).at(5) == -50  # what lies below the scale lies before its start


def test_a_scale_is_as_tall_as_its_chart():
    tall = upwards([10], height=128, ticks=[0, 10])
    assert (tall.foot, tall.y(10), tall.y(5)) == (108, 8, 58)
    assert upwards([1]).foot == 150


def test_values_below_nothing_do_not_stretch_the_scale():
    assert upwards([-5]).ticks == [0, 1]
    assert upwards([-5, 3], is_whole=True).ticks == [0, 1, 2, 3]


def test_what_is_counted_has_whole_ticks_on_a_scale_too():
    assert upwards([2], is_whole=True).ticks == [0, 1, 2]
    assert upwards([2]).ticks == [0, 0.5, 1, 1.5, 2]
