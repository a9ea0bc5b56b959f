"""The OpenAPI description: what drf-spectacular reads from the endpoints, and what applies to all of them."""

import inspect
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers

from mauntic.kernel.api.examples import answer_example
from mauntic.kernel.api.idempotency import HEADER, KEY_PATTERN
from mauntic.kernel.api.serializers import CamelSerializer, ErrorShape
from mauntic.kernel.api.tags import tag_of

IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "pattern": KEY_PATTERN},
    location=OpenApiParameter.HEADER,
    description=(
        "For a day, the same request with the same key runs once and gets the same response. "
        "A response above 32 KB is repeated as the id of the created record."
    ),
)
_UNSAFE = frozenset({"DELETE", "POST", "PUT", "PATCH"})
_ANY, _WITH_BODY = _UNSAFE | {"GET"}, frozenset[str]()
# The description of each error, and its methods. Requests with a body have two more.
_ERRORS: Mapping[int, tuple[frozenset[str], str]] = {
    400: (_ANY, "The request is not valid. `details` has the errors by field."),
    401: (_ANY, "The request has no session and no valid API key."),
    403: (_ANY, "The user of this key or session is not allowed to do this."),
    404: (_ANY, "The record does not exist, or the user has no access to it."),
    406: (_ANY, "`Accept` does not allow JSON."),
    409: (
        _UNSAFE,
        "The state of the record does not allow this, or the `Idempotency-Key` belongs to another request.",
    ),
    413: (_WITH_BODY, "The request body is too large."),
    415: (_WITH_BODY, "The media type of the request body is not supported."),
    429: (_ANY, "Too many requests with this key. Try again after `Retry-After` seconds."),
    503: (_ANY, "A required server is unreachable. Try again after `Retry-After` seconds."),
}
_SECONDS = {"schema": {"type": "integer", "minimum": 0}, "description": "Seconds to wait"}
_HEADERS: Mapping[int, dict[str, Any]] = {
    401: {
        "headers": {
            "WWW-Authenticate": {"schema": {"type": "string"}, "description": "The authentication scheme"}
        }
    },
    429: {"headers": {"Retry-After": _SECONDS}},
    503: {"headers": {"Retry-After": _SECONDS}},
}
# 1970 to 2200, as in `kernel.time.calendar`.
YEARS_PATTERN = r"^(19[7-9]\d|2[01]\d\d|2200)-"
REQUEST = "request"


