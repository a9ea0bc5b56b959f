"""Responses and states of vendors before anything is known of them."""

from decimal import Decimal

import pytest

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.vendors.domain.answers import Answer
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.vendors.domain.outcomes import Outcome


@pytest.mark.parametrize("outcome", Outcome)
def test_a_response_brings_costs_and_asks_for_nothing_unless_it_says_so(outcome):
    answer = Answer(outcome=outcome)
    assert (dict(answer.values), answer.cost) == ({}, Decimal(0))
    assert (answer.http_status, answer.latency_ms, answer.retry_after) == (None, 0, None)
    assert (answer.request_id, answer.reference, answer.detail) == ("", "", "")


def test_responses_do_not_share_their_values():
    one, other = Answer(outcome=Outcome.FOUND), Answer(outcome=Outcome.FOUND)
    assert one.values is not other.values


def test_a_vendor_can_be_called_unless_a_reason_is_given():
    assert ProviderState(slug="a", supports=frozenset({Field.EMAIL}), cost=Decimal(1)).unavailable == ""
