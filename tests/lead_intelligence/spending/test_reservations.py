from decimal import Decimal

import pytest

from lead_intelligence.spending.models import Budget
from lead_intelligence.spending.selectors import budgets
from lead_intelligence.spending.services import limits, reservations
from lead_intelligence.spending.services.reservations import Bill
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from tests.factories.lead_intelligence import connect_vendor, make_lead


def hold(*prices: str, vendor: str = "apollo") -> bool:
    """Whether all of these prices could be held back."""
    wanted = [(vendor, Decimal(price)) for price in prices]
    return not any(reservations.reserve(prices=wanted, at=now()))


def test_a_used_up_budget_stops_the_job_before_the_call_and_the_lead_shows_it(sandbox, enrich):
    connect_vendor(sandbox, "apollo")
    limits.set_budget(day=Decimal("0.01"), month=None)
    lead = make_lead()
    job = enrich(lead, "title")
    assert (job.status, lead.enrichment_status) == ("exhausted", "exhausted")
    assert job.reason.startswith("Daily budget for all vendors used up")
    assert sandbox.stats("apollo")["calls"] == 0


def test_a_cheaper_vendor_that_still_fits_is_asked(sandbox, enrich):
    connect_vendor(sandbox, "apollo", cost_per_lookup=Decimal("0.50"))
    connect_vendor(sandbox, "hunter")
    limits.set_budget(day=Decimal("0.10"), month=None)
    assert enrich(make_lead(), "title").providers_tried == ["hunter"]


def test_a_free_look_up_needs_no_budget(sandbox, enrich):
    connect_vendor(sandbox, "apollo", cost_per_lookup=Decimal(0))
    limits.set_budget(day=Decimal(0), month=Decimal(0))
    assert enrich(make_lead(), "title").status == "completed"


def test_what_a_call_did_not_cost_is_free_again(acme):
    limits.set_budget(day=Decimal("0.10"), month=None)
    assert hold("0.10")
    assert not hold("0.01")
    reservations.settle(bills=[Bill("apollo", Decimal("0.10"), Decimal("0.02"), now())])
    assert hold("0.08")


def test_a_month_that_is_used_up_gives_the_days_reservation_back(acme):
    limits.set_budget(day=Decimal(1), month=Decimal("0.01"))
    assert not hold("0.10")
    assert [each.used for each in budgets.budget_states()[:2]] == [0, 0]


def test_a_new_day_takes_over_the_limit_and_starts_at_nothing(acme, time_machine):
    time_machine.move_to("2031-05-31T23:00:00Z")
    limits.set_budget(day=Decimal("0.10"), month=Decimal(7))
    assert hold("0.10")
    time_machine.move_to("2031-06-01T01:00:00Z")
    assert [(each.limit, each.used) for each in budgets.budget_states()[:2]] == [
        (Decimal("0.10"), 0),
        (7, 0),
    ]
    assert hold("0.10")
    assert Budget.objects.get(provider=None, period="day", starts_on="2031-06-01").reserved == Decimal("0.10")


def test_a_negative_budget_is_refused(acme):
    with pytest.raises(Invalid) as refusal:
        limits.set_budget(day=Decimal(-1), month=None)
    assert list(refusal.value.fields) == ["day"]


def test_a_vendors_own_budget_bounds_that_vendor_alone(acme):
    limits.set_budget(day=Decimal(5), month=None)
    limits.set_budget(day=Decimal("0.10"), month=None, provider="apollo")
    prices = [(slug, Decimal("0.06")) for slug in ("apollo", "apollo", "hunter")]
    first, second, third = reservations.reserve(prices=prices, at=now())
    assert (first, third) == ("", "")
    assert second == ("Daily budget for apollo used up: $0 of $0.10 spent, $0.06 reserved, $0.06 needed.")
    assert not hold("0.06")
    assert hold("0.06", vendor="hunter")
