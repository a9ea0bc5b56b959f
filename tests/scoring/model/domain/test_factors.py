from datetime import UTC, datetime

import pytest

from mauntic.kernel.conditions import holds
from scoring.model.domain.factors import FACTORS, FACTORS_BY_KEY, Category

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def applying(field: str, value: object) -> list[str]:
    """The factors without a signal whose conditions hold when only this is known."""
    asked = [factor for factor in FACTORS if not factor.signal]
    return [factor.key for factor in asked if holds(factor.conditions, {field: value}, NOW)]


def test_keys_are_unique():
    assert len(FACTORS_BY_KEY) == len(FACTORS) == 16


@pytest.mark.parametrize(
    ("employees", "factor"),
    [
        (0, None),
        (1, "smb"),
        (199, "smb"),
        (200, "mid"),
        (999, "mid"),
        (1000, "enterprise"),
        (90_000, "enterprise"),
    ],
)
def test_a_company_has_one_size(employees, factor):
    assert applying("company.employees", employees) == ([f"company_size_{factor}"] if factor else [])


@pytest.mark.parametrize(
    ("visits", "factor"), [(1, None), (2, "medium"), (5, "medium"), (6, "high"), (50, "high")]
)
def test_visits_of_30_days_are_worth_one_level_of_engagement(visits, factor):
    assert applying("activity.visits_30d", visits) == ([f"{factor}_engagement"] if factor else [])


@pytest.mark.parametrize("field", ["email", "phone", "direct_phone"])
def test_contact_data_counts_once_it_is_known(field):
    assert applying(f"contact.{field}", "known") == [f"has_{field}"]
    assert applying(f"contact.{field}", None) == []


def test_of_the_factors_with_a_signal_only_those_of_intent_fade():
    fading = {factor.key: factor.fades for factor in FACTORS if factor.signal}
    assert fading == {
        "content_download": False,
        "pricing_page": True,
        "demo_request": True,
        "free_trial": True,
    }


def test_what_can_be_done_about_is_advised_and_what_nobody_can_change_is_not():
    assert {factor.key for factor in FACTORS if not factor.advice} == {
        factor.key for factor in FACTORS if factor.category is Category.FIT
    }
