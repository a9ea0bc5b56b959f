"""Parse request bodies."""

from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.parsers import JSONParser

from mauntic.kernel.values.json_values import problem_of
from mauntic.kernel.values.stored_text import composed


class StorableJSONParser(JSONParser):
    """Parse JSON and check that the database can store all its texts and numbers, and its depth.

    Texts and keys are composed (NFC).
    """

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the value.

        Raises: `ParseError` for invalid JSON; `ValidationError` with the keys that cannot be stored.
        """
        try:
            value = super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError(_("The JSON is nested too deeply.")) from error
        if problem := problem_of(value):
            raise _refusal(value, problem)
        return composed(value)


def _refusal(value: Any, problem: str) -> APIException:
    """Return the error with the keys of the body whose values cannot be stored, if the body has keys."""
    if isinstance(value, Mapping):
        problems = {
            key: [problem_of(item)] for key, item in value.items() if not problem_of(key) and problem_of(item)
        }
        if problems:
            return ValidationError(problems)
    return ParseError(_("The request body cannot be stored. {problem}").format(problem=problem))
