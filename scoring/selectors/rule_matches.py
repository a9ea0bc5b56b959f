"""What a rule would have detected of late."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import CharField, Count, F, Func, Q, Value
from django.db.models.functions import Lower

from mauntic.kernel import clock
from mauntic.tracking.models import TrackedEvent, Visit
from scoring.domain.detection import Rule, Trigger, path_pattern

LOOKS_BACK = timedelta(days=30)
# Enough to judge a rule by, and counted in a moment however many there are.
MOST_LOOKED_AT = 20_000
# Host, query and fragment, as `scoring.domain.detection.path_of` takes them off.
_NOT_PATH = r"^([a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/?#]*|[?#].*$"


@dataclass(frozen=True, slots=True)
class Matches:
    """How many of the visits or events of the last 30 days (at most the latest 20,000) a rule applies to."""

    matched: int
    looked_at: int
    noun: str

    @property
    def is_everything(self) -> bool:
        """Whether the rule tells nothing apart."""
        return 0 < self.looked_at == self.matched

    def __str__(self) -> str:
        return f"{self.matched:,} of {self.looked_at:,} {self.noun} of the last {LOOKS_BACK.days} days"


def matches_of(rule: Rule) -> Matches | None:
    """What a rule about pages or events applies to; None where nothing is kept that could be counted.

    What `any_other` leaves depends on all other rules and is not counted.
    """
    if rule.any_other:
        return None
    counting = {Trigger.PAGE_VISITED: _visits, Trigger.EVENT_TRACKED: _events}
    count = counting.get(rule.trigger)
    return count(rule) if count else None


def _visits(rule: Rule) -> Matches:
    path = Func(
        F("url"),
        Value(_NOT_PATH),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=CharField(),
    )
    # By their ids, so that paths are taken out of these alone, not of all that are sorted.
    latest = Visit.objects.counted(clock.now() - LOOKS_BACK).order_by("-occurred_at")[:MOST_LOOKED_AT]
    visits = Visit.objects.filter(pk__in=latest.values("pk")).annotate(path=Lower(path))
    applies = Q(path__regex=path_pattern(rule.values)) if rule.values else Q()
    found = visits.aggregate(all=Count("pk"), matched=Count("pk", filter=applies))
    return Matches(found["matched"], found["all"], "page visits")


def _events(rule: Rule) -> Matches:
    latest = TrackedEvent.objects.counted(clock.now() - LOOKS_BACK).order_by("-occurred_at")[:MOST_LOOKED_AT]
    by_name = dict(
        TrackedEvent.objects.filter(pk__in=latest.values("pk")).values_list("name").annotate(seen=Count("pk"))
    )
    matched = sum(seen for name, seen in by_name.items() if rule.matches(name))
    return Matches(matched, sum(by_name.values()), "tracked events")
