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
