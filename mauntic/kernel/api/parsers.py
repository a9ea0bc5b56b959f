"""Reading the bodies of requests."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.parsers import JSONParser

from mauntic.kernel.values.json_values import problem_of
from mauntic.kernel.values.stored_text import composed


class StorableJSONParser(JSONParser):
    """JSON that the database can keep: its texts, numbers and depth, however deep they lie.

    Texts are composed (NFC), and keys, too.
    """

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the value; `ParseError` for no JSON, `ValidationError` names keys that do not fit."""
        try:
            value = super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError("The JSON is nested too deeply.") from error
        if problem := problem_of(value):
            raise _refusal(value, problem)
        return composed(value)


def _refusal(value: Any, problem: str) -> APIException:
    """Name the keys of the body whose values cannot be kept, where there are such keys."""
    if isinstance(value, Mapping):
        wrong = {
            key: said for key, held in value.items() if not problem_of(key) and (said := problem_of(held))
        }
        if wrong:
            return ValidationError({key: [said] for key, said in wrong.items()})
    return ParseError(f"The body cannot be kept. {problem}")
