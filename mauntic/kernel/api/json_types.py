"""Check the types of JSON values: 5 is not a text, and "5" is not a number."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from mauntic.kernel.api.fields import RoundedField

AnyField = serializers.Field[Any, Any, Any, Any]

# The JSON types of each field and the error for others. The first match applies.
_TYPES: tuple[tuple[tuple[type[AnyField], ...], tuple[type, ...], Promise], ...] = (
    ((serializers.BooleanField,), (bool,), _("Send true or false.")),
    ((RoundedField, serializers.FloatField, serializers.DecimalField), (int, float), _("Send a number.")),
    ((serializers.IntegerField,), (int,), _("Send a whole number.")),
    (
        (
            serializers.CharField,
            serializers.ChoiceField,
            serializers.UUIDField,
            serializers.DateField,
            serializers.DateTimeField,
            serializers.PrimaryKeyRelatedField,
        ),
        (str,),
        _("Send a text."),
    ),
    ((serializers.ListField,), (list,), _("Send a list.")),
    ((serializers.DictField,), (dict,), _("Send an object.")),
)


def problems_of(fields: Mapping[str, AnyField], body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the errors by key, and by index or key inside lists and objects; empty if there are none.

    Args:
        fields: the fields of the serializer by key.
        body: the parsed JSON object.
    """
    found = {key: _problem(fields[key], value) for key, value in body.items() if key in fields}
    return {key: problem for key, problem in found.items() if problem}


def _problem(field: AnyField, value: Any) -> Any:
    if value is None:  # the field decides whether null is valid
        return None
    for kinds, types, words in _TYPES:
        if isinstance(field, kinds):
            return _problems_inside(field, value) if _is_of(value, types) else [str(words)]
    return None


def _problems_inside(field: AnyField, value: Any) -> Any:
    """Return the errors inside a list or an object, or None."""
    child = getattr(field, "child", None)
    if child is None or isinstance(child, serializers.BaseSerializer):
        return None
    items = value.items() if isinstance(value, dict) else enumerate(value)
    problems = {key: _problem(child, item) for key, item in items}
    return {key: problem for key, problem in problems.items() if problem} or None


def _is_of(value: Any, types: tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return bool in types
    if isinstance(value, float) and value.is_integer():  # JSON has no other kind of number
        return int in types
    return isinstance(value, types)
