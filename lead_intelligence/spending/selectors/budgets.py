"""The current budgets of the organization and its vendors."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _

from lead_intelligence.spending.models import Budget, Period
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.kernel.budgets import NOTHING, Usage
from mauntic.kernel.clock import now


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetState(Usage):
    """A budget in its current period, in US dollars. `provider` is None for the organization.

    `price` is that of the cheapest lookup of the budget. `row` is None until the first call of the period;
    the limit is then that of the previous period.
    """

    provider: EnrichmentProvider | None
    period: Period
    row: Budget | None = None

    @property
    def slug(self) -> str:
        """Return the slug of the vendor; empty for the organization."""
        return self.provider.slug if self.provider else ""

    @property
    def name(self) -> str:
        """Return the name of the budget: `Daily budget for Apollo`."""
        text = _("Daily budget for {scope}") if self.period is Period.DAY else _("Monthly budget for {scope}")
        return text.format(scope=self.provider.name if self.provider else _("all vendors"))

    @property
    def scope(self) -> str:
        """Return the name of the vendor, or `All vendors`."""
        return self.provider.name if self.provider else _("All vendors")


def budget_states() -> list[BudgetState]:
    """Return day and month of the organization, then of each vendor by priority; two queries."""
    today = now().date()
    starts = {Period.DAY: today, Period.MONTH: today.replace(day=1)}
    rows = (
        Budget.objects.filter(starts_on__lte=today)
        .order_by(F("provider").asc(nulls_first=True), "period", "-starts_on")
        .distinct("provider", "period")
    )
    latest = {(row.provider_id, Period(row.period)): row for row in rows}
    providers = list(EnrichmentProvider.objects.all())
    return [
        _state(scope, period, latest.get((scope.slug if scope else None, period)), providers, start)
        for scope in (None, *providers)
        for period, start in starts.items()
    ]


def budgets_to_watch() -> list[BudgetState]:
    """Return the budgets that are used to 80 percent or more, the highest share first."""
    return sorted((each for each in budget_states() if each.reached), key=lambda each: -each.reached)


def _state(
    scope: EnrichmentProvider | None,
    period: Period,
    row: Budget | None,
    providers: Sequence[EnrichmentProvider],
    start: object,
) -> BudgetState:
    price = _price([scope] if scope else providers)
    if row is None or row.starts_on != start:
        limit = row.limit if row else None
        return BudgetState(provider=scope, period=period, price=price, limit=limit)
    return BudgetState(
        provider=scope,
        period=period,
        price=price,
        limit=row.limit,
        reserved=row.reserved,
        spent=row.spent,
        row=row,
    )


def _price(providers: Sequence[EnrichmentProvider]) -> Decimal:
    prices = [each.cost_per_lookup for each in providers if each.enabled and each.api_key]
    return min(prices, default=NOTHING)
