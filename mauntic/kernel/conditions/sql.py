"""Compile conditions to Django expressions that compute the same as `holding` in PostgreSQL."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any as Anything

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    F,
    FloatField,
    Func,
    IntegerField,
    Q,
    TextField,
    Value,
    When,
)

from mauntic.kernel.conditions.fields import Kind
from mauntic.kernel.conditions.holding import upper
from mauntic.kernel.conditions.operators import Operator
from mauntic.kernel.conditions.tree import All, Any, Leaf, Not, Tree

_TEXTS = ArrayField(TextField())
_TRUE, _FALSE = (Value(word, output_field=BooleanField()) for word in (True, False))


class Column:
    """Where the values of a field are: a lookup path from the rows of the query, and their kind."""

    __slots__ = ("kind", "path")

    def __init__(self, path: str, kind: Kind) -> None:
        self.path, self.kind = path, kind

    def known(self) -> Q:
        """Return the condition that a value is known."""
        if self.kind in (Kind.TEXT, Kind.CHOICE):
            return Q(**{f"{self.path}__gt": ""})
        if self.kind is Kind.LIST:
            return Q(**{f"{self.path}__len__gt": 0})
        return Q(**{f"{self.path}__isnull": False})


def compiled(tree: Tree, columns: Mapping[str, Column], now: datetime) -> Q:
    """Return the tree as one expression. Negated parts are never NULL.

    Args:
        tree: the conditions.
        columns: the column of each field.
        now: the time that relative conditions count from.
    """
    match tree:
        case All(parts):
            return reduce(and_, (compiled(part, columns, now) for part in parts), Q()) if parts else Q(_TRUE)
        case Any(parts):
            return reduce(or_, (compiled(part, columns, now) for part in parts))
        case Not(part):
            return ~_closed(compiled(part, columns, now))
        case Leaf(field):
            return _leaf(tree, columns[field], now)


def _closed(condition: Q) -> Q:
    """Replace NULL with false, so that the negation is true."""
    whole = Case(When(condition, then=_TRUE), default=_FALSE, output_field=BooleanField())
    return Q(whole)


def _leaf(leaf: Leaf, column: Column, now: datetime) -> Q:
    match leaf.operator:
        case Operator.IS_SET:
            return column.known()
        case Operator.IS_NOT_SET:
            return ~_closed(column.known())
        case Operator.NOT_EQUALS:
            return column.known() & ~_closed(_equals(column, leaf.value))
        case Operator.NOT_IN:
            return column.known() & ~_closed(_in(column, leaf.value))
        case _:
            return _COMPARED[leaf.operator](column, leaf.value, now)


def _equals(column: Column, value: Anything) -> Q:
    lookup = "iexact" if column.kind is Kind.TEXT else "exact"
    return Q(**{f"{column.path}__{lookup}": _operand(value)})


def _in(column: Column, values: Anything) -> Q:
    if column.kind is Kind.CHOICE:
        return Q(**{f"{column.path}__in": list(values)})
    return reduce(or_, (_equals(column, value) for value in values))


def _contains(column: Column, value: Anything, now: datetime) -> Q:  # noqa: ARG001 (one shape for all)
    if column.kind is Kind.LIST:
        return Q(_Holds(_Capitals(F(column.path)), Value([upper(value)], output_field=_TEXTS)))
    return Q(**{f"{column.path}__icontains": value})


def _within(column: Column, days: Anything, now: datetime) -> Q:
    return Q(**{f"{column.path}__gte": now - timedelta(days=days), f"{column.path}__lte": now})


def _between(column: Column, values: Anything, now: datetime) -> Q:  # noqa: ARG001 (one shape for all)
    low, high = map(_operand, values)
    return Q(**{f"{column.path}__gte": low, f"{column.path}__lte": high})


def _operand(value: Anything) -> Anything:
    """Return a number with its own type: a column of whole numbers would round what it is compared with."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return Value(value, output_field=FloatField() if isinstance(value, float) else IntegerField())


def _lookup(name: str) -> "Callable[[Column, Anything, datetime], Q]":
    return lambda column, value, _now: Q(**{f"{column.path}__{name}": _operand(value)})


_COMPARED: dict[Operator, Callable[[Column, Anything, datetime], Q]] = {
    Operator.EQUALS: lambda column, value, _now: _equals(column, value),
    Operator.IN: lambda column, values, _now: _in(column, values),
    Operator.CONTAINS: _contains,
    Operator.STARTS_WITH: _lookup("istartswith"),
    Operator.AT_LEAST: _lookup("gte"),
    Operator.AT_MOST: _lookup("lte"),
    Operator.BELOW: _lookup("lt"),
    Operator.BETWEEN: _between,
    Operator.WITHIN_DAYS: _within,
    Operator.BEFORE_DAYS: lambda column, days, now: Q(**{f"{column.path}__lt": now - timedelta(days=days)}),
}


class _Holds(Func):
    """Whether a list contains all items of another."""

    arg_joiner = " @> "
    template = "%(expressions)s"
    output_field = BooleanField()


class _Capitals(Func):
    """A list of texts in capitals."""

    template = "upper(%(expressions)s::text)::text[]"
    output_field = _TEXTS
