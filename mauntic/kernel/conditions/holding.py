"""Evaluate conditions in Python. `sql` computes the same in PostgreSQL."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any as Anything
from uuid import UUID

from mauntic.kernel.conditions.operators import Operator
from mauntic.kernel.conditions.times import At, is_day
from mauntic.kernel.conditions.tree import All, Any, Broken, Leaf, Not, Tree

Facts = Mapping[str, Anything]


def holds(tree: Tree | Broken, facts: Facts, now: datetime, zone: tzinfo | None = None) -> bool:
    """Return whether the facts match the tree at `now`. Nothing matches a broken one.

    Args:
        tree: the conditions.
        facts: values by field, those of an event included; a missing one is unknown.
        now: the time that relative conditions count from.
        zone: that of the organization, for conditions on its days.
    """
    return not isinstance(tree, Broken) and _matches(tree, facts, At(now, zone))


def _matches(tree: Tree, facts: Facts, at: At) -> bool:
    match tree:
        case All(parts):
            return all(_matches(part, facts, at) for part in parts)
        case Any(parts):
            return any(_matches(part, facts, at) for part in parts)
        case Not(part):
            return not _matches(part, facts, at)
        case Leaf(field):
            return _leaf_matches(tree, facts.get(field), at)
    # A negated "broken" would match everybody.
    raise TypeError(f"{tree!r} is not a part of conditions.")


def holds_of(leaf: Leaf, fact: Anything, now: datetime, zone: tzinfo | None = None) -> bool:
    """Return whether a value matches one condition.

    Args:
        leaf: the condition.
        fact: the value; None is unknown.
        now: the time that relative conditions count from.
        zone: that of the organization, for conditions on its days.
    """
    return _leaf_matches(leaf, fact, At(now, zone))


def _leaf_matches(leaf: Leaf, fact: Anything, at: At) -> bool:
    if is_unknown(fact):
        return leaf.operator in (Operator.IS_NOT_SET, Operator.HAS_NOT)
    return _HOLDS[leaf.operator](fact, leaf.value, at)


def is_unknown(fact: Anything) -> bool:
    """Return whether the value is None, an empty text or an empty list. 0 and False are known."""
    return fact is None or fact == "" or fact in ([], ())


def comparable(value: Anything) -> Anything:
    """Return the value to compare: texts without case, ids as texts, numbers exact."""
    if isinstance(value, str | UUID):
        return upper(str(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return Decimal(str(value))


def upper(text: str) -> str:
    """Return the text in capitals as PostgreSQL writes them, letter by letter: ß stays."""
    return "".join(big if len(big := letter.upper()) == 1 else letter for letter in text)


def _equals(fact: Anything, value: Anything, at: At) -> bool:  # noqa: ARG001 (one shape for all)
    return bool(comparable(fact) == comparable(value))


def _is_in(fact: Anything, values: Anything, at: At) -> bool:
    return any(_equals(fact, value, at) for value in values)


def _contains(fact: Anything, value: Anything, at: At) -> bool:
    if isinstance(fact, str):
        return upper(value) in upper(fact)
    return _is_in(value, fact, at)


def _between(fact: Anything, values: Anything, at: At) -> bool:  # noqa: ARG001 (one shape for all)
    low, high = values
    return bool(comparable(low) <= comparable(fact) <= comparable(high))


def _within_days(fact: Anything, days: Anything, at: At) -> bool:
    if is_day(fact):
        return bool(at.day(-days) <= fact <= at.day())
    return bool(at.ago(days=days) <= fact <= at.ago())


def _before_days(fact: Anything, days: Anything, at: At) -> bool:
    return bool(fact < (at.day(-days) if is_day(fact) else at.ago(days=days)))


def _in_next_days(fact: Anything, days: Anything, at: At) -> bool:
    if is_day(fact):
        return bool(at.day() <= fact <= at.day(days))
    return bool(at.ago() <= fact < at.end_of_day(days))


_HOLDS: dict[Operator, Callable[[Anything, Anything, At], bool]] = {
    Operator.IS_SET: lambda _fact, _value, _at: True,
    Operator.IS_NOT_SET: lambda _fact, _value, _at: False,
    Operator.EQUALS: _equals,
    Operator.NOT_EQUALS: lambda fact, value, at: not _equals(fact, value, at),
    Operator.IN: _is_in,
    Operator.NOT_IN: lambda fact, value, at: not _is_in(fact, value, at),
    Operator.CONTAINS: _contains,
    Operator.STARTS_WITH: lambda fact, value, _at: upper(fact).startswith(upper(value)),
    Operator.HAS: _contains,
    Operator.HAS_NOT: lambda fact, value, at: not _contains(fact, value, at),
    Operator.AT_LEAST: lambda fact, value, _at: comparable(fact) >= comparable(value),
    Operator.AT_MOST: lambda fact, value, _at: comparable(fact) <= comparable(value),
    Operator.BELOW: lambda fact, value, _at: comparable(fact) < comparable(value),
    Operator.BETWEEN: _between,
    Operator.WITHIN_DAYS: _within_days,
    Operator.BEFORE_DAYS: _before_days,
    Operator.WITHIN_HOURS: lambda fact, hours, at: at.ago(hours=hours) <= fact <= at.ago(),
    Operator.OLDER_THAN_HOURS: lambda fact, hours, at: fact < at.ago(hours=hours),
    Operator.IN_NEXT_DAYS: _in_next_days,
    Operator.OVERDUE: lambda fact, _value, at: _before_days(fact, 0, at),
}
