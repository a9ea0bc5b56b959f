"""From a real IMAP server to replies: each mail once, matched, classified, with what it causes."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from mauntic.delivery.inbox.services.retention import forget_raw
from mauntic.delivery.inbox.services.syncing import sync_mailbox
from mauntic.delivery.models import InboxState, Mailbox, Message, Reply, Suppression
from mauntic.kernel.clock import now
from tests.delivery.inbox.mails import bounce, events, mail
from tests.delivery.mail_servers import Inbox
from tests.factories.crm import ContactFactory


def test_a_reply_is_stored_once_matched_and_published(mailbox: Mailbox, sent: Message, imap: Inbox) -> None:
    quoted = "\n".join(f"> {line}" for line in sent.sent_text.splitlines())
    text = f"Yes, interested. Call me on Monday.\n\nOn Sunday Ann wrote:\n{quoted}\n"
    imap.deliver(mail(text, In_Reply_To=sent.header_id, Subject="Re: A question"))

    assert sync_mailbox(mailbox_id=mailbox.pk) == 1
    assert sync_mailbox(mailbox_id=mailbox.pk) == 0

    reply = Reply.objects.get()
    assert reply.text == "Yes, interested. Call me on Monday."
    assert (reply.message, reply.contact, reply.sign) == (sent, sent.contact, "in_reply_to")
    assert (reply.label, reply.is_human) == ("positive", True)
    sent.refresh_from_db()
    assert sent.replied_at is not None
    assert events("MessageReplied") == 1
    assert not Suppression.objects.exists()
    mailbox.refresh_from_db()
    assert mailbox.read_at is not None
    assert imap.unseen() == 1


def test_private_mail_of_the_mailbox_is_not_stored(mailbox: Mailbox, sent: Message, imap: Inbox) -> None:
    imap.deliver(mail("Dinner tonight?", sender="mum@home.example", Subject="Dinner"))

    assert sync_mailbox(mailbox_id=mailbox.pk) == 0
    assert not Reply.objects.exists()


def test_mail_of_a_lead_is_stored_without_an_answered_message(mailbox: Mailbox, imap: Inbox) -> None:
    contact = ContactFactory(email="cy@client.example")
    imap.deliver(mail("What does it cost?", sender="cy@client.example", Subject="Price"))

    sync_mailbox(mailbox_id=mailbox.pk)

    reply = Reply.objects.get()
    assert (reply.contact, reply.message, reply.label) == (contact, None, "question")
    assert events("MessageReplied") == 0


def test_our_own_mail_is_no_reply(mailbox: Mailbox, sent: Message, imap: Inbox) -> None:
    copy = EmailMessage()
    copy["From"], copy["To"], copy["Message-ID"] = "ann@ours.example", "bo@client.example", sent.header_id
    copy.set_content(sent.sent_text)
    imap.deliver(
        copy.as_bytes(),
        mail("And?", sender="ann@ours.example", In_Reply_To=sent.header_id),
    )

    assert sync_mailbox(mailbox_id=mailbox.pk) == 0


def test_an_automatic_reply_pauses_nothing_and_counts_as_none(
    mailbox: Mailbox, sent: Message, imap: Inbox
) -> None:
    away = "I am out of the office. I am back on 14 January."
    imap.deliver(mail(away, In_Reply_To=sent.header_id, Auto_Submitted="auto-replied", Subject="Away"))

    sync_mailbox(mailbox_id=mailbox.pk)

    reply = Reply.objects.get()
    assert (reply.label, reply.kind, reply.is_human) == ("auto_reply", "out_of_office", False)
    assert reply.away_until is not None
    assert (reply.away_until.month, reply.away_until.day) in {(1, 14), (1, 15), (1, 16)}
    sent.refresh_from_db()
    assert sent.replied_at is None
    assert events("MessageReplied") == 0


def test_who_asks_for_no_more_mail_gets_none(mailbox: Mailbox, sent: Message, imap: Inbox) -> None:
    imap.deliver(mail("Please remove me from your list.", In_Reply_To=sent.header_id))

    sync_mailbox(mailbox_id=mailbox.pk)

    assert Reply.objects.get().label == "unsubscribe"
    assert Suppression.objects.get().contact == sent.contact
    assert (events("MessageReplied"), events("MessageUnsubscribed")) == (1, 1)


def test_a_bounce_suppresses_the_address_once(mailbox: Mailbox, sent: Message, imap: Inbox) -> None:
    imap.deliver(bounce(sent, 1, "5.1.1", "550 5.1.1 User unknown"))
    imap.deliver(bounce(sent, 2, "5.1.1", "550 5.1.1 User unknown"))

    assert sync_mailbox(mailbox_id=mailbox.pk) == 2
    assert events("MessageBounced") == 1
    assert Suppression.objects.get().reason == "bounced"
    sent.refresh_from_db()
    assert sent.bounced_at is not None


def test_a_policy_bounce_says_nothing_about_the_person(mailbox: Mailbox, sent: Message, imap: Inbox) -> None:
    imap.deliver(bounce(sent, 1, "5.7.1", "550 5.7.1 Message blocked"))

    sync_mailbox(mailbox_id=mailbox.pk)

    assert (Reply.objects.get().label, Reply.objects.get().kind) == ("bounce", "policy")
    assert not Suppression.objects.exists()
    assert events("MessageBounced") == 0


def test_the_third_soft_bounce_in_a_month_is_a_hard_one(mailbox: Mailbox, sent: Message, imap: Inbox) -> None:
    for number in range(3):
        assert not Suppression.objects.exists()
        imap.deliver(bounce(sent, number, "5.2.2", "552 5.2.2 Mailbox full"))
        sync_mailbox(mailbox_id=mailbox.pk)

    assert Suppression.objects.get().reason == "bounced"


@pytest.mark.parametrize(("action", "kind"), [("failed", "soft"), ("delayed", "delayed")])
def test_a_delay_counts_once_the_server_gave_up(
    mailbox: Mailbox, sent: Message, imap: Inbox, action: str, kind: str
) -> None:
    imap.deliver(bounce(sent, 1, "4.4.1", "450 4.4.1 No answer from host", action=action))

    sync_mailbox(mailbox_id=mailbox.pk)

    assert (Reply.objects.get().label, Reply.objects.get().kind) == ("bounce", kind)


def test_uids_that_are_given_out_anew_store_nothing_twice(
    mailbox: Mailbox, sent: Message, imap: Inbox
) -> None:
    imap.deliver(mail("Yes!", In_Reply_To=sent.header_id), mail("And soon.", In_Reply_To=sent.header_id))
    assert sync_mailbox(mailbox_id=mailbox.pk) == 2

    InboxState.objects.update(uid_validity=1, next_uid=900)

    assert sync_mailbox(mailbox_id=mailbox.pk) == 0
    assert Reply.objects.count() == 2
    assert events("MessageReplied") == 2


def test_a_refused_password_counts_and_leaves_the_inbox_unread(mailbox: Mailbox) -> None:
    Mailbox.objects.update(credentials={"password": "wrong"})

    assert sync_mailbox(mailbox_id=mailbox.pk) == 0
    mailbox.refresh_from_db()
    assert (mailbox.failures, mailbox.read_at) == (1, None)
    assert mailbox.last_error


def test_whole_mails_are_encrypted_and_forgotten_after_their_time(
    mailbox: Mailbox, sent: Message, imap: Inbox
) -> None:
    imap.deliver(mail("Yes, interested.", In_Reply_To=sent.header_id))
    sync_mailbox(mailbox_id=mailbox.pk)
    stored = Reply.objects.extra(select={"stored": "raw"}).values_list("stored", flat=True)[0]
    assert "interested" not in stored
    assert "interested" in Reply.objects.get().raw

    assert forget_raw() == 0
    assert forget_raw(now=now() + timedelta(days=91)) == 1
    assert Reply.objects.get().raw is None
    assert Reply.objects.get().text == "Yes, interested."


def test_another_account_is_read_from_its_own_newest_mails(
    mailbox: Mailbox, sent: Message, imap: Inbox
) -> None:
    sync_mailbox(mailbox_id=mailbox.pk)
    # As after a change of the user: the new account has the same UIDVALIDITY, and lower UIDs.
    InboxState.objects.update(next_uid=10_000, account="the one before")
    imap.deliver(mail("Yes, please.", In_Reply_To=sent.header_id))

    assert sync_mailbox(mailbox_id=mailbox.pk) == 1
    assert sync_mailbox(mailbox_id=mailbox.pk) == 0
