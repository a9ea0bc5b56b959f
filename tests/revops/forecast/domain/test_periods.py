"""Months and quarters."""

from datetime import UTC, date, datetime, timedelta
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


@pytest.mark.parametrize(
    ("code", "first", "last", "days", "label"),
    [
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), 90, "Q1 2026"),
        ("2028-Q1", date(2028, 1, 1), date(2028, 3, 31), 91, "Q1 2028"),
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30), 91, "Q2 2026"),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30), 92, "Q3 2026"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), 92, "Q4 2026"),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31), 31, "Jan 2026"),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), 28, "Feb 2026"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), 29, "Feb 2028"),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), 31, "Dec 2026"),
        ("1000-01", date(1000, 1, 1), date(1000, 1, 31), 31, "Jan 1000"),
        ("2199-Q4", date(2199, 10, 1), date(2199, 12, 31), 92, "Q4 2199"),
    ],
)
def test_a_code_names_a_span_of_the_calendar(code, first, last, days, label) -> None:
    period = Period.parse(code)

    assert (period.first, period.last, period.days) == (first, last, days)
    assert (period.code, str(period), period.label) == (code, code, label)


def test_a_period_holds_its_first_and_its_last_day() -> None:
    period = Period.parse("2026-Q4")
    around = [date(2026, 9, 30), date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 1)]

    assert [day in period for day in around] == [False, True, True, False]


@pytest.mark.parametrize(
    ("month", "quarter"),
    [(month, (month + 2) // 3) for month in range(1, 13)],
)
def test_three_months_make_a_quarter(month: int, quarter: int) -> None:
    day = date(2026, month, 28)

    assert Period.quarter_of(day).code == f"2026-Q{quarter}"
    assert Period.month_of(day).code == f"2026-{month:02}"


@pytest.mark.parametrize(
    ("code", "by", "shifted"),
    [
        ("2026-11", 0, "2026-11"),
        ("2026-11", 1, "2026-12"),
        ("2026-12", 1, "2027-01"),
        ("2026-01", -1, "2025-12"),
        ("2026-01", -13, "2024-12"),
        ("2026-Q4", 1, "2027-Q1"),
        ("2026-Q1", -1, "2025-Q4"),
        ("2026-Q1", 9, "2028-Q2"),
    ],
)
def test_a_period_is_shifted_by_its_own_length(code: str, by: int, shifted: str) -> None:
    assert Period.parse(code).shifted(by).code == shifted


@pytest.mark.parametrize(
    ("code", "is_quarter", "season", "months"),
    [
        ("2026-Q4", True, 4, ["2026-10", "2026-11", "2026-12"]),
        ("2026-11", False, 3, ["2026-11"]),
    ],
)
def test_months_repeat_within_quarters_and_quarters_within_years(code, is_quarter, season, months) -> None:
    period = Period.parse(code)

    assert (period.is_quarter, period.season) == (is_quarter, season)
    assert [month.code for month in period.months_of()] == months


def test_periods_are_ordered_by_their_first_day_and_then_by_length() -> None:
    codes = ["2026-Q4", "2026-11", "2026-10", "2026-Q3"]

    assert [period.code for period in sorted(map(Period.parse, codes))] == [
        "2026-Q3",
        "2026-10",
        "2026-Q4",
        "2026-11",
    ]


def test_a_month_in_which_the_clock_changes_is_an_hour_shorter_or_longer() -> None:
    zone = ZoneInfo("America/New_York")
    hours = {}
    for code in ("2026-03", "2026-04", "2026-11"):
        start, after = (moment.astimezone(UTC) for moment in Period.parse(code).bounds(zone))
        hours[code] = (after - start) / timedelta(hours=1)

    assert hours == {"2026-03": 31 * 24 - 1, "2026-04": 30 * 24, "2026-11": 30 * 24 + 1}


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        (date(2026, 1, 1), ["2026-01", "2026-Q1", "2026-Q2"]),
        (date(2026, 9, 30), ["2026-09", "2026-Q3", "2026-Q4"]),
        (date(2026, 10, 1), ["2026-10", "2026-Q4", "2027-Q1"]),
    ],
)
def test_the_periods_of_a_day_are_forecast(today: date, codes: list[str]) -> None:
    assert [period.code for period in forecast_periods(today)] == codes


@pytest.mark.parametrize(
    "code", ["0999-12", "0000-Q1", "2026-00", "2026-Q0", "2026-11-01", " 2026-11", "2026-Q44"]
)
def test_a_code_with_something_too_much_or_too_little_is_refused_as_it_was_written(code: str) -> None:
    with pytest.raises(NotFound) as refused:
        Period.parse(code)

    assert str(refused.value) == (
        f'"{code}" is not a period. Enter a quarter such as 2026-Q4 or a month such as 2026-11.'
    )
