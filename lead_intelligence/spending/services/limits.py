"""Set the budgets of the organization and its vendors."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from lead_intelligence.spending.models import Budget, Period
from lead_intelligence.spending.services.reservations import locked
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import update_rows
from mauntic.kernel.display import money
from mauntic.kernel.errors import Invalid

Limits = Mapping[Period, Decimal | None]
LARGEST = Decimal(10) ** 8
"""More than the column can store."""


def set_budget(*, day: Decimal | None, month: Decimal | None, provider: str | None = None) -> None:
    """Set the limits of the current day and month, and of the following ones.

    Args:
        day: US dollars; None for no limit.
        month: US dollars; None for no limit.
        provider: the slug of the vendor; None for all vendors together.

    Raises: `Invalid` for an unknown vendor or a wrong amount.
    """
    set_budgets(limits={provider: {Period.DAY: day, Period.MONTH: month}})


@transaction.atomic
def set_budgets(*, limits: Mapping[str | None, Limits]) -> None:
    """Set several budgets in one transaction.

    Args:
        limits: limits by vendor; None for the organization. Admins are notified again about a changed limit.

    Raises: `Invalid` with the period as key for one vendor, with "apollo-day" for several.
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
        text = _('Unknown vendor "{slug}". Use one of {known}.')
        raise Invalid({"provider": text.format(slug=unknown[0], known=", ".join(known))})
    problems = {
        period.value if len(limits) == 1 or slug is None else f"{slug}-{period}": problem
        for slug, own in limits.items()
        for period, limit in own.items()
        if (problem := _problem(limit))
    }
    if problems:
        raise Invalid(problems)


def _problem(limit: object) -> str:
    if limit is None:
        return ""
    if not isinstance(limit, Decimal | int) or isinstance(limit, bool) or not Decimal(limit).is_finite():
        return _("Enter an amount in US dollars such as 12.50, or nothing for no limit.")
    if limit < 0:
        return _("Enter 0 or more, or nothing for no limit.")
    if limit < LARGEST:
        return ""
    return _("Enter less than {amount}, or nothing for no limit.").format(amount=money(LARGEST, "USD"))
