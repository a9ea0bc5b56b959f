"""Mail that is too large, broken or made to be slow, through a real IMAP server.

Each is read within a second, or stored with the reason why a person looks at it.
"""

import time
import tracemalloc
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.delivery.inbox.services import receiving
from mauntic.delivery.inbox.services.reading import Read
from mauntic.delivery.inbox.services.rows import row_of
from mauntic.delivery.inbox.services.syncing import LARGEST, sync_mailbox
from mauntic.delivery.messages.selectors.outbox import why
from mauntic.delivery.messages.services.sending import send_due
from mauntic.delivery.models import Mailbox, Message, Reply
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from tests.delivery.inbox.mails import events, mail
from tests.delivery.mail_servers import Inbox, MailServer
from tests.factories.delivery import MessageFactory

SECONDS = 1.0
MOST_MEMORY = 10 * LARGEST
PART = b"--b\nContent-Type: text/plain\n\nYes, interested.\n\n--b\n"
FILE = b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
MIXED = b"Content-Type: multipart/mixed; boundary=b"
MANY = b", ".join(b"u%d@client.example" % number for number in range(2_000))


def letter(answered: str, *headers: bytes, text: bytes = b"Yes, interested.", key: bytes = b"1") -> bytes:
    own = (b"From: Bo <bo@client.example>", b"In-Reply-To: " + answered.encode())
    ids = (b"Message-ID: <%s@client.example>" % key,) if key else ()
    return b"\n".join([*own, *ids, *headers, b"", text])


HOSTILE = {
    "50 MB": ((MIXED,), PART + FILE + (b"A" * 76 + b"\n") * 650_000 + b"--b--\n"),
    "2,000 recipients": ((b"Cc: " + MANY,), b"Yes, interested."),
    "an unknown charset": (
        (b"Content-Type: text/plain; charset=x-klingon",),
        b"Yes, interested. Gr\xfc\xdfe",
    ),
    "a header of 100 kB": ((b"X-Long: " + b"a " * 50_000,), b"Yes, interested."),
    "4,000 blank lines": ((), b"Yes, interested." + b"\n" * 4_000 + b"On Monday"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_reply_is_read_within_a_second_whatever_surrounds_it(
    mailbox: Mailbox, sent: Message, imap: Inbox, name: str
) -> None:
    headers, text = HOSTILE[name]
    imap.deliver(letter(sent.header_id, *headers, text=text))

    # The work of this process alone: other processes share the processor.
    began = time.thread_time()
    assert sync_mailbox(mailbox_id=mailbox.pk) == 1
    took = time.thread_time() - began

    reply = Reply.objects.get()
    assert (reply.message, reply.label) == (sent, "positive")
    assert reply.text.startswith("Yes, interested.")
    assert events("MessageReplied") == 1
    assert took < SECONDS


def test_a_mail_of_50_mb_never_lies_in_memory(mailbox: Mailbox, sent: Message, imap: Inbox) -> None:
    headers, text = HOSTILE["50 MB"]
    imap.deliver(letter(sent.header_id, *headers, text=text))

    tracemalloc.start()
    sync_mailbox(mailbox_id=mailbox.pk)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert Reply.objects.get().message == sent
    assert most < MOST_MEMORY


def test_a_reply_without_a_message_id_is_stored_once(mailbox: Mailbox, sent: Message, imap: Inbox) -> None:
    raw = letter(sent.header_id, key=b"")
    imap.deliver(raw, raw)

    assert sync_mailbox(mailbox_id=mailbox.pk) == 1
    assert events("MessageReplied") == 1


def test_a_mail_that_cannot_be_read_is_shown_with_the_reason(
    mailbox: Mailbox, sent: Message, imap: Inbox, web: Client
) -> None:
    imap.deliver(letter(sent.header_id, *[b"X-More: y"] * 40_000), letter(sent.header_id, key=b"2"))

    assert sync_mailbox(mailbox_id=mailbox.pk) == 2

    assert set(Reply.objects.values_list("label", flat=True)) == {"parked", "positive"}
    page = web.get(reverse("delivery:inbox"), {"tab": "automatic"}).content.decode()
    assert "was not read: its headers are too large. Open it in the mailbox." in page


def test_ten_refused_passwords_switch_the_mailbox_off_with_one_alert_and_follow_ups_wait_for_the_inbox(
    mailbox: Mailbox, sent: Message, smtp: MailServer
) -> None:
    Mailbox.objects.update(
        credentials={"password": "wrong"}, read_at=now() - timedelta(hours=1), smtp_port=smtp.port
    )
    follow_up = MessageFactory(mailbox=mailbox, rank=1)

    for _attempt in range(12):
        sync_mailbox(mailbox_id=mailbox.pk)
    send_due(mailbox_id=mailbox.pk)

    mailbox.refresh_from_db()
    assert (mailbox.state, mailbox.failures) == ("off", 10)
    assert StoredEvent.objects.filter(type="delivery.MailboxSwitchedOff").count() == 1
    follow_up.refresh_from_db()
    assert why(follow_up).startswith(f"The inbox of {mailbox.address} is unread since")
    assert smtp.got == []


def test_a_mail_that_cannot_be_stored_is_shown_and_holds_up_no_other(
    mailbox: Mailbox, sent: Message, imap: Inbox, monkeypatch
) -> None:
    def broken(mailbox: Mailbox, read: Read, raw: bytes, at: datetime) -> dict[str, object]:
        row = row_of(mailbox, read, raw, at)
        return row | ({"subject": "s" * 501} if read.mail.subject == "Odd" else {})

    monkeypatch.setattr(receiving, "row_of", broken)
    for subject in ("Re: A question", "Odd", "Re: Re: A question"):
        imap.deliver(mail(f"Yes, {subject}", In_Reply_To=sent.header_id, Subject=subject))

    assert sync_mailbox(mailbox_id=mailbox.pk) == 3
    assert sync_mailbox(mailbox_id=mailbox.pk) == 0

    assert sorted(Reply.objects.values_list("label", flat=True)) == ["parked", "positive", "positive"]
    mailbox.refresh_from_db()
    assert mailbox.read_at is not None
