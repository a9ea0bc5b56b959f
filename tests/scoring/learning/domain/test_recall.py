from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from mauntic.kernel.conditions import All, Leaf, Operator
from scoring.learning.domain.recall import applied, can_tell, matching, totals
from scoring.model.domain.factors import FACTORS_BY_KEY, Category, Factor
from scoring.model.domain.points import Model, Weighted, default_model

AT = datetime(2026, 11, 24, tzinfo=UTC)
PRICES, DEMO = "signals.PRICING_PAGE.strength", "signals.DEMO_REQUEST.strength"


def factor(field: str, operator: Operator, value=None, **fields) -> Factor:
    return Factor("own", "Own", Category.FIT, Decimal(5), "", Leaf(field, operator, value), **fields)


@pytest.mark.parametrize(
    ("asked", "tells"),
    [
        (factor("contact.email", Operator.IS_SET), True),
        (factor("contact.email", Operator.CONTAINS, "acme"), False),
        (factor("contact.country", Operator.EQUALS, "DE"), True),
        (factor("contact.created_at", Operator.WITHIN_DAYS, 7), False),  # not kept
        (FACTORS_BY_KEY["pricing_page"], True),
    ],
)
def test_only_what_was_kept_tells_whether_a_factor_applied(asked, tells):
    assert can_tell(asked) is tells


def test_a_total_is_that_of_the_facts_known_at_the_time():
    known = {"contact.email": "x", "contact.seniority": "vp", "company.employees": 300}

    assert totals(default_model(), [(known, AT), ({}, AT)]) == [Decimal("35.00"), Decimal("0.00")]


def test_a_signal_counts_with_what_was_left_of_it():
    assert totals(default_model(), [({PRICES: 0.5}, AT)]) == [Decimal("10.00")]
    assert totals(default_model(), [({PRICES: 0.5, DEMO: 1.0}, AT)]) == [Decimal("40.00")]


def test_a_factor_that_the_facts_cannot_answer_gives_no_points():
    own = factor("contact.email", Operator.IS_NOT_SET)
    blind = replace(own, key="blind", conditions=Leaf("contact.email", Operator.CONTAINS, "acme"))
    model = Model(tuple(Weighted(each, Decimal(5), Category.FIT) for each in (own, blind)))

    assert totals(model, [({}, AT), ({"contact.email": "acme"}, AT)]) == [Decimal("5.00"), Decimal("0.00")]


def test_a_factor_with_a_signal_applied_only_while_something_of_it_was_left():
    assert applied(FACTORS_BY_KEY["demo_request"], {DEMO: 0.01}, AT)
    assert not applied(FACTORS_BY_KEY["demo_request"], {DEMO: 0}, AT)
    assert not applied(FACTORS_BY_KEY["demo_request"], {}, AT)


def test_many_leads_are_answered_as_each_of_them():
    asked = factor("contact.country", Operator.EQUALS, "DE", signal="DEMO_REQUEST")
    leads = [
        ({"contact.country": country, DEMO: left}, AT + timedelta(days=day))
        for day, (country, left) in enumerate([("DE", 1), ("FR", 1), ("DE", 0), ("DE", 1), (None, 1)])
    ]

    assert (
        matching(asked, leads)
        == [applied(asked, *lead) for lead in leads]
        == [True, False, False, True, False]
    )


COUNTRY, EMAIL = "contact.country", "contact.email"


