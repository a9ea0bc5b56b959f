"""Commits and quotas."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from revops.forecast.domain.periods import Period
from revops.forecast.models import Commit, Quota
from revops.rates.domain import Rates

SHOWN_COMMITS = 50


@dataclass(frozen=True, slots=True)
class Target:
    """The commit and the quota of a rep or of the organization; None where none is set."""

    commit: Decimal | None = None
    quota: Decimal | None = None


def targets(period: Period, rates: Rates) -> dict[UUID | None, Target]:
    """Return the latest commit and the quota of each rep, in the organization's currency, in two queries.

    The key None is the organization. A quarter without a quota has the sum of the quotas of its months.
    """
    commits: dict[UUID | None, Decimal | None] = {}
    latest = Commit.objects.filter(period=period.code).order_by("rep_id", "-at", "-id").distinct("rep_id")
    for row in latest:
        commits[row.rep_id] = rates.convert(row.value, row.currency)
    quotas = _quotas(period, rates)
    return {pk: Target(commits.get(pk), quotas.get(pk)) for pk in {*commits, *quotas}}


def commits_of(period: Period, rep_ids: Iterable[UUID | None]) -> QuerySet[Commit]:
    """Return the latest commits of a period for these reps, newest first. None is the organization."""
    ids = set(rep_ids)
    rows = Commit.objects.filter(period=period.code).select_related("rep", "by")
    found = rows.filter(rep__in=ids - {None})
    if None in ids:
        found |= rows.filter(rep=None)
    return found.order_by("-at", "-id")[:SHOWN_COMMITS]


def quotas_by_person(period: Period) -> dict[UUID, Quota]:
    """Return the quotas that are set for exactly this period, by id of the rep."""
    return {quota.rep_id: quota for quota in Quota.objects.filter(period=period.code)}


def _quotas(period: Period, rates: Rates) -> dict[UUID | None, Decimal]:
    months = {month.code for month in period.months_of()}
    own, of_months = defaultdict[UUID | None, Decimal](Decimal), defaultdict[UUID | None, Decimal](Decimal)
    for quota in Quota.objects.filter(period__in={period.code, *months}):
        amount = rates.convert(quota.amount, quota.currency)
        if amount is not None:
            (own if quota.period == period.code else of_months)[quota.rep_id] += amount
    return {**of_months, **own}
