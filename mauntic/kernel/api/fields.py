"""API fields that accept several notations of a value."""

from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, NoReturn

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

WHOLE = Decimal(1)


class OneOfField(serializers.ChoiceField):
    """A choice whose error lists all choices."""

    default_error_messages = {
        "invalid_choice": gettext_lazy('"{input}" does not exist. Use one of: {choices}.')
    }

    def fail(self, key: str, **kwargs: Any) -> NoReturn:
        """Raise the error `key` with all choices."""
        super().fail(key, choices=", ".join(map(str, self.choices)), **kwargs)


class WordField(OneOfField):
    """A choice of lower-case words that accepts any case: `CRITICAL` is `critical`."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the word in lower case."""
        return super().to_internal_value(data.lower() if isinstance(data, str) else data)


@extend_schema_field(
    {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
)
class DayField(serializers.DateTimeField):
    """A day, written as its start in UTC. Reads dates, too.

    A moment stands for the date written in it, whatever its offset. Otherwise, a client east of UTC that
    sends its midnight would get the previous day.
    """

    def __init__(self, **kwargs: Any) -> None:
        # Not the zone of the user: in UTC, midnight east of UTC is on the previous day.
        super().__init__(default_timezone=UTC, **kwargs)

    def to_internal_value(self, value: Any) -> Any:
        """Return a date, or the date written in a moment."""
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            moment = super().to_internal_value(value)
            written = parse_datetime(value) if isinstance(value, str) else None
            return (written or moment).date()

    def to_representation(self, value: Any) -> Any:
        """Return midnight of the day in UTC."""
        return super().to_representation(datetime.combine(value, time(), UTC))


def require_between(field: serializers.DecimalField | serializers.FloatField, value: Decimal) -> None:
    """Check that a number is within the bounds of a field.

    Args:
        field: the field, with or without bounds.
        value: a number that the field has read.

    Raises:
        ValidationError: with the message of the field.
    """
    if field.min_value is not None and value < field.min_value:
        field.fail("min_value", min_value=field.min_value)
    if field.max_value is not None and value > field.max_value:
        field.fail("max_value", max_value=field.max_value)


class NumberField(serializers.DecimalField):
    """An exact number, written as a JSON number and never as a string.

    Extra decimals are rounded (half to even, as all amounts): 0.1 + 0.2 is 0.30000000000000004 in most
    languages.
    """

    def validate_precision(self, value: Decimal) -> Decimal:
        """Return the rounded number. The limits apply before rounding."""
        require_between(self, value)
        step = Decimal(1).scaleb(-(self.decimal_places or 0))
        is_short = value.adjusted() < (self.max_digits or 0)
        # Adding 0 removes the sign of -0.00.
        return super().validate_precision(value.quantize(step, ROUND_HALF_EVEN) + 0 if is_short else value)


class RoundedField(serializers.FloatField):
    """A whole number. Decimals are rounded half to even."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the whole number."""
        number = Decimal(str(super().to_internal_value(data)))
        if not number.is_finite():
            raise serializers.ValidationError(gettext("Send a finite number."))
        require_between(self, number)
        return int(number.quantize(WHOLE, ROUND_HALF_EVEN))


class IdOrEmpty(serializers.CharField):
    """An id, or an empty text if the record was deleted: the contract has no null here."""

    def get_attribute(self, instance: Any) -> Any:
        """Return the id, or an empty text."""
        return super().get_attribute(instance) or ""
