from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mauntic.kernel.time.business_hours import (
    AROUND_THE_CLOCK,
    BusinessHours,
    ClosedDays,
    countries,
    format_openings,
    parse_openings,
)

NINE_TO_FIVE = [[(9 * 60, 17 * 60)]] * 5 + [[], []]
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"]


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def office(zone: ZoneInfo = BERLIN, closed_on=frozenset()) -> BusinessHours:
    return BusinessHours(zone, NINE_TO_FIVE, closed_on)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-24 10:00", 4, "2026-11-24 14:00"),
        ("2026-11-24 15:00", 4, "2026-11-25 11:00"),
        ("2026-11-24 03:00", 1, "2026-11-24 10:00"),
        ("2026-11-27 16:00", 4, "2026-11-30 12:00"),
        ("2026-11-28 12:00", 8, "2026-11-30 17:00"),
        ("2026-11-24 09:00", 0, "2026-11-24 09:00"),
    ],
)
def test_time_counts_only_while_the_office_is_open(start, hours, due):
    assert office().due(at(start), timedelta(hours=hours)) == at(due)


def test_public_holidays_and_own_days_do_not_count():
    closed = ClosedDays("DE", "", frozenset({date(2026, 12, 24)}))

    due = office(closed_on=closed).due(at("2026-12-23 16:00"), timedelta(hours=2))

    assert due == at("2026-12-28 10:00")  # the 24th is our own, the 25th is Christmas, then comes a weekend


def test_a_part_of_a_country_has_holidays_of_its_own():
    epiphany = date(2027, 1, 6)

    assert epiphany in ClosedDays("DE", "BY")
    assert epiphany not in ClosedDays("DE")


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)])
def test_a_day_on_which_the_clock_changes_is_as_long_as_it_is(day, hours):
    whole_days = BusinessHours(BERLIN, [[(0, 24 * 60)]] * 7)

    assert whole_days.between(at(f"{day} 00:00"), at(f"{day} 00:00") + timedelta(days=1)) == timedelta(
        hours=hours
    )


def test_opening_hours_stay_on_the_wall_when_the_clock_changes():
    due = office(NEW_YORK).due(at("2026-10-30 16:00", NEW_YORK), timedelta(hours=2))

    assert due == at("2026-11-02 10:00", NEW_YORK)
    assert due.utcoffset() == timedelta(0)


def test_around_the_clock_every_minute_counts():
    start = at("2026-11-28 12:00")

    assert AROUND_THE_CLOCK.due(start, timedelta(hours=72)) == start + timedelta(hours=72)
    assert AROUND_THE_CLOCK.between(start, start + timedelta(hours=5)) == timedelta(hours=5)


SOME_YEARS = timedelta(days=4 * 365)
moments = st.timedeltas(timedelta(0), SOME_YEARS).map(
    lambda passed: datetime(2024, 1, 1, tzinfo=UTC) + passed
)
spans = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda span: span[0] < span[1])


@st.composite
def calendars(draw) -> BusinessHours:
    week = [[] for _ in range(7)]
    for day in draw(st.lists(st.integers(0, 6), min_size=1, unique=True)):
        opens, closes = draw(spans)
        middle = draw(st.integers(opens, closes))
        week[day] = [span for span in ((opens, middle), (middle, closes)) if span[0] < span[1]]
    closed = frozenset(draw(st.lists(st.dates(date(2024, 1, 1), date(2028, 1, 1)), max_size=5)))
    return BusinessHours(ZoneInfo(draw(st.sampled_from(ZONES))), week, closed)


@settings(deadline=None)
@given(calendars(), moments, st.integers(1, 60 * 20))
def test_what_is_due_after_some_time_is_that_much_open_time_later(hours, start, minutes):
    duration = timedelta(minutes=minutes)

    due = hours.due(start, duration)

    assert due > start
    assert hours.between(start, due) == duration
    assert hours.between(start, due - timedelta(seconds=1)) < duration


@settings(deadline=None)
@given(calendars(), moments, moments, moments)
def test_open_time_adds_up(hours, one, two, three):
    first, second, third = sorted([one, two, three])
    # Whole years of days are slow to walk, and say no more than weeks do.
    second, third = min(second, first + timedelta(days=20)), min(third, first + timedelta(days=40))

    assert hours.between(first, second) + hours.between(second, third) == hours.between(first, third)
    assert timedelta(0) <= hours.between(first, second) <= second - first


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("9-17", [(540, 1020)]),
        ("13:00 – 17:30, 09:00-12:00", [(540, 720), (780, 1050)]),
        ("00:00-24:00", [(0, 1440)]),
        ("", []),
    ],
)
def test_opening_hours_are_read_as_people_write_them(text, openings):
    assert parse_openings(text) == openings
    assert parse_openings(format_openings(openings)) == openings


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("nine to five", "not a time span"),
        ("17-9", "ends before it begins"),
        ("9-25", "not a time"),
        ("9:75-10", "not a time"),
        ("9-12, 11-13", "overlap"),
    ],
)
def test_invalid_opening_hours_are_refused_in_words(text, problem):
    with pytest.raises(ValueError, match=problem):
        parse_openings(text)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-24 08:59:59", False),
        ("2026-11-24 09:00", True),
        ("2026-11-24 16:59:59", True),
        ("2026-11-24 17:00", False),
        ("2026-11-28 12:00", False),
    ],
)
def test_an_office_is_open_from_its_first_minute_to_before_its_last(moment, is_open):
    assert office().is_open(at(moment)) is is_open
    assert AROUND_THE_CLOCK.is_open(at(moment))


