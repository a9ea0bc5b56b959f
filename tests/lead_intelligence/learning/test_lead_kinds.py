"""Kinds of leads, told by which vendors knew them."""

import pytest

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.learning.domain.lead_kinds import Kinds, seen_in
from lead_intelligence.learning.domain.ledger import PastCall, PastJob
from lead_intelligence.vendors.domain.outcomes import Outcome

PERSON = (Field.EMAIL, Field.TITLE, Field.FIRST_NAME, Field.LAST_NAME)


def call(slug: str, *fields: Field, outcome: Outcome | None = None) -> PastCall:
    given = outcome or (Outcome.FOUND if fields else Outcome.NOT_FOUND)
    values = {field: FieldValue("x", 0.9) for field in fields}
    return PastCall(slug=slug, outcome=given, asked=frozenset(Field), values=values)


def job(*calls: PastCall) -> PastJob:
    return PastJob(fields=(Field.EMAIL,), calls=calls)


def test_what_a_vendor_showed_is_counted_by_groups_of_fields():
    assert seen_in(job(call("a", *PERSON, Field.PHONE, Field.COMPANY))) == (("a", (1, 1, 2)),)


def test_failures_and_refusals_say_nothing_of_the_lead():
    calls = [call("a", outcome=Outcome.PROVIDER_ERROR), call("b", outcome=Outcome.RATE_LIMITED), call("c")]
    assert seen_in(job(*calls)) == (("c", (0, 0, 0)),)


def test_the_order_of_the_calls_does_not_matter():
    assert seen_in(job(call("b"), call("a"))) == seen_in(job(call("a"), call("b")))


def test_few_jobs_are_of_one_kind():
    kinds = Kinds([job(call("a", *PERSON))] * 50 + [job(call("a"))] * 50)
    assert (kinds.count, kinds.shares) == (1, [1.0])
    assert set(map(tuple, kinds.beliefs.values())) == {(1.0,)}


def test_leads_that_both_vendors_know_are_of_another_kind_than_those_that_none_knows():
    known, unknown = job(call("a", *PERSON), call("b", *PERSON)), job(call("a"), call("b"))
    kinds = Kinds([known] * 150 + [unknown] * 50)
    assert kinds.count == 2
    rich, poor = kinds.beliefs[seen_in(known)], kinds.beliefs[seen_in(unknown)]
    assert [round(each, 1) for each in (*rich, *poor)] in ([0, 1, 1, 0], [1, 0, 0, 1])
    assert sorted(kinds.shares) == pytest.approx([0.25, 0.75], abs=0.05)
