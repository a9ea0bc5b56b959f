from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.conditions import Leaf, Operator
from scoring.model.domain.factors import Category
from scoring.model.domain.points import (
    BASE,
    CAP,
    ContactFacts,
    Contributor,
    Kind,
    Model,
    default_model,
    score,
)
from tests.scoring.model.domain.models import (
    DEFAULTS,
    KNOWN,
    NOW,
    of_signal,
    own,
    points,
    seen,
    with_email,
)


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


@pytest.mark.parametrize(
    ("total", "letter"),
    [
        ("0", "F"),
        ("19.99", "F"),
        ("20", "D"),
        ("39.99", "D"),
        ("40", "C"),
        ("59.99", "C"),
        ("60", "B"),
        ("79.99", "B"),
        ("80", "A"),
        ("100", "A"),
    ],
)
def test_the_grade_follows_the_total(total, letter):
    found = score(ContactFacts(), Model((), base_points=Decimal(total)), NOW)

    assert (found.total, found.grade) == (Decimal(total), letter)


def test_a_contact_of_whom_nothing_is_known_has_no_points():
    found = score(ContactFacts(), default_model(), NOW)

    assert (found.total, found.grade, found.contributors, found.intent_score) == (0, "F", [], 0)
    assert found.components == dict.fromkeys(Category, Decimal(0))


def test_base_points_are_a_contributor_and_part_of_no_component():
    found = score(ContactFacts(), Model((own("a", 3),), base_points=Decimal(7)), NOW)

    assert found.total == 10
    assert found.contributors == [Contributor("base", Decimal(7)), Contributor("a", Decimal(3))]
    assert sum(found.components.values()) == 3


def test_contributors_of_as_many_points_are_sorted_by_key():
    model = Model((own("zebra", 5), own("apple", 5), own("minus", -5), own("mango", 5)))

    found = score(ContactFacts(), model, NOW)

    assert [each.factor for each in found.contributors] == ["apple", "mango", "zebra", "minus"]


def test_a_factor_without_points_is_no_contributor():
    assert score(ContactFacts(), Model((own("a", 0),)), NOW).contributors == []


def test_factors_of_different_groups_and_of_none_all_apply():
    model = Model((own("a", 1, group="g"), own("b", 2, group="h"), own("c", 4), own("d", 8)))

    assert score(ContactFacts(), model, NOW).total == 15


def test_a_disabled_factor_leaves_its_group_to_the_next():
    model = Model((replace(own("a", 1, group="g"), enabled=False), own("b", 2, group="g")))

    assert [each.factor for each in score(ContactFacts(), model, NOW).contributors] == ["b"]


def test_the_weight_and_category_of_the_version_count_and_not_those_of_the_factor():
    [weighted] = (own("a", 30),)
    changed = replace(weighted, weight=Decimal(8), category=Category.ENGAGEMENT)

    found = score(ContactFacts(), Model((changed,)), NOW)

    assert (found.components[Category.ENGAGEMENT], found.components[Category.FIT]) == (8, 0)


def test_a_cap_that_is_just_reached_takes_nothing():
    model = Model((own("a", 30), own("b", 10)), caps={Category.FIT: Decimal(40)})

    found = score(ContactFacts(), model, NOW)

    assert [each.factor for each in found.contributors] == ["a", "b"]
    assert found.total == 40


def test_each_category_has_its_own_cap():
    model = Model(
        (own("a", 30), of_signal(20, fades=False)),
        caps={Category.INTENT: Decimal(5), Category.FIT: Decimal(10)},
    )

    found = score(ContactFacts(signals=(seen("DEMO_REQUEST"),)), model, NOW)

    assert (found.components[Category.FIT], found.components[Category.INTENT]) == (10, 5)
    assert [(each.factor, each.points) for each in found.contributors] == [
        ("a", 30),
        ("own_20", 20),
        ("cap_intent", -15),
        ("cap_fit", -20),
    ]
    assert found.total == 15


@pytest.mark.parametrize("fades", [True, False])
def test_a_model_says_whether_points_fade(fades):
    model = Model((of_signal(20, fades=fades),))
    facts = ContactFacts(signals=(seen("DEMO_REQUEST", age=12),))

    assert score(facts, model, NOW).total == (10 if fades else 20)


def test_the_reasons_of_a_model_are_its_enabled_factors_base_and_caps_in_order():
    model = Model(
        (own("b", 1), replace(own("off", 1), enabled=False), own("a", 0)),
        base_points=Decimal(1),
        caps={Category.INTENT: Decimal(5), Category.DATA_QUALITY: Decimal(5)},
    )

    assert model.reasons == ["b", "a", "base", "cap_data_quality", "cap_intent"]
    assert model.capped == [Category.DATA_QUALITY, Category.INTENT]
    assert [each.factor.key for each in model.enabled] == ["b", "a"]
    assert Model((own("a", 1),)).reasons == ["a"]


def test_a_model_is_one_of_rules_without_base_points_and_caps():
    model = Model(())

    assert (model.kind, model.base_points, dict(model.caps)) == (Kind.RULES, 0, {})
    assert (BASE, CAP, str(Kind.RULES), str(Kind.LEARNED)) == ("base", "cap_", "rules", "learned")
    assert default_model().kind is Kind.RULES
    assert default_model().enabled == default_model().factors


weights = st.integers(-60, 60)


@given(st.lists(weights, max_size=6), st.integers(0, 40), st.integers(0, 50))
def test_contributors_add_up_to_the_total_before_it_is_limited(found, base, cap):
    model = Model(
        tuple(own(f"f{number}", weight) for number, weight in enumerate(found)),
        base_points=Decimal(base),
        caps={Category.FIT: Decimal(cap)},
    )

    scored = score(ContactFacts(), model, NOW)

    added = sum((each.points for each in scored.contributors), Decimal(0))
    assert added == sum(scored.components.values(), Decimal(base))
    assert scored.total == min(max(added, 0), 100)
    assert scored.components[Category.FIT] == min(sum(found), cap)


@given(st.lists(weights, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_factors_outside_groups_makes_no_difference(found, chance):
    factors = [own(f"f{number}", weight) for number, weight in enumerate(found)]
    shuffled = chance.sample(factors, len(factors))

    assert score(ContactFacts(), Model(tuple(shuffled)), NOW) == score(
        ContactFacts(), Model(tuple(factors)), NOW
    )


def test_groups_stay_settled_while_others_come_between():
    model = Model(
        (
            own("a", 1, group="g"),
            own("b", 2, group="h"),
            own("c", 4),
            own("d", 8, group="g"),
            own("e", 16, group="h"),
        )
    )

    assert [each.factor for each in score(ContactFacts(), model, NOW).contributors] == ["c", "b", "a"]


def test_a_model_with_caps_can_be_a_key():
    model = Model((own("a", 1),), caps={Category.FIT: Decimal(5)})

    assert {model: "found"}[Model((own("a", 1),), caps={Category.FIT: Decimal(5)})] == "found"
    assert replace(model, caps={Category.FIT: Decimal(6)}) != model
