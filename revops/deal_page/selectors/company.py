"""The deals of a company, with their totals."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from mauntic.accounts.models import User
from revops.deals.domain.stages import OPEN, Stage
from revops.deals.models.deals import Deal
from revops.deals.selectors.visible import deals

SHOWN = 8
_OPEN, _WON = Q(stage__in=[stage.value for stage in OPEN]), Q(stage=Stage.CLOSED_WON.value)


@dataclass(frozen=True, slots=True)
class CompanyDeals:
    """The deals of a company that a person sees: the first ones, all counts, and the sums by currency."""

    shown: list[Deal]
    open_count: int
    won_count: int
    lost_count: int
    open_value: Mapping[str, Decimal]
    won_value: Mapping[str, Decimal]


def deals_of_company(company_id: UUID, user: User, *, limit: int = SHOWN) -> CompanyDeals:
    """Return the deals of a company that `user` can see, open ones first, in two queries.

    Args:
        company_id: the id of the company.
        user: the person who asks.
        limit: the most deals; the numbers count all.
    """
    rows = deals(user).filter(company=company_id)
    sums = list(
        rows.order_by("currency")
        .values("currency")
        .annotate(
            lost=Count("pk", filter=Q(stage=Stage.CLOSED_LOST.value)),
            open=Count("pk", filter=_OPEN),
            won=Count("pk", filter=_WON),
            open_sum=Sum("value", filter=_OPEN),
            won_sum=Sum("value", filter=_WON),
        )
    )
    first = rows.order_by(F("closed_at").desc(nulls_first=True), "-created_at", "-id")
    return CompanyDeals(
        shown=list(first[:limit]),
        lost_count=sum(each["lost"] for each in sums),
        open_count=sum(each["open"] for each in sums),
        won_count=sum(each["won"] for each in sums),
        open_value={each["currency"]: each["open_sum"] for each in sums if each["open"]},
        won_value={each["currency"]: each["won_sum"] for each in sums if each["won"]},
    )
