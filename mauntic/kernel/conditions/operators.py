"""The comparisons of conditions, with their texts."""

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mauntic.kernel.display import number

Value: TypeAlias = (
    str | int | float | bool | Decimal | tuple[str, ...] | tuple[float, ...] | tuple[Decimal, ...] | None
)


class Operator(StrEnum):
    """A comparison of a field with a value."""

    IS_SET = "is_set"
    IS_NOT_SET = "is_not_set"
    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    HAS = "has"
    HAS_NOT = "has_not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BELOW = "below"
    BETWEEN = "between"
    WITHIN_DAYS = "within_days"
    BEFORE_DAYS = "before_days"
    WITHIN_HOURS = "within_hours"
    OLDER_THAN_HOURS = "older_than_hours"
    IN_NEXT_DAYS = "in_next_days"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        """The text of the operator in a list: "is at least"."""
        return str(_LABELS[self])

    def describe(self, field: str, value: Value, write: "Callable[[object], str] | None" = None) -> str:
        """Return a condition in words: "Employees is at least 200".

        Args:
            field: the label of the field.
            value: the value of the condition.
            write: how to write one value; plain texts and numbers by default.
        """
        if self in COUNTS and isinstance(value, int):
            return _describe_count(self, field, value)
        one = write or written
        values = [one(each) for each in value] if isinstance(value, tuple) else [one(value)]
        shown = {"field": field, "value": ", ".join(values), "low": values[0], "high": values[-1]}
        return str(_DESCRIPTIONS[self]).format(**shown)


NO_VALUE = (Operator.IS_SET, Operator.IS_NOT_SET, Operator.OVERDUE)
SEVERAL = (Operator.IN, Operator.NOT_IN)
MANY_VALUES = (*SEVERAL, Operator.BETWEEN)
DAYS = (Operator.WITHIN_DAYS, Operator.BEFORE_DAYS, Operator.IN_NEXT_DAYS)
HOURS = (Operator.WITHIN_HOURS, Operator.OLDER_THAN_HOURS)
# Those whose value is a whole number of days or hours, whatever the field holds.
COUNTS = (*DAYS, *HOURS)
# Those that only make sense for times that may be in the future.
FUTURE = (Operator.IN_NEXT_DAYS, Operator.OVERDUE)
_LABELS = {
    Operator.IS_SET: gettext_lazy("is known"),
    Operator.IS_NOT_SET: gettext_lazy("is not known"),
    Operator.EQUALS: gettext_lazy("is"),
    Operator.NOT_EQUALS: gettext_lazy("is not"),
    Operator.IN: gettext_lazy("is one of"),
    Operator.NOT_IN: gettext_lazy("is none of"),
    Operator.CONTAINS: gettext_lazy("contains"),
    Operator.STARTS_WITH: gettext_lazy("starts with"),
    Operator.HAS: gettext_lazy("include"),
    Operator.HAS_NOT: gettext_lazy("do not include"),
    Operator.AT_LEAST: gettext_lazy("is at least"),
    Operator.AT_MOST: gettext_lazy("is at most"),
    Operator.BELOW: gettext_lazy("is below"),
    Operator.BETWEEN: gettext_lazy("is between"),
    Operator.WITHIN_DAYS: gettext_lazy("was in the last … days"),
    Operator.BEFORE_DAYS: gettext_lazy("was more than … days ago"),
    Operator.WITHIN_HOURS: gettext_lazy("was in the last … hours"),
    Operator.OLDER_THAN_HOURS: gettext_lazy("was more than … hours ago"),
    Operator.IN_NEXT_DAYS: gettext_lazy("is in the next … days"),
    Operator.OVERDUE: gettext_lazy("is overdue"),
}
# Whole sentences: other languages do not put the label between field and value.
_DESCRIPTIONS = {
    Operator.IS_SET: gettext_lazy("{field} is known"),
    Operator.IS_NOT_SET: gettext_lazy("{field} is not known"),
    Operator.EQUALS: gettext_lazy("{field} is {value}"),
    Operator.NOT_EQUALS: gettext_lazy("{field} is not {value}"),
    Operator.IN: gettext_lazy("{field} is one of {value}"),
    Operator.NOT_IN: gettext_lazy("{field} is none of {value}"),
    Operator.CONTAINS: gettext_lazy("{field} contains {value}"),
    Operator.STARTS_WITH: gettext_lazy("{field} starts with {value}"),
    Operator.HAS: gettext_lazy("{field} include {value}"),
    Operator.HAS_NOT: gettext_lazy("{field} do not include {value}"),
    Operator.AT_LEAST: gettext_lazy("{field} is at least {value}"),
    Operator.AT_MOST: gettext_lazy("{field} is at most {value}"),
    Operator.BELOW: gettext_lazy("{field} is below {value}"),
    Operator.BETWEEN: gettext_lazy("{field} is between {low} and {high}"),
    Operator.OVERDUE: gettext_lazy("{field} is overdue"),
}
_TODAY = {
    Operator.WITHIN_DAYS: gettext_lazy("{field} is today"),
    Operator.IN_NEXT_DAYS: gettext_lazy("{field} is today"),
    Operator.BEFORE_DAYS: gettext_lazy("{field} is in the past"),
}


def written(value: object) -> str:
    """Return a value for people: texts as they are, numbers and yes or no in their language."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return number(value, 2) if isinstance(value, int | float | Decimal) else str(value)


def _describe_count(operator: Operator, field: str, count: int) -> str:
    text = str(_TODAY[operator]) if count == 0 and operator in _TODAY else _counted(operator, count)
    return text.format(field=field, count=number(count))


def _counted(operator: Operator, count: int) -> str:
    match operator:
        case Operator.WITHIN_DAYS:
            return ngettext(
                "{field} was in the last {count} day", "{field} was in the last {count} days", count
            )
        case Operator.IN_NEXT_DAYS:
            return ngettext(
                "{field} is in the next {count} day", "{field} is in the next {count} days", count
            )
        case Operator.WITHIN_HOURS:
            return ngettext(
                "{field} was in the last {count} hour", "{field} was in the last {count} hours", count
            )
        case Operator.OLDER_THAN_HOURS:
            return ngettext(
                "{field} was more than {count} hour ago", "{field} was more than {count} hours ago", count
            )
    return ngettext("{field} was more than {count} day ago", "{field} was more than {count} days ago", count)
