"""Past leads with an answer of every vendor."""

from decimal import Decimal

import pytest

from lead_intelligence.leads.domain.values import FieldValue, Found
from lead_intelligence.learning.domain.imputation import MIN_ANSWERS, NOBODY, Book, Donors, Pattern
from lead_intelligence.learning.domain.lead_kinds import Kinds
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
