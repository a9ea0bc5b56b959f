"""Forecasts of the past, and how far off they were."""

import math
from datetime import date

import pytest

from revops.forecast.domain.backtest.deals import History, PastDeal
from revops.forecast.domain.backtest.trials import (
    Figures,
    Trial,
    coverage,
    figures,
    misses_of,
    run_trials,
    summarize,
)
from revops.forecast.domain.methods import Known, Newcomers, OpenDeals
from revops.forecast.domain.periods import Period
from revops.forecast.domain.probabilities import WinCurve
from revops.forecast.domain.simulation import Outlook
from revops.forecast.domain.won import WonByDay


def test_a_bias_above_zero_is_a_forecast_of_too_much_and_nothing_cannot_be_missed_by_a_share() -> None:
    found = figures([(120, 100), (90, 100), (5, 0)])
    assert (round(found.mape, 3), round(found.bias, 3), found.n) == (0.15, 0.05, 2)


def trial(expected: float, outcome: float, **amounts: float) -> Trial:
    band = Outlook(expected, expected - 10, expected + 10, [])
    return Trial(Period.parse("2025-01"), outcome, amounts, weighted=200, outlook=band, need=0)


TRIALS = [trial(100, 110, naive=120), trial(100, 80, naive=80, pipeline=40), trial(50, 50)]


def test_figures_of_nothing_are_none() -> None:
    assert figures([]) == figures([(5, 0)]) == Figures(None, None, 0)


def test_coverage_is_the_share_of_outcomes_in_their_band_whose_ends_belong_to_it() -> None:
    assert coverage(TRIALS) == pytest.approx(2 / 3)
    assert coverage([]) is None


def test_a_method_is_judged_on_the_trials_in_which_it_said_something() -> None:
    found = summarize(TRIALS)
    # Naive: 120 for 110, and 80 for 80. Pipeline: 40 for 80.
    assert found.by_method["naive"] == Figures(pytest.approx(10 / 110 / 2), pytest.approx(10 / 110 / 2), 2)
    assert found.by_method["pipeline"] == Figures(0.5, -0.5, 1)
    assert found.by_method["seasonal_naive"] == Figures(None, None, 0)
    # Learned: 100 for 110, 100 for 80, 50 for 50.
    assert found.by_method["learned"].mape == pytest.approx((10 / 110 + 20 / 80) / 3)
    assert found.by_method["fixed_stage_weights"].n == 3


def test_misses_are_kept_by_method_in_the_order_of_time() -> None:
    assert misses_of(TRIALS) == {
        "naive": [pytest.approx(math.log(111 / 121)), 0],
        "pipeline": [pytest.approx(math.log(81 / 41))],
    }


def test_a_trial_learns_from_those_before_it_and_from_nothing_later() -> None:
    past = History(
        [PastDeal(date(2025, month, 2), date(2025, month, 20), True, 10 * month) for month in range(1, 9)]
    )
    months = [Period(date(2025, month, 1), 1) for month in range(2, 9)]
    forecasts = [(past.known_on(month.first), month, past.outcome(month)) for month in months]

    whole = run_trials(forecasts)
    changed = run_trials([*forecasts[:4], (forecasts[4][0], months[4], 1e6), *forecasts[5:]])

    assert whole[:4] == changed[:4]
    assert whole[4].outlook == changed[4].outlook
    assert whole[5].outlook != changed[5].outlook


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(1, 0.5)], Figures(1.0, 1.0, 1)),
        ([(0, 4)], Figures(1.0, -1.0, 1)),
        ([(3, 4), (5, 4)], Figures(0.25, 0.0, 2)),
        ([(7, 0), (4, 4)], Figures(0.0, 0.0, 1)),
    ],
)
def test_misses_are_shares_of_the_outcome(pairs: list[tuple[float, float]], expected: Figures) -> None:
    assert figures(pairs) == expected