@pytest.mark.parametrize("week", [NINE_TO_FIVE[:6], [*NINE_TO_FIVE, []], [[]] * 7])
def test_a_week_has_seven_days_and_is_open_on_one_of_them(week):
    with pytest.raises(ValueError, match="A week has seven days and at least one opening"):
        BusinessHours(BERLIN, week)


def test_no_time_and_less_is_due_at_once():
    start = at("2026-11-28 12:00")  # a Saturday

    for hours in (office(), AROUND_THE_CLOCK):
        assert hours.due(start, timedelta(0)) == hours.due(start, timedelta(hours=-5)) == start
        assert hours.due(start, timedelta(0)).utcoffset() == timedelta(0)


def test_an_end_before_its_start_has_no_time_between():
    for hours in (office(), AROUND_THE_CLOCK):
        assert hours.between(at("2026-11-24 12:00"), at("2026-11-24 10:00")) == timedelta(0)
        assert hours.between(at("2026-11-24 12:00"), at("2026-11-24 12:00")) == timedelta(0)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-24 08:00", "2026-11-24 09:00", 0),
        ("2026-11-24 08:00", "2026-11-24 09:01", 1),
        ("2026-11-24 16:59", "2026-11-25 09:01", 2),
        ("2026-11-24 10:00", "2026-11-24 11:00", 60),
        ("2026-11-27 17:00", "2026-11-30 09:00", 0),
        ("2026-11-23 00:00", "2026-11-30 00:00", 5 * 8 * 60),
    ],
)
def test_only_open_minutes_are_counted(start, end, minutes):
    assert office().between(at(start), at(end)) == timedelta(minutes=minutes)


def test_a_break_does_not_count_and_openings_may_come_in_any_order():
    split = BusinessHours(BERLIN, [[(13 * 60, 17 * 60), (9 * 60, 12 * 60)]] * 7)

    assert split.due(at("2026-11-24 11:00"), timedelta(hours=2)) == at("2026-11-24 14:00")
    assert split.due(at("2026-11-24 11:00"), timedelta(hours=1)) == at("2026-11-24 12:00")
    assert not split.is_open(at("2026-11-24 12:30"))


def test_what_the_clock_skips_is_no_open_time():
    early = BusinessHours(BERLIN, [[(2 * 60, 3 * 60)]] * 7)

    # On 29 March 2026 the clock goes from 02:00 to 03:00.
    assert early.between(at("2026-03-29 00:00"), at("2026-03-29 12:00")) == timedelta(0)
    assert early.between(at("2026-03-28 00:00"), at("2026-03-28 12:00")) == timedelta(hours=1)


def test_a_day_that_begins_the_evening_before_in_utc_counts():
    tokyo = BusinessHours(ZoneInfo("Asia/Tokyo"), [[(0, 24 * 60)], *[[]] * 6])  # Mondays

    assert tokyo.between(
        datetime(2026, 11, 29, 0, tzinfo=UTC), datetime(2026, 11, 30, 0, tzinfo=UTC)
    ) == timedelta(hours=9)


def test_closed_days_are_those_of_the_country_and_further_ones():
    further = ClosedDays(further=frozenset({date(2026, 5, 4)}))

    assert date(2026, 5, 4) in further
    assert date(2026, 12, 25) not in further
    assert date(2026, 12, 25) in ClosedDays("DE")
    assert ClosedDays("DE") == ClosedDays("DE")
    assert ClosedDays("DE") != ClosedDays("AT")


def test_countries_are_listed_with_their_parts():
    known = countries()

    assert "BY" in known["DE"]
    assert "UK" not in known  # another name of GB


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("9-12,12-17", [(540, 720), (720, 1020)]),
        (" 9:05 - 9:06 ,, ", [(545, 546)]),
        ("0-24", [(0, 1440)]),
        ("23:59-24:00", [(1439, 1440)]),
        ("   ", []),
    ],
)
def test_openings_may_touch_and_fill_the_day(text, openings):
    assert parse_openings(text) == openings


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9", '"9" is not a time span. Enter one such as 09:00-17:00.'),
        ("9-9", '"9-9" ends before it begins. Split hours past midnight between two days.'),
        ("9-24:01", '"24:01" is not a time. Enter hours and minutes from 00:00 to 24:00.'),
        ("9:60-10", '"9:60" is not a time. Enter hours and minutes from 00:00 to 24:00.'),
        ("9:1x-10", '"9:1x" is not a time. Enter hours and minutes from 00:00 to 24:00.'),
        ("x-10", '"x" is not a time. Enter hours and minutes from 00:00 to 24:00.'),
        ("-10", '"" is not a time. Enter hours and minutes from 00:00 to 24:00.'),
        ("9-17, 16:59-18", "The times overlap."),
        ("9-17, 9-17", "The times overlap."),
    ],
)
def test_what_is_no_opening_is_told_in_a_sentence(text, said):
    with pytest.raises(ValueError, match=r"\.$") as refused:
        parse_openings(text)
    assert str(refused.value) == said


def test_openings_are_written_with_two_digits():
    assert format_openings([(0, 65), (545, 1440)]) == "00:00-01:05, 09:05-24:00"
    assert format_openings([]) == ""
