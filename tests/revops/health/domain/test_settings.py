"""The warnings as an organization sets them."""

from decimal import Decimal

import pytest

from revops.health.domain.settings import DEFAULTS, problems, set_to


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
