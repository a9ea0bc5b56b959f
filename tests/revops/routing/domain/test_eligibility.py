"""What keeps a rep from getting a lead."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from mauntic.kernel.time.business_hours import BusinessHours
from revops.routing.domain.decisions import Load, Rep
from revops.routing.domain.eligibility import hindrance

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
DAY = timedelta(days=1)
OFFICE = BusinessHours(ZoneInfo("UTC"), ((((9 * 60, 17 * 60),),) * 5 + ((), ())))


def why(load: Load | None = None, at: datetime = NOON, **rep) -> str:
    return hindrance(Rep(UUID(int=1), "Ann", **rep), load or Load(), at)


def test_nothing_keeps_a_rep_without_caps_absences_and_hours():
    assert why(Load(today=1000, open=1000)) == ""


@pytest.mark.parametrize(
    ("load", "reason"),
    [
        (Load(today=4, open=9), ""),
        (Load(today=5, open=9), "got 5 of 5 leads today"),
        (Load(today=6, open=9), "got 6 of 5 leads today"),
        (Load(today=4, open=10), "has 10 of 10 open leads"),
        (Load(today=5, open=10), "got 5 of 5 leads today"),
    ],
)
def test_a_rep_at_a_cap_is_full(load, reason):
    assert why(load, daily_cap=5, open_cap=10) == reason


@pytest.mark.parametrize(
    ("from_now", "until", "is_away"),
    [(-1, 1, True), (0, 1, True), (-1, 0, False), (1, 2, False)],
)
def test_an_absence_holds_from_its_start_up_to_but_not_at_its_end(from_now, until, is_away):
    found = why(absences=((NOON + from_now * DAY, NOON + until * DAY),))

    assert found == ("is away until 5 Mar 2026" if is_away else "")


def test_absences_without_a_gap_count_as_one_in_any_order():
    absences = ((NOON + DAY, NOON + 3 * DAY), (NOON - DAY, NOON + DAY))

    assert why(absences=absences) == "is away until 7 Mar 2026"
    with_a_gap = (absences[1], (NOON + 2 * DAY, NOON + 3 * DAY))
    assert why(absences=with_a_gap) == "is away until 5 Mar 2026"


@pytest.mark.parametrize(
    ("hour", "day", "works"), [(9, 4, True), (17, 4, False), (8, 4, False), (12, 7, False)]
)
def test_a_rep_gets_leads_in_their_working_hours_alone(hour, day, works):
    found = why(at=NOON.replace(hour=hour, day=day), hours=OFFICE)

    assert found == ("" if works else "is outside working hours")


def test_the_reason_that_lasts_longest_comes_first():
    everything = {
        "is_active": False,
        "takes_leads": False,
        "absences": ((NOON - DAY, NOON + DAY),),
        "daily_cap": 0,
        "hours": OFFICE,
    }
    found = []
    for name in ("is_active", "takes_leads", "absences", "daily_cap", "hours"):
        found.append(why(at=NOON.replace(hour=8), **everything))
        del everything[name]
        if name == "absences":
            everything["absences"] = ()
    assert found == [
        "is deactivated",
        "does not take leads",
        "is away until 5 Mar 2026",
        "got 0 of 0 leads today",
        "is outside working hours",
    ]


@pytest.mark.parametrize(
    ("load", "caps", "reason"),
    [
        (Load(today=0), {"daily_cap": 0}, "got 0 of 0 leads today"),
        (Load(open=0), {"open_cap": 0}, "has 0 of 0 open leads"),
        (Load(today=99, open=4), {"open_cap": 5}, ""),
        (Load(today=4, open=99), {"daily_cap": 5}, ""),
        (Load(today=99, open=99), {"daily_cap": 100, "open_cap": 99}, "has 99 of 99 open leads"),
    ],
)
def test_each_cap_counts_its_own_leads(load, caps, reason):
    assert why(load, **caps) == reason


def test_a_rep_who_is_free_is_not_hindered_whatever_caps_hours_and_absences_there_are():
    past, later = (NOON - 9 * DAY, NOON - 8 * DAY), (NOON + 8 * DAY, NOON + 9 * DAY)

    assert why(Load(today=4, open=9), daily_cap=5, open_cap=10, hours=OFFICE, absences=(later, past)) == ""


@pytest.mark.parametrize(
    ("absences", "until"),
    [
        # The second begins before the first ends; the third on its last day.
        ([(-1, 2), (1, 4), (4, 6)], "10 Mar 2026"),
        # The next begins a day after the end.
        ([(-1, 2), (3, 6)], "6 Mar 2026"),
        # A shorter absence within a longer one ends nothing.
        ([(-2, 5), (-1, 1)], "9 Mar 2026"),
        ([(1, 2), (-1, 1), (2, 3)], "7 Mar 2026"),
    ],
)
def test_a_rep_is_away_until_the_last_of_the_absences_that_follow_each_other(absences, until):
    given = tuple((NOON + start * DAY, NOON + end * DAY) for start, end in absences)

    assert why(absences=given) == f"is away until {until}"


def test_hours_are_those_of_the_reps_own_zone():
    tokyo = BusinessHours(ZoneInfo("Asia/Tokyo"), OFFICE.week)

    # Noon in London is nine in the evening in Tokyo.
    assert why(hours=tokyo) == "is outside working hours"
    assert why(at=NOON.replace(hour=1), hours=tokyo) == ""
