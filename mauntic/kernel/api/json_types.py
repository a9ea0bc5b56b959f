"""Values of a JSON body must be of the type that is declared: 5 is no name, and "5" is no number."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from mauntic.kernel.api.fields import RoundedField

AnyField = serializers.Field[Any, Any, Any, Any]

# What each field takes and how it is called; the first that fits counts.
_TYPES: tuple[tuple[tuple[type[AnyField], ...], tuple[type, ...], str], ...] = (
    ((serializers.BooleanField,), (bool,), "Give true or false."),
    ((RoundedField, serializers.FloatField, serializers.DecimalField), (int, float), "Give a number."),
    ((serializers.IntegerField,), (int,), "Give a whole number."),
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
        "Give a text.",
    ),
    ((serializers.ListField,), (list,), "Give a list."),
    ((serializers.DictField,), (dict,), "Give an object."),
)


def problems_of(fields: Mapping[str, AnyField], body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is wrong, by key; in lists and objects by place. Empty when all types are right."""
    found = {key: _problem(fields[key], value) for key, value in body.items() if key in fields}
    return {key: problem for key, problem in found.items() if problem}


def _problem(field: AnyField, value: Any) -> Any:
    if value is None:  # whether it may be null is the field's to say
        return None
    for kinds, types, words in _TYPES:
        if isinstance(field, kinds):
            return _held(field, value) if _is_of(value, types) else [words]
    return None


def _held(field: AnyField, value: Any) -> Any:
    """What is wrong within a list or an object."""
    child = getattr(field, "child", None)
    if child is None or isinstance(child, serializers.BaseSerializer):
        return None
    places = value.items() if isinstance(value, dict) else enumerate(value)
    wrong = {place: _problem(child, held) for place, held in places}
    return {place: problem for place, problem in wrong.items() if problem} or None


def _is_of(value: Any, types: tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return bool in types
    if isinstance(value, float) and value.is_integer():  # JSON has no other kind of number
        return int in types
    return isinstance(value, types)