@pytest.mark.parametrize(
    ("outcome", "is_inside"), [(89.9, False), (90, True), (100, True), (110, True), (110.1, False)]
)
def test_both_ends_of_a_band_belong_to_it(outcome: float, is_inside: bool) -> None:
    assert trial(100, outcome).is_inside is is_inside


FEBRUARY = Period.parse("2025-02")
# 100 in each month for a year: all ways that look back say 100.
EVEN = {date(2024, month, 20): 100.0 for month in range(1, 13)} | {date(2025, 1, 20): 100.0}


def known(on: date, deals: tuple[OpenDeals, ...] = ()) -> Known:
    return Known(
        on=on,
        won=WonByDay(EVEN, on),
        open_deals=deals,
        curves={"demo": WinCurve([], 0.5)},
        newcomers=Newcomers(0, 0, WinCurve([], 0.5)),
        stage_weights={"demo": 0.5},
    )


def test_a_trial_holds_what_each_method_said_and_nothing_of_the_open_deals_where_there_are_none() -> None:
    (found,) = run_trials([(known(FEBRUARY.first), FEBRUARY, 130.0)])

    assert (found.period, found.outcome, found.weighted) == (FEBRUARY, 130, 0)
    assert found.amounts == {
        "naive": 100,
        "mean_of_last_3": 100,
        "seasonal_naive": 100,
        "seasonal_mean": 100,
    }
    assert found.outlook.expected == pytest.approx(100)
    assert found.outlook.low < 100 < found.outlook.high


def test_a_trial_weighs_open_deals_by_their_stage_for_comparison_alone() -> None:
    deals = (OpenDeals("demo", 5, 2, 1000, 500_000),)
    (found,) = run_trials([(known(FEBRUARY.first, deals), FEBRUARY, 130.0)])

    assert found.weighted == 500
    # Half of 1,000 in the long run; of these what a curve of 60 days brings in 28.
    assert found.amounts["pipeline"] == pytest.approx(500 * (1 - math.exp(-28 / 60)))
    assert set(found.amounts) == {"naive", "mean_of_last_3", "seasonal_naive", "seasonal_mean", "pipeline"}


def test_a_trial_says_how_many_times_as_wide_its_band_should_have_been() -> None:
    exact, beyond = (
        run_trials([(known(FEBRUARY.first), FEBRUARY, outcome)])[0] for outcome in (100.0, 130.0)
    )
    room = beyond.outlook.high - beyond.outlook.expected

    assert exact.need == pytest.approx(0)
    assert beyond.need == pytest.approx(30 / room)
    assert not beyond.is_inside


def test_after_bands_that_were_too_narrow_the_next_is_wider() -> None:
    one = run_trials([(known(FEBRUARY.first), FEBRUARY, 100.0)] * 4)
    other = run_trials([(known(FEBRUARY.first), FEBRUARY, 200.0)] * 4)

    widths = [[each.outlook.high - each.outlook.low for each in trials] for trials in (one, other)]
    assert widths[0][0] == widths[1][0]
    assert widths[1][3] > widths[0][3]


def test_the_backtest_judges_all_methods_the_fixed_weights_and_the_learned_one() -> None:
    found = summarize(TRIALS)

    assert list(found.by_method) == [
        "naive",
        "mean_of_last_3",
        "seasonal_naive",
        "seasonal_mean",
        "pipeline",
        "fixed_stage_weights",
        "learned",
    ]
    # The fixed weights said 200 for 110, for 80 and for 50.
    assert found.by_method["fixed_stage_weights"].mape == pytest.approx((90 / 110 + 120 / 80 + 150 / 50) / 3)
    assert (found.trials, found.coverage) == (TRIALS, pytest.approx(2 / 3))


def test_a_backtest_of_nothing_has_no_figures() -> None:
    found = summarize([])

    assert (found.trials, found.coverage) == ([], None)
    assert set(found.by_method.values()) == {Figures(None, None, 0)}
