"""Figures of each vendor by field."""

from dataclasses import replace
from decimal import Decimal

import pytest

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.learning.domain.ledger import PastCall, PastJob
from lead_intelligence.learning.domain.replay import market_of
from lead_intelligence.learning.domain.vendor_stats import VendorStats, compare_vendors
from lead_intelligence.vendors.domain.outcomes import Outcome
from tests.lead_intelligence.learning.ledgers import EMAIL, FIELDS, TITLE, rules, said, states


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


def by_field(jobs: list[PastJob], *slugs: str) -> dict[Field, dict[str, VendorStats]]:
    known = states(**dict.fromkeys(slugs, "0.10"))
    market, _ = market_of(jobs, rules=tuple(rules(*slugs)), states=known)
    found = compare_vendors(market, jobs)
    return {field: {each.slug: each for each in those} for field, those in found.items()}


def asked(slug: str, *given: Field, cost: str = "0", fields: tuple[Field, ...] = FIELDS) -> PastJob:
    """A job in which one vendor was asked for the fields and gave some values."""
    values = {field: FieldValue("x", 0.9) for field in given}
    call = PastCall(
        slug=slug,
        outcome=Outcome.FOUND if given else Outcome.NOT_FOUND,
        asked=frozenset(FIELDS),
        cost=Decimal(cost),
        values=values,
    )
    return PastJob(fields=fields, calls=(call,))


@pytest.mark.parametrize(
    ("given", "email", "title"),
    [
        ((EMAIL, TITLE), "0.20", "0.20"),  # paid half by each
        ((EMAIL,), "0.40", None),  # paid by what it brought
        ((TITLE,), None, "0.40"),
    ],
)
def test_a_call_is_paid_for_by_the_fields_that_it_answered(given, email, title):
    found = by_field([asked("a", *given, cost="0.40")], "a")
    for field, cost in ((EMAIL, email), (TITLE, title)):
        # Of values that nobody judged four in five are right.
        expected = None if cost is None else pytest.approx(float(cost) / 0.8)
        assert found[field]["a"].per_right == expected


def test_a_miss_is_paid_for_by_all_fields_that_were_asked_for():
    found = by_field([asked("a", EMAIL, TITLE), asked("a", cost="0.40")], "a")
    assert [found[field]["a"].per_right for field in FIELDS] == [pytest.approx(0.20 / 0.8)] * 2


def test_costs_of_several_calls_are_added_up_over_what_they_brought():
    found = by_field([asked("a", EMAIL, cost="0.10"), asked("a", EMAIL, cost="0.30")], "a")[EMAIL]["a"]
    assert (found.asked, found.hits) == (2, 2)
    assert found.per_right == pytest.approx(0.40 / (2 * 0.8))


def test_a_call_counts_for_the_fields_that_the_job_looked_for():
    found = by_field([asked("a", EMAIL, TITLE, fields=(EMAIL,)), asked("a", TITLE)], "a")
    assert (found[EMAIL]["a"].asked, found[EMAIL]["a"].hits) == (2, 1)
    assert (found[TITLE]["a"].asked, found[TITLE]["a"].hits) == (1, 1)


def test_a_value_that_was_not_asked_for_is_no_hit():
    job = asked("a", EMAIL)
    extra = replace(job.calls[0], asked=frozenset({EMAIL}), values={TITLE: FieldValue("CTO", 0.9)})
    found = by_field([replace(job, calls=(extra,)), asked("a", TITLE)], "a")
    assert (found[EMAIL]["a"].asked, found[EMAIL]["a"].hits) == (1 + 1, 0)
    assert (found[TITLE]["a"].asked, found[TITLE]["a"].hits) == (1, 1)


def test_a_vendor_that_never_knew_a_field_comes_last_without_a_price():
    jobs = [asked("never", cost="0.01"), asked("b", EMAIL, cost="0.50"), asked("a", EMAIL, cost="0.60")]
    found = by_field(jobs, "never", "a", "b")[EMAIL]
    assert list(found) == ["b", "a", "never"]
    assert (found["never"].per_right, found["never"].hits) == (None, 0)


def test_vendors_of_the_same_price_come_by_name():
    jobs = [asked(slug, EMAIL, cost="0.10") for slug in ("c", "a", "b")]
    assert list(by_field(jobs, "a", "b", "c")[EMAIL]) == ["a", "b", "c"]
    jobs = [asked(slug) for slug in ("c", "a", "b")]
    assert list(by_field(jobs, "a", "b", "c")[EMAIL]) == ["a", "b", "c"]


def test_vendors_that_are_no_longer_set_up_and_fields_without_a_rule_are_left_out():
    jobs = [asked("a", EMAIL, Field.COUNTRY), asked("gone", EMAIL)]
    found = by_field(jobs, "a")
    assert {field: list(those) for field, those in found.items()} == {EMAIL: ["a"], TITLE: ["a"]}


def test_comparisons_are_added_up_over_all_jobs():
    jobs = [said([("a", "x"), ("b", "x")])] * 3 + [said([("a", "x"), ("b", "y")])] * 2 + [said([("a", "x")])]
    found = stats(jobs, "a", "b")
    assert [(each.compared, each.agreed) for each in (found["a"], found["b"])] == [(5, 3), (5, 3)]


def test_a_vendor_does_not_agree_with_itself():
    twice = said([("a", "x"), ("a", "x")])
    assert stats([twice], "a")["a"].agreed == 0


def test_one_agreement_is_enough_and_counts_once():
    found = stats([said([("a", "x"), ("b", "x"), ("c", "x"), ("d", "y")])], "a", "b", "c", "d")
    assert {slug: each.agreed for slug, each in found.items()} == {"a": 1, "b": 1, "c": 1, "d": 0}


@pytest.mark.parametrize(
    ("proofs", "refuted"),
    [
        ([None, None], 0),
        ([True, None], 0),
        ([False, None], 1),
        ([False, False], 2),
        ([False, True], 1),
    ],
)
def test_refuted_values_are_those_that_were_proved_wrong(proofs, refuted):
    jobs = [said([("a", "x")], proofs={} if proof is None else {("a", EMAIL): proof}) for proof in proofs]
    assert stats(jobs, "a")["a"].refuted == refuted


def test_the_interval_holds_how_often_a_vendor_is_right():
    jobs = [said([("a", "x")], proofs={("a", EMAIL): number % 4 > 0}) for number in range(80)]
    found = stats(jobs, "a")["a"]
    assert found.low < found.right < found.high
    assert found.right == pytest.approx(0.75, abs=0.02)
    assert found.high - found.low == pytest.approx(0.19, abs=0.02)


def test_what_a_vendor_knows_is_a_share_of_all_leads():
    jobs = [asked("a", EMAIL)] * 30 + [asked("a")] * 10
    found = by_field(jobs, "a")
    assert found[EMAIL]["a"].known == pytest.approx(0.75)
    assert found[TITLE]["a"].known == 0
