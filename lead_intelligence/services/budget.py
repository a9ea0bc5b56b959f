"""Money is reserved before a call and settled after it, so that calls at the same time cannot overspend."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q, Sum

from lead_intelligence.models import Budget, EnrichmentProvider, Period, VendorCall
from mauntic.kernel.rows import update_rows

Key = tuple[str | None, str]
"""Whose budget (a vendor's slug, None for the organization's), and its period."""
IN_ORDER = (Period.MONTH, Period.DAY)


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
    if not any(price for _, price in prices):
        return [""] * len(prices)
    budgets = locked({slug for slug, price in prices if price}, at)
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
        budgets = locked({bill.slug for bill in by_day[day]}, by_day[day][0].at)
        for bill in by_day[day]:
            for budget in _of(budgets, bill.slug):
                budget.reserved -= bill.reserved
                budget.spent += bill.cost
        update_rows(Budget.objects, budgets.values(), {"reserved", "spent"})


def period_start(period: Period, at: datetime) -> date:
    """First day (UTC) of the period that holds this time."""
    return at.date() if period is Period.DAY else at.date().replace(day=1)


def locked(slugs: Iterable[str], at: datetime) -> dict[Key, Budget]:
    """The rows of the organization and of these vendors for that day and month, made where there are none.

    They are locked in one order, the organization's month first, so that no two callers wait for each other,
    whatever days and vendors they are about.
    """
    owners: list[str | None] = [None, *sorted(set(slugs))]
    found = _lock(owners, at)
    if missing := [(owner, each) for owner in owners for each in IN_ORDER if (owner, each) not in found]:
        _start(missing, at)
        found = _lock(owners, at)
    return found


def recount(*, at: datetime) -> int:
    """Hold back in the current periods what running calls need and nothing else; how many rows were wrong.

    A worker that dies and a lead that is deleted before anybody looks leave money held for no call.
    """
    slugs = EnrichmentProvider.objects.values_list("slug", flat=True)
    with transaction.atomic():
        budgets = _lock([None, *slugs], at)
        wrong = []
        for period in Period:
            held = _held_since(period_start(period, at))
            for (owner, of), budget in budgets.items():
                if of == period and budget.reserved != (needed := _needed(owner, held)):
                    budget.reserved = needed
                    wrong.append(budget)
        update_rows(Budget.objects, wrong, {"reserved"})
    return len(wrong)


def _held_since(start: date) -> dict[str, Decimal]:
    """What is reserved for calls of that time on that are under way, by vendor."""
    begun = datetime.combine(start, time.min, UTC)
    calls = VendorCall.objects.filter(finished_at=None, started_at__gte=begun).order_by()
    return dict(calls.values_list("provider").annotate(Sum("reserved")))


def _needed(owner: str | None, held: Mapping[str, Decimal]) -> Decimal:
    return held.get(owner, Decimal(0)) if owner else sum(held.values(), Decimal(0))


def _lock(owners: Sequence[str | None], at: datetime) -> dict[Key, Budget]:
    current = Q(period=Period.DAY, starts_on=period_start(Period.DAY, at))
    current |= Q(period=Period.MONTH, starts_on=period_start(Period.MONTH, at))
    rows = Budget.objects.filter(
        current, Q(provider=None) | Q(provider__in=[each for each in owners if each])
    )
    in_order = rows.order_by(F("provider").asc(nulls_first=True), "-period")
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
