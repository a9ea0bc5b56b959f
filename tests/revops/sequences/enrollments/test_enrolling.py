"""Enrolling leads: one, many, and those who must not be."""

import pytest

from mauntic.crm.contacts.services.removal import contacts_with_work
from mauntic.crm.models import Contact
from mauntic.delivery.models import Reason
from mauntic.delivery.suppression.selectors import Scope
from mauntic.delivery.suppression.services import suppress
from mauntic.kernel.errors import Conflict, NotAllowed, NotFound
from mauntic.kernel.ids import new_id
from revops.sequences.domain.steps import StepDraft
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.selectors.candidates import candidates
from revops.sequences.selectors.steps import newest_version
from revops.sequences.services.enrollments.enrolling import enroll_lead, enroll_leads
from tests.factories.crm import ContactFactory
from tests.factories.sequences import CALL, make_enrollment, make_mailbox, make_sequence
from tests.support.queries import queries_of


def refusals(sequence, rep, *leads: Contact) -> list[str]:
    found = candidates(
        sequence=sequence,
        version=newest_version(sequence.pk),
        contact_ids=[lead.pk for lead in leads],
        by=rep,
    )
    return [refusal.why for refusal in found.refused]


def test_a_lead_is_enrolled_with_the_mailbox_of_the_rep(rep):
    make_mailbox(None)
    own = make_mailbox(rep)
    row = make_enrollment(make_sequence(rep), rep)

    assert (row.state, row.position, row.mailbox, row.enrolled_by) == ("active", 1, own, rep)
    assert row.due_at is not None


def test_who_cannot_be_enrolled_is_named_with_the_reason(rep, make_user):
    sequence = make_sequence(rep)
    other = make_sequence(rep, name="Other")
    enrolled, elsewhere = make_enrollment(sequence, rep).contact, make_enrollment(other, rep).contact
    silent = ContactFactory(email="")
    refused = ContactFactory(consent="refused", suppressed_reason="asked by phone")
    gone, left = ContactFactory(), ContactFactory()
    suppress(addresses=[gone.email], reason=Reason.BOUNCED, source="550")
    suppress(
        addresses=[left.email],
        reason=Reason.UNSUBSCRIBED,
        source="link",
        scope=Scope("sequence", sequence.pk),
    )
    theirs = ContactFactory(owner=make_user("rep", "other@acme.example"))
    free = ContactFactory()
    leads = (enrolled, elsewhere, silent, refused, gone, left, theirs, free)

    assert sorted(refusals(sequence, rep, *leads)) == sorted(
        [
            "Already enrolled.",
            'Already in "Other".',
            "No email address.",
            "asked by phone",
            "Suppressed: the address does not exist.",
            "Suppressed: unsubscribed.",
            f"Belongs to {theirs.owner}.",
        ]
    )
    done = enroll_leads(sequence_id=sequence.pk, contact_ids=[lead.pk for lead in leads], by=rep)
    assert [row.contact for row in done.rows] == [free]
    assert len(done.refused) == 7
    # Unsubscribing from one sequence does not close the others.
    assert refusals(other, rep, left) == []


def test_a_sequence_without_emails_takes_leads_without_an_address(rep):
    assert refusals(make_sequence(rep, (CALL,)), rep, ContactFactory(email="")) == []


def test_a_second_enrollment_is_refused_with_the_name(rep):
    sequence = make_sequence(rep)
    lead = make_enrollment(sequence, rep).contact

    with pytest.raises(Conflict, match=f"{lead.name}: Already enrolled."):
        enroll_lead(sequence_id=sequence.pk, contact_id=lead.pk, by=rep)
    Enrollment.objects.update(state="finished")
    enroll_lead(sequence_id=sequence.pk, contact_id=lead.pk, by=rep)
    assert Enrollment.objects.count() == 2


def test_unknown_leads_and_leads_of_others_are_refused(rep, make_user):
    sequence = make_sequence(rep)
    theirs = ContactFactory(owner=make_user("rep", "other@acme.example"))

    with pytest.raises(NotFound):
        enroll_lead(sequence_id=sequence.pk, contact_id=new_id(), by=rep)
    with pytest.raises(NotAllowed):
        enroll_lead(sequence_id=sequence.pk, contact_id=theirs.pk, by=rep)
    with pytest.raises(NotFound):
        enroll_lead(sequence_id=new_id(), contact_id=ContactFactory().pk, by=rep)


def test_a_lead_in_a_sequence_is_work_of_people_that_a_revert_keeps(rep):
    enrolled, free = make_enrollment(make_sequence(rep), rep).contact_id, ContactFactory().pk

    assert contacts_with_work([enrolled, free]) == {enrolled}


def test_a_lead_waits_in_a_draft_without_steps(rep):
    row = make_enrollment(make_sequence(rep, (), on=False), rep)

    assert (row.state, row.due_at) == ("active", None)


def test_the_mailbox_of_somebody_else_cannot_be_used(rep, make_user):
    theirs = make_mailbox(make_user("rep", "other@acme.example"))
    sequence, lead = make_sequence(rep), ContactFactory()

    with pytest.raises(NotFound):
        enroll_leads(sequence_id=sequence.pk, contact_ids=[lead.pk], by=rep, mailbox_id=theirs.pk)


def test_many_leads_take_the_queries_of_one(rep):
    sequence = make_sequence(rep, (CALL, StepDraft(type="email", subject="A", body="B")))

    def enroll(count: int) -> int:
        ids = [lead.pk for lead in ContactFactory.create_batch(count)]
        return queries_of(
            lambda: (
                enroll_leads(sequence_id=sequence.pk, contact_ids=ids, by=rep)
                and Enrollment.objects.filter(contact__in=ids).delete()
            )
        )

    assert enroll(1) == enroll(3)
