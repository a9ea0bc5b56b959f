"""Pipeline metrics: counts, values, stages and win rate."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from django.db.models import Count, Q, Sum

from mauntic.accounts.models import User
from revops.deals.domain.stages import Stage
from revops.deals.models.deals import Deal
from revops.deals.selectors.days import organization_zone, today
from revops.forecast.domain.periods import Period
from revops.rates.domain import CENT
from revops.rates.selectors import rates_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """Metrics of deals. Amounts are in `currency` at today's rates, or in `unconverted` without a rate.

    `avg_deal_size` covers the deals in `total_value`. `win_rate` is won / (won + lost), 0-1.
    """

    total_deals: int
    total_value: Decimal
    avg_deal_size: Decimal
    stage_breakdown: Mapping[str, int]
    win_rate: float
    currency: str
    unconverted: Mapping[str, Decimal]


def pipeline(user: User, period: Period | None = None) -> Pipeline:
    """Return the metrics of the deals that `user` can see, in two queries.

    Args:
        period: counts open deals by expected close date and closed ones by close date; None counts all.
    """
    rows = Deal.objects.visible_to(user)
    if period:
        rows = rows.filter(_within(period))
    groups = list(rows.order_by().values_list("stage", "currency").annotate(Count("pk"), Sum("value")))
    counts = {str(stage): 0 for stage in Stage}
    for stage, _, count, _ in groups:
        counts[stage] += count
    total = rates_on(today()).total((currency, value) for _, currency, _, value in groups)
    counted = sum(count for _, currency, count, _ in groups if currency not in total.unconverted)
    return Pipeline(
        total_deals=sum(counts.values()),
        total_value=total.amount,
        avg_deal_size=_each(total.amount, counted),
        stage_breakdown=counts,
        win_rate=_share(counts[Stage.CLOSED_WON], counts[Stage.CLOSED_LOST]),
        currency=total.currency,
        unconverted=total.unconverted,
    )


def _within(period: Period) -> Q:
    start, after = period.bounds(organization_zone())
    expected = Q(closed_at=None, expected_close_on__range=(period.first, period.last))
    return expected | Q(closed_at__gte=start, closed_at__lt=after)


def _each(amount: Decimal, count: int) -> Decimal:
    return (amount / count).quantize(CENT, rounding=ROUND_HALF_EVEN) if count else Decimal(0)


def _share(won: int, lost: int) -> float:
    return round(won / (won + lost), 4) if won + lost else 0.0
