"""Several readings of one inbox at the same moment: one reads, the others leave it to that one."""

from typing import Any

import pytest

from mauntic.delivery.inbox.services import syncing
from mauntic.delivery.models import InboxState, Reply
from tests.delivery.inbox.mails import OURS, mail
from tests.delivery.mail_servers import Inbox
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory


def test_readings_at_once_count_no_deaths_and_give_up_no_mail(
    at_once: Any, imap: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syncing, "PER_CHUNK", 1)
    ContactFactory(email="bo@client.example")
    mailbox = MailboxFactory(
        address=OURS, username=imap.user, credentials={"password": imap.password}, imap_port=imap.port
    )
    imap.deliver(*(mail(f"Answer {n}", sender="bo@client.example") for n in range(40)))

    at_once(8, lambda _number: syncing.sync_mailbox(mailbox_id=mailbox.pk))

    assert not Reply.objects.filter(label="parked").exists()
    assert Reply.objects.count() == 40
    assert InboxState.objects.get().deaths == 0
