"""Conditions on what is known of a contact. They run here in Python and compile to SQL elsewhere."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Operator(StrEnum):
    IS_SET = "is_set"
    EQUALS = "equals"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Condition:
    """A claim on one fact, such as `Condition("employees", Operator.AT_LEAST, 200)`.

    An unknown (None) fact satisfies nothing, as NULL does in SQL.
    """

    field: str
    operator: Operator
    value: Any = None

    def holds(self, facts: object) -> bool:
        """Whether the facts satisfy this."""
        known = getattr(facts, self.field)
        if known is None:
            return False
        match self.operator:
            case Operator.IS_SET:
                return bool(known)
            case Operator.EQUALS:
                return bool(known == self.value)
            case Operator.AT_LEAST:
                return bool(known >= self.value)
            case Operator.AT_MOST:
                return bool(known <= self.value)
