"""Reserve money before a call and settle it afterwards, so that concurrent calls cannot overspend."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils.translation import gettext as _

from lead_intelligence.enrichment.models.jobs import VendorCall
from lead_intelligence.spending.models import Budget, Period
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.kernel.db.rows import update_rows
from mauntic.kernel.display import money

Key = tuple[str | None, str]
"""The slug of the vendor (None for the organization), and the period."""
IN_ORDER = (Period.MONTH, Period.DAY)


@dataclass(frozen=True, slots=True)
class Bill:
    """The reserved and the billed amount of a call, in US dollars."""

    slug: str
    reserved: Decimal
    cost: Decimal
    at: datetime


@transaction.atomic(savepoint=False)
def reserve(*, prices: Sequence[tuple[str, Decimal]], at: datetime) -> list[str]:
    """Reserve each price that fits into all of its budgets: day and month of vendor and organization.

    The rows are locked until the caller's transaction ends, so that concurrent calls cannot exceed a budget.

    Args:
        prices: slug of the vendor and US dollars.

    Returns: for each price an empty text, or the sentence that names the used-up budget.
    """
    if not any(price for _, price in prices):
        return [""] * len(prices)
    budgets = locked({slug for slug, price in prices if price}, at)
    problems = [_hold(budgets, slug, price) if price else "" for slug, price in prices]
    update_rows(Budget.objects, budgets.values(), {"reserved"})
    return problems


@transaction.atomic(savepoint=False)
def settle(*, bills: Iterable[Bill]) -> None:
    """Replace reservations with billed amounts, in the periods of the reservations.

    Args:
        bills: what was reserved for finished calls, and what they cost, in US dollars.
    """
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
    """Return the first day (UTC) of the period.

    Args:
        period: a day or a month.
        at: a time in the period.
    """
    return at.date() if period is Period.DAY else at.date().replace(day=1)


def locked(slugs: Iterable[str], at: datetime) -> dict[Key, Budget]:
    """Return the locked budgets of the organization and these vendors. Missing rows are created.

    All callers lock in the same order, the month of the organization first, so that they cannot deadlock.

    Args:
        slugs: slugs of vendors.
        at: a time in the periods of the budgets.
    """
    owners: list[str | None] = [None, *sorted(set(slugs))]
    found = _lock(owners, at)
    if missing := [(owner, each) for owner in owners for each in IN_ORDER if (owner, each) not in found]:
        _start(missing, at)
        found = _lock(owners, at)
    return found


def recount(*, at: datetime) -> int:
    """Set the reservations of the current periods to those of running calls.

    A worker that dies, or a lead that is deleted during a call, leaves a reservation without a call.

    Args:
        at: a time in the current periods.

    Returns: the number of corrected rows.
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
    """Return the reservations of running calls that started since, by vendor."""
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
    """Create the rows of a period with the limits of the previous period."""
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
    text = (
        _("Daily budget for {scope} used up: {spent} of {limit} spent, {reserved} reserved, {price} needed.")
        if budget.period == Period.DAY
        else _(
            "Monthly budget for {scope} used up: {spent} of {limit} spent, {reserved} reserved, "
            "{price} needed."
        )
    )
    return text.format(
        scope=budget.provider_id or _("all vendors"),
        spent=money(budget.spent, "USD"),
        limit=money(budget.limit, "USD"),
        reserved=money(budget.reserved, "USD"),
        price=money(price, "USD"),
    )
