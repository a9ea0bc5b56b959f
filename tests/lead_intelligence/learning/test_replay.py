"""Replays of past jobs."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lead_intelligence.leads.domain.values import FieldValue, Found
from lead_intelligence.learning.domain.imputation import NOBODY, UNIT
from lead_intelligence.learning.domain.ledger import PastCall, PastJob
from lead_intelligence.learning.domain.replay import Tally, bits, market_of, replay_leads
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.waterfall.domain import Rule, Try, plan
from tests.lead_intelligence.learning.ledgers import (
    EMAIL,
    FIELDS,
    TITLE,
    history,
    job,
    rules,
    states,
    vendor,
)

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


def hit(slug: str, *fields: object, cost: str = "0.10", confidence: float = 0.9) -> PastCall:
    values = {field: FieldValue("x", confidence) for field in fields}
    outcome = Outcome.FOUND if fields else Outcome.NOT_FOUND
    return PastCall(slug=slug, outcome=outcome, asked=frozenset(FIELDS), cost=Decimal(cost), values=values)


def past(*calls: PastCall, **more: object) -> PastJob:
    return PastJob(fields=FIELDS, calls=calls, **more)


def replayed(jobs: list[PastJob], present: list[Rule], **costs: str) -> Tally:
    market, leads = market_of(jobs, rules=tuple(present), states=states(**costs))
    return replay_leads(market, tuple(present), leads, detailed=True)


def test_a_tally_counts_what_was_wanted_found_right_and_paid_by_field():
    jobs = [past(hit("a", EMAIL), hit("b", TITLE, cost="0.30")), past(hit("a", EMAIL, TITLE))]
    tally = replayed(jobs, rules("a", "b"), a="0.10", b="0.30")
    assert (tally.leads, tally.spent) == (2, 500_000)
    assert (tally.wanted, tally.found) == ([2, 2], [2, 2])
    # Nothing was compared, so four of five values are right.
    assert tally.right == pytest.approx([1.6, 1.6])
    assert tally.usable == [2, 2]
    # 0.10 for the address of the first lead, 0.30 for its title, 0.05 for each field of the second lead.
    assert tally.cost == pytest.approx([150_000, 350_000])


def test_without_details_only_what_the_search_compares_is_counted():
    jobs, present = [past(hit("a", EMAIL))], tuple(rules("a"))
    market, leads = market_of(jobs, rules=present, states=states(a="0.10"))
    tally = replay_leads(market, present, leads)
    assert (tally.found, tally.cost) == ([0, 0], [0, 0])
    assert (tally.wanted, tally.usable, tally.spent) == ([1, 1], [1, 0], 100_000)


def test_a_call_without_values_is_paid_for_by_all_fields_that_were_missing():
    tally = replayed([past(hit("a"), hit("b", EMAIL))], rules("a", "b"), a="0.10", b="0.10")
    assert tally.cost == pytest.approx([50_000 + 100_000, 50_000])
    assert (tally.found, tally.leads) == ([1, 0], 1)


def test_no_lead_is_a_tally_of_nothing():
    present = tuple(rules("a"))
    market, leads = market_of([past(hit("a", EMAIL))], rules=present, states=states(a="0.10"))
    assert replay_leads(market, present, leads[:0]) == Tally.empty(2)
    assert Tally.empty(2) == Tally([0.0] * 2, [0.0] * 2, [0.0] * 2, [0.0] * 2, [0.0] * 2, leads=0, spent=0)


@pytest.mark.parametrize(
    ("threshold", "found", "spent"), [(0.5, 1, 100_000), (0.8, 1, 100_000), (0.9, 0, 200_000)]
)
def test_a_value_below_the_threshold_does_not_end_the_search(threshold, found, spent):
    jobs = [PastJob(fields=(EMAIL,), calls=(hit("a", EMAIL, confidence=0.85), hit("b")))]
    present = rules("a", "b", min_confidence=threshold)
    tally = replayed(jobs, present, a="0.10", b="0.10")
    assert (tally.found[0], tally.spent) == (found, spent)


def test_a_value_at_the_least_level_of_its_field_counts():
    jobs = [PastJob(fields=(EMAIL,), calls=(hit("a", EMAIL, confidence=0.73),))]
    tally = replayed(jobs, rules("a", min_confidence=0.73), a="0.10")
    assert tally.found == [1, 0]


def test_fields_that_the_cache_knew_are_not_looked_for():
    cached = (Found(EMAIL, "a", FieldValue("x", 0.9), from_cache=True),)
    tally = replayed([past(hit("a", EMAIL, TITLE), cached=cached)], rules("a"), a="0.10")
    assert (tally.wanted, tally.found, tally.leads) == ([0, 1], [0, 1], 1)


@pytest.mark.parametrize(
    ("cap", "spent"), [(None, 300_000), ("0.30", 300_000), ("0.20", 200_000), ("0.05", 0)]
)
def test_a_cap_stops_the_calls_of_a_lead(cap, spent):
    jobs = [past(hit("a"), hit("b"), hit("c"))]
    cap = None if cap is None else Decimal(cap)
    tally = replayed(jobs, rules("a", "b", "c", max_cost=cap), a="0.10", b="0.10", c="0.10")
    assert tally.spent == spent


@pytest.mark.parametrize(("attempts", "spent"), [(1, 100_000), (2, 200_000), (3, 300_000)])
def test_misses_use_up_the_attempts(attempts, spent):
    jobs = [past(hit("a"), hit("b"), hit("c"))]
    tally = replayed(jobs, rules("a", "b", "c", max_attempts=attempts), a="0.10", b="0.10", c="0.10")
    assert tally.spent == spent


def test_a_vendor_that_did_not_look_uses_up_no_attempt():
    idle = replace(hit("a"), outcome=Outcome.RATE_LIMITED, cost=Decimal(0))
    tally = replayed(
        [past(idle, hit("b", EMAIL, TITLE))], rules("a", "b", max_attempts=1), a="0.10", b="0.10"
    )
    assert (tally.found, tally.spent) == ([1, 1], 100_000)


def test_a_vendor_whose_answer_is_not_known_is_not_asked():
    tally = replayed([past(hit("b", EMAIL, TITLE))], rules("a", "b"), a="0.10", b="0.20")
    assert tally.spent == 100_000


def test_a_market_asks_the_waterfall_for_the_next_vendor():
    present = tuple(rules("a", "b", max_attempts=2))
    market, _ = market_of([past(hit("a"), hit("b"))], rules=present, states=states(a="0.10", b="0.10"))
    table = market.table(present[0])
    # The low bits are the vendors that were asked, those above them the ones that did not look.
    assert [table[0b00], table[0b01], table[0b10], table[0b11]] == [0, 1, 0, NOBODY]
    assert market.table(present[0]) is table


def test_what_was_spent_stands_above_the_vendors_of_a_state():
    capped = rules("a", "b", max_cost=Decimal("0.20"))[0]
    market, _ = market_of([past(hit("a"))], rules=tuple(rules("a", "b")), states=states(a="0.10", b="0.10"))
    table = market.table(capped)
    assert table[100_000 << 4 | 0b01] == 1
    assert table[100_001 << 4 | 0b01] == NOBODY


@pytest.mark.parametrize("count", [29, 30])
def test_a_vendor_is_known_from_thirty_answers_on(count):
    market, _ = market_of([past(hit("a", EMAIL))] * count, rules=tuple(rules("a")), states=states(a="0.10"))
    assert market.known == ({"a"} if count == 30 else set())


def test_a_vendor_can_be_moved_in_the_fields_that_it_gives():
    known = states(a="0.10", b="0.10")
    known["b"] = replace(known["b"], supports=frozenset({TITLE}))
    jobs = [past(hit("a", EMAIL), hit("b", TITLE))] * 30
    market, _ = market_of(jobs, rules=tuple(rules("a", "b")), states=known)
    assert market.movable == {EMAIL: ["a"], TITLE: ["a", "b"]}


def test_values_of_a_vendor_that_is_seldom_right_are_no_coverage():
    right = {("good", EMAIL): True, ("bad", EMAIL): False}
    jobs = [
        replace(past(hit("good", EMAIL)), proofs=right)
        if number % 2
        else replace(past(hit("bad", EMAIL)), proofs=right)
        for number in range(120)
    ]
    market, leads = market_of(jobs, rules=tuple(rules("good", "bad")), states=states(good="0.10", bad="0.10"))
    good, bad = ([lead for lead in leads if lead.number % 2 == odd] for odd in (1, 0))
    only = {slug: tuple(rules(slug)) for slug in ("good", "bad")}
    assert replay_leads(market, only["good"], good).usable == [60, 0]
    assert replay_leads(market, only["bad"], bad, detailed=True).usable == [0, 0]
    assert replay_leads(market, only["bad"], bad, detailed=True).found == [60, 0]


def test_leads_are_filled_in_as_many_times_as_asked_for():
    _, leads = market_of([past(hit("a"))] * 3, rules=tuple(rules("a")), states=states(a="0.10"), copies=2)
    assert [lead.number for lead in leads] == [0, 1, 2, 0, 1, 2]
    _, leads = market_of([past(hit("a"))] * 3, rules=tuple(rules("a")), states=states(a="0.10"))
    assert [lead.number for lead in leads] == [0, 1, 2]


def test_thresholds_in_use_tell_confidences_apart():
    present = tuple(rules("a", min_confidence=0.85))
    market, _ = market_of([past(hit("a"))], rules=present, states=states(a="0.10"))
    assert 0.85 in market.edges


@given(st.sets(st.integers(0, 40)))
def test_bits_and_masks_say_the_same(places):
    assert bits(sum(1 << place for place in places)) == tuple(sorted(places))
