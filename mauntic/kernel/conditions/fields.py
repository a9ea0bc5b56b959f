"""The fields that conditions can compare. The kind of a field decides its operators."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from mauntic.kernel.conditions.operators import Operator


class Kind(StrEnum):
    """The type of the values of a field."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    MOMENT = "moment"
    BOOLEAN = "boolean"
    LIST = "list"


_KNOWN = (Operator.IS_SET, Operator.IS_NOT_SET)
_WORDS = (Operator.EQUALS, Operator.NOT_EQUALS, Operator.IN, Operator.NOT_IN)
_RANGES = (Operator.AT_LEAST, Operator.AT_MOST, Operator.BELOW, Operator.BETWEEN)

# The first one is preselected in forms.
OPERATORS: Mapping[Kind, tuple[Operator, ...]] = {
    Kind.TEXT: (*_WORDS, Operator.CONTAINS, Operator.STARTS_WITH, *_KNOWN),
    Kind.CHOICE: (*_WORDS, *_KNOWN),
    Kind.NUMBER: (*_RANGES, *_WORDS, *_KNOWN),
    Kind.MOMENT: (Operator.WITHIN_DAYS, Operator.BEFORE_DAYS, *_KNOWN),
    Kind.BOOLEAN: (Operator.EQUALS, *_KNOWN),
    Kind.LIST: (Operator.CONTAINS, *_KNOWN),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field that conditions can compare.

    `choices` are (value, label) pairs, empty if all values are allowed.
    """

    key: str
    label: str | Promise
    kind: Kind
    choices: tuple[tuple[str, str | Promise], ...] = ()

    @property
    def operators(self) -> tuple[Operator, ...]:
        """The operators that apply to the field."""
        return OPERATORS[self.kind]
