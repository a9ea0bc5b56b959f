"""Inboxes are watched by a process of its own: replies are read within seconds, and it holds no database."""

import signal

import pytest
from django.db import connection

from mauntic.delivery.models import Mailbox, Message, Reply
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from tests.delivery.inbox.mails import mail
from tests.delivery.mail_servers import Inbox, imap_server
from tests.factories.delivery import MailboxFactory, MessageFactory
from tests.processes.house import House, wait_for

pytestmark = pytest.mark.processes
WATCH = "watch"


def connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [WATCH])
        return int(cursor.fetchone()[0])


def arrives(inbox: Inbox, sent: Message, text: str) -> float:
    inbox.deliver(mail(text, In_Reply_To=sent.header_id))
    return wait_for(lambda: Reply.objects.filter(text=text).exists(), seconds=60, what=f"the reply {text}")


def test_a_reply_is_read_within_seconds_also_after_a_lost_connection(house: House, record_property) -> None:
    with entered("acme"):
        with imap_server() as inbox:
            mailbox = MailboxFactory(
                username=inbox.user,
                credentials={"password": inbox.password},
                imap_port=inbox.port,
                read_at=None,
            )
            sent = MessageFactory(mailbox=mailbox, state="sent", claimed_at=now(), sent_text="Hello")
            house.start_worker(queues=["delivery"])
            process = house.start_command("watch_mailboxes", until=b"Watched mailboxes: 1", application=WATCH)
            read = Mailbox.objects.exclude(read_at=None)
            wait_for(read.exists, seconds=60, what="the first reading")

            # No clock runs here: without the watch nobody would read the inbox.
            record_property("seconds", arrives(inbox, sent, "Yes!"))
            wait_for(lambda: connections() == 0, seconds=10, what="the end of connections to the database")
        with imap_server(inbox.port) as again:
            arrives(again, sent, "And soon.")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
