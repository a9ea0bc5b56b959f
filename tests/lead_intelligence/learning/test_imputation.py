"""Past leads with an answer of every vendor."""

from dataclasses import replace
from decimal import Decimal

import pytest

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue, Found
from lead_intelligence.learning.domain.imputation import MIN_ANSWERS, NOBODY, UNIT, Book, Donors, Pattern
from lead_intelligence.learning.domain.lead_kinds import Kinds, seen_in
from lead_intelligence.learning.domain.ledger import GRID, PastCall, PastJob
from lead_intelligence.vendors.domain.outcomes import Outcome
from tests.lead_intelligence.learning.ledgers import EMAIL, FIELDS, TITLE, rules


def call(slug: str, value: str = "x", outcome: Outcome = Outcome.FOUND) -> PastCall:
    values = {EMAIL: FieldValue(value, 0.85)} if outcome is Outcome.FOUND else {}
    return PastCall(slug=slug, outcome=outcome, asked=frozenset(FIELDS), cost=Decimal("0.10"), values=values)


def impute(job: PastJob, past: list[PastJob], *slugs: str):
    """The job's lead, with what the vendors answered in the past to draw from; and the book."""
    book, kinds = Book(rules(*slugs), slugs, GRID), Kinds([*past, job])
    donors = book.donors([*past, job], kinds)
    return book.impute(job, kinds, donors, number=0, copy=0), book


def test_an_answer_that_was_given_stays_as_it_was():
    lead, book = impute(PastJob(fields=FIELDS, calls=(call("a"),)), [], "a")
    (number,) = lead.answers
    assert book.patterns[number] == Pattern(vendor=0, idle=False, cost=100_000, levels=((0, 4),))


def test_an_answer_that_was_never_asked_for_is_drawn_from_those_of_the_vendor():
    past = [PastJob(fields=FIELDS, calls=(call("b"),))] * MIN_ANSWERS
    lead, book = impute(PastJob(fields=FIELDS, calls=(call("a"),)), past, "a", "b")
    assert book.patterns[lead.answers[1]].vendor == 1
    assert lead.out == 0


@pytest.mark.parametrize("answers", [0, MIN_ANSWERS - 1])
def test_a_vendor_with_too_few_answers_cannot_be_asked(answers):
    past = [PastJob(fields=FIELDS, calls=(call("b"),))] * answers
    lead, _ = impute(PastJob(fields=FIELDS, calls=(call("a"),)), past, "a", "b")
    assert (lead.answers[1], lead.out) == (NOBODY, 0b10)


def test_a_vendor_that_could_not_be_asked_for_this_lead_is_not_drawn():
    past = [PastJob(fields=FIELDS, calls=(call("b"),))] * MIN_ANSWERS
    job = PastJob(fields=FIELDS, calls=(call("a"),), unable=frozenset({"b"}))
    assert impute(job, past, "a", "b")[0].out == 0b10


def test_a_vendor_that_did_not_look_is_idle():
    lead, book = impute(PastJob(fields=FIELDS, calls=(call("a", outcome=Outcome.RATE_LIMITED),)), [], "a")
    assert book.patterns[lead.answers[0]].idle


@pytest.mark.parametrize(("confidence", "asks"), [(0.49, (0, 1)), (0.5, (1,))])
def test_a_field_that_the_cache_knew_well_enough_is_not_looked_for(confidence, asks):
    cached = (Found(EMAIL, "a", FieldValue("x", confidence), from_cache=True),)
    lead, _ = impute(PastJob(fields=(EMAIL, TITLE), calls=(call("a"),), cached=cached), [], "a")
    assert (lead.asks, lead.wanted) == (asks, sum(1 << place for place in asks))


def test_answers_are_drawn_by_their_weight():
    donors = Donors(patterns=[7, 8], weights=[[3.0, 4.0]])
    assert [donors.draw(0, chance) for chance in (0.0, 0.74, 0.76, 1.0)] == [7, 7, 8, 8]


def test_the_share_of_patterns_is_weighed_by_the_kinds_of_leads():
    donors = Donors(patterns=[7, 8], weights=[[1.0, 1.0], [0.0, 1.0]])
    assert donors.share({7}, [0.25, 0.75]) == 0.25


def miss(slug: str) -> PastCall:
    return PastCall(slug=slug, outcome=Outcome.NOT_FOUND, asked=frozenset(FIELDS))


def donors(jobs: list[PastJob], *slugs: str) -> dict[str, Donors]:
    return Book(rules(*slugs), slugs, GRID).donors(jobs, Kinds(jobs))


def test_thirty_answers_of_a_vendor_are_enough_to_draw_from():
    assert (MIN_ANSWERS, NOBODY, Decimal("0.000001")) == (30, -1, UNIT)


def test_answers_are_weighed_by_how_often_they_were_given():
    jobs = [PastJob(fields=FIELDS, calls=(call("a"),))] * 3 + [PastJob(fields=FIELDS, calls=(miss("a"),))]
    found = donors(jobs, "a")["a"]
    # There is one kind of leads. Five more answers count, by the shares of 3/4 and 1/4.
    assert found.patterns == [0, 1]
    assert found.weights == [pytest.approx([3 + 3.75, 3 + 3.75 + 1 + 1.25])]


