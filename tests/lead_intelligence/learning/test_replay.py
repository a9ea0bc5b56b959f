"""Replays of past jobs."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.learning.domain.imputation import UNIT
from lead_intelligence.learning.domain.ledger import PastCall, PastJob
from lead_intelligence.learning.domain.replay import bits, market_of, replay_leads
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.waterfall.domain import Rule, Try, plan
from tests.lead_intelligence.learning.ledgers import FIELDS, history, job, rules, states, vendor

outcomes = st.sampled_from([Outcome.FOUND, Outcome.NOT_FOUND, Outcome.RATE_LIMITED, Outcome.PROVIDER_ERROR])
confidences = st.floats(0, 1)


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[list[PastJob], list[Rule], dict[str, ProviderState]]:
    """Jobs that the waterfall made by itself, with any answers, caps, attempts and thresholds."""
    known = {
        slug: ProviderState(
            slug=slug,
            supports=frozenset(draw(st.sets(st.sampled_from(FIELDS), min_size=1))),
            cost=draw(st.decimals(0, 1, places=4)),
        )
        for slug in "abc"
    }
    caps = st.none() | st.decimals(0, 2, places=2)
    present = [
        Rule(
            field=field,
            order=tuple(draw(st.permutations("abc"))),
            max_attempts=draw(st.integers(1, 3)),
            min_confidence=draw(confidences),
            max_cost=draw(caps),
        )
        for field in FIELDS
    ]

    def answer(slug: str, number: int) -> Try:
        outcome = draw(outcomes)
        values = (
            {field: FieldValue(f"{field} {number}", draw(confidences)) for field in known[slug].supports}
            if outcome is Outcome.FOUND
            else {}
        )
        return Try(slug=slug, outcome=outcome, cost=draw(st.decimals(0, 1, places=4)), values=values)

    jobs = [job(number, answer, present, known) for number in range(draw(st.integers(1, 5)))]
    return jobs, present, known


@settings(max_examples=60, deadline=None)
@given(ledgers())
def test_replaying_the_present_orders_costs_and_finds_exactly_what_the_ledger_says(ledger):
    jobs, present, known = ledger
    market, leads = market_of(jobs, rules=tuple(present), states=known)
    tally = replay_leads(market, tuple(present), leads, detailed=True)
    assert tally.spent * UNIT == sum((call.cost for each in jobs for call in each.calls), Decimal(0))
    found = [
        plan(rules=present, providers=known, tries=[_tried(call) for call in each.calls]).found
        for each in jobs
    ]
    assert tally.found == [sum(field in each for each in found) for field in FIELDS]


def _tried(call: PastCall) -> Try:
    return Try(slug=call.slug, outcome=call.outcome, cost=call.cost, values=call.values)


def test_bits_are_the_places_that_are_set():
    assert [bits(0), bits(1), bits(0b1010)] == [(), (0,), (1, 3)]


def test_a_replay_of_another_order_asks_the_first_vendor_of_that_order():
    known = states(a="0.10", b="0.05")
    costs = {"a": "0.10", "b": "0.05"}
    jobs = history(
        300, lambda slug, n: vendor(slug, n, knows=1.0, cost=costs[slug]), rules("a", "b"), known, 0.5
    )
    market, leads = market_of(jobs, rules=tuple(rules("a", "b")), states=known)
    spent = {
        order: replay_leads(market, tuple(rules(*order)), leads).spent * UNIT
        for order in [("a", "b"), ("b", "a")]
    }
    assert spent == {("a", "b"): Decimal(30), ("b", "a"): Decimal(15)}


def test_vendors_of_which_little_is_known_cannot_be_moved():
    known = states(a="0.10", b="0.10", off="0.10")
    known["off"] = ProviderState(
        slug="off", supports=frozenset(FIELDS), cost=Decimal(1), unavailable="Is off."
    )
    jobs = history(40, lambda slug, n: vendor(slug, n, knows=1.0), rules("a", "b"), known, 0.0)
    market, _ = market_of(jobs, rules=tuple(rules("a", "b")), states=known)
    assert market.known == {"a"}
    assert market.movable == {field: ["a"] for field in FIELDS}


def test_what_a_vendor_knows_is_a_share_of_all_leads():
    known = states(a="0.10")
    jobs = history(400, lambda slug, n: vendor(slug, n, knows=1.0 if n % 4 else 0.0), rules("a"), known, 0.0)
    market, _ = market_of(jobs, rules=tuple(rules("a")), states=known)
    assert round(market.knows("a", FIELDS[0]), 2) == 0.75
