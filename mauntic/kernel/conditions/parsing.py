"""Conditions as people send them: each wrong part is named by its path, with the fix."""

import math
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any as Anything

from mauntic.kernel.conditions.fields import Field, Kind
from mauntic.kernel.conditions.tree import All, Any, Leaf, Not, Operator, Tree, Value
from mauntic.kernel.errors import Invalid
from mauntic.kernel.values.stored_text import is_storable

DEEPEST, MOST_LEAVES, LONGEST_TEXT, MOST_DAYS = 8, 200, 200, 36_500
_NO_VALUE = (Operator.IS_SET, Operator.IS_NOT_SET)
_MANY = (Operator.IN, Operator.NOT_IN, Operator.BETWEEN)
_DAYS = (Operator.WITHIN_DAYS, Operator.BEFORE_DAYS)
_SHAPE = 'Write {"all": [...]}, {"any": [...]}, {"not": {...}} or {"field", "operator", "value"}.'


def parse(said: object, fields: Mapping[str, Field], *, path: str = "conditions") -> Tree:
    """The tree of what was sent; `Invalid` names everything that is wrong, each by its path below `path`."""
    parser = _Parser(fields)
    tree = parser.tree(said, path, 1)
    if parser.leaves > MOST_LEAVES:
        parser.problems[path] = f"There are {parser.leaves} conditions; {MOST_LEAVES} are the most."
    if parser.problems:
        raise Invalid(parser.problems)
    return tree


class _WrongError(Exception):
    """The value cannot be; its text says why."""


class _Parser:
    """One reading, with the problems that it met."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self.fields = fields
        self.problems: dict[str, str] = {}
        self.leaves = 0

    def tree(self, said: Anything, path: str, depth: int) -> Tree:
        """The part at `path`; where it is wrong, something that stands for it."""
        if depth > DEEPEST:
            return self._wrong(path, f"Groups stand at most {DEEPEST} deep.")
        match said:
            case {"all": parts, **rest} if not rest:
                return All(self._parts(parts, f"{path}.all", depth))
            case {"any": parts, **rest} if not rest:
                return self._any(parts, f"{path}.any", depth)
            case {"not": part, **rest} if not rest:
                return Not(self.tree(part, f"{path}.not", depth + 1))
            case {"field": _, "operator": _, **rest} if not set(rest) - {"value"}:
                return self._leaf(said, path)
        return self._wrong(path, f"This is no condition. {_SHAPE}")

    def _any(self, said: object, path: str, depth: int) -> Tree:
        if said == []:
            return self._wrong(path, "An empty “any” holds of nobody. Put a condition in, or leave it out.")
        return Any(self._parts(said, path, depth))

    def _parts(self, said: object, path: str, depth: int) -> tuple[Tree, ...]:
        if not isinstance(said, list):
            self._wrong(path, "This must be a list of conditions.")
            return ()
        return tuple(self.tree(part, f"{path}[{number}]", depth + 1) for number, part in enumerate(said))

    def _leaf(self, said: Mapping[str, Anything], path: str) -> Tree:
        self.leaves += 1
        field = self.fields.get(str(said["field"]))
        if field is None:
            return self._wrong(f"{path}.field", _unknown(str(said["field"]), self.fields))
        if said["operator"] not in field.operators:
            fitting = ", ".join(field.operators)
            return self._wrong(
                f"{path}.operator", f"“{said['operator']}” does not fit {field.label}. Use one of {fitting}."
            )
        operator = Operator(str(said["operator"]))
        try:
            return Leaf(field.key, operator, _value(said.get("value"), operator, field))
        except _WrongError as wrong:
            return self._wrong(f"{path}.value", str(wrong))

    def _wrong(self, path: str, why: str) -> Tree:
        self.problems[path] = why
        return All()


def _unknown(key: str, fields: Mapping[str, Field]) -> str:
    near = get_close_matches(key, fields, n=3, cutoff=0.5) or list(fields)[:3]
    return f"There is no field “{key}”. Did you mean {' or '.join(near)}?"


def _value(said: Anything, operator: Operator, field: Field) -> Value:
    if operator in _NO_VALUE:
        if said is not None:
            raise _WrongError(f"“{operator}” takes no value. Leave it out.")
        return None
    if operator in _DAYS:
        return _days(said)
    if operator in _MANY:
        return _several(said, operator, field)
    return _one(said, field)


def _several(said: Anything, operator: Operator, field: Field) -> Value:
    if not isinstance(said, list) or not said:
        raise _WrongError(f"“{operator}” needs a list of values, with at least one in it.")
    values: tuple[Anything, ...] = tuple(_one(each, field) for each in said)
    if operator is Operator.BETWEEN:
        if len(values) != 2:  # noqa: PLR2004 (the two ends)
            raise _WrongError("“between” needs the lowest and the highest value: [10, 50].")
        if values[0] > values[1]:
            raise _WrongError(f"{values[0]} is above {values[1]}: nothing is between them. Swap the two.")
    return values


def _one(said: Anything, field: Field) -> str | int | float | bool:
    match field.kind:
        case Kind.NUMBER:
            return _number(said)
        case Kind.BOOLEAN:
            if not isinstance(said, bool):
                raise _WrongError(f"{field.label} is true or false.")
            return said
        case _:
            return _chosen(_text(said, field), field.choices)


def _number(said: Anything) -> int | float:
    # A whole number can be too large for isfinite, which turns it into a float.
    finite = isinstance(said, int) or (isinstance(said, float) and math.isfinite(said))
    if isinstance(said, bool) or not finite:
        raise _WrongError("A number is needed, such as 200.")
    if abs(said) > 1e18:  # noqa: PLR2004 (beyond every fact, and what a bigint bears)
        raise _WrongError("This number is too large.")
    return said


def _days(said: Anything) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not 0 < said <= MOST_DAYS:
        raise _WrongError(f"A whole number of days is needed, from 1 to {MOST_DAYS:,}.")
    return said


def _text(said: Anything, field: Field) -> str:
    if not isinstance(said, str) or not said or len(said) > LONGEST_TEXT or not is_storable(said):
        raise _WrongError(
            f"{field.label} is compared with a text of 1 to {LONGEST_TEXT} characters. "
            "For what is empty use “is_not_set”."
        )
    return said


def _chosen(value: str, choices: Sequence[tuple[str, object]]) -> str:
    known = [choice for choice, _ in choices]
    if known and value not in known:
        raise _WrongError(f"“{value}” is not among the values. Use one of {', '.join(known)}.")
    return value
