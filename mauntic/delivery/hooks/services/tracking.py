"""Record what an e-mail service tells of messages: each event once, however often it is sent."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from mauntic.delivery.hooks.domain.events import FAILURES, Kind, Tracked, bounce_kind
from mauntic.delivery.hooks.selectors import messages_of
from mauntic.delivery.inbox.models import Reply, ReplyClass
from mauntic.delivery.inbox.services.bounces import record_bounces
from mauntic.delivery.inbox.services.rows import event_row
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.messages.models import Message
from mauntic.delivery.messages.services.unsubscribing import unsubscribe
from mauntic.delivery.suppression.models import Reason
from mauntic.kernel.clock import now as present
from mauntic.kernel.db.rows import insert_new

Pairs = Sequence[tuple[Tracked, Message]]


@transaction.atomic
def record_events(*, mailbox: Mailbox, events: Sequence[Tracked], now: datetime | None = None) -> int:
    """Record events of a mailbox's messages.

    Bounces and complaints are stored as replies, as those that come by mail, and have the same effects.

    Returns: the number of events about messages of the mailbox.
    Publishes: `MessageBounced`, `MessageUnsubscribed`, each once per message.
    """
    at = now or present()
    # Locked, so that two deliveries of one event follow each other.
    Mailbox.objects.select_for_update(no_key=True).get(pk=mailbox.pk)
    found = messages_of(mailbox, events)
    _record_delivered([message for event, message in found if event.kind == Kind.DELIVERED], at)
    _record_bounces(mailbox, [pair for pair in found if pair[0].kind in FAILURES], at)
    _record_refusals(mailbox, found, at)
    return len(found)


def _record_delivered(messages: Sequence[Message], now: datetime) -> None:
    ids = [message.pk for message in messages]
    Message.objects.filter(pk__in=ids, delivered_at=None).update(delivered_at=now)


def _record_bounces(mailbox: Mailbox, found: Pairs, now: datetime) -> None:
    bounces = [(event, message, kind) for event, message in found if (kind := bounce_kind(event))]
    rows = [
        event_row(
            mailbox,
            message,
            key=f"{mailbox.kind}:{event.key}",
            label=ReplyClass.BOUNCE,
            kind=kind,
            words=event.words,
            now=now,
        )
        for event, message, kind in bounces
    ]
    stored = set(map(str, insert_new(Reply.objects, rows)))
    new = [
        (message, kind)
        for (_event, message, kind), row in zip(bounces, rows, strict=True)
        if str(row["id"]) in stored
    ]
    record_bounces(new, now, source=mailbox.get_kind_display())


def _record_refusals(mailbox: Mailbox, found: Pairs, now: datetime) -> None:
    """Record who complained or unsubscribed at the service. They are few."""
    source = mailbox.get_kind_display()
    for event, message in found:
        if event.kind == Kind.COMPLAINED:
            key = f"{mailbox.kind}:{event.key}"
            row = event_row(
                mailbox, message, key=key, label=ReplyClass.COMPLAINT, kind="", words=event.words, now=now
            )
            insert_new(Reply.objects, [row])
            unsubscribe(message=message, source=source, reason=Reason.COMPLAINED)
        elif event.kind == Kind.UNSUBSCRIBED:
            unsubscribe(message=message, source=source)
