from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from mauntic.kernel.conditions import Leaf, Operator
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
