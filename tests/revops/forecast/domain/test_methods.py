"""The ways to forecast a period, calculated by hand on a small history."""

from datetime import date

import pytest

from revops.forecast.domain import methods
from revops.forecast.domain.methods import METHODS, Chance, Known, Newcomers, OpenDeals
from revops.forecast.domain.periods import Period
from revops.forecast.domain.won import WonByDay

JANUARY = Period.parse("2026-01")
# 100 a month and 10 a month times the number of the month, on its 3rd and its 20th.
YEAR = {
    date(2025, month, day): float(month * each)
    for month in range(1, 13)
    for day, each in ((3, 100), (20, 10))
}


class Curve:
    """A twentieth more a day, up to a half after ten days."""

    def won_within(self, age: int, days: int) -> float:
        return min(days, 10) / 20


def known(on: date = JANUARY.first, *, won=YEAR, deals=(), per_day: float = 0) -> Known:
    return Known(
        on=on,
        won=WonByDay(won, on),
        open_deals=deals,
        curves={"demo": Curve(), "proposal": Curve()},
        newcomers=Newcomers(per_day, 30, Curve()),
        stage_weights={"demo": 0.5, "proposal": 0.75},
    )


@pytest.mark.parametrize(
    ("method", "amount"),
    [
        ("naive", 1320),  # December
        ("mean_of_last_3", (1320 + 1210 + 1100) / 3),
        ("seasonal_naive", 1100),  # October, as January the first month of its quarter
        ("seasonal_mean", (1100 + 770 + 440 + 110) / 4),
        ("pipeline", None),
    ],
)
def test_each_method_looks_back_in_its_own_way(method: str, amount: float | None) -> None:
    assert METHODS[method](known(), JANUARY) == (amount and pytest.approx(amount))


def test_the_days_that_are_over_are_left_out_of_the_earlier_periods() -> None:
    # On the 11th the wins of a 3rd are over, those of a 20th are not.
    assert METHODS["naive"](known(date(2026, 1, 11)), JANUARY) == 120


@pytest.mark.parametrize("method", METHODS)
def test_a_method_says_nothing_without_anything_to_go_by(method: str) -> None:
    assert METHODS[method](known(won={}), JANUARY) is None


def test_a_quarter_looks_back_a_year_for_its_season() -> None:
    first = Period.parse("2026-Q1")
    assert METHODS["seasonal_naive"](known(), first) == 110 * (1 + 2 + 3)
    assert METHODS["naive"](known(), first) == 110 * (10 + 11 + 12)


@pytest.mark.parametrize(
    ("period", "left", "passed"),
    [("2026-01", (0, 21), 10), ("2026-02", (21, 49), 0), ("2025-12", (0, 0), 31)],
)
def test_the_days_of_a_period_are_counted_from_the_morning(
    period: str, left: tuple[int, int], passed: int
) -> None:
    found = known(date(2026, 1, 11))
    assert (found.days_left(Period.parse(period)), found.passed(Period.parse(period))) == (left, passed)


def test_fixed_weights_count_every_open_deal() -> None:
    deals = [OpenDeals("demo", 5, 2, 1000, 0), OpenDeals("proposal", 1, 1, 200, 0)]
    assert methods.stage_weights(known(deals=deals), JANUARY) == 650
    assert methods.stage_weights(known(), JANUARY) == 0


def test_the_pipeline_is_open_deals_by_their_chance_and_those_yet_to_come() -> None:
    found = known(date(2026, 1, 11), deals=[OpenDeals("demo", 5, 4, 1000, 400_000)], per_day=2)
    # 21 days are left: half of 1,000; and of 2 a day worth 30 each (55 + 10 * 10) / 20 = 7.75.
    coming = 60 * 7.75
    assert methods.pipeline(found, JANUARY) == pytest.approx(500 + coming)
    assert methods.pipeline_chance(found, JANUARY) == Chance(
        pytest.approx(500 + coming), pytest.approx(0.25 * 400_000 + 2 * coming * 30)
    )


def test_a_later_period_counts_what_is_won_in_it_alone() -> None:
    found = known(date(2026, 1, 27), deals=[OpenDeals("demo", 5, 1, 1000, 0)])
    # 5 days are left of January: a quarter is won by then, and a half from the tenth day on.
    february = Period.parse("2026-02")
    assert methods.chance_of(found, found.open_deals[0], february) == pytest.approx(0.25)
    assert methods.pipeline(found, february) == pytest.approx(250)


def test_without_a_pipeline_there_is_no_chance() -> None:
    assert methods.pipeline_chance(known(), JANUARY) is None
