"""Replaying: telling receivers again what they were told, or could not be told."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from mauntic.broker import send_on_commit
from mauntic.events.catalog import event_type
from mauntic.events.models import Delivery, DeliveryQuerySet, StoredEvent
from mauntic.events.services.publish import ROWS_PER_MESSAGE, SWEEP_AFTER
from mauntic.kernel.chunks import chunked
from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class ReplayPlan:
    """What a replay sends: stored rows times receivers, and the facts in those rows."""

    deliveries: int
    facts: int


def replay(
    *,
    wire_name: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    receiver: str = "",
    dry_run: bool = False,
) -> ReplayPlan:
    """Send the matching deliveries again, done and dead ones included; `dry_run` only counts.

    Receivers see these facts a second time: their effects must bear it, as every receiver's must.
    `NotFound` for an event or receiver that does not exist.
    """
    deliveries = _matching(wire_name, since, until, receiver)
    counted = deliveries.aggregate(facts=Sum("event__fact_count"))
    plan = ReplayPlan(deliveries=deliveries.count(), facts=counted["facts"] or 0)
    if not dry_run:
        _send_again(deliveries)
    return plan


def retry_dead(*, delivery_ids: list[int] | None = None) -> int:
    """Send dead deliveries again, all or those named; the count."""
    dead = Delivery.objects.dead()
    if delivery_ids is not None:
        dead = dead.filter(pk__in=delivery_ids)
    return _send_again(dead)


def _matching(
    wire_name: str, since: datetime | None, until: datetime | None, receiver: str
) -> DeliveryQuerySet:
    events = StoredEvent.objects.between(since, until)
    if wire_name:
        events = events.filter(type=event_type(wire_name).wire_name)
    deliveries = Delivery.objects.filter(event__in=events)
    if not receiver:
        return deliveries
    if not Delivery.objects.filter(receiver=receiver).exists():
        raise NotFound(f"No delivery names the receiver “{receiver}”.")
    return deliveries.filter(receiver=receiver)


@transaction.atomic
def _send_again(deliveries: DeliveryQuerySet) -> int:
    rows = list(deliveries.order_by("receiver", "event_id").values_list("pk", "receiver", "event_id"))
    Delivery.objects.filter(pk__in=[pk for pk, *_ in rows]).update(
        status=Delivery.Status.PENDING, attempts=0, error="", done_at=None, due_at=now() + SWEEP_AFTER
    )
    by_receiver: dict[str, list[str]] = {}
    for _, receiver, event_id in rows:
        by_receiver.setdefault(receiver, []).append(str(event_id))
    for receiver, event_ids in by_receiver.items():
        for chunk in chunked(event_ids, ROWS_PER_MESSAGE):
            send_on_commit("events.deliver", receiver, chunk)
    return len(rows)
