"""How much more often leads were won that a factor applied to."""

from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.kernel.clock import now
from scoring.learning.models import Outcome, OutcomeKind
from scoring.learning.selectors.lift import factor_lifts
from scoring.learning.services.outcomes import record_outcomes
from scoring.model.selectors.versions import version_in_force
from scoring.versions.services.publish import FactorChange, set_factors
from tests.factories.crm import ContactFactory
from tests.factories.scoring import make_signal


def leads(count: int, kind: OutcomeKind, *, signal: str = "", **fields) -> None:
    contacts = ContactFactory.create_batch(count, **{"company": None, "email": ""} | fields)
    at = now() + timedelta(minutes=1)
    for contact in contacts:
        if signal:
            make_signal(contact, signal)
    ids = [contact.pk for contact in contacts]
    record_outcomes(kind=kind, contact_ids=ids, happened_at=at, event=f"{Outcome.objects.count()}")


@pytest.fixture
def market(acme) -> None:
    """200 leads, half of them won; of 80 vice presidents 60, of 40 that looked at the prices all."""
    leads(60, OutcomeKind.WON, seniority="vp")
    leads(20, OutcomeKind.LOST, seniority="vp")
    leads(40, OutcomeKind.WON, signal="PRICING_PAGE")
    leads(80, OutcomeKind.LOST)


def test_the_lift_of_a_factor_is_that_of_the_leads_it_applied_to(market):
    found = factor_lifts()
    of_vps, of_prices = found["seniority_vp"], found["pricing_page"]
    assert (of_vps.lift, of_vps.n, of_vps.wins) == (pytest.approx(1.5), 80, 60)
    assert (of_prices.lift, of_prices.n) == (pytest.approx(2), 40)
    assert of_vps.low < 1.5 < of_vps.high
    assert set(found) == {weighted.factor.key for weighted in version_in_force().model().factors}


def test_factors_that_applied_to_few_have_no_lift(market):
    assert factor_lifts()["seniority_c_level"] is None


def test_without_outcomes_no_factor_has_a_lift(acme):
    assert set(factor_lifts().values()) == {None}


def test_factors_on_facts_that_are_not_kept_have_no_lift(market):
    conditions = {"field": "contact.last_name", "operator": "is_set"}
    own = FactorChange(
        category="fit", factor="named", weight=Decimal(1), enabled=True, label="Named", conditions=conditions
    )
    set_factors(changes=[own])
    assert factor_lifts()["named"] is None


@pytest.mark.parametrize("field", ["email", "phone", "direct_phone", "title", "linkedin_url"])
def test_of_what_only_its_presence_is_kept_only_presence_has_a_lift(acme, web, field):
    for number in range(40):
        leads(1, OutcomeKind.WON, **{field: f"x{number}"})
    leads(100, OutcomeKind.LOST)
    changes = [
        FactorChange(
            category="fit",
            factor=f"own_{operator}",
            weight=Decimal(1),
            enabled=True,
            label=operator,
            conditions={"field": f"contact.{field}", "operator": operator, **value},
        )
        for operator, value in (
            ("contains", {"value": "x"}),
            ("starts_with", {"value": "x"}),
            ("equals", {"value": "x"}),
            ("not_equals", {"value": "x"}),
            ("in", {"value": ["x"]}),
            ("not_in", {"value": ["x"]}),
            ("is_set", {}),
            ("is_not_set", {}),
        )
    ]
    set_factors(changes=changes)

    found = factor_lifts()

    told = {key for key, lift in found.items() if lift and key.startswith("own_")}
    assert told == {"own_is_set", "own_is_not_set"}
    assert web.get("/scoring/settings/").status_code == 200


def test_lifts_are_worked_out_once_until_there_is_another_outcome(market, django_assert_max_num_queries):
    factor_lifts()
    with django_assert_max_num_queries(6):
        before = factor_lifts()
    leads(40, OutcomeKind.LOST, seniority="vp")
    assert factor_lifts()["seniority_vp"].lift < before["seniority_vp"].lift
