"""Dates at the ends of the calendar are refused at the doors, and shown where they are stored."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfoNotFoundError

import pytest
from django.core.exceptions import ValidationError

from mauntic.kernel.pages.forms import DayField, MomentField
from mauntic.kernel.time.calendar import EARLIEST, is_in_range, out_of_range, time_zone

FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
ZONES = ["America/Los_Angeles", "Pacific/Auckland", "Pacific/Kiritimati", "UTC"]


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("moment", [FIRST, LAST])
def test_every_moment_can_be_shown_in_every_zone(name, moment):
    shown = moment.astimezone(time_zone(name))
    assert (shown.year in {1, 9999}, bool(shown.isoformat()), bool(shown.tzname())) == (True, True, True)


def test_an_ordinary_moment_has_the_hour_of_its_zone():
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert noon.astimezone(time_zone("America/Los_Angeles")).hour == 5


@pytest.mark.parametrize("text", ["0001-01-01", "1969-12-31", "2201-01-01", "9999-12-31"])
def test_forms_take_dates_from_1970_to_2200(text):
    for field, value in ((DayField(), text), (MomentField(), f"{text}T10:00")):
        with pytest.raises(ValidationError) as refused:
            field.clean(value)
        assert "between 1970 and 2200" in str(refused.value)


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [
        (date(1969, 12, 31), False),
        (date(1970, 1, 1), True),
        (date(2200, 12, 31), True),
        (date(2201, 1, 1), False),
        (datetime(2026, 11, 30, tzinfo=UTC), True),
        (FIRST, False),
        (LAST, False),
    ],
)
def test_the_product_takes_the_dates_of_1970_to_2200(day, is_taken):
    assert is_in_range(day) is is_taken
    assert datetime(1970, 1, 1, tzinfo=UTC) == EARLIEST
    assert out_of_range() == "Enter a date between 1970 and 2200."


def test_a_zone_that_there_is_not_is_an_error():
    with pytest.raises(ZoneInfoNotFoundError):
        time_zone("Europe/Atlantis")


def test_at_the_end_of_the_calendar_a_zone_stays_at_the_hour_of_utc():
    shown = LAST.astimezone(time_zone("Pacific/Auckland"))
    assert (shown.hour, shown.minute) == (23, 59)
