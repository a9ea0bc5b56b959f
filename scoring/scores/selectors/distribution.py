"""The distribution of scores, and its change by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Avg, Count, IntegerField, Q, Value
from django.db.models.functions import Cast, Floor, Least
from django.utils.translation import gettext

from mauntic.accounts.models import User
from mauntic.crm.models import LifecycleStage
from mauntic.kernel import clock
from mauntic.kernel.grades import GRADES, TIERS
from scoring.scores.models import LeadScore

BIN = 10
HOT = GRADES[0][0]
SHOWN_PARTS = 12

# A row of history applies from its day until the next row of the contact.
_DAYS = """
WITH lasting AS (
    SELECT day AS since, lead(day) OVER (PARTITION BY contact_id ORDER BY day) AS until, total
    FROM scoring_scorehistory
),
changes AS (
    SELECT day, sum(leads) AS leads, sum(points) AS points, sum(hot) AS hot
    FROM lasting CROSS JOIN LATERAL (VALUES
        (since, 1, total, (total >= %s)::integer), (until, -1, -total, -(total >= %s)::integer)
    ) AS change (day, leads, points, hot)
    WHERE day IS NOT NULL GROUP BY day
),
running AS (
    SELECT day, sum(leads) OVER past AS leads, sum(points) OVER past AS points, sum(hot) OVER past AS hot
    FROM changes WINDOW past AS (ORDER BY day)
)
SELECT shown::date, points / leads, hot
FROM generate_series(%s::date, %s::date, '1 day') AS shown
CROSS JOIN LATERAL (SELECT * FROM running WHERE day <= shown ORDER BY day DESC LIMIT 1) AS latest
WHERE leads > 0 ORDER BY shown
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Leads of an owner, a source or a stage (`key`): their number, mean score and number of hot leads."""

    key: str
    label: str
    leads: int
    mean: float
    hot: int


@dataclass(frozen=True, slots=True)
class Day:
    """The mean score and the number of grade A leads at the end of a day (UTC)."""

    day: date
    mean: float
    hot: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """Leads with a score: counts by tens of points and by intent tier, and parts of all leads."""

    leads: int
    mean: float
    scores: Sequence[tuple[int, int]]
    tiers: Sequence[tuple[str, int]]
    by_owner: Sequence[Part]
    by_source: Sequence[Part]
    by_stage: Sequence[Part]


def score_distribution() -> Distribution:
    """Return counts over all leads, in a constant number of statements."""
    rows = LeadScore.objects.order_by()
    totals: dict[str, Any] = rows.aggregate(leads=Count("pk"), mean=Avg("total"), **_tiers())
    return Distribution(
        leads=totals["leads"],
        mean=float(totals["mean"] or 0),
        scores=_by_tens(),
        tiers=[(word, totals[word]) for _, word in TIERS],
        by_owner=_parts("contact__owner_id", _names()),
        by_source=_parts("contact__source", {}),
        by_stage=_parts(
            "contact__lifecycle_stage", {value: str(label) for value, label in LifecycleStage.choices}
        ),
    )


def score_days(*, days: int = 30, now: datetime | None = None) -> list[Day]:
    """Return mean score and hot leads of the last `days` days, today last, from the first score on.

    Args:
        days: the length of the period.
        now: the end of the period; by default the present.
    """
    today = (now or clock.now()).astimezone(UTC).date()
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, [HOT, HOT, today - timedelta(days=days - 1), today])
        return [Day(day, float(mean), int(hot)) for day, mean, hot in cursor.fetchall()]


def _tiers() -> dict[str, Count]:
    """Return a count for each intent tier."""
    tops = [None, *(bound for bound, _ in TIERS[:-1])]
    return {
        word: Count("pk", filter=Q(intent_score__gte=low) & (Q(intent_score__lt=top) if top else Q()))
        for (low, word), top in zip(TIERS, tops, strict=True)
    }


def _by_tens() -> list[tuple[int, int]]:
    tens = Least(Cast(Floor("total"), IntegerField()) / BIN, Value(BIN - 1))
    rows = LeadScore.objects.order_by().annotate(tens=tens).values_list("tens").annotate(Count("pk"))
    counts: dict[int, int] = dict(rows)
    return [(index * BIN, counts.get(index, 0)) for index in range(BIN)]


def _parts(column: str, labels: dict[str, str]) -> list[Part]:
    """Return the parts of a column with most leads, largest first."""
    rows = (
        LeadScore.objects.order_by()
        .values_list(column)
        .annotate(leads=Count("pk"), mean=Avg("total"), hot=Count("pk", filter=Q(total__gte=HOT)))
        .order_by("-leads", column)[:SHOWN_PARTS]
    )
    return [
        Part(key, labels.get(key, key or gettext("None")), leads, float(mean), hot)
        for key, leads, mean, hot in ((str(key or ""), *numbers) for key, *numbers in rows)
    ]


def _names() -> dict[str, str]:
    return {str(user.pk): str(user) for user in User.objects.all()} | {"": gettext("No owner")}
