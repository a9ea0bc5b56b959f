"""Exchange rates as they hold on a day."""

from datetime import date

from django.db.models import QuerySet

from mauntic.tenants.context import current_organization
from revops.domain.conversion import Rates
from revops.models import Deal, ExchangeRate


def rates_on(day: date) -> Rates:
    """The latest rate of each currency that holds on `day`, in the organization's currency; one query."""
    latest = ExchangeRate.objects.filter(valid_from__lte=day).order_by("currency", "-valid_from")
    known = latest.distinct("currency").values_list("currency", "rate")
    return Rates(base=current_organization().currency, on=day, by_currency=dict(known))


def exchange_rates() -> QuerySet[ExchangeRate, ExchangeRate]:
    """All rates, those of a currency together and the newest of them first."""
    return ExchangeRate.objects.order_by("currency", "-valid_from")


def currencies_without_rate(day: date) -> list[str]:
    """Currencies of deals for which no rate holds on `day`: their amounts are in no sum. Two queries."""
    known = {*rates_on(day).by_currency, current_organization().currency}
    used = Deal.objects.order_by("currency").values_list("currency", flat=True).distinct()
    return [currency for currency in used if currency not in known]
