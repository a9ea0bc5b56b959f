"""What was won on which day."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revops.forecast.domain.periods import Period
from revops.forecast.domain.won import WonByDay


def test_the_end_of_a_long_month_has_no_days_left_in_a_short_one() -> None:
    won = WonByDay({date(2025, 2, 1): 5.0, date(2025, 3, 2): 7.0}, date(2025, 3, 31))
    assert [won.of(Period.parse("2025-02"), skipping=days) for days in (0, 1, 28, 30)] == [5, 0, 0, 0]


MONTHS = {date(2025, month, 3): 10.0 * month for month in range(1, 7)}


def test_the_first_and_the_last_day_belong_to_what_lies_between() -> None:
    won = WonByDay(MONTHS, date(2025, 7, 1))
    assert won.between(date(2025, 1, 3), date(2025, 2, 3)) == 30
    assert won.between(date(2025, 1, 4), date(2025, 2, 2)) == 0
    assert won.between(date(2025, 2, 3), date(2025, 1, 3)) == 0
    assert won.of(Period.parse("2025-Q2")) == 150


def test_nothing_of_the_day_itself_or_later_is_known() -> None:
    won = WonByDay(MONTHS, date(2025, 6, 3))
    assert won.of(Period.parse("2025-06")) == 0
    assert won.known_on(date(2025, 5, 4)).of(Period.parse("2025-Q2")) == 90
    assert won.known_on(date(2025, 12, 1)).until == date(2025, 6, 3)


def test_a_period_is_on_record_from_its_first_week_to_its_end() -> None:
    days = {date(2025, 1, 7): 1.0}
    january = Period.parse("2025-01")
    assert WonByDay(days, date(2025, 2, 1)).knows(january)
    assert not WonByDay(days, date(2025, 1, 31)).knows(january)
    assert not WonByDay({date(2025, 1, 8): 1.0}, date(2025, 2, 1)).knows(january)
    assert not WonByDay({}, date(2025, 2, 1)).knows(january)


def test_the_periods_before_come_latest_first_with_their_distance() -> None:
    won = WonByDay(MONTHS, date(2025, 6, 15))
    assert [(back, period.code) for back, period in won.before(Period.parse("2025-07"))] == [
        (2, "2025-05"),
        (3, "2025-04"),
        (4, "2025-03"),
        (5, "2025-02"),
        (6, "2025-01"),
    ]
    assert WonByDay({}, date(2025, 6, 15)).before(Period.parse("2025-07")) == []


def test_a_period_of_which_all_days_are_skipped_has_nothing() -> None:
    won = WonByDay({date(2025, 1, 31): 5.0, date(2025, 2, 1): 7.0}, date(2025, 3, 1))
    january = Period.parse("2025-01")

    assert [won.of(january, skipping=days) for days in (0, 30, 31, 32)] == [5, 5, 0, 0]


def test_a_single_day_lies_between_itself_and_itself() -> None:
    won = WonByDay(MONTHS, date(2025, 7, 1))

    assert won.between(date(2025, 2, 3), date(2025, 2, 3)) == 20
    assert won.between(date(2025, 2, 4), date(2025, 3, 2)) == 0


def test_days_may_come_in_any_order() -> None:
    shuffled = {date(2025, 3, 1): 3.0, date(2025, 1, 1): 1.0, date(2025, 2, 1): 2.0}
    won = WonByDay(shuffled, date(2025, 4, 1))

    assert won.between(date(2025, 1, 1), date(2025, 2, 1)) == 3
    assert won.of(Period.parse("2025-Q1")) == 6


@pytest.mark.parametrize(
    ("first_win", "until", "is_known"),
    [
        (date(2024, 12, 1), date(2025, 2, 1), True),
        (date(2025, 1, 7), date(2025, 2, 1), True),
        (date(2025, 1, 8), date(2025, 2, 1), False),
        (date(2025, 1, 1), date(2025, 1, 31), False),
    ],
)
def test_a_period_is_known_from_a_win_in_its_first_week_until_the_morning_after_it(
    first_win, until, is_known
) -> None:
    assert WonByDay({first_win: 1.0}, until).knows(Period.parse("2025-01")) is is_known


def test_the_periods_before_begin_with_the_first_that_was_seen_whole() -> None:
    won = WonByDay({date(2025, 1, 8): 1.0, date(2025, 3, 2): 1.0}, date(2025, 4, 1))

    assert [period.code for _, period in won.before(Period.parse("2025-04"))] == ["2025-03", "2025-02"]
    assert [period.code for _, period in won.before(Period.parse("2025-Q2"))] == []


def test_a_quarter_that_began_before_the_records_was_not_seen_whole() -> None:
    won = WonByDay({date(2024, 10, 2): 1.0}, date(2025, 4, 1))

    assert [(back, period.code) for back, period in won.before(Period.parse("2025-Q2"))] == [
        (1, "2025-Q1"),
        (2, "2024-Q4"),
    ]


def test_what_is_known_on_a_morning_never_grows_when_looked_at_again() -> None:
    won = WonByDay(MONTHS, date(2025, 7, 1)).known_on(date(2025, 3, 4)).known_on(date(2025, 6, 1))

    assert won.until == date(2025, 3, 4)
    assert won.of(Period.parse("2025-Q1")) == 60


DAYS = st.dates(date(2025, 1, 1), date(2025, 12, 31))


@settings(max_examples=30)
@given(st.dictionaries(DAYS, st.integers(0, 1000)), DAYS, DAYS, DAYS)
def test_what_was_won_between_two_days_is_the_sum_of_the_days_before_the_morning(
    amounts, until, first, last
) -> None:
    expected = sum(amount for day, amount in amounts.items() if first <= day <= last and day < until)

    assert WonByDay(amounts, until).between(first, last) == expected


def test_the_day_before_a_period_does_not_belong_to_it() -> None:
    won = WonByDay({date(2025, 1, 31): 5.0, date(2025, 2, 28): 7.0, date(2025, 3, 1): 9.0}, date(2025, 4, 1))

    assert won.of(Period.parse("2025-02")) == 7


def test_a_period_that_is_over_is_not_among_those_before_it() -> None:
    won = WonByDay(MONTHS, date(2025, 7, 1))

    assert [(back, period.code) for back, period in won.before(Period.parse("2025-03"))] == [
        (1, "2025-02"),
        (2, "2025-01"),
    ]
