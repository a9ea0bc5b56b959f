from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mauntic.kernel.time.business_hours import BusinessHours
from scoring.alerts.domain.sla import DEFAULT_HOURS, Sla, deadline

NINE_TO_FIVE = BusinessHours(week=[[(9 * 60, 17 * 60)]] * 5 + [[], []])
FRIDAY_AT_FOUR = datetime(2026, 11, 27, 16, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, tzinfo=UTC)


def test_a_promise_counts_business_hours_only():
    assert deadline(Sla(timedelta(hours=4)), FRIDAY_AT_FOUR, NINE_TO_FIVE) == MONDAY.replace(hour=12)


def test_a_promise_around_the_clock_does_not_look_at_them():
    sla = Sla(timedelta(hours=4), in_business_hours=False)
    assert deadline(sla, FRIDAY_AT_FOUR, NINE_TO_FIVE) == FRIDAY_AT_FOUR.replace(hour=20)


def test_the_last_minute_of_a_day_is_still_in_time():
    assert deadline(Sla(timedelta(hours=1)), FRIDAY_AT_FOUR, NINE_TO_FIVE) == FRIDAY_AT_FOUR.replace(hour=17)


@pytest.mark.parametrize(("priority", "hours"), [("critical", 1), ("high", 4), ("medium", 24), ("low", 72)])
def test_the_more_urgent_an_alert_the_sooner_its_deadline(priority, hours):
    assert DEFAULT_HOURS[priority] == hours


def test_priorities_come_most_urgent_first():
    assert list(DEFAULT_HOURS) == ["critical", "high", "medium", "low"]
    assert list(DEFAULT_HOURS.values()) == sorted(DEFAULT_HOURS.values())


@pytest.mark.parametrize(
    ("hours", "day", "hour"),
    [
        (1, 27, 17),  # Friday, the last minute
        (2, 30, 10),
        (8, 30, 16),
        (9, 30, 17),
        (10, 1, 10),  # Tuesday
    ],
)
def test_a_deadline_goes_on_with_the_next_business_hours(hours, day, hour):
    due = deadline(Sla(timedelta(hours=hours)), FRIDAY_AT_FOUR, NINE_TO_FIVE)
    assert (due.day, due.hour, due.minute) == (day, hour, 0)


@pytest.mark.parametrize(
    "created_at",
    [
        datetime(2026, 11, 27, 18, tzinfo=UTC),  # Friday evening
        datetime(2026, 11, 28, 12, tzinfo=UTC),
        datetime(2026, 11, 30, 6, tzinfo=UTC),  # Monday before work
    ],
)
def test_an_alert_outside_business_hours_starts_with_the_next_ones(created_at):
    assert deadline(Sla(timedelta(minutes=30)), created_at, NINE_TO_FIVE) == MONDAY.replace(hour=9, minute=30)


def test_an_alert_counts_in_business_hours_unless_its_policy_says_otherwise():
    assert Sla(timedelta(hours=1)).in_business_hours


def test_a_policy_around_the_clock_counts_weekends():
    saturday = datetime(2026, 11, 28, 3, tzinfo=UTC)
    assert deadline(Sla(timedelta(hours=24), in_business_hours=False), saturday, NINE_TO_FIVE) == (
        saturday + timedelta(days=1)
    )


def test_the_moment_counts_and_not_the_time_zone_that_it_is_written_in():
    in_tokyo = FRIDAY_AT_FOUR.astimezone(ZoneInfo("Asia/Tokyo"))
    assert deadline(Sla(timedelta(hours=4)), in_tokyo, NINE_TO_FIVE) == MONDAY.replace(hour=12)
