"""Which records may begin a run of a definition now, and why others may not."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mauntic.automation.domain.options import options_from
from mauntic.automation.models import Definition, Kind, Run, RunReason, RunState
from mauntic.kernel.ids import new_id

ALIVE = Q(state__in=[RunState.RUNNING, RunState.WAITING])
COUNTS = ~Q(reason=RunReason.UNDONE)
"""Runs that count as having been in a journey: not those that were undone before they did anything."""


@dataclass(frozen=True, slots=True)
class Entries:
    """Who may enter.

    Args:
        lasts: when the last run of each record began, None without one, of those that may enter. Journeys
            only.
        barred: why others may not, in words.
    """

    lasts: Mapping[UUID, datetime | None]
    barred: Mapping[UUID, str]

    def key(self, subject_id: UUID, usual: str) -> str:
        """Return what a run is unique by: of a journey the run before, so that nobody is in it twice.

        The number of runs would not do: old ones are deleted.
        """
        if subject_id not in self.lasts:
            return usual
        return _entry(self.lasts[subject_id])


def _entry(last: datetime | None) -> str:
    return f"entry:{last.isoformat() if last else 0}"


def next_key(definition: Definition, subject_id: UUID) -> str:
    """Return what the next run of a record is unique by, if a person begins it whatever the rules say.

    Two who begin one at once begin one of a journey, and two of a workflow.
    """
    if definition.kind != Kind.JOURNEY:
        return f"again:{new_id()}"
    found = Run.objects.filter(definition=definition, subject_id=subject_id).aggregate(last=Max("started_at"))
    return _entry(found["last"])


def inside(definition_ids: Collection[UUID], ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Return which records are in which of some definitions, as (definition, record), in one query."""
    rows = Run.objects.filter(ALIVE, definition__in=definition_ids, subject_id__in=ids)
    return set(rows.order_by().values_list("definition", "subject_id"))


def entries(definition: Definition, ids: Collection[UUID], at: datetime) -> Entries:
    """Return which of some records may begin a run, in one query."""
    if definition.kind == Kind.JOURNEY:
        return _of_journey(definition, ids, at)
    return Entries({}, _cooling_down(definition, ids, at))


def _cooling_down(definition: Definition, ids: Collection[UUID], at: datetime) -> dict[UUID, str]:
    hours = options_from(definition.options).cool_down_hours
    if not hours or not ids:
        return {}
    recent = Run.objects.filter(
        definition=definition, subject_id__in=ids, started_at__gt=at - timedelta(hours=hours)
    )
    said = _("It ran for this record within the last {hours} hours.").format(hours=hours)
    return dict.fromkeys(recent.order_by().values_list("subject_id", flat=True), said)


def _of_journey(definition: Definition, ids: Collection[UUID], at: datetime) -> Entries:
    days = options_from(definition.options).again_after_days
    lasts: dict[UUID, datetime | None] = dict.fromkeys(ids)
    barred: dict[UUID, str] = {}
    runs = Run.objects.filter(definition=definition, subject_id__in=ids).order_by().values("subject_id")
    found = runs.annotate(
        began=Max("started_at"),
        alive=Count("pk", filter=ALIVE),
        counted=Count("pk", filter=COUNTS),
        last=Max("ended_at", filter=COUNTS),
    )
    for row in found:
        lasts[row["subject_id"]] = row["began"]
        if row["counted"] and (said := _why_not(row["alive"], row["last"], days, at)):
            barred[row["subject_id"]] = said
    return Entries({pk: last for pk, last in lasts.items() if pk not in barred}, barred)


def _why_not(alive: int, last: datetime | None, days: int, at: datetime) -> str:
    if alive:
        return _("The lead is in this journey.")
    if not days:
        return _("The lead was in this journey before.")
    if last is not None and last > at - timedelta(days=days):
        text = ngettext(
            "The lead left this journey less than {days} day ago.",
            "The lead left this journey less than {days} days ago.",
            days,
        )
        return text.format(days=days)
    return ""