def test_answers_are_weighed_by_the_kind_of_the_lead():
    jobs = [PastJob(fields=FIELDS, calls=(call("a"), call("b")))] * 150
    jobs += [PastJob(fields=FIELDS, calls=(miss("a"), miss("b")))] * 50
    kinds = Kinds(jobs)
    found = Book(rules("a", "b"), ("a", "b"), GRID).donors(jobs, kinds)["a"]
    hits, misses = kinds.beliefs[seen_in(jobs[0])], kinds.beliefs[seen_in(jobs[-1])]
    for kind in range(2):
        given = 150 * hits[kind] + 5 * 0.75
        assert found.weights[kind][0] == pytest.approx(given)
        assert found.weights[kind][1] == pytest.approx(given + 50 * misses[kind] + 5 * 0.25)


def test_a_vendor_that_did_not_look_gave_no_answer_to_draw_and_those_after_it_did():
    idle = call("a", outcome=Outcome.RATE_LIMITED)
    found = donors([PastJob(fields=FIELDS, calls=(idle, call("b")))], "a", "b")
    assert found.keys() == {"b"}


def test_a_vendor_that_is_no_longer_set_up_is_left_out_and_those_after_it_are_not():
    book = Book(rules("b"), ("b",), GRID)
    jobs = [PastJob(fields=FIELDS, calls=(call("gone"), call("b")))]
    assert book.donors(jobs, Kinds(jobs)).keys() == {"b"}
    assert book.answers == {"b": 1}


def test_answers_are_counted_by_vendor():
    book = Book(rules("a", "b"), ("a", "b"), GRID)
    jobs = [PastJob(fields=FIELDS, calls=(call("a"), miss("b")))] * 4 + [
        PastJob(fields=FIELDS, calls=(miss("a"),))
    ]
    book.donors(jobs, Kinds(jobs))
    assert book.answers == {"a": 5, "b": 4}


def test_equal_answers_have_one_number_and_others_another():
    book = Book(rules("a", "b"), ("a", "b"), GRID)
    other_cost = replace(call("a"), cost=Decimal("0.20"))
    numbers = [book.number(each) for each in (call("a"), call("a", "y"), other_cost, call("b"), miss("a"))]
    assert numbers == [0, 0, 1, 2, 3]
    assert [each.vendor for each in book.patterns] == [0, 0, 1, 0]


def test_values_of_fields_without_a_rule_do_not_count():
    answer = replace(call("a"), values={Field.COUNTRY: FieldValue("DE", 0.9), TITLE: FieldValue("CTO", 0.6)})
    book = Book(rules("a"), ("a",), GRID)
    assert book.patterns[book.number(answer)].levels == ((1, 2),)


def test_levels_come_in_the_order_of_the_fields():
    values = {TITLE: FieldValue("CTO", 0.95), EMAIL: FieldValue("x", 0.1)}
    book = Book(rules("a"), ("a",), GRID)
    assert book.patterns[book.number(replace(call("a"), values=values))].levels == ((0, 0), (1, 5))


def test_costs_are_whole_millionths():
    book = Book(rules("a"), ("a",), GRID)
    assert book.patterns[book.number(replace(call("a"), cost=Decimal("0.0035")))].cost == 3500


def test_every_vendor_that_cannot_be_asked_is_out():
    lead, _ = impute(PastJob(fields=FIELDS, calls=(call("b"),)), [], "a", "b", "c")
    assert (lead.out, lead.answers[0], lead.answers[2]) == (0b101, NOBODY, NOBODY)


def test_a_copy_of_a_lead_may_draw_another_answer_and_the_same_copy_never_does():
    past = [PastJob(fields=FIELDS, calls=(call("b"),))] * 30 + [
        PastJob(fields=FIELDS, calls=(miss("b"),))
    ] * 30
    job = PastJob(fields=FIELDS, calls=(call("a"),))
    book, kinds = Book(rules("a", "b"), ("a", "b"), GRID), Kinds([*past, job])
    drawn_from = book.donors([*past, job], kinds)

    def drawn(number: int, copy: int) -> int:
        return book.impute(job, kinds, drawn_from, number=number, copy=copy).answers[1]

    assert len({drawn(0, copy) for copy in range(20)}) == 2
    assert [drawn(7, copy) for copy in range(20)] == [drawn(7, copy) for copy in range(20)]
    share = sum(drawn(number, 0) == drawn_from["b"].patterns[0] for number in range(400)) / 400
    assert share == pytest.approx(0.5, abs=0.1)


def test_fields_that_no_rule_looks_for_are_not_asked_for():
    job = PastJob(fields=(Field.COUNTRY, TITLE, EMAIL), calls=(call("a"),))
    lead, _ = impute(job, [], "a")
    assert (lead.asks, lead.wanted, lead.number) == ((1, 0), 0b11, 0)


@pytest.mark.parametrize(
    ("patterns", "summed", "some", "share"),
    [
        ([7, 8], [2.0, 8.0], {7}, 0.25),
        ([7, 8], [2.0, 8.0], {8}, 0.75),
        ([7, 8, 9], [1.0, 3.0, 4.0], {7, 9}, 0.5),
        ([7, 8, 9], [1.0, 3.0, 4.0], {8}, 0.5),
        ([7, 8], [2.0, 8.0], {7, 8}, 1.0),
        ([7, 8], [2.0, 8.0], set(), 0.0),
    ],
)
def test_the_share_of_patterns_is_that_of_their_weights(patterns, summed, some, share):
    assert Donors(patterns, [summed]).share(some, [1.0]) == pytest.approx(share)


@pytest.mark.parametrize(("kind", "drawn"), [(0, [7, 7, 8]), (1, [8, 8, 8])])
def test_answers_are_drawn_among_those_to_leads_of_that_kind(kind, drawn):
    found = Donors(patterns=[7, 8], weights=[[3.0, 4.0], [0.0, 2.0]])
    assert [found.draw(kind, chance) for chance in (0.0, 0.5, 0.99)] == drawn
