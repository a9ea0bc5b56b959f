"""A claim and a person who cancels, a worker and a mailbox that is disconnected: one of two comes first."""

import threading
from typing import Any

from django.db import transaction

from mauntic.accounts.models import User
from mauntic.delivery.mailboxes.services.disconnecting import disconnect_mailbox
from mauntic.delivery.messages.services.claims import claim_due
from mauntic.delivery.messages.services.handing import LastLook
from mauntic.delivery.messages.services.queue import cancel_message, cancel_messages
from mauntic.delivery.models import Message
from mauntic.kernel.clock import now
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory, MessageFactory

PATIENCE = 20


def make_admin() -> User:
    return User.objects.create_user("admin@acme.example", "a password", role="admin")


def test_a_claim_leaves_a_message_to_whoever_cancels_it_and_takes_the_others(at_once: Any) -> None:
    mailbox, admin = MailboxFactory(), make_admin()
    canceled, other = (MessageFactory(mailbox=mailbox, contact=ContactFactory()) for _n in range(2))
    is_held, is_claimed = threading.Event(), threading.Event()

    def work(number: int) -> list[Any]:
        if number == 0:
            with transaction.atomic():
                cancel_message(message_id=canceled.pk, by=admin)
                is_held.set()
                # The claim does not wait for this transaction.
                assert is_claimed.wait(PATIENCE)
            return []
        assert is_held.wait(PATIENCE)
        claimed = claim_due(mailbox_id=mailbox.pk)
        is_claimed.set()
        return claimed.ids

    assert at_once(2, work)[1] == [other.pk]

    states = dict(Message.objects.values_list("pk", "state"))
    assert states == {canceled.pk: "cancelled", other.pk: "claimed"}


def test_a_message_is_handed_over_or_canceled_and_never_both(at_once: Any) -> None:
    mailbox, count = MailboxFactory(), 30
    rows = [
        MessageFactory(mailbox=mailbox, state="claimed", claimed_at=now(), attempts=1) for _n in range(count)
    ]
    look = LastLook(rows)

    def work(number: int) -> list[bool]:
        if number == 0:
            groups = (rows[start : start + 5] for start in range(0, count, 5))
            going = set().union(*(look.hand_over(group, now()) for group in groups))
            return [row.pk in going for row in rows]
        return [
            bool(cancel_messages(origin_kind="person", origin_ids=[row.origin_id], reason="stop"))
            for row in reversed(rows)
        ]

    handed, canceled = at_once(2, work)

    assert [not each for each in handed] == canceled[::-1]
    assert Message.objects.exclude(handed_at=None).count() == sum(handed)
    assert Message.objects.filter(state="cancelled", handed_at=None).count() == sum(canceled)


def test_nothing_is_handed_over_from_a_mailbox_that_is_disconnected(at_once: Any) -> None:
    mailbox, admin = MailboxFactory(credentials={"password": "p"}), make_admin()
    rows = [
        MessageFactory(mailbox=mailbox, state="claimed", claimed_at=now(), attempts=1) for _n in range(10)
    ]
    look = LastLook(rows)

    def work(number: int) -> list[bool]:
        if number == 0:
            disconnect_mailbox(mailbox_id=mailbox.pk, by=admin)
            return [bool(look.hand_over([row], now())) for row in rows[:5]]
        return [bool(look.hand_over([row], now())) for row in rows[5:]]

    after, meanwhile = at_once(2, work)

    assert after == [False] * 5
    assert meanwhile == sorted(meanwhile, reverse=True)
    assert Message.objects.filter(state="waiting").count() == 10 - sum(meanwhile)
