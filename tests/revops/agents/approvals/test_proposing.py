"""Storing proposals: one open one for each slot, in a constant number of queries."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from revops.agents.approvals.domain.payloads import digest
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.services import deciding
from revops.agents.approvals.services.proposing import Draft, fact, propose
from tests.factories.crm import ContactFactory
from tests.factories.delivery import ReplyFactory
from tests.factories.proposals import propose_answer
from tests.factories.sequences import make_mailbox
from tests.support.queries import queries_of


@pytest.fixture
def reply(rep):
    return ReplyFactory(mailbox=make_mailbox(rep))


def draft(contact, text: str = "Hello") -> Draft:
    return Draft(
        kind="answer",
        agent="replies",
        contact_id=contact.pk,
        target_id=contact.pk,
        slot=f"reply:{contact.pk}",
        payload={"text": text},
        facts=[],
        why="",
    )


def test_a_newer_draft_replaces_the_one_of_its_conversation(rep, reply):
    first = propose_answer(reply, text="First")
    second = propose_answer(reply, text="Second")

    first.refresh_from_db()
    assert (first.status, second.status) == ("invalidated", "pending")
    assert first.detail == "Replaced by a newer proposal."


def test_what_waits_or_was_rejected_is_not_proposed_again(rep, acme):
    contact = ContactFactory()
    row = propose(drafts=[draft(contact)])[0]

    assert propose(drafts=[draft(contact)]) == []
    Proposal.objects.filter(pk=row.pk).update(status="rejected")
    assert propose(drafts=[draft(contact)]) == []
    assert len(propose(drafts=[draft(contact, "Another")])) == 1


def test_what_is_being_executed_is_not_replaced(rep, acme):
    contact = ContactFactory()
    propose(drafts=[draft(contact)])
    Proposal.objects.update(status="approved")

    assert propose(drafts=[draft(contact, "Another")]) == []


def test_many_take_as_many_queries_as_one(rep, acme):
    few, many = [ContactFactory()], ContactFactory.create_batch(20)

    assert queries_of(lambda: propose(drafts=[draft(each) for each in few])) == queries_of(
        lambda: propose(drafts=[draft(each) for each in many])
    )


def test_proposals_go_with_their_lead(rep, reply):
    propose_answer(reply)
    reply.contact.delete()
    assert not Proposal.objects.exists()


def test_two_tabs_that_edit_at_once_lose_no_text(rep, reply):
    row = propose_answer(reply)
    deciding.edit(proposal_id=row.pk, shown=row.payload_hash, texts={"text": "One"}, by=rep)
    with pytest.raises(Exception, match="Somebody edited"):
        deciding.edit(proposal_id=row.pk, shown=row.payload_hash, texts={"text": "Two"}, by=rep)


@pytest.mark.parametrize(
    "words",
    [
        "Grüße, 你好, مرحبا",
        "e\u0301 and \u00e9 differ",
        "\U0001f600\u200d\U0001f525",
        'a\u2028b\ttab\r\nline "quoted" \\\\ back',
        "\u202eright to left",
        "</script><!--",
    ],
)
def test_the_hash_of_what_is_stored_is_the_one_of_what_was_proposed(acme, words):
    (row,) = propose(drafts=[draft(ContactFactory(), words)])
    stored = Proposal.objects.get(pk=row.pk)
    assert (stored.payload["text"], digest(stored.payload)) == (words, row.payload_hash)


def test_a_proposal_of_another_kind_or_conversation_is_not_replaced(acme):
    first, second = ContactFactory.create_batch(2)
    (row,) = propose(drafts=[draft(first)])
    propose(drafts=[draft(second), replace(draft(first, "Other"), kind="enroll")])

    row.refresh_from_db()
    assert row.status == "pending"
    assert Proposal.objects.filter(status="pending").count() == 3


def test_what_is_only_observed_replaces_nothing_and_is_noted_once(acme):
    lead = ContactFactory()
    (row,) = propose(drafts=[draft(lead)])
    observed = replace(draft(lead, "Would write"), status="observed")

    assert len(propose(drafts=[observed])) == 1
    assert propose(drafts=[observed]) == []

    row.refresh_from_db()
    assert row.status == "pending"


def test_what_was_done_once_may_be_proposed_again(acme):
    lead = ContactFactory()
    propose(drafts=[draft(lead)])
    Proposal.objects.update(status="executed")
    assert len(propose(drafts=[draft(lead)])) == 1


def test_nothing_to_propose_stores_nothing(acme):
    assert propose(drafts=[]) == []


def test_a_proposal_lives_as_long_as_its_draft_says(acme):
    (row,) = propose(drafts=[replace(draft(ContactFactory()), lives=timedelta(hours=1))])
    assert row.expires_at - row.created_at == timedelta(hours=1)
    assert (row.decided_at, row.is_pending) == (None, True)


def test_a_fact_is_stored_as_texts():
    at = Decimal("0.80")
    assert fact("icp", at, version=7) == {"key": "icp", "value": "0.80", "source": "", "version": "7"}
