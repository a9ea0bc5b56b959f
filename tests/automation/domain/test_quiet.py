"""Hours in which no messages go."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from mauntic.automation.domain.quiet import QuietHours, open_week, quiet_until
from mauntic.kernel.time.business_hours import BusinessHours

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
NIGHT, LUNCH = QuietHours(time(21), time(8)), QuietHours(time(12), time(13))


def local(*parts, zone=BERLIN, fold=0):
    return datetime(*parts, tzinfo=zone, fold=fold)


@pytest.mark.parametrize(
    ("at", "quiet", "until"),
    [
        (local(2026, 6, 1, 20, 59), NIGHT, None),
        (local(2026, 6, 1, 21, 0), NIGHT, local(2026, 6, 2, 8)),
        (local(2026, 6, 2, 3, 0), NIGHT, local(2026, 6, 2, 8)),
        (local(2026, 6, 2, 7, 59), NIGHT, local(2026, 6, 2, 8)),
        (local(2026, 6, 2, 8, 0), NIGHT, None),
        (local(2026, 6, 2, 12, 0), LUNCH, local(2026, 6, 2, 13)),
        (local(2026, 6, 2, 13, 0), LUNCH, None),
        (local(2026, 6, 2, 11, 59), LUNCH, None),
    ],
)
def test_quiet_hours_begin_and_end_by_the_clock(at, quiet, until):
    assert quiet_until(at, quiet, BERLIN) == until


def test_the_clock_is_that_of_the_zone():
    at = datetime(2026, 6, 1, 13, tzinfo=UTC)
    assert quiet_until(at, NIGHT, BERLIN) is None
    assert quiet_until(at, NIGHT, TOKYO) == datetime(2026, 6, 1, 23, tzinfo=UTC)


def test_a_night_in_which_the_clocks_change_ends_at_eight_all_the_same():
    assert quiet_until(local(2026, 3, 28, 22), NIGHT, BERLIN) == datetime(2026, 3, 29, 6, tzinfo=UTC)
    assert quiet_until(local(2026, 10, 24, 22), NIGHT, BERLIN) == datetime(2026, 10, 25, 7, tzinfo=UTC)


def test_an_end_that_the_clocks_skip_is_later_by_what_they_skip():
    quiet = QuietHours(time(21), time(2, 30))
    assert quiet_until(local(2026, 3, 28, 22), quiet, BERLIN) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_in_the_hour_that_the_clocks_repeat_quiet_hours_end_once():
    quiet = QuietHours(time(21), time(2, 30))
    assert quiet_until(local(2026, 10, 25, 2, 10, fold=0), quiet, BERLIN) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
    assert quiet_until(local(2026, 10, 25, 2, 10, fold=1), quiet, BERLIN) is None


@pytest.mark.parametrize(
    ("quiet", "day"),
    [
        (NIGHT, ((8 * 60, 21 * 60),)),
        (LUNCH, ((0, 12 * 60), (13 * 60, 24 * 60))),
        (QuietHours(time(0), time(7, 30)), ((7 * 60 + 30, 24 * 60),)),
    ],
)
def test_messages_go_in_the_rest_of_each_day(quiet, day):
    assert open_week(quiet) == (day,) * 7


@pytest.mark.parametrize("quiet", [NIGHT, LUNCH])
def test_the_open_week_opens_when_the_quiet_hours_end_also_over_a_clock_change(quiet):
    hours = BusinessHours(zone=BERLIN, week=open_week(quiet))
    for minute in range(0, 3 * 24 * 60, 47):
        at = datetime(2026, 10, 23, 22, tzinfo=UTC) + timedelta(minutes=minute)
        assert hours.opens(at) == (quiet_until(at, quiet, BERLIN) or at)
