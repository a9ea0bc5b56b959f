from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from scoring.domain.factors import Category
from scoring.domain.model import ContactFacts, Contributor, default_weights, score
from scoring.domain.signals import DecayModel, Signal

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DEFAULTS = {
    "has_email": 10,
    "has_phone": 15,
    "has_direct_phone": 10,
    "company_size_smb": 5,
    "company_size_mid": 10,
    "company_size_enterprise": 15,
    "seniority_c_level": 20,
    "seniority_vp": 15,
    "seniority_director": 10,
    "seniority_manager": 5,
    "high_engagement": 15,
    "medium_engagement": 10,
    "content_download": 10,
    "pricing_page": 20,
    "demo_request": 30,
    "free_trial": 25,
}


def points(facts: ContactFacts) -> dict[str, Decimal]:
    return {given.factor: given.points for given in score(facts, default_weights(), NOW).contributors}


def test_the_default_weights_are_those_of_the_product():
    assert {weighted.factor.key: weighted.weight for weighted in default_weights()} == DEFAULTS


@pytest.mark.parametrize(
    ("employees", "factor"),
    [
        (None, None),
        (0, None),
        (1, "company_size_smb"),
        (199, "company_size_smb"),
        (200, "company_size_mid"),
        (999, "company_size_mid"),
        (1000, "company_size_enterprise"),
    ],
)
def test_a_company_has_one_size(employees, factor):
    assert list(points(ContactFacts(employees=employees))) == ([factor] if factor else [])


@pytest.mark.parametrize(
    ("visits", "factor"),
    [(1, None), (2, "medium_engagement"), (5, "medium_engagement"), (6, "high_engagement")],
)
def test_engagement_follows_the_visits(visits, factor):
    assert list(points(ContactFacts(visits=visits))) == ([factor] if factor else [])


def test_intent_points_fade_with_their_signal():
    asked = Signal(
        "DEMO_REQUEST", 1.0, NOW - timedelta(hours=6), NOW + timedelta(hours=18), DecayModel.LINEAR
    )

    assert points(ContactFacts(signals=(asked,))) == {"demo_request": Decimal("22.50")}


def test_contributors_come_largest_first_and_components_add_up():
    facts = ContactFacts(email="a@b.example", phone="+1", seniority="vp", employees=5000, visits=3)
    found = score(facts, default_weights(), NOW)

    assert found.contributors == [
        Contributor(factor, Decimal(given))
        for factor, given in [
            ("company_size_enterprise", 15),
            ("has_phone", 15),
            ("seniority_vp", 15),
            ("has_email", 10),
            ("medium_engagement", 10),
        ]
    ]
    assert found.components == {
        Category.DATA_QUALITY: Decimal(25),
        Category.FIT: Decimal(30),
        Category.ENGAGEMENT: Decimal(10),
        Category.INTENT: Decimal(0),
    }
    assert (found.total, found.grade) == (Decimal(65), "B")


@pytest.mark.parametrize(("weight", "total"), [(-30, 0), (-10, 5), (100, 100)])
def test_the_total_stays_within_0_and_100(weight, total):
    model = [
        replace(weighted, weight=Decimal(weight)) if weighted.factor.key == "has_email" else weighted
        for weighted in default_weights()
    ]
    found = score(ContactFacts(email="a@b.example", phone="+1"), model, NOW)

    assert found.total == total
    assert found.components[Category.DATA_QUALITY] == weight + 15


def test_a_disabled_factor_adds_nothing():
    model = [replace(weighted, enabled=weighted.factor.key != "has_email") for weighted in default_weights()]

    assert score(ContactFacts(email="a@b.example"), model, NOW).contributors == []
