"""Delivering: a receiver handles a batch of facts, and its effects commit with the mark that it did."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F

from mauntic.broker import send, send_on_commit
from mauntic.broker.cause import Cause, caused_by
from mauntic.events.catalog import event_types
from mauntic.events.catalog.base import Receiver
from mauntic.events.models import Delivery
from mauntic.events.services.publish import ROWS_PER_MESSAGE, SWEEP_AFTER
from mauntic.kernel.chunks import chunked
from mauntic.kernel.clock import now

log = structlog.get_logger(__name__)

# Seconds to wait after each failed attempt; after the last one the delivery is dead.
BACK_OFF = (5, 30, 120, 600, 3600)
# Shorter waits are delayed messages, longer ones are left to the sweep.
LONGEST_DELAYED_MESSAGE = 30
SWEEP_LIMIT = 5000


@dataclass(frozen=True, slots=True)
class UnknownReceiver(Exception):  # noqa: N818 (reads as a claim in the delivery's error)
    """The code that was to hear the event is gone."""

    receiver: str

    def __str__(self) -> str:
        return f"No receiver is named {self.receiver} any more."


def deliver(*, receiver: str, event_ids: Sequence[UUID]) -> int:
    """Hand the receiver those facts of `event_ids` that it has not handled; the count of rows done.

    The deliveries are locked, handled and marked in one transaction, so an effect happens once however
    often the message comes. When a batch fails, its rows are tried again one by one, so that a poisoned
    row dies alone.
    """
    try:
        with transaction.atomic():
            deliveries = _claim(receiver, event_ids)
            _handle(receiver, deliveries)
            ids = [delivery.pk for delivery in deliveries]
            return Delivery.objects.filter(pk__in=ids).update(
                status=Delivery.Status.DONE, done_at=now(), attempts=F("attempts") + 1, error=""
            )
    except (OperationalError, InterfaceError):
        raise  # the database went away: nothing was done, the message itself is retried
    except Exception as error:  # noqa: BLE001 (whatever a receiver raises is kept on the delivery)
        log.warning("events.delivery_failed", receiver=receiver, rows=len(event_ids), exc_info=error)
        _after_failure(receiver, event_ids, error)
        return 0


def redeliver_due() -> int:
    """Send what is still pending after its time; the count of deliveries sent again."""
    due: dict[str, list[str]] = defaultdict(list)
    rows = Delivery.objects.due(now()).order_by("due_at").values_list("pk", "receiver", "event_id")[:SWEEP_LIMIT]
    found = list(rows)
    for _, receiver, event_id in found:
        due[receiver].append(str(event_id))
    # Pushed back first: a sweep that finds the workers busy does not send the same rows each minute.
    Delivery.objects.filter(pk__in=[pk for pk, *_ in found]).update(due_at=now() + SWEEP_AFTER)
    for receiver, event_ids in due.items():
        for chunk in chunked(event_ids, ROWS_PER_MESSAGE):
            send("events.deliver", receiver, chunk)
    return len(found)


def _claim(receiver: str, event_ids: Sequence[UUID]) -> list[Delivery]:
    rows = (
        Delivery.objects.filter(receiver=receiver, event_id__in=event_ids, status=Delivery.Status.PENDING)
        .select_related("event")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
    )
    return list(rows)


def _handle(receiver: str, deliveries: Sequence[Delivery]) -> None:
    """Call the receiver once per run of facts that share type and cause, in the order of publishing."""
    if not deliveries:
        return
    function = _find(receiver)
    for _, group in groupby(deliveries, key=_batch_key):
        batch = list(group)
        events = [event for delivery in batch for event in delivery.event.events()]
        with caused_by(Cause("event", str(batch[-1].event_id))):
            function(sender=type(events[0]), signal=type(events[0]).signal, events=events)


def _batch_key(delivery: Delivery) -> tuple[str, str]:
    return delivery.event.type, delivery.event.cause_id


def _find(receiver: str) -> Receiver:
    for cls in event_types():
        if receiver in cls.signal.named:
            return cls.signal.named[receiver]
    raise UnknownReceiver(receiver)


def _after_failure(receiver: str, event_ids: Sequence[UUID], error: Exception) -> None:
    if len(event_ids) > 1:
        for event_id in event_ids:
            send_on_commit("events.deliver", receiver, [str(event_id)])
        return
    with transaction.atomic():
        failed = (
            Delivery.objects.filter(
                receiver=receiver, event_id__in=event_ids, status=Delivery.Status.PENDING
            )
            .select_for_update()
            .first()
        )
        if failed is not None:
            _record_failure(failed, error)


def _record_failure(delivery: Delivery, error: Exception) -> None:
    delivery.attempts += 1
    delivery.error = f"{type(error).__name__}: {error}"[:2000]
    if delivery.attempts > len(BACK_OFF):
        delivery.status = Delivery.Status.DEAD
        delivery.save(update_fields=["attempts", "error", "status"])
        return
    wait = BACK_OFF[delivery.attempts - 1]
    delivery.due_at = now() + timedelta(seconds=wait)
    if wait <= LONGEST_DELAYED_MESSAGE:
        delivery.due_at += SWEEP_AFTER
        send_on_commit("events.deliver", delivery.receiver, [str(delivery.event_id)], delay_seconds=wait)
    delivery.save(update_fields=["attempts", "error", "due_at"])
