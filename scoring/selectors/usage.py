"""Who uses the product much more than they are used to."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from mauntic.tracking.models import TrackedEvent
from scoring.domain.usage import BASELINE, is_spike
from scoring.models import IntentSignal


def evidence_of_day(at: datetime) -> str:
    """What names the spike of a day (UTC): a day has one."""
    return f"usage {at.astimezone(UTC).date()}"


def new_spikes(contact_ids: Collection[UUID], *, now: datetime) -> list[tuple[UUID, int]]:
    """Contacts whose tracked events of today (UTC) are a spike that was not noticed yet, with their count."""
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
    return [(pk, today) for pk, today, before in counts if is_spike(today=today, before=before)]
