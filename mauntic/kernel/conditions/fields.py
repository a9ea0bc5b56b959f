"""The fields that conditions can compare. The kind of a field decides its operators."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from django.utils.functional import Promise

from mauntic.kernel.conditions.operators import FUTURE, Operator
from mauntic.kernel.conditions.tree import Broken, Tree, fields_of

# Returns the names of those of the records that still exist, by id, in one query.
Existing: TypeAlias = Callable[[Collection[UUID]], Mapping[UUID, str]]


class Kind(StrEnum):
    """The type of the values of a field.

    `DATE` is a calendar day of the organization, `MOMENT` a point in time. `REFERENCE` is the id of a record.
    `SET` are words such as tags: one without any is known to include none, so that `has_not` matches it.
    `MONEY` is an amount in the currency of the field: whoever gives facts and columns converts them.
    """

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    MONEY = "money"
    MOMENT = "moment"
    DATE = "date"
    BOOLEAN = "boolean"
    LIST = "list"
    SET = "set"
    REFERENCE = "reference"


_KNOWN = (Operator.IS_SET, Operator.IS_NOT_SET)
_SAME = (Operator.EQUALS, Operator.NOT_EQUALS)
_WORDS = (*_SAME, Operator.IN, Operator.NOT_IN)
_RANGES = (Operator.AT_LEAST, Operator.AT_MOST, Operator.BELOW, Operator.BETWEEN)
_PAST_DAYS = (Operator.WITHIN_DAYS, Operator.BEFORE_DAYS)

# The first one is preselected in forms.
OPERATORS: Mapping[Kind, tuple[Operator, ...]] = {
    Kind.TEXT: (*_WORDS, Operator.CONTAINS, Operator.STARTS_WITH, *_KNOWN),
    Kind.CHOICE: (*_WORDS, *_KNOWN),
    Kind.NUMBER: (*_RANGES, *_WORDS, *_KNOWN),
    Kind.MONEY: (*_RANGES, *_SAME, *_KNOWN),
    Kind.MOMENT: (*_PAST_DAYS, Operator.WITHIN_HOURS, Operator.OLDER_THAN_HOURS, *FUTURE, *_KNOWN),
    Kind.DATE: (*FUTURE, *_PAST_DAYS, *_KNOWN),
    Kind.BOOLEAN: (Operator.EQUALS, *_KNOWN),
    Kind.LIST: (Operator.CONTAINS, *_KNOWN),
    Kind.SET: (Operator.HAS, Operator.HAS_NOT, *_KNOWN),
    Kind.REFERENCE: (*_WORDS, *_KNOWN),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field that conditions can compare.

    `choices` are (value, label) pairs, empty if all values are allowed. `currency` is that of an amount.
    Times that `is_past` are never in the future, so that "is overdue" and the like do not apply. A field that
    `is_event` is a fact of an event, such as the previous stage: it has no column of its own. Fields with the
    same `group` are listed together. A field that `has_several` has any number of values at once, such as the
    segments of a lead: `equals` is true for each of them. `existing` finds the records that a `REFERENCE` may
    name; without it, the choices are all.
    """

    key: str
    label: str | Promise
    kind: Kind
    choices: tuple[tuple[str, str | Promise], ...] = ()
    currency: str = ""
    is_past: bool = False
    is_event: bool = False
    group: str | Promise = ""
    existing: Existing | None = None
    has_several: bool = False

    @property
    def operators(self) -> tuple[Operator, ...]:
        """The operators that apply to the field."""
        found = OPERATORS[self.kind]
        return tuple(each for each in found if each not in FUTURE) if self.is_past else found


def event_fields_of(tree: Tree | Broken, fields: Mapping[str, Field]) -> set[str]:
    """Return the keys of the facts of an event that the tree compares. Only with an event can it be decided.

    Args:
        tree: the conditions.
        fields: the fields by key.
    """
    if isinstance(tree, Broken):
        return set()
    return {key for key in fields_of(tree) if key in fields and fields[key].is_event}
