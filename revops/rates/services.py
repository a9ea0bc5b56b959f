"""Changing exchange rates."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.kernel.currencies import is_currency
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid, NotFound
from mauntic.tenants.context import current_organization
from revops.rates.models import ExchangeRate

DECIMALS, MOST = 8, Decimal(10) ** 6


def set_rate(*, currency: str, valid_from: date, rate: Decimal) -> ExchangeRate:
    """Set an exchange rate. A rate of the same currency and day is replaced.

    Args:
        valid_from: the first day of the rate.
        rate: units of the organization's currency per unit of `currency`.

    Returns: the rate.

    Raises:
        Invalid: names the wrong fields.
    """
    code = currency.strip().upper()
    if problems := _problems(code, rate):
        raise Invalid(problems)
    with transaction.atomic():
        made, _created = ExchangeRate.objects.update_or_create(
            currency=code, valid_from=valid_from, defaults={"rate": rate}
        )
    return made


def delete_rate(*, rate_id: UUID) -> None:
    """Delete a rate. The previous rate of the currency applies again.

    Args:
        rate_id: the id of the rate.

    Raises:
        NotFound: there is no such rate.
    """
    deleted, _by_model = ExchangeRate.objects.filter(pk=rate_id).delete()
    if not deleted:
        raise NotFound(_("There is no such exchange rate. Somebody may have deleted it."))


def _problems(currency: str, rate: Decimal) -> dict[str, str]:
    problems = {}
    own = current_organization().currency
    if not is_currency(currency):
        problems["currency"] = _(
            '"{code}" is not a currency. Use a code of three letters such as EUR.'
        ).format(code=currency)
    elif currency == own:
        problems["currency"] = _("{currency} is the organization's own currency and needs no rate.").format(
            currency=own
        )
    if not rate.is_finite() or not 0 < rate < MOST:
        problems["rate"] = _("Enter a rate above 0 and below {most}.").format(most=number(MOST))
    elif rate != round(rate, DECIMALS):
        problems["rate"] = _("Use at most {count} decimals.").format(count=DECIMALS)
    return problems
