from datetime import UTC, datetime
from decimal import Decimal

import pytest

from mauntic.kernel.conditions import holds
from scoring.model.domain.factors import FACTORS, FACTORS_BY_KEY, Category, Factor

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


@pytest.mark.parametrize(
    ("key", "label", "weight", "category", "note"),
    [
        ("has_email", "Email address", 10, "data_quality", "on file"),
        ("has_phone", "Phone number", 15, "data_quality", "on file"),
        ("has_direct_phone", "Direct phone number", 10, "data_quality", "on file"),
        ("company_size_smb", "Company of 1–199", 5, "fit", "employees"),
        ("company_size_mid", "Company of 200–999", 10, "fit", "employees"),
        ("company_size_enterprise", "Company of 1,000 or more", 15, "fit", "employees"),
        ("seniority_c_level", "C level", 20, "fit", "seniority"),
        ("seniority_vp", "Vice president", 15, "fit", "seniority"),
        ("seniority_director", "Director", 10, "fit", "seniority"),
        ("seniority_manager", "Manager", 5, "fit", "seniority"),
        ("high_engagement", "High engagement", 15, "engagement", "more than 5 visits in 30 days"),
        ("medium_engagement", "Medium engagement", 10, "engagement", "2–5 visits in 30 days"),
        ("content_download", "Content download", 10, "engagement", "while the signal lasts"),
        ("pricing_page", "Pricing page", 20, "intent", "fades with the signal"),
        ("demo_request", "Demo request", 30, "intent", "fades with the signal"),
        ("free_trial", "Free trial", 25, "intent", "fades with the signal"),
    ],
)
def test_a_factor_shows_its_name_and_counts_in_its_component(key, label, weight, category, note):
    factor = FACTORS_BY_KEY[key]
    assert (factor.label, factor.weight, factor.category, factor.note) == (
        label,
        Decimal(weight),
        category,
        note,
    )


@pytest.mark.parametrize(
    ("key", "advice"),
    [
        ("has_email", "Find an email address"),
        ("has_phone", "Find a phone number"),
        ("has_direct_phone", "Find a direct phone number"),
        ("high_engagement", "More than 5 visits in 30 days"),
        ("medium_engagement", "2 visits in 30 days"),
        ("content_download", "Downloads a white paper"),
        ("pricing_page", "Looks at the prices"),
        ("demo_request", "Asks for a demo"),
        ("free_trial", "Starts a free trial"),
    ],
)
def test_advice_says_what_earns_the_points(key, advice):
    assert FACTORS_BY_KEY[key].advice == advice


@pytest.mark.parametrize(
    ("group", "keys"),
    [
        ("size", ["company_size_smb", "company_size_mid", "company_size_enterprise"]),
        ("seniority", ["seniority_c_level", "seniority_vp", "seniority_director", "seniority_manager"]),
        ("visits", ["high_engagement", "medium_engagement"]),
    ],
)
def test_levels_of_one_fact_are_a_group(group, keys):
    assert [factor.key for factor in FACTORS if factor.group == group] == keys


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        ("content_download", "CONTENT_DOWNLOAD"),
        ("pricing_page", "PRICING_PAGE"),
        ("demo_request", "DEMO_REQUEST"),
        ("free_trial", "FREE_TRIAL_SIGNUP"),
    ],
)
def test_a_factor_of_a_signal_names_its_type(key, signal):
    assert (FACTORS_BY_KEY[key].signal, FACTORS_BY_KEY[key].group) == (signal, "")


@pytest.mark.parametrize("level", ["c_level", "vp", "director", "manager"])
def test_a_seniority_gives_the_points_of_its_level_only(level):
    assert applying("contact.seniority", level) == [f"seniority_{level}"]


@pytest.mark.parametrize("seniority", ["senior", "entry", "", None])
def test_other_seniorities_give_no_points(seniority):
    assert applying("contact.seniority", seniority) == []


def test_unknown_facts_give_no_points():
    assert applying("company.employees", None) == []
    assert applying("activity.visits_30d", None) == []


def test_factors_without_a_signal_do_not_need_one():
    assert {factor.key for factor in FACTORS if factor.signal} == {
        "content_download",
        "pricing_page",
        "demo_request",
        "free_trial",
    }


def test_a_factor_applies_to_everybody_and_fades_unless_it_says_otherwise():
    own = Factor("own", "Own", Category.FIT, Decimal(1), "")
    assert holds(own.conditions, {}, NOW)
    assert (own.signal, own.group, own.advice, own.fades) == ("", "", "", True)


def test_a_perfect_lead_gets_170_points_before_the_total_is_limited():
    groups: dict[str, Decimal] = {}
    for factor in FACTORS:
        key = factor.group or factor.key
        groups[key] = max(groups.get(key, Decimal(0)), factor.weight)
    assert sum(groups.values()) == 170
