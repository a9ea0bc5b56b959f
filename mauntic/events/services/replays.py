"""Replay deliveries, and retry dead ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from mauntic.events.catalog import event_type, event_types
from mauntic.events.models import Delivery, DeliveryQuerySet, StoredEvent, StoredEventQuerySet
from mauntic.events.services.addressing import SWEEP_AFTER, Addressed, send_messages
from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class ReplayPlan:
    """Size of a replay: deliveries (stored rows times receivers), and the facts in those rows."""

    deliveries: int
    facts: int


@transaction.atomic
def replay(
    *,
    wire_name: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    receiver: str = "",
    dry_run: bool = False,
) -> ReplayPlan:
    """Send the matching deliveries again, done and dead ones included.

    Receivers get these facts a second time. Every receiver must tolerate it.

    Args: with `receiver`, events before the receiver existed are sent, too. `dry_run` only counts.
    Raises: `NotFound` for an unknown event or receiver.
    """
    events = StoredEvent.objects.between(since, until)
    if wire_name:
        events = events.filter(type=event_type(wire_name).wire_name)
    deliveries = Delivery.objects.filter(event__in=events)
    missing = StoredEvent.objects.none()
    if receiver:
        deliveries = deliveries.filter(receiver=receiver)
        missing = events.filter(type__in=_events_of(receiver)).exclude(deliveries__receiver=receiver)
    plan = _plan(deliveries, missing)
    if not dry_run:
        _address(missing, receiver)
        _send_again(deliveries)
    return plan


def retry_dead(*, delivery_ids: Sequence[int] | None = None) -> int:
    """Send dead deliveries again.

    Args: `delivery_ids` limits them; None means all.
    Returns: the number of deliveries.
    """
    dead = Delivery.objects.dead()
    if delivery_ids is not None:
        dead = dead.filter(pk__in=delivery_ids)
    return _send_again(dead)


def _events_of(receiver: str) -> list[str]:
    """Return the wire names of the events of a receiver. Empty for one that existed before."""
    names = [cls.wire_name for cls in event_types() if receiver in cls.signal.named]
    if not names and not Delivery.objects.filter(receiver=receiver).exists():
        known = sorted({name for cls in event_types() for name in cls.signal.named})
        raise NotFound(
            _('Unknown receiver "%(receiver)s". Known receivers: %(known)s.')
            % {"receiver": receiver, "known": ", ".join(known)}
        )
    return names


def _plan(deliveries: DeliveryQuerySet, missing: StoredEventQuerySet) -> ReplayPlan:
    again = deliveries.aggregate(rows=Count("pk"), facts=Sum("event__fact_count", default=0))
    new = missing.aggregate(rows=Count("pk"), facts=Sum("fact_count", default=0))
    return ReplayPlan(deliveries=again["rows"] + new["rows"], facts=again["facts"] + new["facts"])


def _address(events: StoredEventQuerySet, receiver: str) -> None:
    due_at = now() + SWEEP_AFTER
    ids = events.values_list("pk", flat=True)
    rows = [Delivery(event_id=event_id, receiver=receiver, due_at=due_at) for event_id in ids]
    Delivery.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)


@transaction.atomic
def _send_again(deliveries: DeliveryQuerySet) -> int:
    rows = list(
        deliveries.select_for_update(of=("self",))
        .select_related("event")
        .only("receiver", "event__fact_count")
        .order_by("receiver", "event_id")
    )
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=Delivery.Status.PENDING, attempts=0, error="", done_at=None, due_at=now() + SWEEP_AFTER
    )
    send_messages(Addressed(row.receiver, row.event_id, row.event.fact_count) for row in rows)
    return len(rows)
