"""A worker killed between a mail server's acceptance and its record: unknown, and no second email.

The messages that it handed over together with that one are unknown as well.
"""

from collections import Counter

import pytest

from mauntic.broker import enqueue_at_once
from mauntic.delivery import jobs
from mauntic.delivery.messages.domain.groups import MOST
from mauntic.delivery.messages.services.claims import STALE, release_stale
from mauntic.delivery.models import Message, MessageState
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from tests.delivery.mail_servers import mail_server
from tests.factories.delivery import MailboxFactory, MessageFactory
from tests.processes.house import House, wait_for

pytestmark = pytest.mark.processes
MESSAGES, ANSWERED = 30, 4


def test_a_message_whose_worker_dies_after_the_acceptance_is_unknown_and_never_sent_again(house: House):
    with entered("acme"), mail_server() as server:
        mailbox = MailboxFactory(smtp_port=server.port)
        MessageFactory.create_batch(MESSAGES, mailbox=mailbox)
        server.silent_after = ANSWERED
        house.start_worker(queues=["delivery"])
        enqueue_at_once(jobs.SEND_FROM_MAILBOX, str(mailbox.pk))
        wait_for(lambda: len(server.got) > ANSWERED, seconds=60, what="the message without an answer")
        house.close()  # kills all workers
        server.silent_after = None
        handed = Message.objects.filter(state=MessageState.CLAIMED).exclude(handed_at=None)
        in_doubt = {row.pk for row in handed}
        assert Message.objects.get(to_address=server.recipients[-1]).pk in in_doubt
        assert 1 <= len(in_doubt) <= MOST

        # Two workers sweep at once while the message of the dead one comes back.
        for _each in range(2):
            house.start_worker(queues=["delivery"])
        # As if the time of a claim were over.
        Message.objects.filter(state=MessageState.CLAIMED).update(claimed_at=now() - STALE * 2)
        Message.objects.filter(pk__in=in_doubt).update(handed_at=now() - STALE * 2)
        assert release_stale() == len(in_doubt)
        for _each in range(4):
            enqueue_at_once(jobs.SEND_FROM_MAILBOX, str(mailbox.pk))
        sent = Message.objects.filter(state=MessageState.SENT)
        wait_for(lambda: sent.count() == MESSAGES - len(in_doubt), seconds=120, what="the rest")

        unknown = Message.objects.filter(state=MessageState.UNKNOWN)
        assert {row.pk for row in unknown} == in_doubt
        assert set(Counter(server.recipients).values()) == {1}
        got = Message.objects.filter(to_address__in=server.recipients)
        assert got.filter(pk__in=in_doubt).count() >= 1
        assert got.exclude(pk__in=in_doubt).count() == sent.count()
