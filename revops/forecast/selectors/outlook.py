"""The outlook of a period, as known this morning; cached."""

import hashlib
from datetime import date, datetime, time

from django.core.cache import cache

from revops.deals.domain.stages import CLOSED
from revops.deals.models.deals import StageMove
from revops.deals.selectors.days import organization_zone, today
from revops.forecast.domain.outlook import PeriodOutlook, days_needed, outlook_of
from revops.forecast.domain.periods import Period
from revops.forecast.selectors.ledger import read_ledger
from revops.forecast.selectors.scope import Owners

# The outlook uses no facts of today. Only new exchange rates and imports of older deals change it.
CACHE_SECONDS = 3_600
_NONE = "none"


def outlook_today(period: Period, owners: Owners) -> PeriodOutlook | None:
    """Return the expected amount of a period for the deals of these owners, as known this morning.

    Returns: None without a whole period to learn from, and for a period that is over.
    """
    on = today()
    if period.last < on:
        return None
    key = _key(period, owners, on)
    cached: PeriodOutlook | str | None = cache.get(key)
    if cached is None:
        cached = outlook_of(read_ledger(days_needed(period, on)), period, on, owners.has) or _NONE
        cache.set(key, cached, CACHE_SECONDS)
    return cached if isinstance(cached, PeriodOutlook) else None


def closings_before(on: date) -> int:
    """Return how many deals were closed before a day. An import of older deals changes the number."""
    midnight = datetime.combine(on, time.min, organization_zone())
    return StageMove.objects.filter(to_stage__in=CLOSED, at__lt=midnight).count()


def _key(period: Period, owners: Owners, on: date) -> str:
    whose = ",".join(sorted(map(str, owners.ids))) if owners.ids is not None else "all"
    digest = hashlib.sha256(f"{whose};{owners.nobody}".encode()).hexdigest()
    return f"forecast-outlook:{period}:{on}:{closings_before(on)}:{digest}"
