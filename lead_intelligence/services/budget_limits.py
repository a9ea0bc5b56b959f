"""What may be spent: by the organization, and with each vendor."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from lead_intelligence.models import Budget, EnrichmentProvider, Period
from lead_intelligence.services.budget import locked
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.kernel.rows import update_rows

Limits = Mapping[Period, Decimal | None]
LARGEST = Decimal(10) ** 8
"""More than a row can hold."""


def set_budget(*, day: Decimal | None, month: Decimal | None, provider: str | None = None) -> None:
    """Set the limits (US dollars, None for no limit) of the current day and month, and of those to come.

    They bound the vendor with the slug `provider`, or all vendors together without one. `Invalid` names
    what is wrong.
    """
    set_budgets(limits={provider: {Period.DAY: day, Period.MONTH: month}})


@transaction.atomic
def set_budgets(*, limits: Mapping[str | None, Limits]) -> None:
    """`set_budget` for several: limits by vendor, None for the organization; all of them or none.

    A limit that changes is told of afresh when it is reached. Of one vendor alone `Invalid` names the period,
    of several "apollo-day".
    """
    _check(limits)
    at = now()
    rows = locked([slug for slug in limits if slug], at)
    wanted = {(slug, period): limit for slug, own in limits.items() for period, limit in own.items()}
    changed = [rows[key] for key, limit in wanted.items() if rows[key].limit != limit]
    for row in changed:
        row.limit, row.warned_at_percent = wanted[row.provider_id, Period(row.period)], 0
    update_rows(Budget.objects, changed, {"limit", "warned_at_percent"})


def _check(limits: Mapping[str | None, Limits]) -> None:
    known = list(EnrichmentProvider.objects.values_list("slug", flat=True))
    unknown = [slug for slug in limits if slug is not None and slug not in known]
    if unknown:
        raise Invalid({"provider": f"There is no vendor “{unknown[0]}”. Choose of {', '.join(known)}."})
    problems = {
        period.value if len(limits) == 1 or slug is None else f"{slug}-{period}": said
        for slug, own in limits.items()
        for period, limit in own.items()
        if (said := _problem(limit))
    }
    if problems:
        raise Invalid(problems)


def _problem(limit: object) -> str:
    if limit is None:
        return ""
    if not isinstance(limit, Decimal | int) or isinstance(limit, bool) or not Decimal(limit).is_finite():
        return "Give an amount in US dollars, such as 12.50, or nothing for no limit."
    if limit < 0:
        return "A budget is not negative. Give 0 to allow nothing, or nothing for no limit."
    return "" if limit < LARGEST else "Give less than 100,000,000 US dollars, or nothing for no limit."
