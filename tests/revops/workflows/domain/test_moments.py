"""So many days before a moment, by local clocks."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from revops.workflows.domain.moments import days_before

BERLIN = ZoneInfo("Europe/Berlin")


def test_14_days_are_14_times_24_hours_where_no_clock_changes():
    assert days_before(datetime(2026, 6, 15, 8, tzinfo=UTC), 14, BERLIN) == datetime(
        2026, 6, 1, 8, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("moment", "before"),
    [
        (datetime(2026, 4, 5, 10, tzinfo=BERLIN), datetime(2026, 3, 22, 10, tzinfo=BERLIN)),
        (datetime(2026, 11, 1, 10, tzinfo=BERLIN), datetime(2026, 10, 18, 10, tzinfo=BERLIN)),
    ],
)
def test_the_local_time_is_the_same_where_the_clocks_changed(moment, before):
    assert days_before(moment, 14, BERLIN) == before.astimezone(UTC)


def test_hours_are_fractions_of_a_day():
    moment = datetime(2026, 6, 15, 8, tzinfo=UTC)
    assert days_before(moment, 0.5, BERLIN) == datetime(2026, 6, 14, 20, tzinfo=UTC)
