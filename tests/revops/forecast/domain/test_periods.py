"""Months and quarters."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.errors import NotFound
from revops.forecast.domain.periods import Period, forecast_periods

DAYS = st.dates(date(1000, 1, 1), date(2199, 12, 31))


@given(DAYS)
def test_a_day_lies_in_its_month_and_quarter_whose_codes_lead_back(day: date) -> None:
    for period in (Period.month_of(day), Period.quarter_of(day)):
        assert day in period
        assert Period.parse(period.code) == period


@given(DAYS, st.integers(-50, 50))
def test_periods_follow_each_other_without_a_gap(day: date, by: int) -> None:
    period = Period.quarter_of(day.replace(year=min(max(day.year, 1020), 9980)))
    assert period.shifted(by).shifted(-by) == period
    assert (period.shifted(1).first - period.last).days == 1
    assert sum(month.days for month in period.months_of()) == period.days


@pytest.mark.parametrize(
    "code", ["", "2026", "2026-Q5", "2026-q4", "2026-13", "2026-1", "26-Q1", "2026-Q4 ", "٢٠٢٦-11"]
)
def test_what_is_no_period_is_not_found_and_told_how_to_write_one(code: str) -> None:
    with pytest.raises(
        NotFound, match=r"is not a period\. Enter a quarter such as 2026-Q4 or a month such as 2026-11"
    ):
        Period.parse(code)


def test_a_period_begins_and_ends_at_midnight_where_the_organization_is() -> None:
    start, after = Period.parse("2026-Q4").bounds(ZoneInfo("Europe/Berlin"))
    assert (start, after) == (
        datetime(2026, 9, 30, 22, tzinfo=UTC),
        datetime(2026, 12, 31, 23, tzinfo=UTC),
    )


def test_people_read_its_name() -> None:
    assert [Period.parse(code).label for code in ("2026-Q4", "2026-11")] == ["Q4 2026", "Nov 2026"]


def test_month_quarter_and_next_quarter_are_forecast_every_day() -> None:
    codes = [period.code for period in forecast_periods(date(2026, 12, 31))]
    assert codes == ["2026-12", "2026-Q4", "2027-Q1"]


@pytest.mark.parametrize("code", ["4200-Q1", "9998-12", "2200-01"])
def test_a_period_of_another_age_is_unknown(code):
    with pytest.raises(NotFound):
        Period.parse(code)
