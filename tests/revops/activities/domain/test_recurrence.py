"""When a recurring task is due next."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from revops.activities.domain.recurrence import Rule, next_due

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def following(rule: Rule, due: str, *, completed: str = "", **given) -> str:
    found = next_due(rule, due_at=at(due), completed_at=at(completed or due), zone=BERLIN, **given)
    return found.astimezone(BERLIN).strftime("%Y-%m-%d %H:%M") if found else ""


@pytest.mark.parametrize(
    ("rule", "due", "then"),
    [
        (Rule.DAILY, "2026-12-31 09:00", "2027-01-01 09:00"),
        (Rule.WEEKDAYS, "2026-12-03 09:00", "2026-12-04 09:00"),
        (Rule.WEEKDAYS, "2026-12-04 09:00", "2026-12-07 09:00"),
        (Rule.WEEKDAYS, "2026-12-05 09:00", "2026-12-07 09:00"),
        (Rule.WEEKLY, "2026-12-28 17:30", "2027-01-04 17:30"),
        (Rule.MONTHLY, "2026-12-15 09:00", "2027-01-15 09:00"),
    ],
)
def test_the_next_date_follows_the_rule(rule: Rule, due: str, then: str) -> None:
    assert following(rule, due) == then


def test_the_last_day_of_a_month_comes_back_after_a_shorter_month() -> None:
    february = following(Rule.MONTHLY, "2027-01-31 09:00", day_of_month=31)
    assert february == "2027-02-28 09:00"
    assert following(Rule.MONTHLY, february, day_of_month=31) == "2027-03-31 09:00"
    assert following(Rule.MONTHLY, "2028-01-30 09:00", day_of_month=30) == "2028-02-29 09:00"


def test_the_local_time_stays_when_the_clock_changes() -> None:
    assert following(Rule.DAILY, "2027-03-27 09:00") == "2027-03-28 09:00"
    assert following(Rule.DAILY, "2027-10-30 09:00") == "2027-10-31 09:00"


def test_a_time_that_the_clock_skips_moves_across_the_gap() -> None:
    assert following(Rule.DAILY, "2027-03-27 02:30") == "2027-03-28 03:30"
    assert following(Rule.WEEKLY, "2027-03-21 02:30") == "2027-03-28 03:30"


def test_a_time_that_the_clock_repeats_is_taken_once() -> None:
    found = next_due(
        Rule.DAILY, due_at=at("2027-10-30 02:30"), completed_at=at("2027-10-30 02:30"), zone=BERLIN
    )
    assert found == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_dates_that_passed_are_skipped() -> None:
    assert following(Rule.DAILY, "2026-12-01 17:00", completed="2026-12-05 10:00") == "2026-12-05 17:00"
    assert following(Rule.DAILY, "2026-12-01 09:00", completed="2026-12-05 10:00") == "2026-12-06 09:00"
    assert following(Rule.WEEKLY, "2016-12-01 09:00", completed="2026-12-05 10:00") == "2026-12-10 09:00"


def test_a_task_that_is_completed_early_is_due_after_its_own_date() -> None:
    assert following(Rule.DAILY, "2026-12-03 09:00", completed="2026-12-01 10:00") == "2026-12-04 09:00"


def test_the_series_ends_after_its_last_day() -> None:
    assert following(Rule.WEEKLY, "2026-12-01 09:00", until=date(2026, 12, 8)) == "2026-12-08 09:00"
    assert following(Rule.WEEKLY, "2026-12-08 09:00", until=date(2026, 12, 14)) == ""
