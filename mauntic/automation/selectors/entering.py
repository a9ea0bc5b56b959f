"""Which records may begin a run of a definition now, and why others may not."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mauntic.automation.domain.options import options_from
from mauntic.automation.models import Definition, Kind, Run, RunState

ALIVE = Q(state__in=[RunState.RUNNING, RunState.WAITING])


@dataclass(frozen=True, slots=True)
class Entries:
    """Who may enter.

    Args:
        numbers: how many runs each record has had, of those that may enter. Journeys only.
        barred: why others may not, in words.
    """

    numbers: Mapping[UUID, int]
    barred: Mapping[UUID, str]

    def key(self, subject_id: UUID, usual: str) -> str:
        """Return what a run is unique by: of a journey its number, so that nobody is in it twice."""
        return f"entry:{self.numbers[subject_id]}" if subject_id in self.numbers else usual


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
    numbers, barred = dict.fromkeys(ids, 0), {}
    runs = Run.objects.filter(definition=definition, subject_id__in=ids).order_by().values("subject_id")
    counted = runs.annotate(count=Count("pk"), alive=Count("pk", filter=ALIVE), last=Max("ended_at"))
    for row in counted:
        numbers[row["subject_id"]] = row["count"]
        if said := _why_not(row["alive"], row["last"], days, at):
            barred[row["subject_id"]] = said
    return Entries({pk: number for pk, number in numbers.items() if pk not in barred}, barred)


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