@pytest.mark.parametrize(
    ("leaves", "tells"),
    [
        ((), True),
        ((Leaf(EMAIL, Operator.IS_SET), Leaf(COUNTRY, Operator.EQUALS, "DE")), True),
        ((Leaf(EMAIL, Operator.IS_NOT_SET), Leaf(EMAIL, Operator.CONTAINS, "acme")), False),
        ((Leaf(COUNTRY, Operator.EQUALS, "DE"), Leaf("contact.created_at", Operator.WITHIN_DAYS, 7)), False),
        ((Leaf("company.employees", Operator.AT_LEAST, 200),), True),
        ((Leaf("activity.visits_7d", Operator.AT_LEAST, 1),), True),
        ((Leaf("signals.intent_score", Operator.AT_LEAST, 50),), False),
        ((Leaf(PRICES, Operator.AT_LEAST, 0.5),), True),
    ],
)
def test_every_condition_of_a_factor_must_be_answered_by_what_was_kept(leaves, tells):
    own = Factor("own", "Own", Category.FIT, Decimal(5), "", All(leaves))
    assert can_tell(own) is tells


@pytest.mark.parametrize(
    ("left", "points"),
    [(1.0, "20.00"), (0.75, "15.00"), (0.5, "10.00"), (0.01, "0.20"), (0, "0.00"), (Decimal("0.25"), "5.00")],
)
def test_a_fading_factor_gives_the_part_of_its_points_that_was_left(left, points):
    left = float(left)
    assert totals(default_model(), [({PRICES: left}, AT)]) == [Decimal(points)]


def test_a_factor_that_does_not_fade_gives_all_its_points_while_something_is_left():
    download = "signals.CONTENT_DOWNLOAD.strength"
    facts = [({download: left}, AT) for left in (1.0, 0.01, 0)]
    assert totals(default_model(), facts) == [10, 10, 0]


def test_totals_come_in_the_order_of_the_leads():
    leads = [({"company.employees": size}, AT) for size in (1, 300, None, 5000)]
    assert totals(default_model(), leads) == [5, 10, 0, 15]
    assert totals(default_model(), []) == []


def test_caps_and_base_points_count_in_a_total_of_the_past():
    model = replace(default_model(), base_points=Decimal(7), caps={Category.FIT: Decimal(4)})
    assert totals(model, [({"company.employees": 300}, AT), ({}, AT)]) == [11, 7]


def test_facts_that_are_no_strength_of_a_signal_are_no_signals():
    facts = {"signals.intent_score": 90, "signals.count_7d": 3, "contact.strength": 1.0}
    assert totals(default_model(), [(facts, AT)]) == [0]


@pytest.mark.parametrize(
    ("facts", "applies"),
    [
        ({COUNTRY: "DE", DEMO: 0.5}, True),
        ({COUNTRY: "de", DEMO: 0.5}, True),
        ({COUNTRY: "FR", DEMO: 0.5}, False),
        ({COUNTRY: "DE", DEMO: None}, False),
        ({COUNTRY: "DE", PRICES: 0.5}, False),
        ({DEMO: 0.5}, False),
    ],
)
def test_a_factor_applied_when_its_signal_and_its_conditions_held(facts, applies):
    own = factor(COUNTRY, Operator.EQUALS, "DE", signal="DEMO_REQUEST")
    assert applied(own, facts, AT) is applies
    assert matching(own, [(facts, AT)]) == [applies]


def test_a_factor_without_a_signal_needs_only_its_conditions():
    own = factor(COUNTRY, Operator.EQUALS, "DE")
    leads = [({COUNTRY: "DE"}, AT), ({COUNTRY: "DE", DEMO: 0}, AT), ({COUNTRY: "FR", DEMO: 1}, AT)]
    assert matching(own, leads) == [True, True, False]


def test_leads_that_differ_only_in_the_signal_are_told_apart():
    everybody = Factor("own", "Own", Category.INTENT, Decimal(5), "", signal="DEMO_REQUEST")
    assert matching(everybody, [({DEMO: 1}, AT), ({DEMO: 0}, AT), ({}, AT), ({DEMO: 1}, AT)]) == [
        True,
        False,
        False,
        True,
    ]
    assert matching(everybody, []) == []


def test_a_custom_field_that_is_named_like_a_strength_is_no_signal():
    assert totals(default_model(), [({"contact.strength": "high", "signals.note": "x"}, AT)]) == [0]
