"""Signal types with their rules and volumes."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext

from mauntic.kernel import clock
from mauntic.kernel.errors import NotFound
from scoring.alerts.models import AlertPolicy
from scoring.signals.models import IntentSignal, SignalType

VOLUME_DAYS = 30


@dataclass(frozen=True, slots=True)
class Volume:
    """The number of signals of a type on each of the last days, oldest first."""

    by_day: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return the number on all days."""
        return sum(self.by_day)


NONE_SEEN = Volume((0,) * VOLUME_DAYS)


def signal_types() -> QuerySet[SignalType]:
    """Return all types, highest weight first."""
    return SignalType.objects.all()


def types_with_rules() -> QuerySet[SignalType]:
    """Return all types with their rules, highest weight first."""
    return SignalType.objects.prefetch_related("rules").order_by("category", "-weight", "code")


def type_with_rules(code: str) -> SignalType:
    """Return a type with its rules.

    Raises: `NotFound` if it does not exist.
    """
    row = types_with_rules().filter(pk=code).first()
    if row is None:
        raise NotFound(gettext("Signal type {code} does not exist.").format(code=code))
    return row


def policies_by_priority() -> dict[str, AlertPolicy]:
    """Return the SLA of each priority."""
    return {policy.priority: policy for policy in AlertPolicy.objects.all()}


def volumes(*, now: datetime | None = None) -> Mapping[str, Volume]:
    """Return by type its volume in the last 30 days (UTC), in one query."""
    today = (now or clock.now()).astimezone(UTC).date()
    first = today - timedelta(days=VOLUME_DAYS - 1)
    since = datetime(first.year, first.month, first.day, tzinfo=UTC)
    rows = (
        IntentSignal.objects.filter(detected_at__gte=since)
        .order_by()
        .values_list("type_id", TruncDate("detected_at", tzinfo=UTC))
        .annotate(seen=Sum("count"))
    )
    days: dict[str, list[int]] = defaultdict(lambda: [0] * VOLUME_DAYS)
    for code, day, seen in rows:
        if day <= today:
            days[code][(day - first).days] = seen
    return defaultdict(lambda: NONE_SEEN, {code: Volume(tuple(counts)) for code, counts in days.items()})
