"""Changing exchange rates."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from mauntic.kernel.currencies import is_currency
from mauntic.kernel.errors import Invalid, NotFound
from mauntic.tenants.context import current_organization
from revops.models import ExchangeRate

DECIMALS, MOST = 8, Decimal(10) ** 6


def set_rate(*, currency: str, valid_from: date, rate: Decimal) -> ExchangeRate:
    """From `valid_from` on, one unit of `currency` is `rate` units of the organization's own.

    A rate of the same day is replaced. `Invalid` names what cannot be.
    """
    code = currency.strip().upper()
    if problems := _problems(code, rate):
        raise Invalid(problems)
    with transaction.atomic():
        made, _ = ExchangeRate.objects.update_or_create(
            currency=code, valid_from=valid_from, defaults={"rate": rate}
        )
    return made


def delete_rate(*, rate_id: UUID) -> None:
    """Take a rate away, so that the one before it holds on."""
    deleted, _ = ExchangeRate.objects.filter(pk=rate_id).delete()
    if not deleted:
        raise NotFound("There is no such exchange rate; somebody may have deleted it meanwhile.")


def _problems(currency: str, rate: Decimal) -> dict[str, str]:
    problems = {}
    own = current_organization().currency
    if not is_currency(currency):
        problems["currency"] = f"“{currency}” is no currency. Use a code of three letters such as EUR."
    elif currency == own:
        problems["currency"] = f"{own} is the organization's own currency and needs no rate."
    if not rate.is_finite() or not 0 < rate < MOST:
        problems["rate"] = f"A rate is above 0 and below {MOST:,}: what one {currency} is worth in {own}."
    elif rate != round(rate, DECIMALS):
        problems["rate"] = f"A rate has at most {DECIMALS} decimals."
    return problems
