"""Find conditions that can never match together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import combinations, product
from math import inf
from typing import Any as Anything

from django.utils.translation import gettext as _

from mauntic.kernel.conditions.descriptions import words
from mauntic.kernel.conditions.fields import Field
from mauntic.kernel.conditions.holding import holds_of, upper
from mauntic.kernel.conditions.operators import HOURS, Operator
from mauntic.kernel.conditions.tree import All, Any, Leaf, Not, Tree

# A tree with more ways to match is not checked: it counts as without contradictions.
MOST_WAYS = 256
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two conditions, in words, that can never match together."""

    first: str
    second: str

    def __str__(self) -> str:
        text = _('"{first}" and "{second}" can never match together. Change or remove one of them.')
        return text.format(first=self.first, second=self.second)


@dataclass(frozen=True, slots=True)
class _Literal:
    """A condition that must match, or must not."""

    leaf: Leaf
    wanted: bool

    def words(self, fields: Mapping[str, Field]) -> str:
        """Return the condition in words, with the labels of the fields."""
        return words(self.leaf if self.wanted else Not(self.leaf), fields)


_Way = tuple[_Literal, ...]


def find_contradictions(tree: Tree, fields: Mapping[str, Field] | None = None) -> list[Contradiction]:
    """Return the contradictions of the tree: why it never matches, or why a part of an "any" never does.

    Args:
        tree: the conditions.
        fields: the fields that they compare, for the words; keys stand for fields that are not among them.
    """
    ways = [_of_one_value(way, fields or {}) for way in _ways(tree, wanted=True)]
    clashes = [next(_clashes(way), None) for way in ways]
    if clashes and all(clashes):
        found = (tuple(each.words(fields or {}) for each in clash) for clash in clashes if clash)
        return list(dict.fromkeys(Contradiction(first, second) for first, second in found))
    return [found for part in _parts(tree) for found in find_contradictions(part, fields)]


@lru_cache(maxsize=4096)
def exclude_each_other(first: Tree, second: Tree) -> bool:
    """Return whether the two trees certainly never match together.

    Args:
        first: a tree of conditions.
        second: a tree of conditions about the same fields.
    """
    ways = _ways(All((first, second)), wanted=True)
    return bool(ways) and all(next(_clashes(way), None) for way in ways)


def _of_one_value(way: _Way, fields: Mapping[str, Field]) -> _Way:
    """Return the conditions on fields that have one value: a lead can be in two segments."""
    return tuple(
        each for each in way if each.leaf.field not in fields or not fields[each.leaf.field].has_several
    )


def _parts(tree: Tree) -> tuple[Tree, ...]:
    return tree.parts if isinstance(tree, All | Any) else ()


def _ways(tree: Tree, *, wanted: bool) -> list[_Way]:
    """Return the ways to match the tree: each is a set of conditions. Empty if there are too many."""
    match tree:
        case Leaf(field, Operator.HAS_NOT, value):
            # It matches whatever "has" does not, so that the two are one condition.
            return [(_Literal(Leaf(field, Operator.HAS, value), not wanted),)]
        case Leaf():
            return [(_Literal(tree, wanted),)]
        case Not(part):
            return _ways(part, wanted=not wanted)
        case All(parts) | Any(parts):
            each = [_ways(part, wanted=wanted) for part in parts]
            return _together(each) if isinstance(tree, All) == wanted else _either(each)


def _together(each: list[list[_Way]]) -> list[_Way]:
    count = 1
    for ways in each:
        count *= len(ways)
    if not 0 < count <= MOST_WAYS:
        return []
    return [sum(chosen, ()) for chosen in product(*each)]


def _either(each: list[list[_Way]]) -> list[_Way]:
    found = [way for ways in each for way in ways]
    return found if all(each) and len(found) <= MOST_WAYS else []


def _clashes(way: _Way) -> Iterator[tuple[_Literal, _Literal]]:
    for first, second in combinations(way, 2):
        if first.leaf.field == second.leaf.field and _exclude(first, second):
            yield first, second


