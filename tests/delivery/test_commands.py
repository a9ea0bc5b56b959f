"""The commands do what the jobs do, at once."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from mauntic.delivery.models import Message
from mauntic.kernel.clock import now
from mauntic.tenants.models import Organization
from tests.delivery.mail_servers import Inbox, MailServer
from tests.factories.delivery import MailboxFactory, MessageFactory


def run(name: str, *options: str) -> dict[str, Any]:
    out = StringIO()
    call_command(name, "--json", *options, stdout=out)
    return dict(json.loads(out.getvalue()))


def test_send_due_sends_and_names_what_became_unknown(acme: Organization, smtp: MailServer) -> None:
    mailbox = MailboxFactory(smtp_port=smtp.port)
    MessageFactory(mailbox=mailbox)
    long_ago = now() - timedelta(hours=1)
    MessageFactory(mailbox=mailbox, state="claimed", claimed_at=long_ago, handed_at=long_ago)

    assert run("send_due", "--org", "acme") == {"sent": 1, "unknown": 1, "failed": {}}
    assert run("send_due", "--org", "acme") == {"sent": 0, "unknown": 0, "failed": {}}
    assert len(smtp.got) == 1


def test_sync_mailboxes_reads_each_inbox(acme: Organization, imap: Inbox) -> None:
    mailbox = MailboxFactory(username=imap.user, credentials={"password": imap.password}, imap_port=imap.port)
    sent = MessageFactory(mailbox=mailbox, state="sent", claimed_at=now(), sent_subject="Hi", sent_text="Hi")
    reply = (
        f"From: {sent.to_address}\nMessage-ID: <1@x.example>\nIn-Reply-To: {sent.header_id}\n\nYes, please.\n"
    )
    imap.deliver(reply.encode())

    assert run("sync_mailboxes", "--org", "acme") == {"mailboxes": 1, "stored": 1, "failed": {}}
    assert run("sync_mailboxes", "--org", "acme") == {"mailboxes": 1, "stored": 0, "failed": {}}
    assert Message.objects.get().replied_at is not None


@pytest.mark.parametrize("name", ["send_due", "sync_mailboxes"])
def test_an_unknown_organization_is_refused(acme: Organization, name: str) -> None:
    with pytest.raises(CommandError, match="unknown organization"):
        run(name, "--org", "nobody")


@pytest.mark.parametrize("name", ["send_due", "sync_mailboxes"])
def test_an_unknown_mailbox_is_refused_with_those_that_there_are(acme: Organization, name: str) -> None:
    MailboxFactory(address="jo@ours.example")
    with pytest.raises(CommandError, match=r'no mailbox "x@ours\.example"\. Use one of jo@ours\.example\.'):
        run(name, "--org", "acme", "--mailbox", "x@ours.example")


def test_one_mailbox_alone_sends(acme: Organization, smtp: MailServer) -> None:
    one, other = MailboxFactory(smtp_port=smtp.port), MailboxFactory(smtp_port=smtp.port)
    message = MessageFactory(mailbox=one)
    MessageFactory(mailbox=other)

    assert run("send_due", "--org", "acme", "--mailbox", one.address.upper())["sent"] == 1
    assert smtp.recipients == [message.to_address]


def test_a_mailbox_that_is_not_read_says_why(acme: Organization) -> None:
    mailbox = MailboxFactory(imap_host="")
    with pytest.raises(CommandError, match="off or has no IMAP server"):
        run("sync_mailboxes", "--org", "acme", "--mailbox", mailbox.address)


def test_mailboxes_that_fail_are_named_with_the_words_of_their_server(
    acme: Organization, imap: Inbox
) -> None:
    wrong = MailboxFactory(username=imap.user, credentials={"password": "wrong"}, imap_port=imap.port)
    unreached = MailboxFactory(smtp_port=1, imap_host="")
    MessageFactory(mailbox=unreached)
    out, errors = StringIO(), StringIO()

    call_command("sync_mailboxes", "--org", "acme", stdout=out, stderr=errors)
    call_command("send_due", "--org", "acme", stdout=out, stderr=errors)

    assert out.getvalue() == "New replies: 0. Mailboxes read: 1.\nSent messages: 0.\n"
    read, sent = errors.getvalue().splitlines()
    wrong.refresh_from_db()
    assert read == f"{wrong.address}: {wrong.last_error}"
    assert sent.startswith(f"{unreached.address}: 127.0.0.1:1")
