"""Storing proposals: one open one for each slot, in a constant number of queries."""

import pytest

from revops.agents.approvals.models import Proposal
from revops.agents.approvals.services import deciding
from revops.agents.approvals.services.proposing import Draft, propose
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
