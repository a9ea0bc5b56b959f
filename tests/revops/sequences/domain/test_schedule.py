"""When steps are due: in the calendar of the lead, over weekends, holidays and changes of the clock."""

from datetime import UTC, datetime, timedelta

import pytest

from mauntic.kernel.time.business_hours import BusinessHours, ClosedDays
from mauntic.kernel.time.calendar import time_zone
from revops.sequences.domain.closed import ClosedInAny
from revops.sequences.domain.schedule import after_pause, days_before, due_after
from revops.sequences.domain.steps import StepType

OFFICE = (*((((9 * 60, 17 * 60)),),) * 5, (), ())
BERLIN, TOKYO = time_zone("Europe/Berlin"), time_zone("Asia/Tokyo")


def hours(zone=BERLIN, week=OFFICE, country="") -> BusinessHours:
    return BusinessHours(zone, week, ClosedDays(country))


def local(text: str, zone=BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "days", "business", "due"),
    [
        # Monday noon and a day later.
        ("2026-11-02T12:00", 1, False, "2026-11-03T12:00"),
        # Three days from Friday end on Monday; three business days on Wednesday.
        ("2026-11-06T12:00", 3, False, "2026-11-09T12:00"),
        ("2026-11-06T12:00", 3, True, "2026-11-11T12:00"),
        # Saturday is closed: Monday, when it opens.
        ("2026-11-06T12:00", 1, False, "2026-11-09T09:00"),
        # Sunday 23:59: Monday, Tuesday, Wednesday count, and Wednesday opens at nine.
        ("2026-11-08T23:59", 3, True, "2026-11-11T09:00"),
        # The clocks go back on 25 October 2026: noon stays noon.
        ("2026-10-23T12:00", 3, False, "2026-10-26T12:00"),
        # They go forward on 29 March 2026.
        ("2026-03-27T12:00", 1, True, "2026-03-30T12:00"),
    ],
)
def test_the_time_of_day_stays_and_closed_days_are_passed(start, days, business, due):
    found = due_after(local(start), days, in_business_days=business, hours=hours())

    assert found == local(due)
    assert found.tzinfo == UTC


def test_a_delay_of_no_days_is_at_once():
    moment = local("2026-11-08T23:59")

    assert due_after(moment, 0, in_business_days=True, hours=hours()) == moment


def test_weekdays_are_those_of_the_lead_and_not_of_utc():
    # Sunday 20:00 UTC is Monday 05:00 in Tokyo: the first business day is Tuesday.
    start = datetime(2026, 11, 8, 20, tzinfo=UTC)

    found = due_after(start, 1, in_business_days=True, hours=hours(TOKYO))

    assert found == local("2026-11-10T09:00", TOKYO)


def test_public_holidays_are_no_business_days():
    # Christmas Eve is open in Germany; 25 and 26 December are not.
    start = local("2026-12-24T10:00")

    assert due_after(start, 1, in_business_days=True, hours=hours(country="DE")) == local("2026-12-28T10:00")
    assert due_after(start, 1, in_business_days=True, hours=hours()) == local("2026-12-25T10:00")


def test_closed_days_of_two_calendars_count_together():
    closed = ClosedInAny(
        (ClosedDays("DE"), ClosedDays("", further=frozenset({local("2026-12-28T00:00").date()})))
    )
    both = BusinessHours(BERLIN, OFFICE, closed)

    found = due_after(local("2026-12-24T10:00"), 1, in_business_days=True, hours=both)

    assert found == local("2026-12-29T10:00")


def test_without_a_week_business_days_are_monday_to_friday():
    around_the_clock = BusinessHours(BERLIN)

    found = due_after(local("2026-11-06T23:59"), 1, in_business_days=True, hours=around_the_clock)

    assert found == local("2026-11-09T23:59")


@pytest.mark.parametrize(
    ("step", "previous", "entered", "days"),
    [
        (StepType.EMAIL, None, 0, 0),
        (StepType.LINKEDIN_CONNECT, StepType.EMAIL, 0, 1),
        (StepType.EMAIL, StepType.WAIT, 0, 0),
        (StepType.WAIT, StepType.EMAIL, 2, 2),
        (StepType.EMAIL, StepType.PHONE_CALL, 3, 3),
    ],
)
def test_two_steps_that_reach_the_lead_are_a_day_apart(step, previous, entered, days):
    assert days_before(step, previous, entered) == days


def test_after_a_pause_what_was_left_to_wait_is_left_again():
    due, paused = local("2026-11-05T12:00"), local("2026-11-03T12:00")
    resumed = local("2026-11-24T09:00")

    assert after_pause(due, paused, resumed) == resumed + timedelta(days=2)
    # It was due when the pause began: it is due when it ends, and once.
    assert after_pause(paused - timedelta(days=1), paused, resumed) == resumed
