"""What a version matches now, and what it would have started for in the past."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from mauntic.accounts.models import User
from mauntic.automation.models import Kind
from mauntic.automation.registry.triggers import Happening, PastOf, Trigger
from mauntic.automation.selectors.matching import matching, zone
from mauntic.automation.selectors.reading import Script
from mauntic.kernel.clock import now
from mauntic.kernel.conditions import event_fields_of
from mauntic.kernel.conditions.sql import compiled

MOST_LOOKED_AT = 20_000
PERIODS = (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Past:
    """How often a version would have started within so many days; of a journey, for how many leads.

    `is_least` if there was more to look at.
    """

    days: int
    count: int
    is_least: bool


def present_now(script: Script, by: User) -> QuerySet[Any] | None:
    """Return the records in the state of the trigger that match the conditions and that a person sees.

    Returns: None if it is broken, the trigger names no state, or the conditions ask for facts of an event.
    """
    trigger = script.trigger
    if script.problems or trigger is None or trigger.present is None:
        return None
    if event_fields_of(script.tree, script.fields):
        return None
    rows = trigger.present(script.trigger_settings)
    seen = script.subject.visible(by).order_by().values("pk")
    conditions = compiled(script.tree, script.subject.columns(), now(), zone())
    # The trigger's rows may lack what the conditions compare.
    matched = script.subject.rows().filter(conditions).order_by().values("pk")
    return rows.filter(pk__in=matched).filter(pk__in=seen)


def would_have_started(script: Script) -> list[Past]:
    """Return how often it would have started within 7, 30 and 90 days, by the conditions of today.

    Returns: nothing if it is broken, or its trigger keeps no past.
    """
    trigger = script.trigger
    if script.problems or trigger is None or trigger.past is None:
        return []
    at = now()
    return [_past(script, trigger, trigger.past, days, at) for days in PERIODS]


def _past(script: Script, trigger: Trigger, look: PastOf, days: int, at: datetime) -> Past:
    looked = look(script.trigger_settings, at - timedelta(days=days), MOST_LOOKED_AT)
    told = [each for each in looked if trigger.matches(script.trigger_settings, each.facts)]
    matched = [_matched(script, round_, at) for round_ in rounds(told)]
    if script.version.definition.kind == Kind.JOURNEY:
        # Nobody is in a journey twice at once, and usually nobody enters it twice.
        count = len(set().union(*matched))
    else:
        count = sum(map(len, matched))
    return Past(days, count, len(looked) == MOST_LOOKED_AT)


def _matched(script: Script, told: Sequence[Happening], at: datetime) -> set[UUID]:
    fields = script.trigger.fields if script.trigger else {}
    return matching(subject=script.subject, tree=script.tree, event_fields=fields, happenings=told, at=at)


def rounds(told: Sequence[Happening]) -> Iterator[list[Happening]]:
    """Yield happenings so that each record is there once at a time."""
    left = list(told)
    while left:
        seen: set[UUID] = set()
        first: list[Happening] = []
        later: list[Happening] = []
        for each in left:
            (later if each.subject_id in seen else first).append(each)
            seen.add(each.subject_id)
        yield first
        left = later
