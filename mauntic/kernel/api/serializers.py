"""Serializers with camelCase keys in JSON and snake_case keys in Python."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers

from mauntic.kernel.api.bounds import LONGEST_TEXT, bound
from mauntic.kernel.api.fields import NumberField
from mauntic.kernel.api.json_types import problems_of


def camel(name: str) -> str:
    """Return the key in camelCase: `lead_score` becomes `leadScore`."""
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)


class CamelSerializer(serializers.Serializer[Any]):
    """A serializer with camelCase keys that refuses unknown keys, wrong types and too large values.

    Only declared keys are renamed; keys inside free-form values do not change. For the OpenAPI description, a
    shape may have an `example` and `rules` (JSON Schema) that span several keys.
    """

    longest_text: ClassVar[int] = LONGEST_TEXT
    example: ClassVar[Mapping[str, Any]] = {}
    rules: ClassVar[Mapping[str, Any]] = {}

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = {}
        for name, field in super().get_fields().items():
            key = camel(name)
            if key != name and field.source is None:
                field.source = name
            fields[key] = bound(field, self.longest_text)
        return fields

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                known = ", ".join(sorted(self.fields))
                problem = _("This field does not exist. Known fields: {fields}.").format(fields=known)
                raise serializers.ValidationError({key: [problem] for key in unknown})
            if problems := self.wrong_types(data):
                raise serializers.ValidationError(problems)
        return super().to_internal_value(data)

    def wrong_types(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the errors of values with a wrong type, by key."""
        return problems_of(self.fields, data)


class QuerySerializer(CamelSerializer):
    """The query of a URL, where all values are texts. An empty text counts as missing."""

    # Servers accept URLs of some kilobytes, and an encoded character may take twelve bytes.
    longest_text = 500

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        for field in fields.values():
            if isinstance(field, serializers.CharField):
                field.allow_blank = True
        return fields

    def to_internal_value(self, data: Any) -> Any:
        blank = {key for key, field in self.fields.items() if isinstance(field, serializers.CharField)}
        given = {key: value for key, value in data.items() if value != "" or key not in blank}
        return super().to_internal_value(given)

    def wrong_types(self, data: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002 (see the class)
        return {}


class ErrorShape(CamelSerializer):
    """An error: a stable code, a message (repeated in `error`), and the errors by field."""

    code = serializers.CharField()
    message = serializers.CharField()
    error = serializers.CharField()
    details = serializers.DictField()

    example = {
        "code": "invalid",
        "message": "email: Enter a valid email address.",
        "error": "email: Enter a valid email address.",
        "details": {"email": ["Enter a valid email address."]},
    }


def one_of_filled(*keys: str) -> dict[str, Any]:
    """Return the rule (JSON Schema) that at least one of these texts is present and not blank."""
    filled = {"type": "string", "pattern": r"\S"}
    return {"anyOf": [{"required": [key], "properties": {key: filled}} for key in keys]}


def number(*, max_digits: int = 14, decimal_places: int = 4, **kwargs: Any) -> NumberField:
    """Return the field of an exact number with a limited number of digits and decimals.

    Args:
        max_digits: all digits.
        decimal_places: the digits after the point.
        kwargs: further options of the field; `min_value` and `max_value` replace the limits of the
            digits.
    """
    whole = max_digits - decimal_places
    # A double has 15 significant digits.
    largest = Decimal(10**whole) - max(Decimal(1).scaleb(-decimal_places), Decimal(1).scaleb(whole - 12))
    kwargs.setdefault("max_value", largest)
    kwargs.setdefault("min_value", -largest)
    return NumberField(max_digits=max_digits, decimal_places=decimal_places, coerce_to_string=False, **kwargs)
