"""Figures of each vendor by field."""

from dataclasses import replace
from decimal import Decimal

import pytest

from lead_intelligence.learning.domain.ledger import PastJob
from lead_intelligence.learning.domain.replay import market_of
from lead_intelligence.learning.domain.vendor_stats import VendorStats, compare_vendors
from lead_intelligence.vendors.domain.outcomes import Outcome
from tests.lead_intelligence.learning.ledgers import EMAIL, rules, said, states


def stats(jobs: list[PastJob], *slugs: str) -> dict[str, VendorStats]:
    """The figures for email addresses, by vendor in their order."""
    known = states(**dict.fromkeys(slugs, "0.10"))
    market, _ = market_of(jobs, rules=tuple(rules(*slugs)[:1]), states=known)
    return {each.slug: each for each in compare_vendors(market, jobs)[EMAIL]}


def costing(job: PastJob, **costs: str) -> PastJob:
    calls = tuple(replace(call, cost=Decimal(costs[call.slug])) for call in job.calls)
    return replace(job, calls=calls)


def test_values_of_several_vendors_are_compared():
    found = stats([said([("a", "x"), ("b", "x"), ("c", "y")]), said([("a", "x")])], "a", "b", "c")
    counts = {slug: (each.asked, each.hits, each.compared, each.agreed) for slug, each in found.items()}
    assert counts == {"a": (2, 2, 1, 1), "b": (1, 1, 1, 1), "c": (1, 1, 1, 0)}


def test_a_value_that_bounced_is_refuted():
    jobs = [said([("a", "x")], proofs={("a", EMAIL): False}), said([("a", "x")], proofs={("a", EMAIL): True})]
    assert stats(jobs, "a")["a"].refuted == 1


def test_a_vendor_that_did_not_look_was_not_asked():
    job = said([("a", "x")])
    idle = replace(job, calls=(replace(job.calls[0], outcome=Outcome.RATE_LIMITED, values={}),))
    assert stats([job, idle], "a")["a"].asked == 1


def test_the_vendor_with_the_cheapest_right_values_comes_first():
    jobs = [costing(said([("dear", "x"), ("cheap", "x")]), dear="0.30", cheap="0.10")] * 3
    assert list(stats(jobs, "dear", "cheap")) == ["cheap", "dear"]


def test_a_right_value_costs_what_the_vendor_cost_by_how_often_it_is_right():
    found = stats([costing(said([("a", "x")]), a="0.40")], "a")["a"]
    assert found.right == pytest.approx(0.8)  # nothing to compare: what vendors are on the whole
    assert found.per_right == pytest.approx(0.5)
