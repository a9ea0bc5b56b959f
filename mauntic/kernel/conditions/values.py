"""The values of conditions: which the operator and the kind of the field accept."""

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any as Anything
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.kernel.conditions.fields import Field, Kind
from mauntic.kernel.conditions.operators import COUNTS, HOURS, MANY_VALUES, NO_VALUE, Operator, Value
from mauntic.kernel.display import number
from mauntic.kernel.values.stored_text import is_storable

LONGEST_TEXT, MOST_DAYS, MOST_HOURS = 200, 36_500, 36_500 * 24
MOST_MONEY = Decimal(10**12)
# The characters of an id without hyphens, and of the longest notation that `UUID` reads.
_ID_LENGTHS = range(32, 46)


class WrongValueError(Exception):
    """The value is not valid; the text says why."""


def value_of(given: Anything, operator: Operator, field: Field) -> Value:
    """Return the value of a condition.

    Args:
        given: the value as JSON.
        operator: one that applies to the field.
        field: what is compared.

    Raises: `WrongValueError`.
    """
    if operator in NO_VALUE:
        if given is not None:
            raise WrongValueError(
                _('"{operator}" takes no value. Remove the value.').format(operator=operator)
            )
        return None
    if operator in COUNTS:
        return _count(given, operator, field)
    if operator in MANY_VALUES:
        return _several(given, operator, field)
    return _one(given, field)


def _several(given: Anything, operator: Operator, field: Field) -> Value:
    if not isinstance(given, list) or not given:
        text = _('"{operator}" needs a list with at least one value.')
        raise WrongValueError(text.format(operator=operator))
    values: tuple[Anything, ...] = tuple(_one(each, field) for each in given)
    if operator is Operator.BETWEEN:
        if len(values) != 2:  # noqa: PLR2004 (the two ends)
            raise WrongValueError(_('"between" needs the lowest and the highest value, such as [10, 50].'))
        if values[0] > values[1]:
            text = _("{low} is above {high}, so no value is between them. Swap the two.")
            raise WrongValueError(text.format(low=values[0], high=values[1]))
    return values


def _one(given: Anything, field: Field) -> Anything:
    match field.kind:
        case Kind.NUMBER:
            return _number(given)
        case Kind.MONEY:
            return _money(given)
        case Kind.REFERENCE:
            return _reference(given, field)
        case Kind.BOOLEAN:
            if not isinstance(given, bool):
                raise WrongValueError(_("{field} must be true or false.").format(field=field.label))
            return given
        case _:
            return _chosen(_text(given, field), field.choices)


def _number(given: Anything) -> int | float:
    if not _is_finite(given):
        raise WrongValueError(_("Enter a number, such as 200."))
    if abs(given) > 1e18:  # noqa: PLR2004 (larger than all facts, and near the limit of a bigint)
        raise WrongValueError(_("This number is too large."))
    found: int | float = given
    return found


def _money(given: Anything) -> Decimal:
    if not _is_finite(given):
        raise WrongValueError(_("Enter an amount, such as 10000 or 99.50."))
    if abs(given) > MOST_MONEY:
        raise WrongValueError(
            _("This amount is too large. The maximum is {most}.").format(most=number(MOST_MONEY))
        )
    amount = Decimal(str(given))
    if amount != round(amount, 2):
        raise WrongValueError(_("Enter an amount with at most two decimals."))
    return amount


def _is_finite(given: Anything) -> bool:
    # A whole number can be too large for isfinite, which turns it into a float.
    finite = isinstance(given, int) or (isinstance(given, float) and math.isfinite(given))
    return finite and not isinstance(given, bool)


def _count(given: Anything, operator: Operator, field: Field) -> int:
    least, most = _bounds(operator, field.kind)
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
        text = (
            _("Enter a whole number of hours from {least} to {most}.")
            if operator in HOURS
            else _("Enter a whole number of days from {least} to {most}.")
        )
        raise WrongValueError(text.format(least=least, most=number(most)))
    return given


def _bounds(operator: Operator, kind: Kind) -> tuple[int, int]:
    """Return the least and the largest count. The last 0 days are today, and for moments no time at all."""
    if operator in HOURS:
        return 1, MOST_HOURS
    return int(operator is Operator.WITHIN_DAYS and kind is Kind.MOMENT), MOST_DAYS


def _reference(given: Anything, field: Field) -> str:
    """Return the id as PostgreSQL writes it."""
    found = _id_in(given) if isinstance(given, str) and len(given) in _ID_LENGTHS else None
    if found is None:
        text = _('Choose a value for {field}, or send its id. For empty values, use "is_not_set".')
        raise WrongValueError(text.format(field=field.label))
    return str(found) if field.existing else _chosen(str(found), field.choices)


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _text(given: Anything, field: Field) -> str:
    if not isinstance(given, str) or not given or len(given) > LONGEST_TEXT or not is_storable(given):
        text = _('Enter a text of 1 to {most} characters for {field}. For empty values, use "is_not_set".')
        raise WrongValueError(text.format(most=LONGEST_TEXT, field=field.label))
    return given


def _chosen(value: str, choices: Sequence[tuple[str, object]]) -> str:
    known = [choice for choice, _label in choices]
    if known and value not in known:
        text = _('"{value}" is not one of the values. Use one of: {values}.')
        raise WrongValueError(text.format(value=value, values=", ".join(known)))
    return value
