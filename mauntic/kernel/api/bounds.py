"""Limits for what a declaration of the API leaves open: no value is longer or larger than can be kept."""

import math
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from mauntic.kernel.time.calendar import is_in_range, out_of_range

# PostgreSQL's integer: what no column with fewer digits says otherwise.
LARGEST_NUMBER = 2_147_483_647
LONGEST_TEXT = 10_000
LONGEST_LIST = 1_000

AnyField = serializers.Field[Any, Any, Any, Any]


def bound(field: AnyField, longest_text: int = LONGEST_TEXT) -> AnyField:
    """Add the limits that the field does not have, to it and what it holds; returns the field."""
    if isinstance(field, serializers.CharField) and field.max_length is None:
        said = f"Ensure this field has at most {longest_text:,} characters."
        field.validators.append(MaxLengthValidator(longest_text, said))
    for kind, limits in _LIMITS.items():
        if isinstance(field, kind):
            had = {type(validator) for validator in field.validators}
            field.validators.extend(limit for limit in limits if type(limit) not in had)
    child = getattr(field, "child", None)
    if isinstance(child, serializers.Field) and not isinstance(child, serializers.BaseSerializer):
        bound(child, longest_text)
    return field


def _finite(value: float) -> None:
    if not math.isfinite(value):
        raise ValidationError("Give a finite number.")


def _in_range(value: date) -> None:
    if not is_in_range(value):
        raise ValidationError(out_of_range())


_SHORT = MaxLengthValidator(LONGEST_LIST, f"Ensure this field has at most {LONGEST_LIST:,} elements.")
# Limits that Django has a class for are in the description of the API, too.
_LIMITS: dict[type[AnyField], tuple[Callable[[Any], None], ...]] = {
    serializers.IntegerField: (
        MaxValueValidator(LARGEST_NUMBER, f"Ensure this value is at most {LARGEST_NUMBER:,}."),
        MinValueValidator(-LARGEST_NUMBER, f"Ensure this value is at least {-LARGEST_NUMBER:,}."),
    ),
    serializers.FloatField: (_finite,),
    serializers.DateField: (_in_range,),
    serializers.DateTimeField: (_in_range,),
    serializers.ListField: (_SHORT,),
    serializers.ListSerializer: (_SHORT,),
}
