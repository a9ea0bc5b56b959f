"""Money is reserved before a call and settled after it, so that calls at the same time cannot overspend."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q, QuerySet

from lead_intelligence.models import Budget, Period
from mauntic.kernel.errors import BudgetExhausted


@transaction.atomic
def reserve(*, amount: Decimal, at: datetime) -> None:
    """Hold back `amount` of the day's and the month's budget; `BudgetExhausted` says which is used up.

    Each is one conditional UPDATE, so of calls at the same time only those that fit get through.
    """
    fits = Q(limit=None) | Q(limit__gte=F("reserved") + F("spent") + amount)
    for budget in _current(at):
        if not budget.filter(fits).update(reserved=F("reserved") + amount):
            row = budget.get()
            raise BudgetExhausted(
                f"The {row.period}'s enrichment budget of {row.limit:.2f} USD is used up: "
                f"{row.spent:.2f} spent, {row.reserved:.2f} held for running calls, {amount:.4f} needed."
            )


@transaction.atomic
def settle(*, reserved: Decimal, cost: Decimal, at: datetime) -> None:
    """Turn what was reserved at that time into what was really billed."""
    for budget in _current(at):
        budget.update(reserved=F("reserved") - reserved, spent=F("spent") + cost)


def period_start(period: Period, at: datetime) -> date:
    """First day (UTC) of the period that holds this time."""
    return at.date() if period is Period.DAY else at.date().replace(day=1)


def _current(at: datetime) -> Iterator[QuerySet[Budget]]:
    """The day's row, then the month's: always in this order, so that no two callers wait for each other."""
    for period in (Period.DAY, Period.MONTH):
        start = period_start(period, at)
        row = Budget.objects.filter(period=period, starts_on=start)
        if not row.exists():
            before = Budget.objects.filter(period=period, starts_on__lt=start).order_by("-starts_on").first()
            limit = before.limit if before else None
            Budget.objects.bulk_create(
                [Budget(period=period, starts_on=start, limit=limit)], ignore_conflicts=True
            )
        yield row
