"""The leaderboard."""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Floor

from mauntic.kernel import clock
from scoring.model.selectors.labels import reason_labels
from scoring.scores.models import LeadScore, ScoreHistory
from scoring.scores.selectors.history import totals_on

CHANGE_DAYS = (1, 7, 30)
SHOWN_CONTRIBUTORS = 3


@dataclass(frozen=True, slots=True)
class Change:
    """The change of a score over `days`; None if there was no score then.

    Scores are shown as whole points, rounded down. `points` is the difference of what was shown.
    """

    days: int
    points: int | None


@dataclass(frozen=True, slots=True)
class RankedLead:
    """A rank: the score with its contact, its changes over 1, 7 and 30 days, and its top factors."""

    rank: int
    score: LeadScore
    changes: list[Change]
    contributors: list[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters and order of the leaderboard.

    Args:
        grade: a letter; empty for all.
        is_owned: only leads of `owner_id`, where None means no owner.
        moved_in: days; only leads whose score rose since then, biggest change first.
        is_falling: with `moved_in`, leads whose score fell instead.
    """

    grade: str = ""
    is_owned: bool = False
    owner_id: UUID | None = None
    moved_in: int = 0
    is_falling: bool = False


def ranked() -> QuerySet[LeadScore]:
    """Return scores with their contacts, highest first, ties by id."""
    scores = LeadScore.objects.select_related("contact__company", "contact__owner", "model_version")
    return scores.prefetch_related("model_version__factors").order_by("-total", "-contact_id")


def leaderboard(
    limit: int = 20, *, offset: int = 0, wanted: Wanted | None = None, now: datetime | None = None
) -> list[RankedLead]:
    """Return `limit` ranks after the first `offset`.

    Args:
        limit: the most ranks.
        offset: ranks to skip.
        wanted: narrows the leads; None is all of them.
        now: the present by default; changes are counted from its day (UTC).
    """
    today = (now or clock.now()).astimezone(UTC).date()
    scores = _wanted(wanted or Wanted(), today)
    shown = list(scores[offset : offset + limit])
    ids = [score.pk for score in shown]
    past = {days: totals_on(ids, today - timedelta(days=days)) for days in CHANGE_DAYS}
    return [_ranked_lead(offset + rank, score, past) for rank, score in enumerate(shown, start=1)]


def _wanted(wanted: Wanted, today: date) -> QuerySet[LeadScore]:
    scores = ranked()
    if wanted.grade:
        scores = scores.filter(grade=wanted.grade)
    if wanted.is_owned:
        scores = scores.filter(contact__owner_id=wanted.owner_id)
    if not wanted.moved_in:
        return scores
    moved = _with_change(scores, today - timedelta(days=wanted.moved_in))
    if wanted.is_falling:
        return moved.filter(change__lt=0).order_by("change", "-total", "-contact_id")
    return moved.filter(change__gt=0).order_by("-change", "-total", "-contact_id")


def _with_change(scores: QuerySet[LeadScore], day: date) -> QuerySet[Any]:
    """Return scores that changed after `day`, with their change; without those that had no score then."""
    then = ScoreHistory.objects.filter(contact_id=OuterRef("contact_id"), day__lte=day).order_by("-day")
    before = Subquery(then.values("total")[:1])
    return scores.filter(scored_at__date__gt=day).annotate(change=Floor("total") - Floor(before))


def _ranked_lead(rank: int, score: LeadScore, past: dict[int, dict[UUID, Decimal]]) -> RankedLead:
    changes = [_change(score, days, totals) for days, totals in past.items()]
    return RankedLead(rank, score, changes, labels_of(score)[:SHOWN_CONTRIBUTORS])


def labels_of(score: LeadScore) -> list[str]:
    """Return the labels of the factors that gave points, most points first, of a row of `ranked`."""
    labels = reason_labels(score.model_version.model())
    return [labels.get(given["factor"], given["factor"]) for given in score.contributors]


def _change(score: LeadScore, days: int, totals: dict[UUID, Decimal]) -> Change:
    before = totals.get(score.pk)
    return Change(days, None if before is None else math.floor(score.total) - math.floor(before))
