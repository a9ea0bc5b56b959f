"""Evaluate conditions in Python. `sql` computes the same in PostgreSQL."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any as Anything

from mauntic.kernel.conditions.operators import Operator
from mauntic.kernel.conditions.tree import All, Any, Leaf, Not, Tree

Facts = Mapping[str, Anything]


def holds(tree: Tree, facts: Facts, now: datetime) -> bool:
    """Return whether the facts match the tree at `now`.

    Args: `facts` are values by field; a missing one is unknown.
    """
    match tree:
        case All(parts):
            return all(holds(part, facts, now) for part in parts)
        case Any(parts):
            return any(holds(part, facts, now) for part in parts)
        case Not(part):
            return not holds(part, facts, now)
        case Leaf(field):
            return holds_of(tree, facts.get(field), now)


def holds_of(leaf: Leaf, fact: Anything, now: datetime) -> bool:
    """Return whether a value matches one condition.

    Args:
        leaf: the condition.
        fact: the value; None is unknown.
        now: the time that relative conditions count from.
    """
    if is_unknown(fact):
        return leaf.operator is Operator.IS_NOT_SET
    return _HOLDS[leaf.operator](fact, leaf.value, now)


def is_unknown(fact: Anything) -> bool:
    """Return whether the value is None, an empty text or an empty list. 0 and False are known."""
    return fact is None or fact == "" or fact in ([], ())


def comparable(value: Anything) -> Anything:
    """Return the value to compare: texts without case, numbers exact."""
    if isinstance(value, str):
        return upper(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return Decimal(str(value))


def upper(text: str) -> str:
    """Return the text in capitals as PostgreSQL writes them, letter by letter: ß stays."""
    return "".join(big if len(big := letter.upper()) == 1 else letter for letter in text)


def _equals(fact: Anything, value: Anything, now: datetime) -> bool:  # noqa: ARG001 (one shape for all)
    return bool(comparable(fact) == comparable(value))


def _is_in(fact: Anything, values: Anything, now: datetime) -> bool:
    return any(_equals(fact, value, now) for value in values)


def _contains(fact: Anything, value: Anything, now: datetime) -> bool:
    if isinstance(fact, str):
        return upper(value) in upper(fact)
    return _is_in(value, fact, now)


def _between(fact: Anything, values: Anything, now: datetime) -> bool:  # noqa: ARG001 (one shape for all)
    low, high = values
    return bool(comparable(low) <= comparable(fact) <= comparable(high))


_HOLDS: dict[Operator, Callable[[Anything, Anything, datetime], bool]] = {
    Operator.IS_SET: lambda _fact, _value, _now: True,
    Operator.IS_NOT_SET: lambda _fact, _value, _now: False,
    Operator.EQUALS: _equals,
    Operator.NOT_EQUALS: lambda fact, value, now: not _equals(fact, value, now),
    Operator.IN: _is_in,
    Operator.NOT_IN: lambda fact, value, now: not _is_in(fact, value, now),
    Operator.CONTAINS: _contains,
    Operator.STARTS_WITH: lambda fact, value, _now: upper(fact).startswith(upper(value)),
    Operator.AT_LEAST: lambda fact, value, _now: comparable(fact) >= comparable(value),
    Operator.AT_MOST: lambda fact, value, _now: comparable(fact) <= comparable(value),
    Operator.BELOW: lambda fact, value, _now: comparable(fact) < comparable(value),
    Operator.BETWEEN: _between,
    Operator.WITHIN_DAYS: lambda fact, days, now: now - timedelta(days=days) <= fact <= now,
    Operator.BEFORE_DAYS: lambda fact, days, now: fact < now - timedelta(days=days),
}
