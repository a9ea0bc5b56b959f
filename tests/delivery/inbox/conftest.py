"""A mailbox on a real IMAP server, and a message that went out from it."""

from datetime import timedelta

import pytest

from mauntic.delivery.models import Mailbox, Message, MessageState
from mauntic.kernel.clock import now
from mauntic.tenants.models import Organization
from tests.delivery.inbox.mails import OURS
from tests.delivery.mail_servers import Inbox
from tests.factories.delivery import MailboxFactory, MessageFactory


@pytest.fixture
def mailbox(acme: Organization, imap: Inbox) -> Mailbox:
    return MailboxFactory(
        address=OURS,
        username=imap.user,
        credentials={"password": imap.password},
        imap_port=imap.port,
        read_at=None,
    )


@pytest.fixture
def sent(mailbox: Mailbox) -> Message:
    return MessageFactory(
        mailbox=mailbox,
        contact__first_name="Bo",
        contact__email="bo@client.example",
        state=MessageState.SENT,
        claimed_at=now() - timedelta(days=1),
        handed_at=now() - timedelta(days=1),
        sent_subject="A question",
        sent_text="Hello Bo,\n\nmay I ask something? To unsubscribe, write to us.",
    )
