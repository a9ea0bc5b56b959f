"""The ways to forecast a period, calculated by hand on a small history."""

from datetime import date

import pytest

from revops.forecast.domain import methods
from revops.forecast.domain.methods import METHODS, Chance, Known, Newcomers, OpenDeals
from revops.forecast.domain.periods import Period
from revops.forecast.domain.probabilities import Spell, WinCurve
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


def test_the_mean_of_seasons_goes_back_eight_seasons() -> None:
    # One win a month for three years, 1 for the first month, 2 for the next, and so on.
    first = Period.parse("2023-01")
    wins = {first.shifted(number).first: float(number + 1) for number in range(36)}

    # October 2025 was the 34th month; the seven before it in the same place of a quarter: 31, 28, ... 13.
    assert METHODS["seasonal_mean"](known(won=wins), JANUARY) == (34 + 13) / 2
    assert METHODS["seasonal_naive"](known(won=wins), JANUARY) == 34


def test_with_a_shorter_past_the_methods_take_what_there_is() -> None:
    wins = {date(2025, 11, 3): 80.0, date(2025, 12, 3): 100.0}

    found = {name: method(known(won=wins), JANUARY) for name, method in METHODS.items()}

    assert found == {
        "naive": 100,
        "mean_of_last_3": 90,
        "seasonal_naive": None,
        "seasonal_mean": None,
        "pipeline": None,
    }


def test_a_month_without_a_win_counts_as_nothing_and_not_as_unknown() -> None:
    wins = {date(2025, 10, 3): 80.0}

    assert METHODS["naive"](known(won=wins), JANUARY) == 0
    assert METHODS["mean_of_last_3"](known(won=wins), JANUARY) == pytest.approx(80 / 3)


@pytest.mark.parametrize(
    ("days", "amount"),
    # A deal of the first day has nine days left of ten, and so on: (1 + 2 + ... + 9) / 20 of 3 * 10.
    [(0, 0), (1, 0), (2, 1.5), (10, 67.5), (-4, 0)],
)
def test_newcomers_are_won_in_the_days_that_are_left_to_each(days: int, amount: float) -> None:
    assert Newcomers(3, 10, Curve()).won_within(days) == pytest.approx(amount)


@pytest.mark.parametrize(
    ("on", "left", "passed"),
    [
        (date(2025, 12, 31), (1, 32), 0),
        (date(2026, 1, 1), (0, 31), 0),
        (date(2026, 1, 2), (0, 30), 1),
        (date(2026, 1, 31), (0, 1), 30),
        (date(2026, 2, 1), (0, 0), 31),
        (date(2026, 2, 20), (0, 0), 31),
    ],
)
def test_the_morning_itself_still_belongs_to_what_is_left(on, left, passed) -> None:
    found = known(on)

    assert (found.days_left(JANUARY), found.passed(JANUARY)) == (left, passed)


def test_after_the_end_of_a_period_nothing_more_can_be_won_in_it() -> None:
    found = known(date(2026, 2, 3), deals=[OpenDeals("demo", 5, 1, 1000, 0)], per_day=2)

    assert methods.chance_of(found, found.open_deals[0], JANUARY) == 0
    assert methods.pipeline(found, JANUARY) is None
    assert METHODS["naive"](found, JANUARY) == 0


def test_the_variance_of_open_deals_is_largest_for_even_chances() -> None:
    # Five days are left: a quarter of the demo is won, and nothing of what begins later.
    found = known(date(2026, 1, 27), deals=[OpenDeals("demo", 5, 1, 1000, 1_000_000)])

    assert methods.pipeline_chance(found, JANUARY) == Chance(
        pytest.approx(250), pytest.approx(0.25 * 0.75 * 1_000_000)
    )


def test_newcomers_of_a_later_period_are_those_won_in_it() -> None:
    found = known(date(2026, 1, 27), per_day=1)
    # Worth 30 each: by the end of February 33 days from now, without what is won in the next five.
    by_the_end, before = 55 / 20 + 22 * 0.5, (1 + 2 + 3 + 4) / 20

    assert methods.pipeline(found, Period.parse("2026-02")) == pytest.approx(30 * (by_the_end - before))


def test_newcomers_begin_at_no_age() -> None:
    # All deals are won on their tenth day, and hardly any is expected beforehand.
    curve = WinCurve([Spell(10, True, 10**9)], 0.0)

    assert Newcomers(1, 100, curve).won_within(10) == pytest.approx(0)
    # Within eleven days the deals of the first are won, within thirteen those of the first three.
    assert Newcomers(1, 100, curve).won_within(11) == pytest.approx(100)
    assert Newcomers(1, 100, curve).won_within(13) == pytest.approx(300)