class Schema(AutoSchema):
    """Adds summaries, examples, limits, errors and `Idempotency-Key` to the declared endpoints."""

    _direction = REQUEST

    def get_tags(self) -> list[str]:
        """Return the tag of the topic."""
        return [tag_of(type(self.view).__module__)]

    def get_summary(self) -> str:
        """Return the first line of the docstring, without its full stop."""
        return _lines_of(super().get_description())[0].rstrip(".")

    def get_description(self) -> str:  # type: ignore[override] # as in the base class
        """Return the docstring without its first line."""
        return "\n".join(_lines_of(super().get_description())[1:]).strip()

    def get_override_parameters(self) -> list[Any]:
        """Return the parameters of all endpoints with this method."""
        return [IDEMPOTENCY_KEY] if self.method == "POST" else []

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        """Return the operation with its error responses."""
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        # A missing body counts as an empty object.
        if "requestBody" in operation and getattr(self.get_request_serializer(), "rules", None):
            operation["requestBody"]["required"] = True
        shape = self.resolve_serializer(ErrorShape, "response").ref
        for status, response in operation["responses"].items():
            response["description"] = response["description"] or HTTPStatus(int(status)).phrase
            self._add_example(operation["operationId"], response.get("content", {}).get("application/json"))
        for status, (methods, words) in _ERRORS.items():
            if (
                self.method in methods
                or (methods is _WITH_BODY and "requestBody" in operation)
                or (status == HTTPStatus.CONFLICT and getattr(self.view, "may_conflict", False))
            ):
                response = operation["responses"].setdefault(str(status), {"description": words})
                response |= {"content": _content(shape, status)} | _HEADERS.get(status, {})
        operation["responses"] = dict(sorted(operation["responses"].items()))
        return operation

    def _add_example(self, operation_id: str, content: dict[str, Any] | None) -> None:
        """Add the example that the topic declares, unless the shape has one."""
        example = answer_example(inspect.getfile(type(self.view)), operation_id)
        if content and "examples" not in content and example is not None:
            content["example"] = example

    def _map_basic_serializer(self, serializer: Any, direction: str) -> Any:
        outer, self._direction = self._direction, direction
        try:
            schema = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        finally:
            self._direction = outer
        shape = force_instance(serializer)  # type: ignore[no-untyped-call]
        if isinstance(shape, CamelSerializer):
            schema["additionalProperties"] = False
            if not vars(type(shape)).get("__doc__"):  # the docstring of a base class describes no shape
                schema.pop("description", None)
            if direction == REQUEST:
                schema |= _rules_of(shape)
        return schema

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """Return the name without the suffix that the generator adds to requests."""
        name = super().get_serializer_name(serializer, direction)
        return name.removesuffix("Request") if direction == REQUEST else name

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:  # noqa: FBT001, FBT002 (signature of the base)
        schema = super()._map_serializer_field(field, direction, bypass_extensions)  # type: ignore[no-untyped-call]
        if isinstance(field, serializers.JSONField) and {"type": "null"} in schema.get("oneOf", ()):
            del schema["oneOf"]  # free-form: null is one of its values
        return schema

    def _insert_min_max(self, field: Any, content: Any) -> None:
        super()._insert_min_max(field, content)
        for key in {"minimum", "maximum"} & set(content):
            content[key] = _json_number(content[key])

    def _insert_field_validators(self, field: Any, schema: Any) -> None:
        if self._direction != REQUEST:  # limits apply to requests only
            return
        super()._insert_field_validators(field, schema)  # type: ignore[no-untyped-call]
        for key in {"minimum", "maximum"} & set(schema):
            schema[key] = _json_number(schema[key])
        if "oneOf" in schema and re.search(schema["oneOf"][0].get("pattern", r"\S"), ""):
            schema |= schema.pop("oneOf")[0]  # the pattern accepts an empty text
        if isinstance(field, serializers.CharField) and not field.allow_blank and _is_plain_text(schema):
            schema.setdefault("pattern", r"\S")
        if isinstance(field, serializers.DateField | serializers.DateTimeField):
            for each in (each for each in schema.get("anyOf", [schema]) if "format" in each):
                each.setdefault("pattern", YEARS_PATTERN)
        if isinstance(field, serializers.ListSerializer) and not field.allow_empty:
            schema["minItems"] = 1

    def _get_examples(
        self, serializer: Any, direction: str, media_type: str, status_code: Any = None, extras: Any = None
    ) -> Any:
        shape = getattr(serializer, "child", serializer)
        if example := getattr(shape, "example", None):
            extras = [*(extras or []), OpenApiExample(type(shape).__name__, value=example)]
        return super()._get_examples(  # type: ignore[no-untyped-call]
            serializer, direction, media_type, status_code, extras
        )


def _rules_of(shape: CamelSerializer) -> Mapping[str, Any]:
    """Return the rules of a shape, choices among them inside `allOf`.

    Beside the properties, generators of clients take a choice for the whole shape, without the properties.
    """
    rules = shape.rules
    return {"allOf": [rules]} if {"anyOf", "oneOf"} & set(rules) else rules


def _content(shape: Any, status: int) -> dict[str, Any]:
    example = {"example": ErrorShape.example} if status == HTTPStatus.BAD_REQUEST else {}
    return {"application/json": {"schema": shape} | example}


def _json_number(limit: Any) -> int | float:
    """Return an exact limit as a JSON number."""
    return int(limit) if limit == int(limit) else float(limit)


def _is_plain_text(schema: Mapping[str, Any]) -> bool:
    return "string" in schema.get("type", ()) and "format" not in schema


def _lines_of(text: str) -> list[str]:
    return text.strip().splitlines() or [""]
