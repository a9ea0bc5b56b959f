"""Messages are handed over in groups: each at most once, whatever happens in the middle of one."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mauntic.delivery.mailboxes.adapters.smtp import SmtpSession
from mauntic.delivery.messages.services import claims, sending
from mauntic.delivery.messages.services.handing import LastLook
from mauntic.delivery.messages.services.recording import Taken, record_taken
from mauntic.delivery.models import Mailbox, Message, MessageState
from mauntic.kernel.clock import now
from mauntic.tenants.models import Organization
from tests.delivery.mail_servers import MailServer
from tests.factories.delivery import MailboxFactory, MessageFactory

SEND = SmtpSession.send


@pytest.fixture
def mailbox(acme: Organization, smtp: MailServer) -> Mailbox:
    return MailboxFactory(smtp_port=smtp.port)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    """A clock on which each look takes a millisecond."""
    clock = Clock()
    monkeypatch.setattr(sending, "now", clock)
    return clock


class Clock:
    def __init__(self) -> None:
        self.at, self.step = now(), timedelta(milliseconds=1)

    def __call__(self) -> datetime:
        self.at += self.step
        return self.at


def again(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def states(messages: list[Message]) -> list[tuple[str, bool, int]]:
    """State, whether it is handed over, and attempts of each message."""
    rows = [again(message) for message in messages]
    return [(row.state, row.handed_at is not None, row.attempts) for row in rows]


def groups() -> list[int]:
    """The sizes of the groups, in their order: a group has one time."""
    handed = Counter(Message.objects.exclude(handed_at=None).values_list("handed_at", flat=True))
    return [handed[at] for at in sorted(handed)]


SENT, CLAIMED, WAITING = MessageState.SENT, MessageState.CLAIMED, MessageState.WAITING


def test_a_fast_server_gets_larger_groups_of_at_most_ten(mailbox: Mailbox, clock: Clock) -> None:
    MessageFactory.create_batch(28, mailbox=mailbox)

    assert sending.send_due(mailbox_id=mailbox.pk) == 28
    assert groups() == [1, 2, 4, 8, 10, 3]


def test_a_slow_server_gets_one_message_after_the_other(mailbox: Mailbox, clock: Clock) -> None:
    MessageFactory.create_batch(3, mailbox=mailbox)
    clock.step = timedelta(seconds=2)

    assert sending.send_due(mailbox_id=mailbox.pk) == 3
    assert groups() == [1, 1, 1]


def test_what_has_not_left_in_time_asks_the_gate_again(
    mailbox: Mailbox, smtp: MailServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = MessageFactory.create_batch(7, mailbox=mailbox)
    ids = claims.claim_due(mailbox_id=mailbox.pk).ids

    def send(session: SmtpSession, **letter: object) -> str:
        if len(smtp.got) == 4:  # the second of the third group
            clock.at += timedelta(seconds=5)
        return SEND(session, **letter)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(SmtpSession, "send", send)

    assert sending.send_claimed(mailbox_id=mailbox.pk, ids=ids) == 5
    assert states(rows) == [(SENT, True, 1)] * 5 + [(WAITING, False, 0)] * 2
    Message.objects.filter(state=WAITING).update(look_at=now())
    assert sending.send_due(mailbox_id=mailbox.pk) == 2
    assert smtp.recipients == [row.to_address for row in rows]


def test_what_a_process_leaves_when_it_ends_is_one_unknown_message(
    mailbox: Mailbox, smtp: MailServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = MessageFactory.create_batch(7, mailbox=mailbox)

    def send(session: SmtpSession, **letter: object) -> str:
        if letter["recipient"] == rows[4].to_address:
            raise SystemExit
        return SEND(session, **letter)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(SmtpSession, "send", send)

    with pytest.raises(SystemExit):
        sending.send_due(mailbox_id=mailbox.pk)
    assert states(rows) == [(SENT, True, 1)] * 4 + [(CLAIMED, True, 1)] + [(CLAIMED, False, 1)] * 2


def test_a_connection_that_ends_after_a_text_leaves_that_message_unknown(
    mailbox: Mailbox, smtp: MailServer, clock: Clock
) -> None:
    rows = MessageFactory.create_batch(7, mailbox=mailbox)
    smtp.cuts_at = {rows[4].to_address}

    assert sending.send_due(mailbox_id=mailbox.pk) == 4
    unknown, *rest = states(rows[4:])
    assert unknown == (MessageState.UNKNOWN, True, 1)
    assert rest == [(WAITING, False, 0)] * 2


def test_a_server_that_shuts_down_in_a_group_lets_the_rest_wait(
    mailbox: Mailbox, smtp: MailServer, clock: Clock
) -> None:
    rows = MessageFactory.create_batch(7, mailbox=mailbox)
    smtp.at_rcpt[rows[4].to_address] = "421 4.3.2 Shutting down"

    assert sending.send_due(mailbox_id=mailbox.pk) == 4
    refused, *never_tried = states(rows[4:])
    assert refused == (WAITING, False, 1)
    assert never_tried == [(WAITING, False, 0)] * 2


def test_a_refused_recipient_in_a_group_does_not_stop_the_others(
    mailbox: Mailbox, smtp: MailServer, clock: Clock
) -> None:
    rows = MessageFactory.create_batch(7, mailbox=mailbox)
    smtp.at_rcpt[rows[4].to_address] = "550 5.1.1 User unknown"

    assert sending.send_due(mailbox_id=mailbox.pk) == 6
    assert again(rows[4]).state == MessageState.REFUSED
    assert smtp.recipients == [row.to_address for row in rows if row != rows[4]]


def test_messages_go_alone_where_a_worker_died(mailbox: Mailbox, clock: Clock) -> None:
    MessageFactory.create_batch(4, mailbox=mailbox)
    MessageFactory(mailbox=mailbox, attempts=1)

    assert sending.send_due(mailbox_id=mailbox.pk) == 5
    assert groups() == [1] * 5


def test_messages_that_a_server_refused_before_go_in_groups(mailbox: Mailbox, clock: Clock) -> None:
    MessageFactory.create_batch(3, mailbox=mailbox, attempts=1, server_words="451 4.7.1 Try again later")

    assert sending.send_due(mailbox_id=mailbox.pk) == 3
    assert groups() == [1, 2]


def test_a_group_needs_two_statements_whatever_its_size(mailbox: Mailbox, clock: Clock) -> None:
    counts = []
    for size in (1, 3, 7, 15):
        MessageFactory.create_batch(size, mailbox=mailbox)
        ids = claims.claim_due(mailbox_id=mailbox.pk).ids
        with CaptureQueriesContext(connection) as queries:
            assert sending.send_claimed(mailbox_id=mailbox.pk, ids=ids) == size
        counts.append(len(queries))
    first, *others = counts
    assert [count - first for count in others] == [2, 4, 6]


def wait_until(condition: Callable[[], bool]) -> None:
    for _attempt in range(500):
        if condition():
            return
        time.sleep(0.02)
    raise TimeoutError


def test_a_message_that_is_cancelled_just_now_does_not_hold_up_its_group(at_once) -> None:
    mailbox = MailboxFactory()
    rows = MessageFactory.create_batch(2, mailbox=mailbox, state=CLAIMED, claimed_at=now(), attempts=1)
    cancelled, goes = rows

    @transaction.atomic
    def cancel() -> set[object]:
        Message.objects.filter(pk=cancelled.pk).update(state=MessageState.CANCELLED)
        wait_until(lambda: again(goes).handed_at is not None)
        return set()

    def hand_over() -> set[object]:
        wait_until(lambda: is_locked(cancelled))
        return set(LastLook(rows).hand_over(rows, now()))

    assert at_once(2, lambda number: hand_over() if number else cancel()) == [set(), {goes.pk}]
    assert [state for state, *_more in states(rows)] == [MessageState.CANCELLED, CLAIMED]


def test_a_message_that_somebody_holds_is_recorded_after_the_others(at_once) -> None:
    mailbox = MailboxFactory()
    rows = MessageFactory.create_batch(
        2, mailbox=mailbox, state=CLAIMED, claimed_at=now(), handed_at=now(), attempts=1
    )
    locked, free = rows

    @transaction.atomic
    def deliver() -> None:
        Message.objects.filter(pk=locked.pk).update(delivered_at=now())
        wait_until(lambda: again(free).state == SENT)

    def record() -> None:
        wait_until(lambda: is_locked(locked))
        record_taken([Taken(row.pk, "250 OK", "", f"<{row.pk}@mail.example>") for row in rows])

    at_once(2, lambda number: record() if number else deliver())

    for row in map(again, rows):
        assert (row.state, row.server_words, row.is_event_due) == (SENT, "250 OK", True)
        assert row.header_id == f"<{row.pk}@mail.example>"
    assert again(locked).delivered_at is not None


@transaction.atomic
def is_locked(message: Message) -> bool:
    """Tell whether another transaction holds a message."""
    return not Message.objects.select_for_update(skip_locked=True).filter(pk=message.pk).exists()
