"""Days are those of the calendar of the person: the same time a day later, also when the clocks change."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.automation.domain.waits import after, on_day, relative_to

BERLIN, KOLKATA = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")
SPRING, AUTUMN = datetime(2026, 3, 28, 17, tzinfo=UTC), datetime(2026, 10, 24, 16, tzinfo=UTC)
NINE = time(9)


@pytest.mark.parametrize(("start", "hours_later"), [(SPRING, 23), (AUTUMN, 25)])
def test_a_day_later_is_the_same_time_of_the_next_day(start, hours_later):
    end = after(start, days=1, hours=0, at=None, zone=BERLIN)
    assert end.astimezone(BERLIN).time() == start.astimezone(BERLIN).time() == time(18)
    assert (end - start).total_seconds() == hours_later * 3600


def test_hours_are_sixty_minutes_each():
    end = after(SPRING, days=0, hours=24, at=None, zone=BERLIN)
    assert (end - SPRING).total_seconds() == 24 * 3600


def test_a_time_that_the_clocks_skip_is_later_by_as_much():
    assert on_day(date(2026, 3, 29), time(2, 30), BERLIN).astimezone(BERLIN).time() == time(3, 30)


def test_a_time_of_day_is_that_of_the_zone_and_lies_ahead():
    evening = datetime(2026, 6, 1, 18, tzinfo=UTC)
    assert after(evening, days=0, hours=0, at=NINE, zone=KOLKATA) == datetime(2026, 6, 2, 3, 30, tzinfo=UTC)
    assert after(evening, days=0, hours=0, at=NINE, zone=BERLIN) == datetime(2026, 6, 2, 7, tzinfo=UTC)
    assert after(evening, days=2, hours=0, at=NINE, zone=BERLIN) == datetime(2026, 6, 3, 7, tzinfo=UTC)


def test_days_before_and_after_a_date_of_a_record():
    closes = date(2026, 12, 24)
    assert relative_to(closes, days=-3, at=NINE, zone=BERLIN) == datetime(2026, 12, 21, 8, tzinfo=UTC)
    assert relative_to(closes, days=1, at=None, zone=BERLIN) == datetime(2026, 12, 24, 23, tzinfo=UTC)
    moment = datetime(2026, 12, 24, 23, 30, tzinfo=UTC)  # half past midnight on the 25th in Berlin
    assert relative_to(moment, days=0, at=NINE, zone=BERLIN) == datetime(2026, 12, 25, 8, tzinfo=UTC)


@given(
    start=st.integers(1_704_067_200, 1_830_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    days=st.integers(0, 365),
    at=st.none() | st.times().map(lambda value: value.replace(microsecond=0)),
    zone=st.sampled_from([BERLIN, KOLKATA, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia")]),
)
def test_no_wait_ends_before_it_begins(start, days, at, zone):
    end = after(start, days=days, hours=0, at=at, zone=zone)
    assert end >= start
    assert (end.astimezone(zone).date() - start.astimezone(zone).date()).days in (days, days + 1)