def _exclude(first: _Literal, second: _Literal) -> bool:
    """Return whether no value matches both."""
    if first.leaf == second.leaf:
        return first.wanted != second.wanted
    if _of_the_unknown(first) or _of_the_unknown(second):
        return _of_the_known(first) or _of_the_known(second)
    if not (_of_the_known(first) or _of_the_known(second)):
        return False  # both may match an unknown value
    return _exclude_among_known(first, second)


def _of_the_unknown(literal: _Literal) -> bool:
    asked = Operator.IS_NOT_SET if literal.wanted else Operator.IS_SET
    return literal.leaf.operator is asked


def _of_the_known(literal: _Literal) -> bool:
    return literal.wanted is not (literal.leaf.operator is Operator.IS_NOT_SET)


def _exclude_among_known(first: _Literal, second: _Literal) -> bool:
    for one, other in ((first, second), (second, first)):
        values = _only_values(one)
        if values:
            return not any(_allows(other, value) for value in values)
    if first.wanted and second.wanted and first.leaf.operator is second.leaf.operator is Operator.STARTS_WITH:
        starts = sorted((upper(str(first.leaf.value)), upper(str(second.leaf.value))), key=len)
        return not starts[1].startswith(starts[0])
    return _apart(_range(first), _range(second))


def _only_values(literal: _Literal) -> tuple[Anything, ...]:
    """Return the values that match, if the condition lists them."""
    operator = Operator.EQUALS if literal.wanted else Operator.NOT_EQUALS
    if literal.leaf.operator is operator:
        return (literal.leaf.value,)
    if literal.leaf.operator is (Operator.IN if literal.wanted else Operator.NOT_IN):
        return literal.leaf.value if isinstance(literal.leaf.value, tuple) else ()
    return ()


def _allows(literal: _Literal, value: Anything) -> bool:
    return holds_of(literal.leaf, value, _ANY_TIME) is literal.wanted


# Lowest and highest value, each with whether it is included.
_Range = tuple[float, bool, float, bool]


def _range(literal: _Literal) -> _Range | None:
    """Return the range of numbers (or ages in hours) that match; None if it is not one range."""
    value: Anything = literal.leaf.value
    found: _Range | None = None
    match literal.leaf.operator, literal.wanted:
        case (Operator.AT_LEAST, True) | (Operator.BELOW, False):
            found = value, True, inf, False
        case (Operator.AT_MOST, True):
            found = -inf, False, value, True
        case (Operator.BELOW, True) | (Operator.AT_LEAST, False):
            found = -inf, False, value, False
        case (Operator.AT_MOST, False):
            found = value, False, inf, False
        case (Operator.BETWEEN, True):
            found = value[0], True, value[1], True
        case _:
            found = _ages(literal)
    return found


def _ages(literal: _Literal) -> _Range | None:
    """Return the range of ages in hours. Of a date, a day is 24 of them: it is not compared with hours."""
    value = literal.leaf.value if isinstance(literal.leaf.value, int) else 0
    age = value if literal.leaf.operator in HOURS else value * 24
    match literal.leaf.operator, literal.wanted:
        case (Operator.BEFORE_DAYS | Operator.OLDER_THAN_HOURS | Operator.OVERDUE, wanted):
            return (age, False, inf, False) if wanted else (-inf, False, age, True)
        case (Operator.WITHIN_DAYS | Operator.WITHIN_HOURS, True):
            return 0, True, age, True
        case (Operator.IN_NEXT_DAYS, True):
            # How far it reaches does not matter: no other range ends before now.
            return -inf, False, 0, True
    return None


def _apart(first: _Range | None, second: _Range | None) -> bool:
    if first is None or second is None:
        return False
    low, low_belongs = max((first[0], not first[1]), (second[0], not second[1]))
    high, high_belongs = min((first[2], first[3]), (second[2], second[3]))
    return low > high or (low == high and (low_belongs or not high_belongs))
