"""The days of earlier periods that a forecast of today is held against."""

from datetime import date

from revops.forecast.domain.backtest.days import trial_days
from revops.forecast.domain.periods import Period


def days(period: str, on: date) -> dict[str, date]:
    return {earlier.code: day for earlier, day in trial_days(Period.parse(period), on)}


def test_the_last_eight_periods_that_are_over_come_earliest_first() -> None:
    found = days("2026-Q4", date(2026, 10, 1))
    assert (
        list(found) == [f"{year}-Q{quarter}" for year in (2024, 2025, 2026) for quarter in range(1, 5)][3:11]
    )
    assert found["2026-Q3"] == date(2026, 7, 1)


def test_a_day_lies_as_far_into_each_period_but_not_beyond_its_end() -> None:
    found = days("2026-03", date(2026, 3, 31))
    assert found["2026-01"] == date(2026, 1, 31)
    # February and September end before their 31st day: the morning after them.
    assert (found["2026-02"], found["2025-09"]) == (date(2026, 3, 1), date(2025, 10, 1))


def test_a_day_before_the_period_is_as_far_before_each_and_skips_what_is_not_over() -> None:
    found = days("2026-12", date(2026, 11, 20))
    assert (min(found), max(found)) == ("2026-03", "2026-10")
    assert found["2026-10"] == date(2026, 9, 20)


def test_a_period_is_over_on_the_morning_after_its_last_day() -> None:
    assert max(days("2026-12", date(2026, 11, 30))) == "2026-10"
    assert max(days("2026-12", date(2026, 12, 1))) == "2026-11"


def test_a_period_that_is_over_is_held_against_those_before_it_alone() -> None:
    found = days("2026-03", date(2026, 6, 15))

    assert list(found) == [
        "2025-07",
        "2025-08",
        "2025-09",
        "2025-10",
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]
    # Two months and a half after its start are after the end of each.
    assert found["2026-02"] == date(2026, 3, 1)


def test_a_day_of_a_leap_year_is_as_far_into_the_quarters_of_other_years() -> None:
    found = days("2028-Q1", date(2028, 2, 29))

    assert (found["2027-Q1"], found["2027-Q3"]) == (date(2027, 3, 1), date(2027, 8, 29))
    assert len(found) == 8
