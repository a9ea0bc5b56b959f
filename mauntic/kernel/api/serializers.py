"""Serializers whose declared keys are camelCase on the wire and snake_case in Python."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers


def camel(name: str) -> str:
    """`lead_score` -> `leadScore`."""
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)


class CamelSerializer(serializers.Serializer[Any]):
    """A serializer with camelCase keys that refuses keys it does not know.

    Only declared keys are renamed: keys inside free-form values stay as they are.
    """

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = {}
        for name, field in super().get_fields().items():
            key = camel(name)
            if key != name and field.source is None:
                field.source = name
            fields[key] = field
        return fields

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                known = ", ".join(sorted(self.fields))
                raise serializers.ValidationError(
                    {key: [f"There is no such field. Known fields: {known}."] for key in unknown}
                )
        return super().to_internal_value(data)


def number(*, max_digits: int = 14, decimal_places: int = 4, **kwargs: Any) -> serializers.DecimalField:
    """An exact number that is a JSON number, never a string."""
    return serializers.DecimalField(
        max_digits=max_digits, decimal_places=decimal_places, coerce_to_string=False, **kwargs
    )
