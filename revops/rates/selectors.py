"""Exchange rates on a given day."""

from datetime import date

from django.db.models import QuerySet

from mauntic.tenants.context import current_organization
from revops.deals.models.deals import Deal
from revops.rates.domain import Rates
from revops.rates.models import ExchangeRate


def rates_on(day: date) -> Rates:
    """Return the rates that apply on `day`, in one query.

    Args:
        day: the organization's calendar day.
    """
    latest = ExchangeRate.objects.filter(valid_from__lte=day).order_by("currency", "-valid_from")
    known = latest.distinct("currency").values_list("currency", "rate")
    return Rates(base=current_organization().currency, on=day, by_currency=dict(known))


def exchange_rates() -> QuerySet[ExchangeRate, ExchangeRate]:
    """Return all rates by currency, newest first."""
    return ExchangeRate.objects.order_by("currency", "-valid_from")


def currencies_without_rate(day: date) -> list[str]:
    """Return the currencies of deals without a rate on `day`, in two queries."""
    known = {*rates_on(day).by_currency, current_organization().currency}
    used = Deal.objects.order_by("currency").values_list("currency", flat=True).distinct()
    return [currency for currency in used if currency not in known]
