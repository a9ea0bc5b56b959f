"""Reading the bodies of requests."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
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
        """The value; `ParseError` for what is no JSON, is nested too deeply, or cannot be kept."""
        try:
            value = super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError("The JSON is nested too deeply.") from error
        if not is_storable(value):
            raise ParseError("The body holds a character that is no text (NUL or half a surrogate pair).")
        return value
