"""Compile conditions to Django expressions that compute the same as `holding` in PostgreSQL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from functools import reduce
from operator import and_, or_
from typing import Any as Anything
from typing import TypeAlias
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    DecimalField,
    Exists,
    F,
    FloatField,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)

from mauntic.kernel.conditions.fields import Kind
from mauntic.kernel.conditions.holding import holds_of, upper
from mauntic.kernel.conditions.operators import Operator
from mauntic.kernel.conditions.times import At
from mauntic.kernel.conditions.tree import All, Any, Broken, Leaf, Not, Tree

_TEXTS = ArrayField(TextField())
_AMOUNT = DecimalField(max_digits=20, decimal_places=4)
_TRUE, _FALSE = (Value(word, output_field=BooleanField()) for word in (True, False))


class Column:
    """Where the values of a field are: a lookup path or an annotation of the query's rows, and their kind.

    Facts of events are compared in SQL as annotations, each of the type of its kind: a date for a `DATE`, a
    uuid for a `REFERENCE`.
    """

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


class Members(Column):
    """The words of a `SET`, or references of which a row has several, that are rows of another table.

    Args:
        rows: gives the rows that belong to a row of the query, by an `OuterRef`.
        path: of the word or the reference in these rows.
        kind: a set or a reference.
    """

    __slots__ = ("_rows",)

    def __init__(self, rows: "Callable[[], QuerySet[Anything]]", path: str, kind: Kind = Kind.SET) -> None:
        super().__init__(path, kind)
        self._rows = rows

    def known(self) -> Q:
        """Return the condition that there is one."""
        return Q(Exists(self._rows().filter(**{f"{self.path}__isnull": False})))

    def including(self, *values: Anything) -> Q:
        """Return the condition that one of these is among them; words in any case."""
        if self.kind is Kind.REFERENCE:
            asked = [{f"{self.path}__in": [UUID(str(pk)) for pk in values]}]
        else:
            asked = [{f"{self.path}__iexact": word} for word in values]
        return reduce(or_, (Q(Exists(self._rows().filter(**each))) for each in asked))


@dataclass(frozen=True, slots=True)
class Constant:
    """A fact that is the same for all rows of the query, such as one of the event that is handled."""

    value: Anything


Columns: TypeAlias = Mapping[str, Column | Constant]


class NoColumnError(LookupError):
    """The conditions compare a field that the query knows no column for."""


def compiled(tree: Tree | Broken, columns: Columns, now: datetime, zone: tzinfo | None = None) -> Q:
    """Return the tree as one expression. Negated parts are never NULL. Broken conditions match no row.

    Args:
        tree: the conditions.
        columns: the column or the constant of each field that is compared, facts of events included.
        now: the time that relative conditions count from.
        zone: that of the organization, for conditions on its days.

    Raises: `NoColumnError` for a field without a column.
    """
    return Q(_FALSE) if isinstance(tree, Broken) else _compiled(tree, columns, At(now, zone))


def _compiled(tree: Tree, columns: Columns, at: At) -> Q:
    match tree:
        case All(parts):
            return reduce(and_, (_compiled(part, columns, at) for part in parts), Q()) if parts else Q(_TRUE)
        case Any(parts):
            return reduce(or_, (_compiled(part, columns, at) for part in parts))
        case Not(part):
            return ~_closed(_compiled(part, columns, at))
        case Leaf():
            return _source(tree, columns, at)
    # A negated "broken" would match everybody.
    raise TypeError(f"{tree!r} is not a part of conditions.")


def _source(leaf: Leaf, columns: Columns, at: At) -> Q:
    match columns.get(leaf.field):
        case Members(kind=Kind.REFERENCE) as column:
            return _of_several(leaf, column)
        case Column() as column:
            return _leaf(leaf, column, at)
        case Constant(value):
            return Q(_TRUE if holds_of(leaf, value, at.now, at.zone) else _FALSE)
    text = (
        "Conditions compare {field}, which has no column here. Facts of events need a column or a constant."
    )
    raise NoColumnError(text.format(field=leaf.field))


def _of_several(leaf: Leaf, column: Members) -> Q:
    """Return a condition on references of which a row has any number: "is" is true for each of them."""
    ids = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
    match leaf.operator:
        case Operator.IS_SET:
            return column.known()
        case Operator.IS_NOT_SET:
            return ~column.known()
        case Operator.EQUALS | Operator.IN:
            return column.including(*ids)
        case Operator.NOT_EQUALS | Operator.NOT_IN:
            return column.known() & ~column.including(*ids)
    raise TypeError(f"{leaf.operator} does not compare references.")


def _closed(condition: Q) -> Q:
    """Replace NULL with false, so that the negation is true."""
    whole = Case(When(condition, then=_TRUE), default=_FALSE, output_field=BooleanField())
    return Q(whole)


def _leaf(leaf: Leaf, column: Column, at: At) -> Q:
    match leaf.operator:
        case Operator.IS_SET:
            return column.known()
        case Operator.IS_NOT_SET:
            return ~_closed(column.known())
        case Operator.NOT_EQUALS:
            return column.known() & ~_closed(_equals(column, leaf.value))
        case Operator.HAS_NOT:
            return ~_closed(_has(column, leaf.value))
        case Operator.NOT_IN:
            return column.known() & ~_closed(_in(column, leaf.value))
        case _:
            return _COMPARED[leaf.operator](column, leaf.value, at)


def _equals(column: Column, value: Anything) -> Q:
    lookup = "iexact" if column.kind is Kind.TEXT else "exact"
    return Q(**{f"{column.path}__{lookup}": _operand(column, value)})


def _in(column: Column, values: Anything) -> Q:
    if column.kind in (Kind.CHOICE, Kind.REFERENCE):
        return Q(**{f"{column.path}__in": [_operand(column, value) for value in values]})
    return reduce(or_, (_equals(column, value) for value in values))


def _contains(column: Column, value: Anything, at: At) -> Q:  # noqa: ARG001 (one shape for all)
    if column.kind is Kind.LIST:
        return Q(_Holds(_Capitals(F(column.path)), Value([upper(value)], output_field=_TEXTS)))
    return Q(**{f"{column.path}__icontains": value})


def _has(column: Column, value: Anything) -> Q:
    if not isinstance(column, Members):
        raise NoColumnError(f"{column.path} is a set without `Members`.")
    return column.including(value)


def _within_days(column: Column, days: Anything, at: At) -> Q:
    if column.kind is Kind.DATE:
        return _from_to(column, at.day(-days), at.day())
    return _from_to(column, at.ago(days=days), at.ago())


def _before_days(column: Column, days: Anything, at: At) -> Q:
    limit = at.day(-days) if column.kind is Kind.DATE else at.ago(days=days)
    return Q(**{f"{column.path}__lt": limit})


def _in_next_days(column: Column, days: Anything, at: At) -> Q:
    if column.kind is Kind.DATE:
        return _from_to(column, at.day(), at.day(days))
    return Q(**{f"{column.path}__gte": at.ago(), f"{column.path}__lt": at.end_of_day(days)})


def _between(column: Column, values: Anything, at: At) -> Q:  # noqa: ARG001 (one shape for all)
    low, high = (_operand(column, value) for value in values)
    return _from_to(column, low, high)


def _from_to(column: Column, low: Anything, high: Anything) -> Q:
    return Q(**{f"{column.path}__gte": low, f"{column.path}__lte": high})


def _operand(column: Column, value: Anything) -> Anything:
    """Return a number with its own type: a column of whole numbers would round what it is compared with."""
    match column.kind, value:
        case Kind.REFERENCE, _:
            return UUID(str(value))
        case Kind.MONEY, _:
            return Value(Decimal(str(value)), output_field=_AMOUNT)
        case _, bool():
            return value
        case _, float():
            return Value(value, output_field=FloatField())
        case _, int():
            return Value(value, output_field=IntegerField())
    return value


def _lookup(name: str) -> "Callable[[Column, Anything, At], Q]":
    return lambda column, value, _at: Q(**{f"{column.path}__{name}": _operand(column, value)})


_COMPARED: dict[Operator, Callable[[Column, Anything, At], Q]] = {
    Operator.EQUALS: lambda column, value, _at: _equals(column, value),
    Operator.IN: lambda column, values, _at: _in(column, values),
    Operator.CONTAINS: _contains,
    Operator.STARTS_WITH: _lookup("istartswith"),
    Operator.HAS: lambda column, value, _at: _has(column, value),
    Operator.AT_LEAST: _lookup("gte"),
    Operator.AT_MOST: _lookup("lte"),
    Operator.BELOW: _lookup("lt"),
    Operator.BETWEEN: _between,
    Operator.WITHIN_DAYS: _within_days,
    Operator.BEFORE_DAYS: _before_days,
    Operator.WITHIN_HOURS: lambda column, hours, at: _from_to(column, at.ago(hours=hours), at.ago()),
    Operator.OLDER_THAN_HOURS: lambda column, hours, at: Q(**{f"{column.path}__lt": at.ago(hours=hours)}),
    Operator.IN_NEXT_DAYS: _in_next_days,
    Operator.OVERDUE: lambda column, _value, at: _before_days(column, 0, at),
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
