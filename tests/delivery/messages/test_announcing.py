"""Sent messages are announced once, in sets, also those of a worker that died."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mauntic.delivery.messages.services import sending
from mauntic.delivery.messages.services.announcing import announce, announce_lost
from mauntic.delivery.models import Mailbox, Message
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.tenants.models import Organization
from tests.delivery.mail_servers import MailServer
from tests.factories.delivery import MailboxFactory, MessageFactory


@pytest.fixture
def mailbox(acme: Organization, smtp: MailServer) -> Mailbox:
    return MailboxFactory(smtp_port=smtp.port)


def announced() -> list[str]:
    """The messages that others were told of, in order."""
    rows = StoredEvent.objects.filter(type="delivery.MessageSent").order_by("occurred_at", "id")
    return [fact["messageId"] for row in rows for fact in row.facts]


def sent(count: int, **more: object) -> list[Message]:
    values = {"state": "sent", "is_event_due": True, "handed_at": now() - timedelta(minutes=2), **more}
    return [MessageFactory(**values) for _number in range(count)]


def test_a_batch_is_announced_in_one_row(acme, mailbox: Mailbox, smtp: MailServer) -> None:
    rows = [MessageFactory(mailbox=mailbox) for _number in range(3)]
    sending.send_due(mailbox_id=mailbox.pk)
    assert sorted(announced()) == sorted(str(row.pk) for row in rows)
    assert StoredEvent.objects.filter(type="delivery.MessageSent").count() == 1
    assert not Message.objects.filter(is_event_due=True).exists()


def test_what_a_dead_worker_sent_is_announced_once(acme) -> None:
    lost = sent(2)
    young = sent(1, handed_at=now())
    assert announce_lost() == 2
    assert announced() == [str(row.pk) for row in lost]
    assert announce_lost() == 0
    assert Message.objects.get(is_event_due=True) == young[0]


def test_a_bug_in_the_middle_of_a_batch_loses_no_announcement(
    acme, mailbox: Mailbox, smtp: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    MessageFactory(mailbox=mailbox)
    # The process dies between the record and the announcement.
    monkeypatch.setattr(sending, "announce", _die)
    with pytest.raises(SystemExit):
        sending.send_due(mailbox_id=mailbox.pk)
    assert announced() == []
    Message.objects.update(handed_at=now() - timedelta(minutes=2))
    assert announce_lost() == 1
    assert announced() == [str(Message.objects.get().pk)]


def _die(**_: object) -> None:
    raise SystemExit


def test_two_at_once_announce_each_message_once(
    committed: Organization, at_once: Callable[..., list[int]]
) -> None:
    rows = sent(20)
    ids = [row.pk for row in rows]
    counts = at_once(2, lambda number: announce(ids=ids) if number else announce_lost())
    assert sum(counts) == 20
    assert sorted(announced()) == sorted(map(str, ids))
