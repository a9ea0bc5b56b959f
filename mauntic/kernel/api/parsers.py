"""Reading the bodies of requests."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.parsers import JSONParser

from mauntic.kernel.stored_text import is_storable


class StorableJSONParser(JSONParser):
    """JSON whose every text the database can keep, however deep it lies in free-form values."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The value; `ParseError` for what is no JSON or nested too deeply, and for what cannot be kept."""
        try:
            value = super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError("The JSON is nested too deeply.") from error
        if not is_storable(value):
            raise _refusal(value)
        return value


def _refusal(value: Any) -> APIException:
    """Names the keys of the body whose values cannot be kept, where there are such keys."""
    said = "It holds a character that is no text (NUL or half a surrogate pair): leave it out."
    if isinstance(value, Mapping):
        wrong = [key for key, held in value.items() if is_storable(key) and not is_storable(held)]
        if wrong:
            return ValidationError({key: [said] for key in wrong})
    return ParseError(f"The body cannot be kept. {said}")
