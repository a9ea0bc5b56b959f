"""Due dates that people choose by name."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from revops.activities.domain.due import When, due_date, moved_to_tomorrow

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("when", "now", "due"),
    [
        (When.TODAY, "2026-12-01 10:10", "2026-12-01 13:30"),
        (When.TODAY, "2026-12-01 10:00", "2026-12-01 13:00"),
        (When.TOMORROW, "2026-12-31 23:50", "2027-01-01 09:00"),
        (When.THREE_DAYS, "2026-12-01 10:00", "2026-12-04 09:00"),
        (When.NEXT_WEEK, "2026-12-01 10:00", "2026-12-07 09:00"),
        (When.NEXT_WEEK, "2026-12-07 08:00", "2026-12-14 09:00"),
    ],
)
def test_a_name_stands_for_a_moment_of_the_persons_day(when: When, now: str, due: str) -> None:
    assert due_date(when, now=at(now)) == at(due)


def test_a_task_that_is_moved_to_tomorrow_keeps_its_time_across_a_change_of_the_clock() -> None:
    moved = moved_to_tomorrow(at("2027-03-20 16:45"), now=at("2027-03-27 10:00"))
    assert moved == at("2027-03-28 16:45")
