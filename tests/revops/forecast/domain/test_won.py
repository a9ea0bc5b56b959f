"""What was won on which day."""

from datetime import date

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
