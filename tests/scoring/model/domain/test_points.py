from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from mauntic.kernel.conditions import Leaf, Operator, Tree
from scoring.model.domain.factors import EVERYBODY, Category, Factor
from scoring.model.domain.points import ContactFacts, Contributor, Model, Weighted, default_model, score
from scoring.signals.domain.strength import DecayModel, Signal

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

KNOWN = {"contact.email": "a@b.example", "contact.phone": "+1"}


def with_email(**changes) -> Model:
    """The default model with another factor for the e-mail address."""
    model = default_model()
    first, *rest = model.factors
    return replace(model, factors=(replace(first, **changes), *rest))


def points(facts: ContactFacts) -> dict[str, Decimal]:
    return {given.factor: given.points for given in score(facts, default_model(), NOW).contributors}


def test_the_default_model_are_those_of_the_product():
    assert {each.factor.key: each.weight for each in default_model().factors} == DEFAULTS


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
    assert list(points(ContactFacts({"company.employees": employees}))) == ([factor] if factor else [])


@pytest.mark.parametrize(
    ("visits", "factor"),
    [(1, None), (2, "medium_engagement"), (5, "medium_engagement"), (6, "high_engagement")],
)
def test_engagement_follows_the_visits(visits, factor):
    assert list(points(ContactFacts({"activity.visits_30d": visits}))) == ([factor] if factor else [])


def test_intent_points_fade_with_their_signal():
    asked = Signal(
        "DEMO_REQUEST", 1.0, NOW - timedelta(hours=6), NOW + timedelta(hours=18), DecayModel.LINEAR
    )

    assert points(ContactFacts(signals=(asked,))) == {"demo_request": Decimal("22.50")}


def test_a_download_gives_all_its_points_until_its_signal_ends():
    taken = Signal(
        "CONTENT_DOWNLOAD", 0.5, NOW - timedelta(hours=167), NOW + timedelta(hours=1), DecayModel.LINEAR
    )
    ended = Signal("CONTENT_DOWNLOAD", 0.5, NOW - timedelta(hours=168), NOW, DecayModel.LINEAR)

    assert points(ContactFacts(signals=(taken,))) == {"content_download": Decimal(10)}
    assert points(ContactFacts(signals=(ended,))) == {}


def test_contributors_come_largest_first_and_components_add_up():
    facts = ContactFacts(
        KNOWN | {"contact.seniority": "vp", "company.employees": 5000, "activity.visits_30d": 3}
    )
    found = score(facts, default_model(), NOW)

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
    model = with_email(weight=Decimal(weight))
    found = score(ContactFacts(KNOWN), model, NOW)

    assert found.total == total
    assert found.components[Category.DATA_QUALITY] == weight + 15


def test_a_disabled_factor_adds_nothing():
    found = score(ContactFacts(KNOWN), with_email(enabled=False), NOW)

    assert found.contributors == [Contributor("has_phone", Decimal(15))]


def own(key: str, weight: int, *, group: str = "", conditions: Tree = EVERYBODY) -> Weighted:
    factor = Factor(key, key, Category.FIT, Decimal(weight), "", conditions, group=group)
    return Weighted(factor, Decimal(weight), Category.FIT)


def test_of_a_group_the_first_that_applies_gives_points():
    nobody = Leaf("contact.email", Operator.IS_SET)
    model = Model((own("a", 1, group="g", conditions=nobody), own("b", 2, group="g"), own("c", 4, group="g")))

    assert score(ContactFacts(), model, NOW).contributors == [Contributor("b", Decimal(2))]


def test_a_cap_bounds_its_component_above_and_is_a_contributor_of_its_own():
    model = Model((own("a", 30), own("b", 12)), base_points=Decimal(5), caps={Category.FIT: Decimal(40)})

    found = score(ContactFacts(), model, NOW)

    assert (found.total, found.components[Category.FIT]) == (Decimal(45), Decimal(40))
    assert [(each.factor, each.points) for each in found.contributors] == [
        ("a", 30),
        ("b", 12),
        ("base", 5),
        ("cap_fit", -2),
    ]


def test_a_cap_leaves_what_is_below_it_alone():
    model = Model((own("a", -30),), caps={Category.FIT: Decimal(0)})

    assert score(ContactFacts(), model, NOW).components[Category.FIT] == -30
