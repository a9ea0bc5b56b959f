"""The waterfall that learns, on small ledgers whose truth is known."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lead_intelligence.domain.answers import FieldValue
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.learning import Suggestion, TooLittle, learn
from lead_intelligence.domain.ledger import PastCall, PastJob, agrees
from lead_intelligence.domain.outcomes import Outcome
from lead_intelligence.domain.precision import Precision, cases_of
from lead_intelligence.domain.replay import market_of, replay
from lead_intelligence.domain.waterfall import ProviderState, Rule, Try, plan
from lead_intelligence.domain.worlds import UNIT

EMAIL, TITLE, PHONE = Field.EMAIL, Field.TITLE, Field.PHONE
FIELDS = (EMAIL, TITLE)
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
Answers = Callable[[str, int], Try]


def states(**costs: str) -> dict[str, ProviderState]:
    return {
        slug: ProviderState(slug=slug, supports=frozenset(FIELDS), cost=Decimal(cost))
        for slug, cost in costs.items()
    }


def rules(*order: str, **numbers: object) -> list[Rule]:
    return [Rule(field=field, order=order, **numbers) for field in FIELDS]


def job(number: int, answer: Answers, present: Sequence[Rule], known: dict, *, explores: bool = False):
    """What the waterfall does with one lead."""
    tries: list[Try] = []
    while call := plan(rules=present, providers=known, tries=tries).call:
        tries.append(answer(call.slug, number))
    calls = tuple(
        PastCall(slug=t.slug, outcome=t.outcome, asked=frozenset(FIELDS), cost=t.cost, values=t.values)
        for t in tries
    )
    return PastJob(fields=FIELDS, calls=calls, explores=explores)


def history(count: int, answer: Answers, present: Sequence[Rule], known: dict, explored: float = 0.1):
    chance = random.Random(1)
    jobs = []
    for number in range(count):
        order = present[0].order
        explores = chance.random() < explored
        mine = rules(*chance.sample(order, len(order))) if explores else present
        jobs.append(job(number, answer, mine, known, explores=explores))
    return jobs


def vendor(
    slug: str, number: int, *, knows: float, right: float = 0.95, cost: str = "0.10", hard: float = 0.0
) -> Try:
    """One answer: leads of odd numbers are harder by `hard`. Misses are free."""
    chance = random.Random(f"{slug} {number}")
    if chance.random() >= knows - hard * (number % 2):
        return Try(slug=slug, outcome=Outcome.NOT_FOUND)
    said = f"of {number}" if chance.random() < right else f"wrong {chance.random()}"
    values = {field: FieldValue(f"{field} {said}", 0.9) for field in FIELDS}
    return Try(slug=slug, outcome=Outcome.FOUND, cost=Decimal(cost), values=values)


def first(suggestion: Suggestion | TooLittle) -> list[str]:
    assert isinstance(suggestion, Suggestion)
    return [each.after.order[0] for each in suggestion.fields]


def test_too_few_jobs_are_said_plainly():
    known = states(a="0.10")
    jobs = history(150, lambda slug, n: vendor(slug, n, knows=0.8), rules("a"), known)
    assert learn(jobs, rules=rules("a"), states=known) == TooLittle(jobs=150, needed=200)


def test_of_equal_vendors_the_cheaper_comes_first():
    known = states(dear="0.20", cheap="0.05")
    costs = {"dear": "0.20", "cheap": "0.05"}
    jobs = history(
        1500, lambda slug, n: vendor(slug, n, knows=0.7, cost=costs[slug]), rules("dear", "cheap"), known
    )
    found = learn(jobs, rules=rules("dear", "cheap"), states=known)
    assert first(found)[0] == "cheap"
    assert found.is_worth_it
    assert found.saving > 0.3
    assert found.coverage_loss <= 0.02


def test_a_vendor_that_is_always_wrong_sinks_or_goes():
    known = states(liar="0.05", good="0.10", other="0.12")
    right = {"liar": 0.0, "good": 0.95, "other": 0.95}
    order = rules("liar", "good", "other")
    jobs = history(2000, lambda slug, n: vendor(slug, n, knows=0.6, right=right[slug]), order, known, 0.2)
    # Titles differ from what people kept: what the liar said is compared when two vendors are asked at once.
    both = [
        replace(
            each,
            calls=tuple(
                PastCall(slug=slug, outcome=t.outcome, asked=frozenset(FIELDS), cost=t.cost, values=t.values)
                for slug in known
                for t in [vendor(slug, 10_000 + n, knows=0.9, right=right[slug])]
            ),
        )
        for n, each in enumerate(jobs[:150])
    ]
    found = learn([*jobs, *both], rules=order, states=known)
    for each in found.fields:
        assert "liar" not in each.after.order or each.after.order[-1] == "liar"
    assert {s.slug: s.right > 0.5 for s in found.fields[0].standings} == {
        "liar": False,
        "good": True,
        "other": True,
    }


def test_a_good_vendor_at_the_end_is_recognised_by_what_it_knows_of_all_leads():
    known = states(weak="0.10", middle="0.10", late="0.02")
    knows = {"weak": 0.75, "middle": 0.75, "late": 0.95}
    order = rules("weak", "middle", "late")
    jobs = history(
        3000,
        lambda slug, n: vendor(slug, n, knows=knows[slug], hard=0.6, cost=str(known[slug].cost)),
        order,
        known,
    )
    found = learn(jobs, rules=order, states=known)
    late = next(each for each in found.fields[0].standings if each.slug == "late")
    assert late.hit_rate < late.known  # it was asked for hard leads
    assert late.known == pytest.approx(0.65, abs=0.15)
    assert first(found)[0] == "late"


def test_the_best_order_stays():
    known = states(cheap="0.02", dear="0.30")
    jobs = history(
        1000,
        lambda slug, n: vendor(slug, n, knows=0.8, cost=str(known[slug].cost)),
        rules("cheap", "dear"),
        known,
    )
    found = learn(jobs, rules=rules("cheap", "dear"), states=known)
    assert not found.is_worth_it


def test_the_same_ledger_gives_the_same_advice():
    known = states(a="0.10", b="0.05")
    jobs = history(400, lambda slug, n: vendor(slug, n, knows=0.6), rules("a", "b"), known)
    assert learn(jobs, rules=rules("a", "b"), states=known) == learn(
        jobs, rules=rules("a", "b"), states=known
    )


def test_a_vendor_that_cannot_be_asked_stays_where_nothing_is_lost():
    known = states(dear="0.20", cheap="0.05") | {
        "off": ProviderState(slug="off", supports=frozenset(FIELDS), cost=Decimal(1), unavailable="Is off.")
    }
    order = rules("off", "dear", "cheap")
    jobs = history(1000, lambda slug, n: vendor(slug, n, knows=0.7, cost=str(known[slug].cost)), order, known)
    found = learn(jobs, rules=order, states=known)
    assert found.fields[0].after.order == ("cheap", "dear", "off")


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
    market, worlds = market_of(jobs, rules=tuple(present), states=known)
    tally = replay(market, tuple(present), worlds, detailed=True)
    assert tally.spent * UNIT == sum((call.cost for each in jobs for call in each.calls), Decimal(0))
    found = [
        plan(rules=present, providers=known, tries=[_tried(call) for call in each.calls]).found
        for each in jobs
    ]
    assert tally.found == [sum(field in each for each in found) for field in FIELDS]


def _tried(call: PastCall) -> Try:
    return Try(slug=call.slug, outcome=call.outcome, cost=call.cost, values=call.values)


def _said(values: Iterable[tuple[str, str]], **more: object) -> PastJob:
    calls = tuple(
        PastCall(
            slug=slug,
            outcome=Outcome.FOUND,
            asked=frozenset({EMAIL}),
            values={EMAIL: FieldValue(value, 0.9)},
        )
        for slug, value in values
    )
    return PastJob(fields=(EMAIL,), calls=calls, **more)


def test_who_says_what_others_say_is_right():
    jobs = [_said([("a", "x"), ("b", "x"), ("c", str(n))]) for n in range(100)]
    precision = Precision(cases_of(jobs, EDGES))
    assert precision.rate(EMAIL, "a").share > 0.9
    assert precision.rate(EMAIL, "c").share < 0.2


def test_what_bounced_or_was_kept_weighs_where_nobody_else_spoke():
    jobs = [_said([("a", "x")], proofs={("a", EMAIL): False}) for _ in range(50)]
    jobs += [_said([("b", "x")], proofs={("b", EMAIL): True}) for _ in range(50)]
    precision = Precision(cases_of(jobs, EDGES))
    assert precision.rate(EMAIL, "a").share < 0.2
    assert precision.rate(EMAIL, "b").share > 0.9


def test_nothing_to_compare_leaves_what_vendors_are_on_the_whole():
    rate = Precision(cases_of([_said([("a", "x")])], EDGES)).rate(EMAIL, "a")
    assert (rate.share, rate.cases) == (0.8, 0)


@given(st.floats(0, 1), st.integers(0, 10_000))
def test_the_interval_of_a_rate_holds_it(share, cases):
    from lead_intelligence.domain.precision import Rate

    low, high = Rate(share, cases).interval
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada@x.example", "ada@X.example", True),
        ("a", "b", False),
        (("Django", "Redis"), ("django", "Kafka", "Go"), True),
        (("Django", "Redis"), ("Kafka", "Go"), False),
        (100, 140, True),
        (100, 300, False),
    ],
)
def test_vendors_agree_roughly_on_numbers_and_lists(one, other, same):
    assert agrees(one, other) is same
