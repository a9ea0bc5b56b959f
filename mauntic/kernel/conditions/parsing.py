"""Parse conditions. An error names the path of the invalid part and how to fix it."""

import math
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any as Anything

from django.utils.translation import gettext as _

from mauntic.kernel.conditions.fields import Field, Kind
from mauntic.kernel.conditions.operators import DAYS, MANY_VALUES, NO_VALUE, Operator, Value
from mauntic.kernel.conditions.tree import All, Any, Leaf, Not, Tree
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid
from mauntic.kernel.values.stored_text import is_storable

DEEPEST, MOST_LEAVES, LONGEST_TEXT, MOST_DAYS = 8, 200, 200, 36_500
_SHAPE = '{"all": [...]}, {"any": [...]}, {"not": {...}}, {"field", "operator", "value"}'


def parse(given: object, fields: Mapping[str, Field], *, path: str = "conditions") -> Tree:
    """Return the tree of JSON conditions.

    Args: `path` is what the paths in errors begin with.
    Raises: `Invalid` with all errors, each by its path.
    """
    parser = _Parser(fields)
    tree = parser.tree(given, path, 1)
    if parser.leaves > MOST_LEAVES:
        text = _("There are {count} conditions. The maximum is {most}.")
        parser.problems[path] = text.format(count=number(parser.leaves), most=number(MOST_LEAVES))
    if parser.problems:
        raise Invalid(parser.problems)
    return tree


class _WrongError(Exception):
    """The value is not valid; the text says why."""


class _Parser:
    """Parses one tree and collects its errors."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self.fields = fields
        self.problems: dict[str, str] = {}
        self.leaves = 0

    def tree(self, given: Anything, path: str, depth: int) -> Tree:
        """Return the part at `path`, or an empty group if it is not valid."""
        if depth > DEEPEST:
            text = _("Groups are nested too deeply. The maximum is {depth} levels.")
            return self._wrong(path, text.format(depth=DEEPEST))
        match given:
            case {"all": parts, **rest} if not rest:
                return All(self._parts(parts, f"{path}.all", depth))
            case {"any": parts, **rest} if not rest:
                return self._any(parts, f"{path}.any", depth)
            case {"not": part, **rest} if not rest:
                return Not(self.tree(part, f"{path}.not", depth + 1))
            case {"field": _field, "operator": _operator, **rest} if not set(rest) - {"value"}:
                return self._leaf(given, path)
        text = _("This is not a condition. Use one of these forms: {forms}.")
        return self._wrong(path, text.format(forms=_SHAPE))

    def _any(self, given: object, path: str, depth: int) -> Tree:
        if given == []:
            return self._wrong(path, _('An empty "any" matches nobody. Add a condition or remove the group.'))
        return Any(self._parts(given, path, depth))

    def _parts(self, given: object, path: str, depth: int) -> tuple[Tree, ...]:
        if not isinstance(given, list):
            self._wrong(path, _("Enter a list of conditions."))
            return ()
        return tuple(self.tree(part, f"{path}[{index}]", depth + 1) for index, part in enumerate(given))

    def _leaf(self, given: Mapping[str, Anything], path: str) -> Tree:
        self.leaves += 1
        field = self.fields.get(str(given["field"]))
        if field is None:
            return self._wrong(f"{path}.field", _unknown(str(given["field"]), self.fields))
        if given["operator"] not in field.operators:
            text = _('"{operator}" does not apply to {field}. Use one of: {operators}.')
            return self._wrong(
                f"{path}.operator",
                text.format(
                    operator=given["operator"], field=field.label, operators=", ".join(field.operators)
                ),
            )
        operator = Operator(str(given["operator"]))
        try:
            return Leaf(field.key, operator, _value(given.get("value"), operator, field))
        except _WrongError as wrong:
            return self._wrong(f"{path}.value", str(wrong))

    def _wrong(self, path: str, why: str) -> Tree:
        self.problems[path] = why
        return All()


def _unknown(key: str, fields: Mapping[str, Field]) -> str:
    near = get_close_matches(key, fields, n=3, cutoff=0.5) or list(fields)[:3]
    text = _('Field "{field}" does not exist. Did you mean one of: {fields}?')
    return text.format(field=key, fields=", ".join(near))


def _value(given: Anything, operator: Operator, field: Field) -> Value:
    if operator in NO_VALUE:
        if given is not None:
            raise _WrongError(_('"{operator}" takes no value. Remove the value.').format(operator=operator))
        return None
    if operator in DAYS:
        return _days(given)
    if operator in MANY_VALUES:
        return _several(given, operator, field)
    return _one(given, field)


def _several(given: Anything, operator: Operator, field: Field) -> Value:
    if not isinstance(given, list) or not given:
        text = _('"{operator}" needs a list with at least one value.')
        raise _WrongError(text.format(operator=operator))
    values: tuple[Anything, ...] = tuple(_one(each, field) for each in given)
    if operator is Operator.BETWEEN:
        if len(values) != 2:  # noqa: PLR2004 (the two ends)
            raise _WrongError(_('"between" needs the lowest and the highest value, such as [10, 50].'))
        if values[0] > values[1]:
            text = _("{low} is above {high}, so no value is between them. Swap the two.")
            raise _WrongError(text.format(low=values[0], high=values[1]))
    return values


def _one(given: Anything, field: Field) -> str | int | float | bool:
    match field.kind:
        case Kind.NUMBER:
            return _number(given)
        case Kind.BOOLEAN:
            if not isinstance(given, bool):
                raise _WrongError(_("{field} must be true or false.").format(field=field.label))
            return given
        case _:
            return _chosen(_text(given, field), field.choices)


def _number(given: Anything) -> int | float:
    # A whole number can be too large for isfinite, which turns it into a float.
    finite = isinstance(given, int) or (isinstance(given, float) and math.isfinite(given))
    if isinstance(given, bool) or not finite:
        raise _WrongError(_("Enter a number, such as 200."))
    if abs(given) > 1e18:  # noqa: PLR2004 (larger than all facts, and near the limit of a bigint)
        raise _WrongError(_("This number is too large."))
    return given


def _days(given: Anything) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 < given <= MOST_DAYS:
        text = _("Enter a whole number of days from 1 to {most}.")
        raise _WrongError(text.format(most=number(MOST_DAYS)))
    return given


def _text(given: Anything, field: Field) -> str:
    if not isinstance(given, str) or not given or len(given) > LONGEST_TEXT or not is_storable(given):
        text = _('Enter a text of 1 to {most} characters for {field}. For empty values, use "is_not_set".')
        raise _WrongError(text.format(most=LONGEST_TEXT, field=field.label))
    return given


def _chosen(value: str, choices: Sequence[tuple[str, object]]) -> str:
    known = [choice for choice, _label in choices]
    if known and value not in known:
        text = _('"{value}" is not one of the values. Use one of: {values}.')
        raise _WrongError(text.format(value=value, values=", ".join(known)))
    return value
