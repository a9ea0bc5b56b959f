"""Money is reserved before a call and settled after it, so that calls at the same time cannot overspend."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q

from lead_intelligence.models import Budget, Period
from mauntic.kernel.rows import update_rows

Key = tuple[str | None, str]
"""Whose budget (a vendor's slug, None for the organization's), and its period."""


@dataclass(frozen=True, slots=True)
class Bill:
    """What was held for a call of that vendor, and what it really cost, in US dollars."""

    slug: str
    reserved: Decimal
    cost: Decimal
    at: datetime


@transaction.atomic(savepoint=False)
def reserve(*, prices: Sequence[tuple[str, Decimal]], at: datetime) -> list[str]:
    """Hold back each price (vendor's slug, US dollars) that fits into all of its budgets.

    For each an empty text, or the sentence that says which budget is used up. A price must fit into the day
    and the month of the vendor and of the organization. The rows are locked until the caller's transaction
    ends, so of calls at the same time only those that fit get through.
    """
    budgets = _locked({slug for slug, price in prices if price}, at)
    said = [_hold(budgets, slug, price) if price else "" for slug, price in prices]
    update_rows(Budget.objects, budgets.values(), {"reserved"})
    return said


@transaction.atomic(savepoint=False)
def settle(*, bills: Iterable[Bill]) -> None:
    """Turn what was reserved into what was really billed, in the periods in which it was reserved."""
    by_day: dict[date, list[Bill]] = {}
    for bill in bills:
        if bill.reserved or bill.cost:
            by_day.setdefault(bill.at.date(), []).append(bill)
    for day in sorted(by_day):
        budgets = _locked({bill.slug for bill in by_day[day]}, by_day[day][0].at)
        for bill in by_day[day]:
            for budget in _of(budgets, bill.slug):
                budget.reserved -= bill.reserved
                budget.spent += bill.cost
        update_rows(Budget.objects, budgets.values(), {"reserved", "spent"})


def period_start(period: Period, at: datetime) -> date:
    """First day (UTC) of the period that holds this time."""
    return at.date() if period is Period.DAY else at.date().replace(day=1)


def _locked(slugs: set[str], at: datetime) -> dict[Key, Budget]:
    """The rows of the organization and of these vendors for that day and month, made where there are none.

    They are locked in one order, so that no two callers wait for each other.
    """
    if not slugs:
        return {}
    wanted = [(owner, period) for owner in (None, *slugs) for period in Period]
    found = _lock(slugs, at)
    if missing := [key for key in wanted if key not in found]:
        _start(missing, at)
        found = _lock(slugs, at)
    return found


def _lock(slugs: set[str], at: datetime) -> dict[Key, Budget]:
    today, month = (period_start(period, at) for period in (Period.DAY, Period.MONTH))
    now = Q(period=Period.DAY, starts_on=today) | Q(period=Period.MONTH, starts_on=month)
    rows = Budget.objects.filter(now, Q(provider=None) | Q(provider__in=slugs))
    in_order = rows.order_by(F("provider").asc(nulls_first=True), "period")
    return {(row.provider_id, row.period): row for row in in_order.select_for_update()}


def _start(missing: Sequence[Key], at: datetime) -> None:
    """Begin periods, with the limits of those before."""
    before = Budget.objects.filter(starts_on__lt=at.date()).order_by("provider_id", "period", "-starts_on")
    limits = {(row.provider_id, row.period): row.limit for row in before.distinct("provider_id", "period")}
    rows = [
        Budget(
            provider_id=owner,
            period=period,
            starts_on=period_start(Period(period), at),
            limit=limits.get((owner, period)),
        )
        for owner, period in missing
    ]
    Budget.objects.bulk_create(rows, ignore_conflicts=True)


def _of(budgets: dict[Key, Budget], slug: str) -> list[Budget]:
    return [budgets[owner, period] for owner in (None, slug) for period in Period]


def _hold(budgets: dict[Key, Budget], slug: str, price: Decimal) -> str:
    wanted = _of(budgets, slug)
    for budget in wanted:
        if budget.left is not None and budget.left < price:
            return _used_up(budget, price)
    for budget in wanted:
        budget.reserved += price
    return ""


def _used_up(budget: Budget, price: Decimal) -> str:
    whose = f" for {budget.provider_id}" if budget.provider_id else ""
    return (
        f"The {budget.period}'s enrichment budget{whose} of {budget.limit:.2f} USD is used up: "
        f"{budget.spent:.2f} spent, {budget.reserved:.2f} held for running calls, {price:.4f} needed."
    )
