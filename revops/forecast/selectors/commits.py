"""What people committed to, and what they are to sell."""

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
    """What one person (None: everybody together) committed to, and their quota; None where there is none."""

    commit: Decimal | None = None
    quota: Decimal | None = None


def targets(period: Period, rates: Rates) -> dict[UUID | None, Target]:
    """By person their latest commit and their quota, in the organization's currency; two queries.

    A quarter's quota is its own, or else what the quotas of its months come to.
    """
    commits: dict[UUID | None, Decimal | None] = {}
    latest = Commit.objects.filter(period=period.code).order_by("rep_id", "-at", "-id").distinct("rep_id")
    for row in latest:
        commits[row.rep_id] = rates.convert(row.value, row.currency)
    quotas = _quotas(period, rates)
    return {pk: Target(commits.get(pk), quotas.get(pk)) for pk in {*commits, *quotas}}


def commits_of(period: Period, rep_ids: Iterable[UUID | None]) -> QuerySet[Commit]:
    """The latest commits of a period by these people (None: of everybody together), the newest first."""
    ids = set(rep_ids)
    rows = Commit.objects.filter(period=period.code).select_related("rep", "by")
    found = rows.filter(rep__in=ids - {None})
    if None in ids:
        found |= rows.filter(rep=None)
    return found.order_by("-at", "-id")[:SHOWN_COMMITS]


def quotas_by_person(period: Period) -> dict[UUID, Quota]:
    """The quotas that are set for exactly this period."""
    return {quota.rep_id: quota for quota in Quota.objects.filter(period=period.code)}


def _quotas(period: Period, rates: Rates) -> dict[UUID | None, Decimal]:
    months = {month.code for month in period.months_of()}
    own, of_months = defaultdict[UUID | None, Decimal](Decimal), defaultdict[UUID | None, Decimal](Decimal)
    for quota in Quota.objects.filter(period__in={period.code, *months}):
        amount = rates.convert(quota.amount, quota.currency)
        if amount is not None:
            (own if quota.period == period.code else of_months)[quota.rep_id] += amount
    return {**of_months, **own}
