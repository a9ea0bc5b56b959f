"""Whose score changes by the passing of time alone."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from mauntic.kernel import clock
from mauntic.tracking.models import Visit
from scoring.domain.factors import VISIT_WINDOW_DAYS
from scoring.models import IntentSignal

# How far back to look for what has ended since the last sweep: hours of outage are made up for.
LOOK_BACK = timedelta(days=2)


def stale_contacts(*, now: datetime | None = None) -> list[UUID]:
    """Contacts with a signal that fades or has ended, or a visit that came or left the window, of late."""
    at = now or clock.now()
    window = at - timedelta(days=VISIT_WINDOW_DAYS)
    signals = IntentSignal.objects.filter(expires_at__gt=at - LOOK_BACK, detected_at__lte=at)
    visits = Visit.objects.filter(
        Q(occurred_at__range=(window - LOOK_BACK, window)) | Q(occurred_at__range=(at - LOOK_BACK, at)),
        is_bot=False,
    )
    found = signals.order_by().values_list("contact_id").union(visits.values_list("contact_id"))
    return sorted(contact_id for (contact_id,) in found)
