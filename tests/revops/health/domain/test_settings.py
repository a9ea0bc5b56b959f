"""The warnings as an organization sets them."""

from decimal import Decimal

import pytest

from revops.health.domain.settings import DEFAULTS, Weighed, problems, set_to


@pytest.mark.parametrize(
    ("key", "values", "wrong"),
    [
        ("no_activity", {"weight": 0, "limit": Decimal(9999)}, []),
        ("no_activity", {"weight": 100, "limit": None}, []),
        ("no_activity", {"weight": 101, "limit": Decimal(0)}, ["limit", "weight"]),
        ("no_activity", {"weight": -1, "limit": Decimal(10_000)}, ["limit", "weight"]),
        ("no_next_step", {"weight": 5, "limit": Decimal(1)}, ["limit"]),
    ],
)
def test_odd_settings_are_told_by_field(key, values, wrong):
    assert sorted(problems(key, **values)) == wrong


def test_an_organizations_limit_holds_and_none_is_the_default():
    own = set_to("no_activity", enabled=False, weight=40, limit=Decimal("2.5"))
    assert (own.enabled, own.weight, own.limit, own.label) == (False, 40, Decimal("2.5"), "No activity")
    assert set_to("no_activity", enabled=True, weight=40, limit=None).limit == 14


def test_a_setting_without_a_limit_has_no_unit_and_the_others_have_one():
    assert {key for key, each in DEFAULTS.items() if (each.limit is None) != (each.unit == "")} == set()


def test_a_problem_says_what_to_write():
    assert problems("no_activity", weight=101, limit=Decimal(0)) == {
        "weight": "Enter whole points from 0 to 100.",
        "limit": "Enter a number above 0, up to 9999.",
    }


# key -> points, limit, whether it is a strength, unit, label, description; in the order of the settings page
PUBLISHED = {
    "no_activity": (25, "14", False, "days", "No activity", "No activity for this many days."),
    "stuck_in_stage": (
        15,
        "1.5",
        False,
        "times the median",
        "Stuck in stage",
        "In its stage for this many times the team's median.",
    ),
    "close_date_slipped": (
        15,
        "2",
        False,
        "times",
        "Close date slips",
        "The close date was postponed this many times.",
    ),
    "close_date_passed": (
        20,
        "1",
        False,
        "days",
        "Close date passed",
        "Open this many days after the expected close date.",
    ),
    "single_threaded": (
        10,
        "2",
        False,
        "people",
        "Single-threaded",
        "Fewer known contacts than this, including the main contact.",
    ),
    "no_next_step": (10, None, False, "", "No next step", "No next step and no scheduled activity."),
    "champion_gone": (
        25,
        None,
        False,
        "",
        "Champion gone",
        "The champion left or is suppressed, and there is no other champion.",
    ),
    "no_economic_buyer": (
        15,
        None,
        False,
        "",
        "No economic buyer",
        "No economic buyer from the proposal on.",
    ),
    "value_cut": (
        10,
        "20",
        False,
        "percent",
        "Value cut",
        "Worth this much less than its highest value, in the same currency.",
    ),
    "overdue_tasks": (
        10,
        "1",
        False,
        "activities",
        "Overdue activities",
        "This many activities are overdue.",
    ),
    "engagement_fading": (
        10,
        "50",
        False,
        "percent",
        "Declining intent",
        "This much less intent in the last 30 days than in the 30 days before.",
    ),
    "engagement_silent": (
        10,
        "1",
        False,
        "signals",
        "No intent",
        "Fewer signals of intent than this in the last 30 days.",
    ),
    "engaged": (
        10,
        "5",
        True,
        "signals",
        "Strong intent",
        "At least this many signals of intent in the last 30 days.",
    ),
    "meeting_booked": (5, None, True, "", "Meeting scheduled", "A meeting or demo is scheduled."),
    "broad_committee": (
        5,
        "4",
        True,
        "people",
        "Broad committee",
        "This many known contacts, including the economic buyer.",
    ),
}


def test_the_defaults_are_those_of_the_settings_page_in_its_order():
    shown = {
        key: (
            each.weight,
            None if each.limit is None else str(each.limit),
            each.is_strength,
            each.unit,
            each.label,
            each.about,
        )
        for key, each in DEFAULTS.items()
    }

    assert shown == PUBLISHED
    assert list(shown) == list(PUBLISHED)
    assert {each.key for each in DEFAULTS.values() if each.enabled} == set(PUBLISHED)


@pytest.mark.parametrize(("weight", "is_odd"), [(-1, True), (0, False), (100, False), (101, True)])
def test_points_are_between_0_and_100(weight, is_odd):
    found = problems("no_activity", weight=weight, limit=None)

    assert found == ({"weight": "Enter whole points from 0 to 100."} if is_odd else {})


@pytest.mark.parametrize(
    ("limit", "is_odd"), [("-1", True), ("0", True), ("0.1", False), ("9999", False), ("9999.01", True)]
)
def test_a_limit_is_above_0_and_at_most_9999(limit, is_odd):
    found = problems("no_activity", weight=5, limit=Decimal(limit))

    assert found == ({"limit": "Enter a number above 0, up to 9999."} if is_odd else {})


@pytest.mark.parametrize("limit", ["0", "5"])
def test_a_warning_without_a_limit_takes_none_and_says_so_by_its_name(limit):
    assert problems("champion_gone", weight=5, limit=Decimal(limit)) == {
        "limit": '"Champion gone" has no limit. Leave it empty.'
    }


def test_settings_of_an_organization_keep_what_the_warning_is():
    own = set_to("engaged", enabled=True, weight=7, limit=Decimal(3))

    assert own == Weighed("engaged", 7, Decimal(3), is_strength=True, enabled=True)
    assert DEFAULTS["engaged"] == Weighed("engaged", 10, Decimal(5), is_strength=True)


def test_a_limit_of_zero_is_not_taken_for_none():
    assert set_to("no_activity", enabled=True, weight=7, limit=Decimal(0)).limit == 0


def test_a_warning_without_a_limit_keeps_none():
    assert set_to("champion_gone", enabled=False, weight=7, limit=None).limit is None
