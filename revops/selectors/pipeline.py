"""What the deals come to: how many, how much, where they stand, and how many are won."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, Sum

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.tenants.context import current_organization
from revops.domain.conversion import CENT
from revops.domain.periods import Period
from revops.domain.stages import Stage
from revops.models import Deal
from revops.selectors.rates import rates_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """Deals of any stage; amounts in `currency` at today's rates, without what has none (`unconverted`).

    `avg_deal_size` is over the deals that are in `total_value`; `win_rate` is won / (won + lost), 0-1.
    """

    total_deals: int
    total_value: Decimal
    avg_deal_size: Decimal
    stage_breakdown: Mapping[str, int]
    win_rate: float
    currency: str
    unconverted: Mapping[str, Decimal]


def pipeline(user: User, period: Period | None = None) -> Pipeline:
    """The numbers of the deals that `user` sees, of those of a period where one is given; two queries.

    An open deal belongs to the period in which it is expected to close, a closed one to that in which it was.
    """
    rows = Deal.objects.visible_to(user)
    if period:
        rows = rows.filter(_within(period))
    groups = list(rows.order_by().values_list("stage", "currency").annotate(Count("pk"), Sum("value")))
    counts = {str(stage): 0 for stage in Stage}
    for stage, _, count, _ in groups:
        counts[stage] += count
    total = rates_on(now().date()).total((currency, value) for _, currency, _, value in groups)
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
    start, after = period.bounds(ZoneInfo(current_organization().time_zone))
    expected = Q(closed_at=None, expected_close_on__range=(period.first, period.last))
    return expected | Q(closed_at__gte=start, closed_at__lt=after)


def _each(amount: Decimal, count: int) -> Decimal:
    return (amount / count).quantize(CENT, rounding=ROUND_HALF_EVEN) if count else Decimal(0)


def _share(won: int, lost: int) -> float:
    return round(won / (won + lost), 4) if won + lost else 0.0
