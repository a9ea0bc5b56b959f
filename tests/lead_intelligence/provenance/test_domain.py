import pytest

from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.provenance.domain import Verdict, Written, decide

OFFER = FieldValue("VP Sales", 0.8)


def test_an_empty_field_is_filled():
    assert decide(current=None, written=None, offered=OFFER).verdict is Verdict.APPLY


def test_what_a_person_typed_is_never_replaced():
    assert decide(current="Boss", written=None, offered=OFFER).verdict is Verdict.SUGGEST


def test_an_enriched_value_that_a_person_changed_is_a_typed_one():
    written = Written("Head of Sales", 0.1)
    assert decide(current="Boss", written=written, offered=OFFER).verdict is Verdict.SUGGEST


@pytest.mark.parametrize(
    ("confidence", "verdict"), [(0.7, Verdict.APPLY), (0.8, Verdict.APPLY), (0.81, Verdict.SUGGEST)]
)
def test_an_enriched_value_is_replaced_by_one_that_is_at_least_as_confident(confidence, verdict):
    written = Written("Head of Sales", confidence)
    assert decide(current="Head of Sales", written=written, offered=OFFER).verdict is verdict


def test_a_value_that_the_lead_has_is_confirmed():
    assert decide(current="vp  sales", written=None, offered=OFFER).verdict is Verdict.CONFIRM


def test_a_value_that_was_reverted_is_offered_and_not_forced():
    decision = decide(current=None, written=None, offered=OFFER, reverted=["VP Sales"])
    assert decision.verdict is Verdict.SUGGEST


def test_the_order_of_a_list_does_not_matter():
    offered = FieldValue(("Django", "React"), 0.8)
    assert decide(current=("react", "django"), written=None, offered=offered).verdict is Verdict.CONFIRM
