"""Deliver events: the effects of a receiver commit together with the status of the delivery."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import F
from dramatiq.middleware import TimeLimitExceeded

from mauntic.broker.actor import SYSTEM, acting
from mauntic.broker.cause import Cause, caused_by
from mauntic.events.catalog import event_type, event_types
from mauntic.events.models import Delivery
from mauntic.events.services.addressing import SWEEP_AFTER, Addressed, gathered, send_messages
from mauntic.events.services.interruptions import marked
from mauntic.events.services.rows import is_marked, reader_named
from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound
from mauntic.kernel.log_limits import LogLimiter

log = structlog.get_logger(__name__)
limiter = LogLimiter()

# Seconds to wait at least after each failed attempt; after the last one the delivery is dead. The sweep that
# runs every minute makes the attempt: ten thousand delayed messages would fill the memory of the workers.
BACK_OFF = (5, 30, 120, 600, 3600)
SWEEP_LIMIT = 5000
DIED = "The worker ended during attempt {attempt}. It was killed, or ran out of memory."
"""Of a delivery while it is handled: it stays if the worker gets no chance to say anything else."""


class UnknownReceiver(Exception):
    """The receiver of a delivery does not exist in this release."""


def deliver(*, receiver: str, event_ids: Sequence[UUID]) -> int:
    """Deliver stored rows to a receiver, in order. Those that it has handled are skipped.

    Each row is a transaction: its delivery is locked, its facts are handled as one batch, and its status is
    set. So effects happen once, even if the message is repeated, and a row that fails does not affect the
    others. What the receiver publishes for them is sent together. If a worker died at this message before,
    attempts are counted before they are made: a row at which workers die again and again becomes dead.

    Args: `receiver` is the name of the receiver. `event_ids` are the ids of the stored rows.
    Returns: the number of rows that succeeded. 0 for a receiver that does not exist, whose
    deliveries become dead.
    """
    if not any(receiver in cls.signal.named for cls in event_types()):
        _mark_dead(receiver, event_ids)
        return 0
    with marked(receiver, event_ids) as was_interrupted, gathered():
        return sum(_deliver_row(receiver, event_id, is_counted=was_interrupted) for event_id in event_ids)


@transaction.atomic
def redeliver_due(*, at: datetime | None = None) -> int:
    """Send pending deliveries again that are due.

    They are postponed, so that the next sweep does not send the same rows again while workers are busy. Rows
    that a worker handles are locked, and skipped.

    Args: `at` is the time by which they were due, by default the current time.
    Returns: the number of deliveries.
    """
    due = (
        Delivery.objects.due(at or now())
        .select_related("event")
        .only("receiver", "attempts", "event__fact_count")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("due_at")[:SWEEP_LIMIT]
    )
    found = sorted(due, key=lambda delivery: (delivery.receiver, delivery.attempts > 0, delivery.pk))
    Delivery.objects.filter(pk__in=[each.pk for each in found]).update(due_at=now() + SWEEP_AFTER)
    send_messages(
        Addressed(each.receiver, each.event_id, each.event.fact_count, is_retry=each.attempts > 0)
        for each in found
    )
    return len(found)


def _deliver_row(receiver: str, event_id: UUID, *, is_counted: bool) -> bool:
    if is_counted and not _begin(receiver, event_id):
        return False
    try:
        with transaction.atomic():
            delivery = _locked(receiver, event_id, skip_locked=True)
            if delivery is None:
                return False
            _handle(delivery)
            _mark_done(delivery, is_counted=is_counted)
    except (Exception, TimeLimitExceeded) as error:
        if not connection.is_usable():
            raise  # the database went away: nothing was done, and the message itself is tried again
        if (held_back := limiter.admit(f"{receiver}:{type(error).__name__}")) is not None:
            log.warning(
                "events.delivery_failed",
                receiver=receiver,
                row=str(event_id),
                held_back=held_back,
                exc_info=error,
            )
        _record_failure(receiver, event_id, error, is_counted=is_counted)
        if isinstance(error, TimeLimitExceeded):
            raise  # the message's time is over, too
        return False
    return True


def _locked(receiver: str, event_id: UUID, *, skip_locked: bool) -> Delivery | None:
    """Return the pending delivery, locked. None if it is done or dead, or with `skip_locked`, locked.

    Locked, so that of two workers with the same message only one calls the receiver.
    """
    # These columns are by far the largest part of a row.
    needless = ["event__facts", "event__subject_ids"] if reader_named(receiver) else ["event__subject_ids"]
    return (
        Delivery.objects.filter(receiver=receiver, event=event_id, status=Delivery.Status.PENDING)
        .select_related("event")
        .defer(*needless)
        .select_for_update(of=("self",), skip_locked=skip_locked)
        .first()
    )


def _handle(delivery: Delivery) -> None:
    try:
        cls = event_type(delivery.event.type)
    except NotFound as error:
        raise UnknownReceiver(error.message) from error
    function = cls.signal.named.get(delivery.receiver)
    if function is None:
        raise UnknownReceiver(f"No receiver of {cls.wire_name} is named {delivery.receiver}.")
    event = delivery.event
    facts = {"row_id": event.pk} if is_marked(function) else {"events": event.events()}
    # What follows from an event is done by Mauntic, not by whoever caused the event.
    with caused_by(Cause("event", str(event.pk))), acting(SYSTEM):
        function(sender=cls, signal=cls.signal, occurred_at=event.occurred_at, **facts)


@transaction.atomic
def _begin(receiver: str, event_id: UUID) -> bool:
    """Count an attempt before it is made. After the last one the delivery is dead.

    Returns: whether it may be made; not if another worker is at it.
    """
    delivery = _locked(receiver, event_id, skip_locked=True)
    if delivery is None:
        return False
    if is_over := delivery.attempts > len(BACK_OFF):
        delivery.status = Delivery.Status.DEAD
        log.error("events.workers_died", receiver=receiver, row=str(event_id))
    else:
        delivery.attempts += 1
        delivery.error = DIED.format(attempt=delivery.attempts)
    delivery.save(update_fields=["status", "attempts", "error"])
    return not is_over


def _mark_done(delivery: Delivery, *, is_counted: bool) -> None:
    delivery.status = Delivery.Status.DONE
    delivery.attempts += not is_counted
    delivery.done_at = now()
    delivery.error = ""
    delivery.save(update_fields=["status", "attempts", "done_at", "error"])


def _mark_dead(receiver: str, event_ids: Sequence[UUID]) -> None:
    """Mark deliveries to an unknown receiver as dead. Ops and admins can retry them."""
    error = UnknownReceiver(f"No receiver is named {receiver}.")
    pending = Delivery.objects.filter(receiver=receiver, event__in=event_ids, status=Delivery.Status.PENDING)
    count = pending.update(status=Delivery.Status.DEAD, attempts=F("attempts") + 1, error=_text_of(error))
    if count and (held_back := limiter.admit(receiver)) is not None:
        log.error("events.receiver_gone", receiver=receiver, deliveries=count, held_back=held_back)


@transaction.atomic
def _record_failure(receiver: str, event_id: UUID, error: BaseException, *, is_counted: bool) -> None:
    """Count the attempt and set the time of the next one. After the last one the delivery is dead.

    A delivery to an unknown receiver is dead at once.
    """
    delivery = _locked(receiver, event_id, skip_locked=False)
    if delivery is None:
        return
    delivery.attempts += not is_counted
    delivery.error = _text_of(error)
    if delivery.attempts > len(BACK_OFF) or isinstance(error, UnknownReceiver):
        delivery.status = Delivery.Status.DEAD
    else:
        delivery.due_at = now() + timedelta(seconds=BACK_OFF[delivery.attempts - 1])
    delivery.save(update_fields=["status", "attempts", "due_at", "error"])


def _text_of(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:2000]
