"""Delivering: a receiver handles a batch of facts, and its effects commit with the mark that it did."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import connection, transaction
from dramatiq.middleware import TimeLimitExceeded

from mauntic.broker import send_on_commit
from mauntic.broker.cause import Cause, caused_by
from mauntic.events.catalog import event_type
from mauntic.events.models import Delivery
from mauntic.events.services.addressing import SWEEP_AFTER, Addressed, send_messages
from mauntic.events.services.rows import is_marked, reader_named
from mauntic.kernel.clock import now

log = structlog.get_logger(__name__)

# Seconds to wait after each failed attempt; after the last one the delivery is dead.
BACK_OFF = (5, 30, 120, 600, 3600)
# Shorter waits are delayed messages, longer ones are left to the sweep.
LONGEST_DELAYED_MESSAGE = 30
SWEEP_LIMIT = 5000


class UnknownReceiver(Exception):
    """The code that was to hear the event is gone, or not yet here."""


def deliver(*, receiver: str, event_ids: Sequence[UUID]) -> int:
    """Hand the receiver each stored row that it has not handled, in order; the count of rows done.

    Each row is a transaction: its delivery is locked, its facts are handled as one batch, the mark is set.
    So an effect happens once however often the message comes, and a row that fails does so alone.
    """
    return sum(_deliver_row(receiver, event_id) for event_id in event_ids)


@transaction.atomic
def redeliver_due(*, at: datetime | None = None) -> int:
    """Send what is still pending though it was due by `at` (now); the count of deliveries sent again.

    They are pushed back, so that a sweep that finds the workers busy does not send the same rows each
    time. What a worker is busy with is locked, and left alone.
    """
    due = (
        Delivery.objects.due(at or now())
        .select_related("event")
        .only("receiver", "event__fact_count")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("due_at")[:SWEEP_LIMIT]
    )
    found = sorted(due, key=lambda delivery: (delivery.receiver, delivery.pk))
    Delivery.objects.filter(pk__in=[each.pk for each in found]).update(due_at=now() + SWEEP_AFTER)
    send_messages(Addressed(each.receiver, each.event_id, each.event.fact_count) for each in found)
    return len(found)


def _deliver_row(receiver: str, event_id: UUID) -> bool:
    try:
        with transaction.atomic():
            delivery = _locked(receiver, event_id, skip_locked=True)
            if delivery is None:
                return False
            _handle(delivery)
            _mark_done(delivery)
    except (Exception, TimeLimitExceeded) as error:
        if not connection.is_usable():
            raise  # the database went away: nothing was done, and the message itself is tried again
        log.warning("events.delivery_failed", receiver=receiver, row=str(event_id), exc_info=error)
        _record_failure(receiver, event_id, error)
        if isinstance(error, TimeLimitExceeded):
            raise  # the message's time is over, too
        return False
    return True


def _locked(receiver: str, event_id: UUID, *, skip_locked: bool) -> Delivery | None:
    """The pending delivery, locked; None when it is done or dead (or, with `skip_locked`, in other hands)."""
    # They are the greater part of a row by far.
    needless = ["event__facts", "event__subject_ids"] if reader_named(receiver) else ["event__subject_ids"]
    return (
        Delivery.objects.filter(receiver=receiver, event=event_id, status=Delivery.Status.PENDING)
        .select_related("event")
        .defer(*needless)
        .select_for_update(of=("self",), skip_locked=skip_locked)
        .first()
    )


def _handle(delivery: Delivery) -> None:
    cls = event_type(delivery.event.type)
    function = cls.signal.named.get(delivery.receiver)
    if function is None:
        raise UnknownReceiver(f"No receiver of {cls.wire_name} is named {delivery.receiver}.")
    event = delivery.event
    facts = {"row_id": event.pk} if is_marked(function) else {"events": event.events()}
    with caused_by(Cause("event", str(event.pk))):
        function(sender=cls, signal=cls.signal, occurred_at=event.occurred_at, **facts)


def _mark_done(delivery: Delivery) -> None:
    delivery.status = Delivery.Status.DONE
    delivery.attempts += 1
    delivery.done_at = now()
    delivery.error = ""
    delivery.save(update_fields=["status", "attempts", "done_at", "error"])


@transaction.atomic
def _record_failure(receiver: str, event_id: UUID, error: BaseException) -> None:
    """Count the attempt and arrange the next one; after the last the delivery is dead."""
    delivery = _locked(receiver, event_id, skip_locked=False)
    if delivery is None:
        return
    delivery.attempts += 1
    delivery.error = f"{type(error).__name__}: {error}"[:2000]
    if delivery.attempts > len(BACK_OFF):
        delivery.status = Delivery.Status.DEAD
    else:
        _arrange_retry(delivery)
    delivery.save(update_fields=["status", "attempts", "due_at", "error"])


def _arrange_retry(delivery: Delivery) -> None:
    wait = BACK_OFF[delivery.attempts - 1]
    delivery.due_at = now() + timedelta(seconds=wait)
    if wait <= LONGEST_DELAYED_MESSAGE:
        delivery.due_at += SWEEP_AFTER
        send_on_commit("events.deliver", delivery.receiver, [str(delivery.event_id)], delay_seconds=wait)
