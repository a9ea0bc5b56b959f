"""From the mail of a lead to what becomes of their sequence."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mauntic.delivery.inbox.services.receiving import Arrived, receive
from mauntic.delivery.models import Mailbox, Message
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.services.enrollments.enrolling import enroll_leads
from revops.sequences.services.sweep import run_due
from tests.delivery.inbox.mails import invitation_answer, mail
from tests.delivery.mail_servers import MailServer
from tests.factories.crm import ContactFactory
from tests.factories.sequences import make_enrollment, make_sequence


@pytest.fixture
def row(rep, mailbox, sweep_and_send) -> Enrollment:
    """An enrollment whose first email went out."""
    found = make_enrollment(
        make_sequence(rep), rep, email="bo@client.example", first_name="Bo", last_name="Poe"
    )
    sweep_and_send()
    return found


@pytest.fixture
def arrive(mailbox: Mailbox, run_jobs) -> Callable[[bytes], None]:
    def run(raw: bytes) -> None:
        with run_jobs():
            receive(mailbox=mailbox, mails=[Arrived(raw, len(raw))])

    return run


def standing(row: Enrollment) -> tuple[str, str]:
    stored = Enrollment.objects.get(pk=row.pk)
    return stored.state, stored.reason


@pytest.mark.parametrize("is_new_mail", [False, True])
def test_an_out_of_office_pauses_until_its_date_and_is_no_reply(
    row, arrive, sweep_and_send, pass_days, smtp: MailServer, is_new_mail: bool
):
    answered = {} if is_new_mail else {"In_Reply_To": Message.objects.get().header_id}
    monday = (now() + timedelta(days=28 - now().weekday())).date()
    away = f"I am out of the office. I am back on {monday.day} {monday:%B} {monday.year}."
    arrive(mail(away, Auto_Submitted="auto-replied", Subject="Automatic reply", **answered))
    run_due()

    assert standing(row) == ("paused", "away")
    assert Message.objects.get().replied_at is None
    assert not StoredEvent.objects.filter(type="delivery.MessageReplied").exists()
    resumes = Enrollment.objects.get(pk=row.pk).resumes_at
    assert resumes is not None
    assert resumes.date() == monday

    # The follow-up was due after three days.
    pass_days(10)
    sweep_and_send()
    assert (standing(row), len(smtp.got)) == (("paused", "away"), 1)
    pass_days(28)
    sweep_and_send()
    assert (standing(row)[0] != "paused", len(smtp.got)) == (True, 2)


def test_a_person_who_is_away_and_interested_stops_it(row, arrive):
    text = "I'm out of office until Monday but this is interesting. Can we talk then?"
    arrive(mail(text, In_Reply_To=Message.objects.get().header_id))

    assert standing(row) == ("stopped", "replied")


def test_a_reply_from_another_address_of_the_lead_stops_it(row, arrive):
    arrive(mail("Yes!", sender="bo@home.example", In_Reply_To=Message.objects.get().header_id))

    assert standing(row) == ("stopped", "replied")


def test_a_new_mail_of_the_lead_stops_it(row, arrive):
    arrive(mail("Could you call me?", Subject="Our plans"))

    assert standing(row) == ("stopped", "replied")


def test_an_accepted_invitation_stops_it_for_the_meeting(row, arrive):
    arrive(invitation_answer("ACCEPTED"))

    assert standing(row) == ("stopped", "meeting")
    assert not Activity.objects.exists()


@pytest.mark.parametrize("answer", ["DECLINED", "TENTATIVE"])
def test_a_declined_invitation_is_a_task_and_the_sequence_goes_on(row, arrive, rep, answer: str):
    arrive(invitation_answer(answer))

    assert standing(row) == ("active", "")
    task = Activity.objects.get()
    assert (task.type, task.contact, task.owner) == ("task", row.contact, rep)
    assert task.subject == "Offer Bo Poe another time: the meeting was not accepted"


def test_who_left_the_company_stops_and_nobody_else_is_enrolled(row, arrive):
    text = "I no longer work at Client. Please write to dee@client.example instead."
    answered = Message.objects.get().header_id
    arrive(mail(text, In_Reply_To=answered, Auto_Submitted="auto-replied", Subject="Automatic reply"))
    run_due()

    assert standing(row) == ("stopped", "cancelled")
    assert Enrollment.objects.get().reason_facts == {"words": "The lead left the company."}
    assert Enrollment.objects.count() == 1


def test_a_lead_who_answers_in_the_thread_of_a_colleague_is_not_written_to(row, arrive, rep, sweep_and_send):
    cy = make_enrollment(row.sequence, rep, email="cy@client.example", first_name="Cy")
    sweep_and_send()
    thread = Message.objects.get(contact=row.contact)
    arrive(mail("Not interested.", sender="Cy <cy@client.example>", In_Reply_To=thread.header_id))

    assert (standing(row), standing(cy)) == (("stopped", "replied"), ("stopped", "replied"))


def test_a_lead_who_writes_before_the_first_email_is_not_written_to(rep, smtp, arrive, sweep_and_send):
    row = make_enrollment(make_sequence(rep), rep, email="bo@client.example")
    arrive(mail("I saw your site. Could you call me about prices?", Subject="Prices"))
    sweep_and_send()

    assert (standing(row), smtp.got) == (("stopped", "replied"), [])


def test_a_lead_who_wrote_before_a_person_enrolled_them_all_the_same_is_written_to(
    rep, smtp, arrive, sweep_and_send
):
    lead = ContactFactory(email="bo@client.example")
    arrive(mail("I saw your site. Could you call me about prices?", Subject="Prices"))
    sequence = make_sequence(rep)
    [row] = enroll_leads(sequence_id=sequence.pk, contact_ids=[lead.pk], by=rep, with_answered=True).rows
    sweep_and_send()

    assert (standing(row), len(smtp.got)) == (("active", ""), 1)


def test_a_declined_invitation_does_not_hide_a_reply_read_with_it(row, mailbox, run_jobs):
    reply = mail("No thanks, this is not for us.", In_Reply_To=Message.objects.get().header_id)
    with run_jobs():
        mails = [Arrived(raw, len(raw)) for raw in (reply, invitation_answer("DECLINED"))]
        receive(mailbox=mailbox, mails=mails)
    run_due()

    assert standing(row) == ("stopped", "replied")
