"""The types of signals with their rules and how often they come."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncDate

from mauntic.kernel import clock
from mauntic.kernel.errors import NotFound
from scoring.models import AlertPolicy, IntentSignal, SignalType

VOLUME_DAYS = 30


@dataclass(frozen=True, slots=True)
class Volume:
    """How often a type was seen on each of the last days, oldest first."""

    by_day: tuple[int, ...]

    @property
    def total(self) -> int:
        """All days together."""
        return sum(self.by_day)


NONE_SEEN = Volume((0,) * VOLUME_DAYS)


def signal_types() -> QuerySet[SignalType]:
    """All types, the heaviest first."""
    return SignalType.objects.all()


def types_with_rules() -> QuerySet[SignalType]:
    """All types, the heaviest first, each with its rules."""
    return SignalType.objects.prefetch_related("rules").order_by("category", "-weight", "code")


def type_with_rules(code: str) -> SignalType:
    """A type with its rules; `NotFound` when there is none of that code."""
    row = types_with_rules().filter(pk=code).first()
    if row is None:
        raise NotFound(f"There is no signal type {code}.")
    return row


def promises() -> dict[str, AlertPolicy]:
    """By when the alerts of each priority are to be answered."""
    return {policy.priority: policy for policy in AlertPolicy.objects.all()}


def volumes(*, now: datetime | None = None) -> Mapping[str, Volume]:
    """By type how often it was seen on each of the last 30 days (UTC), in one query."""
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
