"""The drawn outcome of a period, and its band."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revops.forecast.domain.blend import Part, weigh_methods
from revops.forecast.domain.methods import Chance
from revops.forecast.domain.simulation import (
    CONFIDENCE,
    DRAWS,
    LargeDeal,
    Outlook,
    need,
    outlook,
    widened,
    widening,
)

SHARES = st.floats(0.01, 1)


PARTS = st.lists(
    st.builds(
        Part,
        method=st.sampled_from(["naive", "pipeline"]),
        amount=st.floats(0, 1e9),
        weight=SHARES,
        spread=SHARES,
        n=st.just(3),
    ),
    min_size=1,
    max_size=3,
)


@given(PARTS, st.floats(0, 1e9))
def test_the_band_holds_the_expected_amount_and_is_not_below_what_is_won(
    parts: list[Part], won: float
) -> None:
    whole = sum(part.weight for part in parts)
    shares = [Part(each.method, each.amount, each.weight / whole, each.spread, each.n) for each in parts]
    found = outlook(won, shares, [LargeDeal(1000, 0.5)], Chance(500, 100))
    assert won * 0.999 <= found.low <= found.expected <= found.high


def test_the_same_input_draws_the_same_outcome() -> None:
    parts = weigh_methods({"pipeline": 1000.0, "naive": 900.0}, {})
    drawn = [outlook(0, parts, [LargeDeal(800, 0.5)], Chance(600, 50)) for _ in range(2)]
    assert drawn[0] == drawn[1]


def test_one_large_deal_makes_the_band_wide() -> None:
    parts = [Part("pipeline", 1000.0, 1.0, 0.01, 9)]
    many = outlook(0, parts, [], Chance(1000, 100))
    one = outlook(0, parts, [LargeDeal(2000, 0.5)], Chance(0, 0))
    assert many.high - many.low < 60
    assert (one.low, round(one.high, -3)) == (0, 2000)


def test_bands_that_held_too_little_are_made_wider_and_never_narrower() -> None:
    assert widening([]) == 1
    assert widening([0.1] * 20) == 1
    assert 2 < widening([2.5] * 20) <= 2.5


def test_the_need_of_a_band_is_told_by_its_own_side() -> None:
    found = Outlook(100, 90, 140, [])
    assert [need(found, outcome) for outcome in (100, 90, 80, 140, 180)] == [0, 1, 2, 1, 2]
    wide = widened(found, 2)
    assert (wide.low, wide.expected, wide.high) == (80, 100, 180)


def pipeline_part(amount: float, spread: float = 0.0) -> Part:
    return Part("pipeline", amount, 1.0, spread, 3)


def test_without_methods_what_is_won_is_all_that_is_expected() -> None:
    assert outlook(70, [], [LargeDeal(1000, 0.5)], Chance(500, 100)) == Outlook(70, 70, 70, [])


def test_a_method_that_is_never_off_has_no_band() -> None:
    parts = [Part("naive", 100.0, 1.0, 0.0, 3)]

    # Open deals are drawn for the pipeline alone.
    assert outlook(10, parts, [LargeDeal(1000, 0.5)], Chance(500, 100)) == Outlook(110, 110, 110, parts)
    certain = [pipeline_part(150)]
    assert outlook(10, certain, [LargeDeal(100, 1.0)], Chance(50, 0)) == Outlook(160, 160, 160, certain)


def test_the_pipeline_without_open_deals_is_what_it_said() -> None:
    parts = [pipeline_part(150)]

    assert outlook(0, parts, [LargeDeal(1000, 0.5)], None) == Outlook(150, 150, 150, parts)


@pytest.mark.parametrize(
    ("chance", "low", "high"),
    # The band leaves out a tenth of the draws at each end.
    [(0.05, 0, 50), (0.15, 0, 1000), (0.5, 0, 1000), (0.85, 0, 1000), (0.95, 950, 1000)],
)
def test_a_large_deal_moves_the_band_when_its_chance_is_above_a_tenth(chance, low, high) -> None:
    found = outlook(0, [pipeline_part(1000 * chance)], [LargeDeal(1000, chance)], Chance(0, 0))

    assert (found.low, found.high) == (low, high)


def test_large_deals_are_won_independently_of_each_other() -> None:
    deals = [LargeDeal(1000, 0.5)] * 2

    found = outlook(0, [pipeline_part(1000)], deals, Chance(0, 0))

    # None is won in a quarter of the draws, both in another.
    assert (found.low, found.expected, found.high) == (0, 1000, 2000)


def test_the_band_holds_eight_of_ten_draws_of_the_small_deals() -> None:
    found = outlook(0, [pipeline_part(1000)], [], Chance(1000, 100**2))

    # A tenth of a normal distribution lies more than 1.2816 deviations above its mean.
    assert found.low == pytest.approx(1000 - 128.16, abs=12)
    assert found.high == pytest.approx(1000 + 128.16, abs=12)


def test_small_deals_never_bring_less_than_nothing() -> None:
    found = outlook(0, [pipeline_part(0)], [], Chance(0, 100**2))

    assert (found.low, found.expected) == (0, 0)
    assert found.high == pytest.approx(128.16, abs=12)


def test_a_method_is_off_by_its_spread_in_both_directions() -> None:
    found = outlook(0, [Part("naive", 1000.0, 1.0, 0.2, 3)], [], None)

    assert found.low == pytest.approx(1000 * math.exp(-0.2 * 1.2816), rel=0.02)
    assert found.high == pytest.approx(1000 * math.exp(0.2 * 1.2816), rel=0.02)


def test_a_method_that_is_hardly_believed_lies_outside_the_band() -> None:
    parts = [Part("naive", 100.0, 0.95, 0.0, 3), Part("mean_of_last_3", 9000.0, 0.05, 0.0, 3)]
    found = outlook(0, parts, [], None)

    # The band reaches to what is expected, and no further.
    assert (found.low, found.expected, found.high) == (100, 545, 545)


@pytest.mark.parametrize(
    ("needs", "times"),
    [
        # The fourth fifth of 0.1, 0.3, 0.55, 0.8, 1.25 is 0.89: no band becomes narrower.
        ([], 1),
        ([0], 1),
        # Of six the fifth: 1.25.
        ([2], 1.25),
        # Of seven it lies four fifths of the way from 1.25 to 2.
        ([2, 2], 1.85),
        ([5] * 100, 5),
    ],
)
def test_bands_are_widened_to_hold_four_of_five_outcomes(needs: list[float], times: float) -> None:
    assert widening(needs) == pytest.approx(times)


@pytest.mark.parametrize(("outcome", "times"), [(100, 0), (101, 5), (99, 5), (99.5, 5)])
def test_a_band_without_room_needs_the_most_unless_it_was_exactly_right(outcome: float, times: float) -> None:
    assert need(Outlook(100, 100, 100, []), outcome) == times


@pytest.mark.parametrize(("outcome", "times"), [(300, 5), (299, 4.975), (0, 5), (51, 4.9), (105, 0.125)])
def test_a_need_is_at_most_five_times_the_band(outcome: float, times: float) -> None:
    assert need(Outlook(100, 90, 140, []), outcome) == pytest.approx(times)


@pytest.mark.parametrize(("times", "low", "high"), [(1, 90, 140), (1.5, 85, 160), (5, 50, 300), (20, 0, 900)])
def test_a_band_is_widened_on_both_sides_but_not_below_nothing(times: float, low: float, high: float) -> None:
    found = widened(Outlook(100, 90, 140, [pipeline_part(100)]), times)

    assert found == Outlook(100, low, high, [pipeline_part(100)])


@pytest.mark.parametrize(
    ("band", "outcome", "times"),
    [
        # Half of one unit above is measured by the upper side, half of one below by the lower.
        ((90, 140), 100.5, 0.0125),
        ((90, 140), 99.5, 0.05),
        ((99.5, 100.5), 101, 2),
        ((99.5, 100.5), 99, 2),
        ((100, 140), 100, 0),
        ((90, 100), 100, 0),
    ],
)
def test_even_a_small_miss_is_measured_by_its_own_side(band, outcome: float, times: float) -> None:
    assert need(Outlook(100, *band, []), outcome) == pytest.approx(times)


def test_the_band_is_said_to_hold_eight_of_ten_of_two_thousand_draws() -> None:
    assert (CONFIDENCE, DRAWS) == (0.8, 2_000)
