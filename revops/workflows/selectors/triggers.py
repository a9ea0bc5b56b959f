"""What the triggers of workflows look at: facts that fit, deals that crossed a line, and the past."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from mauntic.automation.domain.crossing import crosses
from mauntic.automation.registry.triggers import Crossing, Facts, Happening, Settings
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.conditions import Field, Kind
from mauntic.kernel.translation import gettext_lazy as _
from revops.deals.domain.stages import OPEN, Stage
from revops.deals.models.choices import DealStage
from revops.deals.models.deals import Deal, StageMove
from revops.deals.selectors.days import organization_zone
from revops.workflows.domain.moments import days_before
from revops.workflows.selectors.fields import deals_with_worth

HOURS_PER_DAY = 24
QUIET_SINCE = "quiet_since"
_OPEN = [stage.value for stage in OPEN]
_STAGES = tuple(DealStage.choices)
STAGE_FACTS = {
    "event.old_stage": Field("event.old_stage", _("Stage before"), Kind.CHOICE, _STAGES, is_event=True),
    "event.new_stage": Field("event.new_stage", _("Stage after"), Kind.CHOICE, _STAGES, is_event=True),
}
LOST_FACTS = {"event.reason": Field("event.reason", _("Reason that was given"), Kind.TEXT, is_event=True)}
SCORE_FACTS = {
    "event.score": Field("event.score", _("Score after"), Kind.NUMBER, is_event=True),
    "event.previous_score": Field("event.previous_score", _("Score before"), Kind.NUMBER, is_event=True),
    "event.delta": Field("event.delta", _("Change of the score"), Kind.NUMBER, is_event=True),
    "event.grade": Field("event.grade", _("Grade after"), Kind.TEXT, is_event=True),
}


def fits_stages(settings: Settings, facts: Facts) -> bool:
    """Return whether a move is between stages that the settings name."""
    before, after = settings.get("from_stages"), settings.get("to_stages")
    return (not before or facts.get("old_stage") in before) and (not after or facts.get("new_stage") in after)


def crosses_score(settings: Settings, facts: Facts) -> bool:
    """Return whether a score passed the line in the direction of the settings."""
    score, previous = facts.get("score"), facts.get("previous_score")
    return crosses(score, previous, line=settings["score"], direction=settings["direction"])


def quiet_deals(settings: Settings, after: datetime | None, until: datetime) -> Crossing:
    """Return open deals for which nothing was done for so many days, by when that began."""
    return Crossing(_between(_quiet(), QUIET_SINCE, settings["days"], after, until), QUIET_SINCE)


def deals_in_stage(settings: Settings, after: datetime | None, until: datetime) -> Crossing:
    """Return open deals that have been in their stage for so long, by when they entered it."""
    rows = _in_stage(settings)
    return Crossing(_between(rows, "stage_entered_at", _days(settings), after, until), "stage_entered_at")


def _between(
    rows: QuerySet[Deal, Any], since: str, days: float, after: datetime | None, until: datetime
) -> QuerySet[Deal, Any]:
    zone = organization_zone()
    found = rows.filter(**{f"{since}__lte": days_before(until, days, zone)})
    return found.filter(**{f"{since}__gt": days_before(after, days, zone)}) if after else found


def _days(settings: Settings) -> float:
    return (settings.get("days") or 0) + (settings.get("hours") or 0) / HOURS_PER_DAY


def _quiet() -> QuerySet[Deal, Any]:
    last = Greatest(Coalesce("last_activity_at", "created_at"), F("stage_entered_at"))
    return deals_with_worth().filter(stage__in=_OPEN).annotate(**{QUIET_SINCE: last})


def _in_stage(settings: Settings) -> QuerySet[Deal, Any]:
    stage = settings.get("stage")
    return deals_with_worth().filter(stage__in=[stage] if stage else _OPEN)


def present_open(_settings: Settings) -> QuerySet[Deal, Any]:
    """Return all open deals."""
    return deals_with_worth().filter(stage__in=_OPEN)


def present_moved(settings: Settings) -> QuerySet[Deal, Any]:
    """Return the deals that are in a stage to which the settings ask for a move."""
    return deals_with_worth().filter(stage__in=settings.get("to_stages") or _OPEN)


def present_won(_settings: Settings) -> QuerySet[Deal, Any]:
    """Return all won deals."""
    return deals_with_worth().filter(stage=Stage.CLOSED_WON.value)


def present_lost(_settings: Settings) -> QuerySet[Deal, Any]:
    """Return all lost deals."""
    return deals_with_worth().filter(stage=Stage.CLOSED_LOST.value)


def present_quiet(settings: Settings) -> QuerySet[Deal, Any]:
    """Return the open deals that have been inactive for so long."""
    return quiet_deals(settings, None, now()).rows


def present_in_stage(settings: Settings) -> QuerySet[Deal, Any]:
    """Return the open deals that have been in their stage for so long."""
    return deals_in_stage(settings, None, now()).rows


def present_scored(settings: Settings) -> QuerySet[Contact, Any]:
    """Return the leads whose score is on the side of the line that the settings name."""
    side = "lead_score__gte" if settings["direction"] == "up" else "lead_score__lt"
    return Contact.objects.filter(**{side: settings["score"]})


def past_created(_settings: Settings, since: datetime, limit: int) -> Sequence[Happening]:
    """Return the deals that were created since a time."""
    rows = Deal.objects.filter(created_at__gte=since).order_by("created_at", "pk")
    return [Happening(pk, {"stage": stage}) for pk, stage in rows.values_list("pk", "stage")[:limit]]


def past_moved(settings: Settings, since: datetime, limit: int) -> Sequence[Happening]:
    """Return the moves between the stages of the settings since a time."""
    found = _told(_moves(since).exclude(from_stage=""), limit)
    return [each for each in found if fits_stages(settings, each.facts)]


def past_won(_settings: Settings, since: datetime, limit: int) -> Sequence[Happening]:
    """Return the deals that were won since a time."""
    return _told(_moves(since).filter(to_stage=Stage.CLOSED_WON.value), limit)


def past_lost(_settings: Settings, since: datetime, limit: int) -> Sequence[Happening]:
    """Return the deals that were lost since a time."""
    return _told(_moves(since).filter(to_stage=Stage.CLOSED_LOST.value), limit)


def past_in_stage(settings: Settings, since: datetime, limit: int) -> Sequence[Happening]:
    """Return the deals that crossed the line of the time in their present stage since a time."""
    crossing = deals_in_stage(settings, since, now())
    return [Happening(pk) for pk in crossing.rows.order_by("pk").values_list("pk", flat=True)[:limit]]


def past_quiet(settings: Settings, since: datetime, limit: int) -> Sequence[Happening]:
    """Return the deals that became inactive since a time, and still are."""
    crossing = quiet_deals(settings, since, now())
    return [Happening(pk) for pk in crossing.rows.order_by("pk").values_list("pk", flat=True)[:limit]]


def _moves(since: datetime) -> QuerySet[StageMove, Any]:
    return StageMove.objects.filter(Q(at__gte=since), is_undo=False).order_by("at", "pk")


def _told(moves: QuerySet[StageMove, Any], limit: int) -> list[Happening]:
    rows: Iterable[tuple[UUID, str, str, str]] = moves.values_list(
        "deal", "from_stage", "to_stage", "reason"
    )[:limit]
    return [
        Happening(pk, {"old_stage": old, "new_stage": new, "reason": reason}) for pk, old, new, reason in rows
    ]
