"""Bounces and complaints as mail servers send them: twice, late, contradicting each other, about others."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from mauntic.delivery.inbox.services.receiving import Arrived, receive
from mauntic.delivery.models import Mailbox, Message, Reply, Suppression
from tests.delivery.inbox.mails import OURS, bounce, events
from tests.factories.delivery import MessageFactory


def arrive(mailbox: Mailbox, raw: bytes) -> int:
    return receive(mailbox=mailbox, mails=[Arrived(raw, len(raw))])


def test_the_same_report_fetched_twice_is_one_bounce(mailbox: Mailbox, sent: Message) -> None:
    raw = bounce(sent, 1, "5.1.1", "550 5.1.1 User unknown")

    assert (arrive(mailbox, raw), arrive(mailbox, raw)) == (1, 0)
    assert events("MessageBounced") == 1


def test_a_bounce_of_an_unknown_address_is_stored_and_stops_nothing(mailbox: Mailbox, sent: Message) -> None:
    foreign = MessageFactory.build(
        mailbox=mailbox, contact=sent.contact, to_address="mum@home.example", header_id="<x@ours.example>"
    )

    assert arrive(mailbox, bounce(foreign, 1, "5.1.1", "550 5.1.1 User unknown")) == 1

    reply = Reply.objects.get()
    assert (reply.label, reply.kind, reply.contact, reply.raw) == ("bounce", "hard", None, None)
    assert not Suppression.objects.exists()
    assert events("MessageBounced") == 0


def test_a_delay_then_a_failure_then_a_success_leave_the_failure(mailbox: Mailbox, sent: Message) -> None:
    arrive(mailbox, bounce(sent, 1, "4.4.1", "450 4.4.1 No answer", action="delayed"))
    sent.refresh_from_db()
    assert sent.bounced_at is None

    arrive(mailbox, bounce(sent, 2, "5.1.1", "550 5.1.1 User unknown"))
    arrive(mailbox, bounce(sent, 3, "2.0.0", "250 2.0.0 OK", action="delivered"))

    sent.refresh_from_db()
    assert sent.bounced_at is not None
    assert Suppression.objects.get().reason == "bounced"
    assert events("MessageBounced") == 1


def test_a_delay_that_ends_in_a_success_is_no_bounce(mailbox: Mailbox, sent: Message) -> None:
    arrive(mailbox, bounce(sent, 1, "4.4.1", "450 4.4.1 No answer", action="delayed"))
    arrive(mailbox, bounce(sent, 2, "2.0.0", "250 2.0.0 OK", action="delivered"))

    sent.refresh_from_db()
    assert sent.bounced_at is None
    assert not Suppression.objects.exists()


def test_a_person_who_attaches_a_bounce_of_their_own_has_replied(mailbox: Mailbox, sent: Message) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "Bo <bo@client.example>", OURS, "Re: A question"
    letter["Message-ID"], letter["In-Reply-To"] = "<1@client.example>", sent.header_id
    letter.set_content("Yes, interested! My mail to my boss came back, see below.")
    letter.make_mixed()
    boss = MessageFactory.build(contact=sent.contact, to_address="boss@client.example", header_id="<x@y>")
    for part in message_from_bytes(bounce(boss, 1, "5.1.1", "550 unknown"), policy=default).iter_parts():
        letter.attach(part)

    arrive(mailbox, letter.as_bytes())

    assert (Reply.objects.get().label, Reply.objects.get().is_human) == ("positive", True)
    assert not Suppression.objects.exists()


def test_a_dead_address_that_the_lead_forwards_to_counts_as_soft(mailbox: Mailbox, sent: Message) -> None:
    elsewhere = MessageFactory.build(
        contact=sent.contact, to_address="boss@other.example", header_id=sent.header_id
    )

    arrive(mailbox, bounce(elsewhere, 1, "5.1.1", "550 5.1.1 User unknown"))

    assert (Reply.objects.get().kind, Reply.objects.get().message) == ("soft", sent)
    assert not Suppression.objects.exists()


def complaint(sender: str, *fields: str) -> bytes:
    """A report about spam, as providers send it."""
    lines = "\n".join(("Feedback-Type: abuse", "Version: 1", *fields))
    return (
        f"From: {sender}\nTo: {OURS}\nSubject: Re: A question\nMessage-ID: <arf@isp.example>\n"
        "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nThis is a report.\n\n"
        f"--b\nContent-Type: message/feedback-report\n\n{lines}\n\n--b--\n"
    ).encode()


def test_a_complaint_that_names_only_the_address_can_be_lifted(mailbox: Mailbox, sent: Message) -> None:
    arrive(mailbox, complaint("fbl@isp.example", "Original-Rcpt-To: bo@client.example"))

    assert Suppression.objects.get().reason == "asked"
    sent.refresh_from_db()
    assert sent.unsubscribed_at is not None


def test_a_complaint_in_the_name_of_the_lead_suppresses_nobody(mailbox: Mailbox, sent: Message) -> None:
    arrive(mailbox, complaint("bo@client.example"))

    assert Reply.objects.get().label == "complaint"
    assert not Suppression.objects.exists()


def test_refusals_that_name_no_email_of_ours_pause_no_mailbox(mailbox: Mailbox, sent: Message) -> None:
    forged = MessageFactory.build(contact=sent.contact, to_address=sent.to_address, header_id="<no@where>")

    arrive(mailbox, bounce(forged, 1, "5.7.1", "550 5.7.1 policy"))
    sent.refresh_from_db()
    assert (Reply.objects.get().kind, sent.failure) == ("policy", "")

    arrive(mailbox, bounce(sent, 2, "5.7.1", "550 5.7.1 policy"))
    sent.refresh_from_db()
    assert sent.failure == "policy"
