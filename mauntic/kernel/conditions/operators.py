"""The comparisons of conditions, with their texts."""

from enum import StrEnum
from typing import TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mauntic.kernel.display import number

Value: TypeAlias = str | int | float | bool | tuple[str, ...] | tuple[float, ...] | None


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
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BELOW = "below"
    BETWEEN = "between"
    WITHIN_DAYS = "within_days"
    BEFORE_DAYS = "before_days"

    @property
    def label(self) -> str:
        """The text of the operator in a list: "is at least"."""
        return str(_LABELS[self])

    def describe(self, field: str, value: Value) -> str:
        """Return a condition in words: "Employees is at least 200".

        Args: `field` is the label of the field.
        """
        if self in DAYS and isinstance(value, int):
            return _describe_days(self, field, value)
        values = [_written(each) for each in value] if isinstance(value, tuple) else [_written(value)]
        shown = {"field": field, "value": ", ".join(values), "low": values[0], "high": values[-1]}
        return str(_DESCRIPTIONS[self]).format(**shown)


NO_VALUE = (Operator.IS_SET, Operator.IS_NOT_SET)
MANY_VALUES = (Operator.IN, Operator.NOT_IN, Operator.BETWEEN)
DAYS = (Operator.WITHIN_DAYS, Operator.BEFORE_DAYS)
_LABELS = {
    Operator.IS_SET: gettext_lazy("is known"),
    Operator.IS_NOT_SET: gettext_lazy("is not known"),
    Operator.EQUALS: gettext_lazy("is"),
    Operator.NOT_EQUALS: gettext_lazy("is not"),
    Operator.IN: gettext_lazy("is one of"),
    Operator.NOT_IN: gettext_lazy("is none of"),
    Operator.CONTAINS: gettext_lazy("contains"),
    Operator.STARTS_WITH: gettext_lazy("starts with"),
    Operator.AT_LEAST: gettext_lazy("is at least"),
    Operator.AT_MOST: gettext_lazy("is at most"),
    Operator.BELOW: gettext_lazy("is below"),
    Operator.BETWEEN: gettext_lazy("is between"),
    Operator.WITHIN_DAYS: gettext_lazy("was in the last … days"),
    Operator.BEFORE_DAYS: gettext_lazy("was more than … days ago"),
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
    Operator.AT_LEAST: gettext_lazy("{field} is at least {value}"),
    Operator.AT_MOST: gettext_lazy("{field} is at most {value}"),
    Operator.BELOW: gettext_lazy("{field} is below {value}"),
    Operator.BETWEEN: gettext_lazy("{field} is between {low} and {high}"),
}


def _describe_days(operator: Operator, field: str, days: int) -> str:
    if operator is Operator.WITHIN_DAYS:
        text = ngettext("{field} was in the last {count} day", "{field} was in the last {count} days", days)
    else:
        text = ngettext(
            "{field} was more than {count} day ago", "{field} was more than {count} days ago", days
        )
    return text.format(field=field, count=number(days))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return number(value, 2) if isinstance(value, int | float) else str(value)
