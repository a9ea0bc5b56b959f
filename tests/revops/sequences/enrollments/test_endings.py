"""What stops a sequence: replies, bounces, unsubscribing, meetings and closed deals, whatever waits."""

from decimal import Decimal

import pytest

from mauntic.crm.contacts.services.edit import create_contact
from mauntic.crm.models import Contact
from mauntic.delivery.messages.services.claims import claim_due
from mauntic.delivery.messages.services.sending import send_claimed
from mauntic.delivery.messages.services.unsubscribing import unsubscribe
from mauntic.delivery.models import Message, Reason
from mauntic.delivery.models import Reason as Suppressed
from mauntic.delivery.suppression.selectors import EVERYTHING, Scope
from mauntic.delivery.suppression.services import suppress
from mauntic.events.catalog import (
    DealLost,
    DealWon,
    MeetingPlanned,
    MessageBounced,
    MessageReplied,
    MessageSent,
    MessageUnsubscribed,
)
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.activities.models import Activity
from revops.sequences.domain.stops import Reason as Why
from revops.sequences.domain.stops import reason_words
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.services.enrollments.changes import pause
from revops.sequences.services.enrollments.endings import stop_for
from revops.sequences.services.sequences import switch_sequence
from revops.sequences.services.sweep import run_due
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.delivery import MessageFactory
from tests.factories.sequences import CALL, CONNECT, EMAIL, SMS, WAIT, make_enrollment, make_sequence

FACTS = {
    "replied": lambda lead: MessageReplied(contact_id=lead, message_id=new_id()),
    "bounced": lambda lead: MessageBounced(contact_id=lead, message_id=new_id()),
    "unsubscribed": lambda lead: MessageUnsubscribed(contact_id=lead, message_id=new_id()),
    "meeting": lambda lead: MeetingPlanned(
        contact_id=lead, deal_id=None, activity_id=new_id(), activity_type="meeting"
    ),
    "deal_won": lambda lead: DealWon(contact_id=lead, deal_id=new_id(), value=Decimal(1)),
    "deal_lost": lambda lead: DealLost(contact_id=lead, deal_id=new_id(), reason="price"),
}


def again(row: Enrollment) -> Enrollment:
    return Enrollment.objects.get(pk=row.pk)


@pytest.mark.parametrize("reason", FACTS)
def test_what_happened_stops_the_sequence_and_cancels_the_waiting_email(reason, rep, mailbox, run_jobs):
    row, other = (make_enrollment(make_sequence(rep, name=name), rep) for name in ("One", "Two"))
    run_due()

    with run_jobs():
        publish(FACTS[reason](row.contact_id))

    stored = again(row)
    assert (stored.state, stored.reason, stored.due_at) == ("stopped", reason, None)
    assert stored.ended_at is not None
    message = Message.objects.get(contact=row.contact)
    assert (message.state, message.hold) == ("cancelled", "origin_ended")
    assert again(other).state == "active"


def test_a_report_of_spam_is_another_reason_than_unsubscribing(rep, run_jobs):
    rows = [make_enrollment(make_sequence(rep, name=name), rep) for name in ("One", "Two")]
    messages = [MessageFactory(contact=row.contact, state="sent") for row in rows]
    with run_jobs():
        unsubscribe(message=messages[0], source="complaint", reason=Suppressed.COMPLAINED)
        unsubscribe(message=messages[1], source="link")

    assert [again(row).reason for row in rows] == ["complained", "unsubscribed"]
    stored = again(rows[0])
    assert reason_words(stored.reason, stored.reason_facts) == "The lead reported an email as spam."


def test_a_paused_sequence_stops_as_well_and_an_ended_one_keeps_its_reason(rep, run_jobs):
    row = make_enrollment(make_sequence(rep), rep)
    Enrollment.objects.update(state="paused", reason="by_person")
    with run_jobs():
        publish(FACTS["replied"](row.contact_id))
        publish(FACTS["bounced"](row.contact_id))

    assert (again(row).state, again(row).reason) == ("stopped", "replied")


def test_a_deal_without_a_lead_stops_nothing(rep, run_jobs):
    row = make_enrollment(make_sequence(rep), rep)
    with run_jobs():
        publish(DealWon(contact_id=None, deal_id=new_id(), value=Decimal(1)))

    assert again(row).state == "active"


def test_a_win_that_is_withdrawn_stops_nothing(rep, run_jobs):
    row = make_enrollment(make_sequence(rep), rep)
    with run_jobs():
        publish(DealWon(contact_id=row.contact_id, deal_id=new_id(), value=Decimal(1), is_withdrawn=True))

    assert again(row).state == "active"


