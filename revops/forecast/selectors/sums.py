"""Sums of the deals of a period by category, now or as of a past time."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from revops.deals.domain.stages import Category
from revops.deals.selectors.days import organization_zone
from revops.forecast.domain.periods import Period
from revops.forecast.domain.sums import CategorySums
from revops.forecast.selectors.history import as_of, at_present, rows_of
from revops.forecast.selectors.history_sql import AS_OF, NOW, with_amounts
from revops.forecast.selectors.scope import EVERYBODY, Owners

_SUMS = """
    SELECT owner_id, category, CASE WHEN amount IS NULL THEN currency END AS apart,
        count(*) AS deals, COALESCE(sum(amount), sum(value)) AS amount
    FROM valued WHERE period_day BETWEEN %(first)s AND %(last)s
    GROUP BY owner_id, category, 3
"""
_PRESENT_SUMS = with_amounts(NOW) + _SUMS
_PAST_SUMS = with_amounts(AS_OF) + _SUMS

Row = Mapping[str, Any]


def sums_by_owner(
    period: Period, *, owners: Owners = EVERYBODY, at: datetime | None = None
) -> dict[UUID | None, CategorySums]:
    """Return the sums of a period by owner, as of now or of `at`, in one query.

    Open deals belong to the period in which they are expected to close, closed ones to that of their closing.
    """
    since, _ = period.bounds(organization_zone())
    bounds = {"first": period.first, "last": period.last}
    if at is None:
        rows = rows_of(_PRESENT_SUMS, at_present(owners, since=since) | bounds)
    else:
        rows = rows_of(_PAST_SUMS, as_of([at], owners, since=min(since, at)) | bounds)
    by_owner = defaultdict[UUID | None, list[Row]](list)
    for row in rows:
        by_owner[row["owner_id"]].append(row)
    return {owner_id: _sums(of_owner) for owner_id, of_owner in by_owner.items()}


def _sums(rows: list[Row]) -> CategorySums:
    amounts, apart = {}, defaultdict[str, Decimal](Decimal)
    deals = unconverted = 0
    for row in rows:
        category = Category(row["category"])
        if row["apart"] is None:
            amounts[category] = row["amount"]
            deals += row["deals"] if category is not Category.OMITTED else 0
        elif category is not Category.OMITTED:
            apart[row["apart"]] += row["amount"]
            unconverted += row["deals"]
    return CategorySums(amounts, deals, unconverted, dict(apart))
