"""Conditions on many values at once."""

from collections.abc import Collection
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Field, Func, Value


def among(column: str, values: Collection[Any], field: Field[Any, Any]) -> Func:
    """Return a condition for `filter`: `Contact.objects.filter(among("id", ids, UUIDField()))`.

    All values are one parameter, an array. `__in` makes a parameter of each, and a thousand of them take
    longer to write than their query takes to run.

    Args:
        column: name of a field, such as `contact_id`.
        values: of the type of `field`; without any, no row fits.
        field: the type.
    """
    array = Value(list(values), output_field=ArrayField(field))
    return Func(
        F(column), array, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField()
    )
