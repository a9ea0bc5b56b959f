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
from revops.forecast.domain.periods import Period
from revops.forecast.domain.simulation import Outlook


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
