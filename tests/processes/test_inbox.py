"""A worker killed while it reads 1,000 replies: the next one goes on, and each counts once."""

import pytest

from mauntic.broker import enqueue_at_once
from mauntic.delivery import jobs
from mauntic.delivery.models import InboxState, Message, MessageState, Reply, Suppression
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from tests.delivery.inbox.mails import bounce, mail
from tests.delivery.mail_servers import imap_server
from tests.factories.delivery import MailboxFactory, MessageFactory
from tests.processes.house import House, wait_for

pytestmark = pytest.mark.processes
LEADS, EACH = 20, 50


def mails_about(message: Message) -> list[bytes]:
    """A request for no more mail, a report, and many answers to one message."""
    answered, sender = message.header_id, message.to_address
    refusal = mail("Please remove me from your list.", sender=sender, In_Reply_To=answered)
    report = bounce(message, int(message.pk.int % 10**12), "5.1.1", "550 5.1.1 User unknown")
    answers = [
        mail(f"Yes, number {number}.", sender=sender, In_Reply_To=answered) for number in range(EACH - 2)
    ]
    return [*answers[:20], refusal, *answers[20:40], report, *answers[40:]]


def facts(kind: str) -> int:
    return sum(row.fact_count for row in StoredEvent.objects.filter(type=f"delivery.{kind}"))


def test_replies_that_are_read_while_the_worker_is_killed_count_once_each(house: House) -> None:
    with entered("acme"), imap_server() as inbox:
        mailbox = MailboxFactory(
            username=inbox.user, credentials={"password": inbox.password}, imap_port=inbox.port
        )
        sent = MessageFactory.create_batch(
            LEADS, mailbox=mailbox, state=MessageState.SENT, claimed_at=now(), sent_text="Hello"
        )
        inbox.deliver_at_once([each for message in sent for each in mails_about(message)])
        worker = house.start_worker(queues=["delivery"])
        enqueue_at_once(jobs.SYNC_MAILBOX, str(mailbox.pk))
        wait_for(lambda: Reply.objects.count() > LEADS * EACH // 4, seconds=60, what="a part of the replies")
        house.kill(worker)
        assert Reply.objects.count() < LEADS * EACH

        house.start_worker(queues=["delivery"])
        for _each in range(2):
            enqueue_at_once(jobs.SYNC_MAILBOX, str(mailbox.pk))
        state = InboxState.objects.filter(mailbox=mailbox)
        wait_for(
            lambda: Reply.objects.count() == LEADS * EACH and state.get().next_uid > LEADS * EACH,
            seconds=120,
            what="the rest",
        )
        enqueue_at_once(jobs.SYNC_MAILBOX, str(mailbox.pk))
        before = now()
        wait_for(lambda: type(mailbox).objects.get().read_at > before, seconds=60, what="another reading")

        assert Reply.objects.count() == LEADS * EACH
        assert facts("MessageReplied") == LEADS * (EACH - 1)
        assert facts("MessageBounced") == facts("MessageUnsubscribed") == LEADS
        assert Suppression.objects.count() == LEADS
        assert Message.objects.filter(replied_at=None).count() == 0
