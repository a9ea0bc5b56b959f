"""Who is hottest, and who moves."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from mauntic.kernel import clock
from scoring.models import LeadScore
from scoring.selectors.history import totals_on

CHANGE_DAYS = (1, 7, 30)
SHOWN_CONTRIBUTORS = 3


@dataclass(frozen=True, slots=True)
class Change:
    """By how many points a score moved in so many days; None when it had none then."""

    days: int
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Place:
    """A rank: the score with its contact, its changes over 1, 7 and 30 days, and its best factors."""

    rank: int
    score: LeadScore
    changes: list[Change]
    contributors: list[str]


def ranked() -> QuerySet[LeadScore]:
    """Scores with their contacts, best first; ties by id, so that the order is total."""
    scores = LeadScore.objects.select_related("contact__company", "contact__owner", "model_version")
    return scores.prefetch_related("model_version__factors").order_by("-total", "-contact_id")


def leaderboard(
    limit: int = 20, *, offset: int = 0, grade: str = "", now: datetime | None = None
) -> list[Place]:
    """The best scores, of one grade or all, `limit` of them after the first `offset`."""
    scores = ranked().filter(grade=grade) if grade else ranked()
    shown = list(scores[offset : offset + limit])
    ids = [score.pk for score in shown]
    today = (now or clock.now()).astimezone(UTC).date()
    past = {days: totals_on(ids, today - timedelta(days=days)) for days in CHANGE_DAYS}
    return [_place(offset + place, score, past) for place, score in enumerate(shown, start=1)]


def _place(rank: int, score: LeadScore, past: dict[int, dict[UUID, Decimal]]) -> Place:
    changes = [_change(score, days, totals) for days, totals in past.items()]
    return Place(rank, score, changes, labels_of(score)[:SHOWN_CONTRIBUTORS])


def labels_of(score: LeadScore) -> list[str]:
    """What gave the points, in words, most points first; of a row of `ranked`."""
    labels = score.model_version.model().labels
    return [labels.get(given["factor"], given["factor"]) for given in score.contributors]


def _change(score: LeadScore, days: int, totals: dict[UUID, Decimal]) -> Change:
    before = totals.get(score.pk)
    return Change(days, None if before is None else score.total - before)
