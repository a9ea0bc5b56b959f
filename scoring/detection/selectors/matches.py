"""What a rule would have detected in the last 30 days."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import CharField, Count, F, Func, Q, Value
from django.db.models.functions import Lower
from django.utils.translation import ngettext

from mauntic.kernel import clock
from mauntic.kernel.display import number
from mauntic.tracking.models import TrackedEvent, Visit
from scoring.detection.domain.rules import Rule, Trigger, no_intent_pattern, path_pattern

LOOKS_BACK = timedelta(days=30)
# Enough to judge a rule, and fast to count.
MOST_LOOKED_AT = 20_000
# Host, query and fragment, as `scoring.detection.domain.rules.path_of` removes them.
_NOT_PATH = r"^([a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/?#]*|[?#].*$"


@dataclass(frozen=True, slots=True)
class Matches:
    """The number of visits or events of the last 30 days (at most the latest 20,000) that a rule matches."""

    matched: int
    looked_at: int
    trigger: Trigger

    @property
    def is_everything(self) -> bool:
        """Return whether the rule matches everything."""
        return 0 < self.looked_at == self.matched

    def __str__(self) -> str:
        text = (
            ngettext(
                "{matched} of {count} page visit of the last {days} days",
                "{matched} of {count} page visits of the last {days} days",
                self.looked_at,
            )
            if self.trigger is Trigger.PAGE_VISITED
            else ngettext(
                "{matched} of {count} tracked event of the last {days} days",
                "{matched} of {count} tracked events of the last {days} days",
                self.looked_at,
            )
        )
        return text.format(matched=number(self.matched), count=number(self.looked_at), days=LOOKS_BACK.days)


def matches_of(rule: Rule) -> Matches | None:
    """Count what a rule for pages or events matches.

    Returns: None for other triggers, whose happenings are not stored, and for `any_other`, which depends on
    all other rules.
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
    # By ids, so that paths are computed for these only, not for all that are sorted.
    latest = Visit.objects.counted(clock.now() - LOOKS_BACK).order_by("-occurred_at")[:MOST_LOOKED_AT]
    visits = Visit.objects.filter(pk__in=latest.values("pk")).annotate(path=Lower(path))
    applies = ~Q(path__regex=no_intent_pattern([rule]))
    if rule.parts:
        applies &= Q(path__regex=path_pattern(rule.parts))
    if rule.other_parts:
        applies &= ~Q(path__regex=path_pattern(rule.other_parts))
    found = visits.aggregate(all=Count("pk"), matched=Count("pk", filter=applies))
    return Matches(found["matched"], found["all"], rule.trigger)


def _events(rule: Rule) -> Matches:
    latest = TrackedEvent.objects.counted(clock.now() - LOOKS_BACK).order_by("-occurred_at")[:MOST_LOOKED_AT]
    by_name = dict(
        TrackedEvent.objects.filter(pk__in=latest.values("pk")).values_list("name").annotate(seen=Count("pk"))
    )
    matched = sum(seen for name, seen in by_name.items() if rule.matches(name))
    return Matches(matched, sum(by_name.values()), rule.trigger)
