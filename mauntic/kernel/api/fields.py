"""Fields of the API that take what clients mean, and not only how we would write it."""

from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, NoReturn

from django.utils.dateparse import parse_datetime
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

WHOLE = Decimal(1)


class OneOfField(serializers.ChoiceField):
    """One of the names that there are; a wrong one is told which."""

    default_error_messages = {"invalid_choice": "There is no “{input}”. Choose of {choices}."}

    def fail(self, key: str, **kwargs: Any) -> NoReturn:
        """Refuse, and name what there is."""
        super().fail(key, choices=", ".join(map(str, self.choices)), **kwargs)


class WordField(OneOfField):
    """One of our words, which are in lower case, in any case: `CRITICAL` is `critical`."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the word."""
        return super().to_internal_value(data.lower() if isinstance(data, str) else data)


@extend_schema_field(
    {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
)
class DayField(serializers.DateTimeField):
    """A day: on the wire the moment at which it begins in UTC; a bare date is read, too.

    A moment means the day that is written in it, whatever its offset: a client east of UTC that sends its own
    midnight must not get the day before.
    """

    def __init__(self, **kwargs: Any) -> None:
        # Not the zone of the signed-in person: west of UTC, their midnight is written with the day before.
        super().__init__(default_timezone=UTC, **kwargs)

    def to_internal_value(self, value: Any) -> Any:
        """Return the day of a date, or the day written in a moment."""
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            moment = super().to_internal_value(value)
            written = parse_datetime(value) if isinstance(value, str) else None
            return (written or moment).date()

    def to_representation(self, value: Any) -> Any:
        """Midnight of the day in UTC."""
        return super().to_representation(datetime.combine(value, time(), UTC))


def require_between(field: serializers.DecimalField | serializers.FloatField, value: Decimal) -> None:
    """Hold a number against the least and the most that its field takes."""
    if field.min_value is not None and value < field.min_value:
        field.fail("min_value", min_value=field.min_value)
    if field.max_value is not None and value > field.max_value:
        field.fail("max_value", max_value=field.max_value)


class NumberField(serializers.DecimalField):
    """An exact number that is a JSON number, never a string.

    More decimals than are kept are rounded (half to even, as amounts are everywhere): 0.1 + 0.2 is
    0.30000000000000004 in most languages.
    """

    def validate_precision(self, value: Decimal) -> Decimal:
        """Return the number with the decimals that are kept. The limits hold before it is rounded."""
        require_between(self, value)
        places = Decimal(1).scaleb(-(self.decimal_places or 0))
        is_short = value.adjusted() < (self.max_digits or 0)
        # Adding 0 takes the sign off -0.00.
        return super().validate_precision(value.quantize(places, ROUND_HALF_EVEN) + 0 if is_short else value)


class RoundedField(serializers.FloatField):
    """A whole number; parts of one are rounded half to even."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the whole number."""
        number = Decimal(str(super().to_internal_value(data)))
        if not number.is_finite():
            raise serializers.ValidationError("Give a finite number.")
        require_between(self, number)
        return int(number.quantize(WHOLE, ROUND_HALF_EVEN))


class IdOrEmpty(serializers.CharField):
    """An id; empty where what it names is gone: the contract has a text here and no null."""

    def get_attribute(self, instance: Any) -> Any:
        """Return the id, or an empty text."""
        return super().get_attribute(instance) or ""
