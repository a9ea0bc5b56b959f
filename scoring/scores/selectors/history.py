"""Scores by day. Days without a change have no row: the score before them applies."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from mauntic.kernel import clock
from scoring.scores.models import ScoreHistory
from scoring.signals.selectors.contacts import require_contact


def score_history(contact_id: UUID, days: int = 30, *, now: datetime | None = None) -> QuerySet[ScoreHistory]:
    """Return the rows of the last `days` days, today included, oldest first.

    Args:
        contact_id: the id of the contact.
        days: the length of the period.
        now: the end of the period; by default the present.
    """
    return ScoreHistory.objects.filter(contact_id=contact_id, day__gt=_days_ago(days, now)).order_by("day")


def history_between(
    contact_id: UUID, *, since: date | None = None, until: date | None = None, limit: int = 365
) -> list[ScoreHistory]:
    """Return the latest `limit` rows of these days, oldest first.

    Args:
        contact_id: the id of the contact.
        since: the first day; None for no limit.
        until: the last day; None for no limit.
        limit: the most rows.

    Raises: `NotFound` if the contact does not exist.
    """
    require_contact(contact_id)
    rows = ScoreHistory.objects.filter(contact_id=contact_id)
    if since:
        rows = rows.filter(day__gte=since)
    if until:
        rows = rows.filter(day__lte=until)
    return list(reversed(rows.order_by("-day")[:limit]))


def sparklines(
    contact_ids: Sequence[UUID], days: int = 30, *, now: datetime | None = None
) -> dict[UUID, list[float]]:
    """Return by contact the total of each of the last `days` days, from its first score on.

    Args:
        contact_ids: ids of contacts.
        days: the length of the period.
        now: the end of the period; by default the present.
    """
    today, first = _days_ago(0, now), _days_ago(days - 1, now)
    start = totals_on(contact_ids, first - timedelta(days=1))
    known = {pk: {first - timedelta(days=1): total} for pk, total in start.items()}
    rows = ScoreHistory.objects.filter(contact_id__in=contact_ids, day__range=(first, today))
    for pk, day, total in rows.values_list("contact_id", "day", "total"):
        known.setdefault(pk, {})[day] = total
    return {pk: _carried(known.get(pk, {}), first, days) for pk in contact_ids}


def totals_on(contact_ids: Iterable[UUID], day: date) -> dict[UUID, Decimal]:
    """Return the totals at the end of `day`, of contacts that had one.

    Args:
        contact_ids: ids of contacts.
        day: a day in UTC.
    """
    rows = ScoreHistory.objects.filter(contact_id__in=contact_ids, day__lte=day)
    return dict(rows.order_by("contact_id", "-day").distinct("contact_id").values_list("contact_id", "total"))


def _carried(totals: dict[date, Decimal], first: date, days: int) -> list[float]:
    value = totals.get(first - timedelta(days=1))
    line = []
    for number in range(days):
        value = totals.get(first + timedelta(days=number), value)
        if value is not None:
            line.append(float(value))
    return line


def _days_ago(days: int, now: datetime | None) -> date:
    return (now or clock.now()).astimezone(UTC).date() - timedelta(days=days)
