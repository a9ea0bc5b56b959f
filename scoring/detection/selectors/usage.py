"""Contacts with a spike of product usage."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from mauntic.tracking.models import TrackedEvent
from scoring.detection.domain.usage import BASELINE, is_spike
from scoring.signals.models import IntentSignal


def evidence_of_day(at: datetime) -> str:
    """Return the evidence of the spike of a day (UTC), which has at most one."""
    return f"usage {at.astimezone(UTC).date()}"


def new_spikes(contact_ids: Collection[UUID], *, now: datetime, least: int) -> list[tuple[UUID, int]]:
    """Return contacts with a new spike today (UTC), and the number of their events.

    A spike has at least `least` events.

    Args:
        contact_ids: contacts with events of today.
        now: the present.
        least: the least events of a day that are a spike.
    """
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    is_today = Q(occurred_at__gte=midnight, occurred_at__lt=midnight + timedelta(days=1))
    noticed = IntentSignal.objects.filter(
        contact_id__in=contact_ids, evidence__contains=[evidence_of_day(now)]
    ).order_by()
    counts = (
        TrackedEvent.objects.counted(midnight - BASELINE)
        .filter(contact_id__in=contact_ids)
        .exclude(contact_id__in=noticed.values("contact_id"))
        .values_list("contact_id")
        .annotate(today=Count("pk", filter=is_today), before=Count("pk", filter=Q(occurred_at__lt=midnight)))
    )
    return [(pk, today) for pk, today, before in counts if is_spike(today=today, before=before, least=least)]
