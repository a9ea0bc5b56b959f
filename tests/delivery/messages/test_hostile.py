"""Servers that refuse us, addresses that mail cannot carry, and people who say no at the last moment."""

from datetime import datetime, timedelta

import pytest

from mauntic.accounts.models import User
from mauntic.delivery.mailboxes.adapters.base import Account
from mauntic.delivery.mailboxes.adapters.smtp import SmtpSession
from mauntic.delivery.messages.domain.wire import Outgoing, as_bytes
from mauntic.delivery.messages.selectors.outbox import why
from mauntic.delivery.messages.services import claims, composing, sending
from mauntic.delivery.messages.services.unsubscribing import unsubscribe
from mauntic.delivery.models import Mailbox, Message, MessageState, Reason, Suppression
from mauntic.delivery.suppression.services import suppress
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.tenants.models import Organization
from tests.delivery.mail_servers import MailServer, mail_server
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory, MessageFactory


@pytest.fixture
def mailbox(acme: Organization, smtp: MailServer) -> Mailbox:
    return MailboxFactory(smtp_port=smtp.port)


def again(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


@pytest.mark.parametrize("answer", ["550 5.1.1 Sender unknown", "553 5.7.1 Sender address not yours"])
def test_a_refused_sender_is_no_fault_of_the_recipients(
    mailbox: Mailbox, smtp: MailServer, answer: str
) -> None:
    first, second = MessageFactory.create_batch(2, mailbox=mailbox)
    smtp.at_mail = answer

    assert sending.send_due(mailbox_id=mailbox.pk) == 0

    for message in (again(first), again(second)):
        assert (message.state, message.attempts, message.handed_at) == (MessageState.WAITING, 0, None)
        assert message.look_at > now() + timedelta(minutes=1)
    assert not Suppression.objects.exists()
    assert not StoredEvent.objects.filter(type="delivery.MessageBounced").exists()
    mailbox.refresh_from_db()
    assert mailbox.last_error == answer


def test_a_connection_that_ends_before_a_text_lets_the_rest_wait(mailbox: Mailbox, smtp: MailServer) -> None:
    first, second, third = MessageFactory.create_batch(3, mailbox=mailbox)
    smtp.at_rcpt[second.to_address] = "421 4.3.2 Shutting down"

    assert sending.send_due(mailbox_id=mailbox.pk) == 1
    assert smtp.recipients == [first.to_address]
    assert again(second).state == again(third).state == MessageState.WAITING
    assert (again(third).attempts, again(third).handed_at) == (0, None)


@pytest.mark.parametrize(
    "address", ["jörg@globex.example", "a..b@globex.example", "nope", "x@", "a b@x.example"]
)
def test_an_address_that_mail_cannot_carry_stops_no_other_message(
    mailbox: Mailbox, smtp: MailServer, address: str
) -> None:
    odd = MessageFactory(mailbox=mailbox, to_address=address)
    fine = MessageFactory(mailbox=mailbox)

    assert sending.send_due(mailbox_id=mailbox.pk) == 1
    assert smtp.recipients == [fine.to_address]
    assert (again(odd).state, again(odd).hold) == (MessageState.CANCELLED, "no_address")
    assert not Suppression.objects.exists()


def test_a_domain_with_umlauts_is_written_in_its_ascii_form(mailbox: Mailbox, smtp: MailServer) -> None:
    MessageFactory(mailbox=mailbox, to_address="jo@bücher.example")

    assert sending.send_due(mailbox_id=mailbox.pk) == 1
    assert smtp.recipients == ["jo@xn--bcher-kva.example"]
    assert b"To: jo@xn--bcher-kva.example\r\n" in smtp.raw[0]


def test_the_addresses_in_headers_are_written_as_they_are(mailbox: Mailbox, smtp: MailServer) -> None:
    parent = f"<{'a' * 60}@a-domain-of-a-certain-length.example>"
    MessageFactory(mailbox=mailbox, rank=1, in_reply_to=parent, references=f"<b@x.example> {parent}")

    sending.send_due(mailbox_id=mailbox.pk)

    head = b"\r\n" + smtp.raw[0].partition(b"\r\n\r\n")[0]
    lines = head.decode()
    assert f"\r\nIn-Reply-To: {parent}\r\n" in lines
    assert f"\r\nReferences: <b@x.example>\r\n {parent}\r\n" in lines
    assert "\r\nList-Unsubscribe: <http" in lines
    assert "=?" not in lines


@pytest.mark.parametrize("password", ["pässwörd", "密码", 'quo"te\\back'])
def test_a_password_may_have_any_characters(password: str) -> None:
    with mail_server(password=password) as server:
        account = Account("127.0.0.1", server.port, "none", "jo", password)
        with SmtpSession(account) as session:
            assert session.send(sender="a@x.example", recipient="b@x.example", message=b"Hi\r\n")


@pytest.mark.parametrize("host", ["x..y", "a" * 64 + ".example", "mail server", ".example"])
def test_a_server_name_that_is_none_lets_everything_wait(acme: Organization, host: str) -> None:
    mailbox = MailboxFactory(smtp_host=host)
    message = MessageFactory(mailbox=mailbox)

    assert sending.send_due(mailbox_id=mailbox.pk) == 0
    assert again(message).state == MessageState.WAITING


def test_who_unsubscribes_after_the_claim_gets_no_more(mailbox: Mailbox, smtp: MailServer) -> None:
    before = MessageFactory(mailbox=mailbox, state=MessageState.SENT, claimed_at=now())
    message = MessageFactory(mailbox=mailbox, contact=before.contact)
    claimed = claims.claim_due(mailbox_id=mailbox.pk)
    assert claimed.ids == [message.pk]

    unsubscribe(message=before, source="link")

    assert sending.send_claimed(mailbox_id=mailbox.pk, ids=claimed.ids) == 0
    assert smtp.got == []
    sending.send_due(mailbox_id=mailbox.pk)
    assert again(message).state == MessageState.CANCELLED
    assert again(message).hold == "suppressed"


def test_who_is_suppressed_after_the_claim_gets_no_more(mailbox: Mailbox, smtp: MailServer) -> None:
    message = MessageFactory(mailbox=mailbox)
    claimed = claims.claim_due(mailbox_id=mailbox.pk)

    suppress(addresses=[message.to_address], reason=Reason.MANUAL, source="ops")

    assert sending.send_claimed(mailbox_id=mailbox.pk, ids=claimed.ids) == 0
    assert smtp.got == []
    sending.send_due(mailbox_id=mailbox.pk)
    assert again(message).state == MessageState.CANCELLED


def test_a_slow_worker_keeps_the_message_that_it_is_sending(mailbox: Mailbox) -> None:
    old = now() - timedelta(minutes=20)
    sent_now = MessageFactory(mailbox=mailbox, state=MessageState.CLAIMED, claimed_at=old, handed_at=now())

    assert claims.release_stale() == 0
    assert again(sent_now).state == MessageState.CLAIMED


def test_two_unsubscribe_at_once_and_one_event_says_so(at_once) -> None:
    message = MessageFactory(state=MessageState.SENT)

    told = at_once(4, lambda _number: unsubscribe(message=message, source="link"))

    assert sorted(told) == [False, False, False, True]
    assert Suppression.objects.count() == 1
    assert StoredEvent.objects.filter(type="delivery.MessageUnsubscribed").count() == 1


def test_a_sender_name_with_line_breaks_adds_no_header(mailbox: Mailbox, smtp: MailServer) -> None:
    Mailbox.objects.update(from_name="Jo\r\nBcc: all@evil.example")
    MessageFactory(mailbox=mailbox, subject="Hi\r\nBcc: all@evil.example")

    assert sending.send_due(mailbox_id=mailbox.pk) == 1
    assert smtp.got[0][1]["Bcc"] is None


def test_who_unsubscribed_from_a_bounced_address_stays_unwritten_when_the_bounce_is_lifted(
    admin: User, run_jobs
) -> None:
    message = MessageFactory(contact__email="bo@client.example", state=MessageState.SENT)
    suppress(addresses=["bo@client.example"], reason=Reason.BOUNCED, source="server")

    with run_jobs():
        unsubscribe(message=message, source="link")

    assert Suppression.objects.get().reason == "unsubscribed"
    message.contact.refresh_from_db()
    assert message.contact.consent == "refused"


@pytest.mark.parametrize(("state", "rank", "goes"), [("off", 0, 0), ("paused", 1, 0), ("paused", 0, 1)])
def test_a_mailbox_that_is_stopped_after_the_claim_sends_what_its_state_allows(
    mailbox: Mailbox, smtp: MailServer, state: str, rank: int, goes: int
) -> None:
    message = MessageFactory(mailbox=mailbox, rank=rank)
    claimed = claims.claim_due(mailbox_id=mailbox.pk)
    Mailbox.objects.update(state=state)

    sending.send_claimed(mailbox_id=mailbox.pk, ids=claimed.ids)

    assert len(smtp.got) == goes
    assert again(message).state == (MessageState.SENT if goes else MessageState.WAITING)


def test_an_email_that_cannot_be_written_stops_no_other(
    mailbox: Mailbox, smtp: MailServer, monkeypatch
) -> None:
    bad, good = MessageFactory.create_batch(2, mailbox=mailbox)

    def broken(letter: Outgoing, at: datetime) -> bytes:
        if letter.recipient == bad.to_address:
            raise ValueError("odd")
        return as_bytes(letter, at)

    monkeypatch.setattr(composing, "as_bytes", broken)

    assert sending.send_due(mailbox_id=mailbox.pk) == 1
    assert again(good).state == MessageState.SENT
    assert (again(bad).state, again(bad).bounced_at) == (MessageState.REFUSED, None)
    assert again(bad).server_words == "The email could not be written: ValueError: odd"


def test_a_message_at_which_workers_die_is_given_up_and_those_behind_it_are_not(mailbox: Mailbox) -> None:
    deadly, behind = (MessageFactory(mailbox=mailbox, due_at=now() - timedelta(hours=age)) for age in (2, 1))

    for _death in range(claims.MOST_DEATHS):
        assert claims.claim_due(mailbox_id=mailbox.pk).ids == [deadly.pk, behind.pk]
        Message.objects.update(claimed_at=now() - timedelta(minutes=16))
        claims.release_stale()

    assert (again(deadly).state, again(deadly).server_words) == (
        MessageState.REFUSED,
        "Given up: the worker ended 5 times while it wrote this email.",
    )
    assert (again(behind).state, again(behind).attempts) == (MessageState.WAITING, 0)


def test_a_lead_whose_address_changed_is_written_to_at_the_new_one(
    mailbox: Mailbox, smtp: MailServer
) -> None:
    automatic = MessageFactory(mailbox=mailbox, rank=1, contact__email="old@client.example")
    personal = MessageFactory(mailbox=mailbox, contact__email="older@other.example")
    for message in (automatic, personal):
        message.contact.email = f"new@{message.to_domain}"
        message.contact.save()

    sending.send_due(mailbox_id=mailbox.pk)

    assert smtp.recipients == ["older@other.example", "new@client.example"]
    assert again(automatic).to_address == "new@client.example"


def test_limits_that_all_mailboxes_share_hold_for_workers_at_once(at_once) -> None:
    mailboxes = MailboxFactory.create_batch(3, imap_host="")
    for number in range(45):
        MessageFactory(mailbox=mailboxes[number % 3], rank=2, contact__email=f"lead{number}@big.example")
    lead = ContactFactory()
    for mailbox in mailboxes:
        MessageFactory(mailbox=mailbox, rank=1, contact=lead)

    at_once(3, lambda number: claims.claim_due(mailbox_id=mailboxes[number].pk))

    claimed = Message.objects.filter(state=MessageState.CLAIMED)
    assert claimed.filter(to_domain="big.example").count() == 20
    assert claimed.filter(contact=lead).count() == 1


def test_nobody_is_written_to_in_the_name_of_a_person_who_left(smtp: MailServer, rep: User) -> None:
    mailbox = MailboxFactory(smtp_port=smtp.port, owner=rep)
    message = MessageFactory(mailbox=mailbox, rank=1)
    rep.is_active = False
    rep.save()

    assert sending.send_due(mailbox_id=mailbox.pk) == 0
    assert why(again(message)) == f"{mailbox.address} is paused: {rep} is deactivated."
