"""The API field of conditions (`mauntic.kernel.conditions`), and its shape in the document."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework import serializers

from mauntic.kernel.conditions import OPERATORS, Operator
from mauntic.kernel.conditions.operators import COUNTS, NO_VALUE
from mauntic.kernel.conditions.parsing import MOST_LEAVES
from mauntic.kernel.conditions.values import LONGEST_TEXT

_NAME = "Conditions"
_PART = {"$ref": f"#/components/schemas/{_NAME}"}


def _listed(operators: Iterable[Operator]) -> str:
    return ", ".join(f"`{operator}`" for operator in operators)


_KINDS = "\n".join(f"- {kind}: {_listed(operators)}" for kind, operators in OPERATORS.items())
_ABOUT = f"""A condition, or conditions of which all or any must match, or that must not match.

The kind of the field decides which operators apply:

{_KINDS}

`in`, `not_in` and `between` take lists. {_listed(COUNTS)} take whole numbers.
{_listed(NO_VALUE)} take no value. An unknown value matches only `is_not_set`."""


class ConditionsField(serializers.DictField):
    """Conditions. The service parses them, so that errors name the part.

    With `allow_empty`, an empty object stands for no conditions.
    """


class ConditionsSchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """The shape of conditions, in the document once."""

    target_class = ConditionsField

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:  # noqa: ARG002 (of the base)
        """Return a reference to the shape."""
        component = ResolvedComponent(  # type: ignore[no-untyped-call]
            name=_NAME, type=ResolvedComponent.SCHEMA, object=_NAME, schema=conditions_schema()
        )
        auto_schema.registry.register_on_missing(component)
        if not self.target.allow_empty:
            return dict(_PART)
        return {"anyOf": [_PART, {"type": "object", "maxProperties": 0}]}


def conditions_schema() -> dict[str, Any]:
    """Return the JSON Schema of conditions.

    One object with all keys: generators of Python clients cannot read choices that contain themselves.
    """
    parts = {"type": "array", "items": _PART, "maxItems": MOST_LEAVES}
    text = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
    scalar = [text, {"type": "number"}, {"type": "boolean"}]
    groups = [{"required": [key]} for key in ("all", "any", "not")]
    return {
        "type": "object",
        "description": _ABOUT,
        "properties": {
            "all": parts,
            "any": {**parts, "minItems": 1},
            "not": _PART,
            "field": text,
            "operator": {"type": "string", "enum": [operator.value for operator in Operator]},
            "value": {"anyOf": [*scalar, {"type": "array", "items": {"anyOf": scalar}, "minItems": 1}]},
        },
        "additionalProperties": False,
        "allOf": [
            {
                "anyOf": [
                    *({**group, "maxProperties": 1} for group in groups),
                    {"required": ["field", "operator"], "not": {"anyOf": groups}},
                ]
            }
        ],
    }
