"""Proposals are closed when a lead writes, leaves or is scored anew, and when their time is over."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from mauntic.crm.contacts.services.removal import erase_contacts
from mauntic.delivery.models import Reason, Reply
from mauntic.delivery.suppression.services import suppress
from mauntic.events.catalog import MessageReplied, MessageUnsubscribed, ProspectQualified
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.agents.approvals.actors import settle_proposals
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.selectors.shown import changes
from revops.agents.approvals.services.reviewing import review_of, settle
from revops.agents.sdr.models import SdrDecision, SdrReply
from revops.prospects.models import Prospect
from tests.factories.delivery import ReplyFactory
from tests.factories.proposals import make_recommended, propose_answer, propose_enrollment
from tests.factories.sequences import make_mailbox, make_sequence
from tests.support.queries import queries_of


@pytest.fixture
def enrollment(rep) -> Proposal:
    return propose_enrollment(make_sequence(rep), make_recommended(owner=rep))


@pytest.fixture
def answer(rep) -> Proposal:
    return propose_answer(ReplyFactory(mailbox=make_mailbox(rep)))


def outcome(row: Proposal) -> tuple[str, str]:
    row.refresh_from_db()
    return row.status, row.detail


def test_a_reply_closes_the_proposal_to_enroll_at_once(enrollment, run_jobs):
    ReplyFactory(contact=enrollment.contact)
    with run_jobs():
        publish(MessageReplied(contact_id=enrollment.contact_id, message_id=new_id()))

    assert outcome(enrollment) == ("invalidated", "The lead wrote to us since.")


def test_who_unsubscribes_is_not_proposed_to_be_answered(answer, run_jobs):
    suppress(addresses=[answer.contact.email], reason=Reason.UNSUBSCRIBED, source="link")
    with run_jobs():
        publish(MessageUnsubscribed(contact_id=answer.contact_id, message_id=new_id()))

    status, why = outcome(answer)
    assert status == "invalidated"
    assert why.startswith("The lead must not get email:")


def test_another_recommendation_closes_the_proposal(enrollment, run_jobs):
    Prospect.objects.update(recommendation="skip")
    with run_jobs():
        publish(ProspectQualified(contact_id=enrollment.contact_id, score=Decimal(20), recommendation="skip"))

    assert outcome(enrollment) == (
        "invalidated",
        "The qualification does not recommend a sequence any more.",
    )


def test_what_still_holds_and_what_was_decided_stays(enrollment, answer):
    Proposal.objects.filter(pk=answer.pk).update(status="rejected")
    ReplyFactory(contact=answer.contact)

    assert review_of(contact_ids=[enrollment.contact_id, answer.contact_id]) == 0
    assert (outcome(enrollment)[0], outcome(answer)[0]) == ("pending", "rejected")


def test_only_the_leads_that_are_named_are_reviewed(rep, enrollment):
    other = propose_enrollment(make_sequence(rep, name="Other"))
    Prospect.objects.update(recommendation="skip")

    assert review_of(contact_ids=[other.contact_id]) == 1
    assert outcome(enrollment)[0] == "pending"


@pytest.mark.parametrize("seconds", [-1, 0])
def test_a_proposal_expires_at_its_moment_and_not_before(answer, seconds):
    with time_machine.travel(answer.expires_at + timedelta(seconds=seconds), tick=False):
        assert settle() == int(seconds == 0)
    assert outcome(answer)[0] == ("expired" if seconds == 0 else "pending")


def test_the_schedule_expires_what_nobody_decided(answer, run_jobs):
    Proposal.objects.update(expires_at=now() - timedelta(minutes=1))
    with run_jobs():
        settle_proposals.send()
    assert outcome(answer)[0] == "expired"


def test_a_slot_is_free_again_after_its_proposal_expired(rep, answer):
    Proposal.objects.update(expires_at=now() - timedelta(minutes=1))
    settle()

    again = propose_answer(Reply.objects.get())

    assert (again.status, again.payload_hash) == ("pending", answer.payload_hash)
    assert again.pk != answer.pk


@pytest.mark.parametrize("kind", ["enroll", "answer"])
def test_the_ground_of_many_is_looked_at_in_as_many_queries_as_that_of_one(rep, kind):
    mailbox, sequence = make_mailbox(rep), make_sequence(rep)

    def make() -> Proposal:
        if kind == "enroll":
            return propose_enrollment(sequence, make_recommended(owner=rep))
        return propose_answer(ReplyFactory(mailbox=mailbox))

    ids = [make().pk for _number in range(5)]
    rows = list(Proposal.objects.filter(pk__in=ids).select_related("contact"))

    assert changes(rows) == {}
    assert queries_of(lambda: changes(rows[:1])) == queries_of(lambda: changes(rows))


def test_erasing_a_lead_leaves_no_word_of_theirs_with_the_agents(rep, answer, run_jobs):
    reply = ReplyFactory(contact=answer.contact, text="My secret is a tunnel.")
    SdrReply.objects.create(reply=reply, outcome="A tunnel.", state="done")
    SdrDecision.objects.create(contact=answer.contact, words="Has a tunnel.", state="done")
    kept = propose_answer(ReplyFactory(mailbox=make_mailbox(rep)))

    with run_jobs():
        erase_contacts(contact_ids=[answer.contact_id])

    assert list(Proposal.objects.values_list("pk", flat=True)) == [kept.pk]
    assert not SdrReply.objects.exists()
    assert not SdrDecision.objects.exists()


def test_a_person_who_is_deleted_leaves_what_they_decided(rep, colleague, answer):
    Proposal.objects.update(status="rejected", decided_by=colleague, decided_at=now())
    colleague.delete()
    answer.refresh_from_db()
    assert (answer.status, answer.decided_by) == ("rejected", None)