@pytest.mark.parametrize(("stops", "state"), [(True, "paused"), (False, "active")])
def test_a_reply_pauses_the_colleagues_if_the_sequence_says_so(stops, state, rep, mailbox, run_jobs):
    company = CompanyFactory()
    sequence = make_sequence(rep, stops_company=stops)
    asked = make_enrollment(sequence, rep, company=company, first_name="Ada", last_name="Poe")
    colleague = make_enrollment(sequence, rep, company=company)
    elsewhere = make_enrollment(sequence, rep)
    alone = [make_enrollment(sequence, rep, company=None) for _lead in range(2)]
    run_due()

    with run_jobs():
        publish(FACTS["replied"](asked.contact_id))
        publish(FACTS["replied"](alone[0].contact_id))

    stored = again(colleague)
    assert stored.state == state
    assert stored.reason_facts == ({"name": "Ada Poe"} if stops else {})
    assert Message.objects.get(contact=colleague.contact).state == ("cancelled" if stops else "waiting")
    assert again(elsewhere).state == "active"
    # Leads without a company are nobody's colleagues.
    assert again(alone[1]).state == "active"


def test_people_with_an_address_at_a_mail_service_are_no_colleagues(rep, mailbox, run_jobs):
    sequence = make_sequence(rep, stops_company=True)
    asked, other = (
        make_enrollment(
            sequence,
            rep,
            contact=create_contact(values={"first_name": name, "email": f"{name}@gmail.com"}, source="api"),
        )
        for name in ("ada", "ben")
    )
    run_due()

    with run_jobs():
        publish(FACTS["replied"](asked.contact_id))

    assert (again(asked).state, again(other).state) == ("stopped", "active")
    assert Message.objects.get(contact=other.contact).state == "waiting"


def test_a_reply_before_the_sending_is_recorded_keeps_the_sequence_stopped(rep, mailbox, run_jobs):
    row = make_enrollment(make_sequence(rep), rep)
    run_due()
    message = Message.objects.get()
    with run_jobs():
        publish(FACTS["replied"](row.contact_id))
        publish(MessageSent(contact_id=row.contact_id, message_id=message.pk))

    stored = again(row)
    assert (stored.state, stored.position, stored.due_at) == ("stopped", 1, None)
    assert stored.runs.get().outcome == "sent"


def test_a_lead_that_is_in_no_sequence_changes_nothing(rep, run_jobs):
    with run_jobs():
        publish(FACTS["replied"](ContactFactory().pk))

    assert not Enrollment.objects.exists()


def test_the_outbox_names_the_colleague_whose_reply_took_an_email_back(rep, mailbox, run_jobs):
    company = CompanyFactory()
    sequence = make_sequence(rep, stops_company=True)
    first = make_enrollment(sequence, rep, company=company, first_name="Ada", last_name="Poe")
    second = make_enrollment(sequence, rep, company=company)
    run_due()
    with run_jobs():
        publish(MessageReplied(contact_id=first.contact_id, message_id=new_id()))

    assert again(second).state == "paused"
    message = Message.objects.get(contact=second.contact)
    assert message.hold_facts["reason"] == "Ada Poe of the same company replied."


@pytest.mark.parametrize("step", [CALL, CONNECT, EMAIL, SMS, WAIT], ids=lambda step: step.type)
@pytest.mark.parametrize("no", ["this sequence", "everything", "consent"])
def test_who_said_no_is_left_alone_on_every_channel(no, step, rep, mailbox):
    row = make_enrollment(make_sequence(rep, (step,)), rep, email="bo@client.example")
    if no == "consent":
        Contact.objects.update(consent="refused")
    else:
        scope = Scope("sequence", row.sequence_id) if no == "this sequence" else EVERYTHING
        suppress(addresses=["bo@client.example"], reason=Reason.UNSUBSCRIBED, source="link", scope=scope)
    Enrollment.objects.update(due_at=now())

    run_due()

    assert (again(row).state, again(row).reason) == ("stopped", "cancelled")
    assert not Activity.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("ending", ["replied", "paused", "switched off"])
def test_an_email_that_waits_for_its_turn_at_the_server_is_taken_back(ending, rep, mailbox, smtp):
    row = make_enrollment(make_sequence(rep), rep, email="bo@client.example")
    run_due()
    claimed = claim_due(mailbox_id=mailbox.pk)
    assert len(claimed.ids) == 1

    if ending == "replied":
        stop_for(contact_ids=[row.contact_id], reason=Why.REPLIED)
    elif ending == "paused":
        pause(enrollment_id=row.pk, by=rep)
    else:
        switch_sequence(sequence_id=row.sequence_id, on=False, by=rep)
    send_claimed(mailbox_id=mailbox.pk, ids=claimed.ids)

    assert smtp.got == []
    assert Message.objects.get().state == ("waiting" if ending == "switched off" else "cancelled")
