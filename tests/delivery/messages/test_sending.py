"""From the outbox to a real SMTP server: once each, in order, with what the server answered."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from mauntic.crm.models import Consent
from mauntic.delivery.messages.services import claims, sending
from mauntic.delivery.messages.services.queue import Letter, queue_messages, settle_unknown
from mauntic.delivery.models import Mailbox, Message, MessageState, Rank, Reason, Suppression
from mauntic.delivery.suppression.services import suppress
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from mauntic.kernel.ids import new_id
from mauntic.tenants.models import Organization
from tests.delivery.mail_servers import MailServer, mail_server
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory, MessageFactory


@pytest.fixture
def mailbox(acme: Organization, smtp: MailServer) -> Mailbox:
    return MailboxFactory(smtp_port=smtp.port)


def again(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_a_due_message_reaches_the_server_with_its_headers(mailbox: Mailbox, smtp: MailServer) -> None:
    message = MessageFactory(
        mailbox=mailbox, contact__first_name="Bo", body="Hello {{ first_name }},\n\nyes?"
    )

    assert sending.send_due(mailbox_id=mailbox.pk) == 1

    recipient, got = smtp.got[0]
    assert recipient == message.to_address
    assert got["Message-ID"] == message.header_id
    assert got["From"] == f"Ada Rep <{mailbox.address}>"
    text = got.get_body(("plain",))
    html = got.get_body(("html",))
    assert text is not None
    assert text.get_content().splitlines() == ["Hello Bo,", "", "yes?"]
    assert html is not None
    assert "Hello Bo," in html.get_content()
    assert "<style" not in html.get_content()
    stored = again(message)
    assert (stored.state, stored.server_words) == (MessageState.SENT, "250 2.0.0 queued as 4711")
    assert stored.sent_text == "Hello Bo,\n\nyes?"
    assert StoredEvent.objects.filter(type="delivery.MessageSent").count() == 1


def test_automatic_messages_can_be_unsubscribed_from_by_one_click(mailbox: Mailbox, smtp: MailServer) -> None:
    message = MessageFactory(mailbox=mailbox)
    Message.objects.update(rank=1)
    sending.send_due(mailbox_id=mailbox.pk)

    got = smtp.got[0][1]
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(got["List-Unsubscribe"]).strip("<>")
    assert address.startswith("http")

    path = "/" + address.split("/", 3)[3]
    client = Client(enforce_csrf_checks=True, headers={"host": "acme.localhost"})
    assert client.get(path).status_code == 200
    assert not Suppression.objects.exists()
    for _twice in range(2):
        answer = client.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    row = Suppression.objects.get()
    assert (row.reason, row.source, row.contact_id) == (
        Reason.UNSUBSCRIBED,
        "one-click unsubscribe",
        message.contact_id,
    )
    assert StoredEvent.objects.filter(type="delivery.MessageUnsubscribed").count() == 1
    assert "You are unsubscribed" in client.get(path).content.decode()


def test_a_token_of_another_organization_is_unknown(mailbox: Mailbox, smtp: MailServer) -> None:
    MessageFactory(mailbox=mailbox)
    Message.objects.update(rank=1)
    sending.send_due(mailbox_id=mailbox.pk)
    path = "/" + str(smtp.got[0][1]["List-Unsubscribe"]).strip("<>").split("/", 3)[3]

    other = Client(headers={"host": "globex.localhost"})

    assert other.post(path).status_code == 404
    assert other.get(path[:-3] + "xx/").status_code == 404
    assert not Suppression.objects.exists()


def test_what_is_suppressed_while_it_waits_does_not_go(mailbox: Mailbox, smtp: MailServer) -> None:
    message = MessageFactory(mailbox=mailbox)
    message.contact.consent = Consent.REFUSED
    message.contact.suppressed_reason = "asked by phone"
    message.contact.save()

    assert sending.send_due(mailbox_id=mailbox.pk) == 0
    assert smtp.got == []
    assert again(message).state == MessageState.CANCELLED
    assert again(message).hold_facts["reason"] == "asked by phone"


@pytest.mark.parametrize("reason", [Reason.UNSUBSCRIBED, Reason.COMPLAINED, Reason.ERASED, Reason.MANUAL])
@pytest.mark.parametrize("claimed_before", [True, False])
def test_who_said_no_gets_nothing_at_another_address_either(
    mailbox: Mailbox, smtp: MailServer, reason: Reason, claimed_before: bool
) -> None:
    message = MessageFactory(mailbox=mailbox, to_address="bo@home.example")
    ids = claims.claim_due(mailbox_id=mailbox.pk).ids if claimed_before else []
    suppress(addresses=[message.contact.email.upper()], reason=reason, source="link")

    assert sending.send_claimed(mailbox_id=mailbox.pk, ids=ids) == 0
    assert sending.send_due(mailbox_id=mailbox.pk) == 0

    assert smtp.got == []
    assert (again(message).state, again(message).hold) == (MessageState.CANCELLED, "suppressed")


def test_an_address_that_is_gone_says_nothing_about_another_one(mailbox: Mailbox, smtp: MailServer) -> None:
    message = MessageFactory(mailbox=mailbox, to_address="bo@new.example")
    suppress(addresses=[message.contact.email], reason=Reason.BOUNCED, source="server")

    assert sending.send_due(mailbox_id=mailbox.pk) == 1
    assert smtp.recipients == ["bo@new.example"]


def test_what_is_sent_again_goes_to_nobody_who_said_no_since(mailbox: Mailbox, smtp: MailServer, rep) -> None:
    message = MessageFactory(mailbox=mailbox, state="unknown", claimed_at=now(), handed_at=now())
    suppress(addresses=[message.to_address], reason=Reason.COMPLAINED, source="report")

    settle_unknown(message_id=message.pk, was_sent=False, by=rep.pk)

    assert sending.send_due(mailbox_id=mailbox.pk) == 0
    assert again(message).state == MessageState.CANCELLED


def test_what_is_cancelled_after_the_claim_does_not_go(mailbox: Mailbox, smtp: MailServer) -> None:
    message = MessageFactory(mailbox=mailbox)
    claimed = claims.claim_due(mailbox_id=mailbox.pk)
    Message.objects.filter(pk=message.pk).update(state=MessageState.CANCELLED)

    assert sending.send_claimed(mailbox_id=mailbox.pk, ids=claimed.ids) == 0
    assert smtp.got == []


def test_a_refused_recipient_does_not_stop_the_others(mailbox: Mailbox, smtp: MailServer) -> None:
    gone, policy, later, fine = MessageFactory.create_batch(4, mailbox=mailbox)
    smtp.at_rcpt[gone.to_address] = "550 5.1.1 User unknown"
    smtp.at_data[policy.to_address] = "550 5.7.1 Blocked for spam"
    smtp.at_rcpt[later.to_address] = "452 4.2.2 Mailbox full"

    assert sending.send_due(mailbox_id=mailbox.pk) == 1
    assert smtp.recipients == [fine.to_address]
    assert again(gone).state == MessageState.REFUSED
    assert again(gone).bounced_at is not None
    assert again(policy).state == MessageState.REFUSED
    assert again(policy).bounced_at is None
    assert again(later).state == MessageState.WAITING
    assert again(later).look_at > now() + timedelta(seconds=50)
    assert "4.2.2" in again(later).server_words
    # Only the address that does not exist is suppressed, never a person for our own reputation.
    assert [row.contact_id for row in Suppression.objects.all()] == [gone.contact_id]
    assert StoredEvent.objects.filter(type="delivery.MessageBounced").count() == 1


def test_temporary_refusals_are_given_up_in_the_end(mailbox: Mailbox, smtp: MailServer) -> None:
    message = MessageFactory(mailbox=mailbox)
    smtp.at_rcpt[message.to_address] = "451 4.7.0 Try again"
    for _attempt in range(5):
        sending.send_due(mailbox_id=mailbox.pk)
        Message.objects.filter(state=MessageState.WAITING).update(look_at=now())

    assert (again(message).state, again(message).attempts) == (MessageState.REFUSED, 5)


def test_an_unreachable_server_lets_everything_wait(acme: Organization) -> None:
    mailbox = MailboxFactory(smtp_port=1)
    message = MessageFactory(mailbox=mailbox)

    assert sending.send_due(mailbox_id=mailbox.pk) == 0
    assert again(message).state == MessageState.WAITING
    assert again(message).attempts == 0
    mailbox.refresh_from_db()
    assert "127.0.0.1:1" in mailbox.last_error
    assert mailbox.failures == 0


def test_ten_refused_sign_ins_switch_the_mailbox_off_with_one_alert(acme: Organization) -> None:
    with mail_server(password="right") as server:
        mailbox = MailboxFactory(smtp_port=server.port, credentials={"password": "wrong"})
        message = MessageFactory(mailbox=mailbox)
        for _attempt in range(12):
            sending.send_due(mailbox_id=mailbox.pk)
            Message.objects.update(look_at=now())
        sending.send_due(mailbox_id=mailbox.pk)
    mailbox.refresh_from_db()

    assert (mailbox.state, mailbox.failures) == ("off", 10)
    assert "535" in mailbox.state_reason
    assert again(message).hold == "mailbox_paused"
    assert server.got == []
    assert StoredEvent.objects.filter(type="delivery.MailboxSwitchedOff").count() == 1


def test_a_connection_that_ends_after_the_text_leaves_it_unknown(mailbox: Mailbox, smtp: MailServer) -> None:
    first, second = MessageFactory.create_batch(2, mailbox=mailbox)
    smtp.cuts = True
    sending.send_due(mailbox_id=mailbox.pk)
    smtp.cuts = False

    unknown = Message.objects.get(state=MessageState.UNKNOWN)
    waiting = Message.objects.get(state=MessageState.WAITING)
    assert {unknown.pk, waiting.pk} == {first.pk, second.pk}
    Message.objects.update(look_at=now())
    sending.send_due(mailbox_id=mailbox.pk)
    assert smtp.recipients == [unknown.to_address, waiting.to_address]


def test_a_person_settles_what_is_unknown_once(mailbox: Mailbox, smtp: MailServer, rep) -> None:
    message = MessageFactory(mailbox=mailbox, state=MessageState.UNKNOWN, claimed_at=now(), handed_at=now())

    settle_unknown(message_id=message.pk, was_sent=False, by=rep.pk)

    assert again(message).state == MessageState.WAITING
    with pytest.raises(Conflict, match="settled"):
        settle_unknown(message_id=message.pk, was_sent=True, by=rep.pk)
    assert sending.send_due(mailbox_id=mailbox.pk) == 1


def test_claims_of_dead_workers_are_settled_by_whether_they_were_handed_over(mailbox: Mailbox) -> None:
    old = now() - timedelta(minutes=20)
    kept = MessageFactory(mailbox=mailbox, state=MessageState.CLAIMED, claimed_at=old)
    handed = MessageFactory(mailbox=mailbox, state=MessageState.CLAIMED, claimed_at=old, handed_at=old)
    fresh = MessageFactory(mailbox=mailbox, state=MessageState.CLAIMED, claimed_at=now())

    assert claims.release_stale() == 1
    assert again(kept).state == MessageState.WAITING
    assert again(handed).state == MessageState.UNKNOWN
    assert again(fresh).state == MessageState.CLAIMED


def test_a_step_is_queued_once(mailbox: Mailbox) -> None:
    contact = ContactFactory()
    letter = Letter(
        mailbox_id=mailbox.pk,
        mailbox_address=mailbox.address,
        contact_id=contact.pk,
        address=contact.email,
        subject="Hello",
        body="Hello",
        origin_kind="sequence",
        origin_id=new_id(),
        origin_step="1",
    )
    queue_messages(letters=[letter])
    queue_messages(letters=[letter])

    assert Message.objects.count() == 1


def test_an_answer_goes_on_with_its_thread(mailbox: Mailbox, smtp: MailServer) -> None:
    parent = MessageFactory(mailbox=mailbox, subject="A question for {{ first_name | you }}")
    sending.send_due(mailbox_id=mailbox.pk)
    parent.refresh_from_db()
    queue_messages(
        letters=[
            Letter(
                mailbox_id=mailbox.pk,
                mailbox_address=mailbox.address,
                contact_id=parent.contact_id,
                address=parent.to_address,
                subject="",
                body="And?",
                origin_kind="person",
                origin_id=new_id(),
                answers=parent,
            )
        ]
    )
    sending.send_due(mailbox_id=mailbox.pk)

    got = smtp.got[1][1]
    assert got["In-Reply-To"] == parent.header_id
    assert got["References"] == parent.header_id
    assert got["Subject"] == f"Re: {parent.sent_subject}"
    assert Message.objects.exclude(pk=parent.pk).get().thread == parent.thread


def queue_automatic(parent: Message, *answered: str) -> None:
    """Queue messages that a machine writes in the thread of a message."""
    for header in answered:
        letter = Letter(
            mailbox_id=parent.mailbox_id,
            mailbox_address=parent.mailbox.address,
            contact_id=parent.contact_id,
            address=parent.to_address,
            subject="",
            body="Thank you.",
            origin_kind="person",
            origin_id=new_id(),
            answers=parent,
            answers_header=header,
        )
        queue_messages(letters=[letter])
    Message.objects.filter(state=MessageState.WAITING).update(rank=Rank.FOLLOW_UP)


def test_one_automatic_answer_a_day_goes_and_says_that_it_is_one(mailbox: Mailbox, smtp: MailServer) -> None:
    parent = MessageFactory(
        mailbox=mailbox, state=MessageState.SENT, claimed_at=now() - timedelta(days=2), sent_subject="Hi"
    )
    queue_automatic(parent, "away-1@client.example", "away-2@client.example")

    assert sending.send_due(mailbox_id=mailbox.pk) == 1

    got = smtp.got[0][1]
    assert got["Auto-Submitted"] == "auto-replied"
    assert got["In-Reply-To"] in {"<away-1@client.example>", "<away-2@client.example>"}
    assert Message.objects.filter(hold="one_a_day").count() == 1


def test_emails_of_a_sequence_let_machines_say_that_the_lead_is_away(
    mailbox: Mailbox, smtp: MailServer
) -> None:
    parent = MessageFactory(
        mailbox=mailbox, state=MessageState.SENT, claimed_at=now() - timedelta(days=2), sent_subject="Hi"
    )
    queue_automatic(parent, "")

    assert sending.send_due(mailbox_id=mailbox.pk) == 1
    assert smtp.got[0][1]["In-Reply-To"] == parent.header_id
    assert smtp.got[0][1]["Auto-Submitted"] is None


def test_a_missing_value_holds_until_it_is_there(mailbox: Mailbox, smtp: MailServer) -> None:
    message = MessageFactory(mailbox=mailbox, contact__first_name="", body="Hi {{ first_name }},")
    sending.send_due(mailbox_id=mailbox.pk)
    assert again(message).hold == "missing_value"
    assert smtp.got == []

    message.contact.first_name = "Bo"
    message.contact.save()
    Message.objects.update(look_at=now())
    sending.send_due(mailbox_id=mailbox.pk)

    assert again(message).sent_text == "Hi Bo,"
    assert again(message).hold == ""


def test_two_messages_to_one_lead_do_not_go_on_one_day(mailbox: Mailbox, smtp: MailServer) -> None:
    contact = ContactFactory()
    MessageFactory.create_batch(2, mailbox=mailbox, contact=contact, rank=1, origin_kind="person")

    assert sending.send_due(mailbox_id=mailbox.pk) == 1
    assert Message.objects.filter(hold="one_a_day").count() == 1


def test_a_look_needs_the_same_queries_for_one_message_and_for_many(
    mailbox: Mailbox, django_assert_max_num_queries
) -> None:
    MessageFactory.create_batch(30, mailbox=mailbox, rank=1, body="{{ title }}")
    cache.clear()
    with django_assert_max_num_queries(18):
        assert claims.claim_due(mailbox_id=mailbox.pk).decided == 30
    MessageFactory(mailbox=mailbox, rank=1, body="{{ title }}")
    with django_assert_max_num_queries(18):
        assert claims.claim_due(mailbox_id=mailbox.pk).decided == 1
