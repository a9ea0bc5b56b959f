"""Default limits of API fields, so that no value is longer or larger than the database can store."""

import math
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from mauntic.kernel.time.calendar import is_in_range, out_of_range

# The largest integer of PostgreSQL.
LARGEST_NUMBER = 2_147_483_647
LONGEST_TEXT = 10_000
LONGEST_LIST = 1_000

AnyField = serializers.Field[Any, Any, Any, Any]


def bound(field: AnyField, longest_text: int = LONGEST_TEXT) -> AnyField:
    """Add the default limits to the field and its items, unless it has its own.

    Args:
        field: a field of a serializer, changed in place.
        longest_text: the most characters of a text.

    Returns: the field.
    """
    if isinstance(field, serializers.CharField) and field.max_length is None:
        message = format_lazy(_TOO_LONG, most=f"{longest_text:,}")
        field.validators.append(MaxLengthValidator(longest_text, message))
    for kind, limits in _LIMITS.items():
        if isinstance(field, kind):
            own = {type(validator) for validator in field.validators}
            field.validators.extend(limit for limit in limits if type(limit) not in own)
    child = getattr(field, "child", None)
    if isinstance(child, serializers.Field) and not isinstance(child, serializers.BaseSerializer):
        bound(child, longest_text)
    return field


def _finite(value: float) -> None:
    if not math.isfinite(value):
        raise ValidationError(gettext("Send a finite number."))


def _in_range(value: date) -> None:
    if not is_in_range(value):
        raise ValidationError(out_of_range())


_TOO_LONG = gettext_lazy("The text is too long. The maximum is {most} characters.")
_SHORT = MaxLengthValidator(
    LONGEST_LIST,
    format_lazy(gettext_lazy("The list is too long. The maximum is {most} items."), most=f"{LONGEST_LIST:,}"),
)
# drf-spectacular documents limits with a validator class of Django.
_LIMITS: dict[type[AnyField], tuple[Callable[[Any], None], ...]] = {
    serializers.IntegerField: (
        MaxValueValidator(
            LARGEST_NUMBER,
            format_lazy(gettext_lazy("The maximum is {most}."), most=f"{LARGEST_NUMBER:,}"),
        ),
        MinValueValidator(
            -LARGEST_NUMBER,
            format_lazy(gettext_lazy("The minimum is {least}."), least=f"{-LARGEST_NUMBER:,}"),
        ),
    ),
    serializers.FloatField: (_finite,),
    serializers.DateField: (_in_range,),
    serializers.DateTimeField: (_in_range,),
    serializers.ListField: (_SHORT,),
    serializers.ListSerializer: (_SHORT,),
}
