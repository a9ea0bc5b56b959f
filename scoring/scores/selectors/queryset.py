"""A model as one queryset: points per factor, components, total and grade of contacts.

One contact, a thousand changed ones and a preview of a draft are this queryset with other arguments. It
computes what `scoring.model.domain.points.score` defines.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    CharField,
    Count,
    Expression,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least
from django.db.models.lookups import IsNull
from django_cte import CTE, with_cte

from mauntic.crm.models import Contact
from mauntic.kernel.conditions import Broken, fields_of
from mauntic.kernel.conditions.contradictions import exclude_each_other
from mauntic.kernel.conditions.sql import compiled
from mauntic.kernel.grades import GRADES
from scoring.model.domain.factors import EVERYBODY, Category
from scoring.model.domain.points import Model, Weighted
from scoring.scores.selectors.facts import Sources, sources
from scoring.scores.selectors.fading import left_of
from scoring.scores.selectors.rounding import RoundedHundredths
from scoring.scores.selectors.scope import Scope

_POINTS = ArrayField(IntegerField())
HIGHEST = 10_000  # 100.00 in hundredths


def scored(
    model: Model, scope: Scope, now: datetime, *, materialized: bool = True
) -> QuerySet[Contact, dict[str, Any]]:
    """Return the contacts of `scope` with their scores at `now`, as dictionaries, unordered.

    `id`, `grade`, and in whole hundredths (they add up exactly, and far quicker than numeric does) `total`,
    `intent_strength`, a component per category, and the list `points`, one for each of `model.reasons`.
    Points that are `materialized` are computed once, however many sums they are in, but on one core.

    Args:
        model: the model to score with.
        scope: the contacts.
        now: the time of the scores.
        materialized: False lets PostgreSQL compute points where they are used.
    """
    ctes, rows = _points(model.enabled, scope, now)
    points = CTE(rows, name="points", materialized=materialized)
    columns = _by_category(model.enabled)
    base = _hundredths(model.base_points)
    raw = {category: _sum(columns[category]) for category in Category}
    taken = {each: Least(Value(_hundredths(model.caps[each])) - raw[each], Value(0)) for each in model.capped}
    components = {each.value: raw[each] + taken[each] if each in taken else raw[each] for each in Category}
    total = Least(Greatest(_sum(components.values(), base), Value(0)), Value(HIGHEST))
    reasons: list[Combinable] = [
        *(F(_column(number)) for number, _ in enumerate(model.enabled)),
        *([Value(base)] if base else []),
        *taken.values(),
    ]
    found = (
        points.queryset()
        .annotate(**components)
        .annotate(total=total, points=_array(reasons))
        .annotate(grade=_grade())
        .values("id", "total", "grade", "intent_strength", "points", *components)
    )
    return with_cte(*ctes, points, select=found)


def matches(factors: Collection[Weighted], scope: Scope, now: datetime) -> dict[str, int]:
    """Return by factor to how many contacts of `scope` it applies on its own, enabled or not.

    Args:
        factors: the factors to try, enabled or not.
        scope: the contacts.
        now: the time at which facts and signals count.
    """
    # 100 points each, so that factors of weight 0 and faint signals count.
    each = [
        replace(weighted, weight=Decimal(100), factor=replace(weighted.factor, group=""))
        for weighted in factors
    ]
    ctes, rows = _points(each, scope, now)
    points = CTE(rows, name="points")
    counts = {
        _column(number): Count("pk", filter=~Q(**{_column(number): 0})) for number, _ in enumerate(each)
    }
    found = with_cte(*ctes, points, select=points.queryset()).aggregate(**counts)
    return {weighted.factor.key: found[_column(number)] for number, weighted in enumerate(each)}


def _points(
    factors: Collection[Weighted], scope: Scope, now: datetime
) -> tuple[list[CTE], QuerySet[Contact, Any]]:
    """Return the hundredths of each factor as a column, with `id` and `intent_strength`."""
    keys = {key for weighted in factors for key in fields_of(weighted.factor.conditions)}
    types = {weighted.factor.signal for weighted in factors} - {""}
    facts = sources(keys, types, scope, now)
    ordered = list(factors)
    columns = {
        _column(number): _points_of(weighted, _rivals(weighted, ordered[:number]), facts, now)
        for number, weighted in enumerate(ordered)
    }
    return facts.ctes, facts.contacts.annotate(**columns).values("id", "intent_strength", *columns)


def _points_of(weighted: Weighted, rivals: Iterable[Weighted], facts: Sources, now: datetime) -> Expression:
    before = [When(_applies(rival, facts, now), then=Value(0)) for rival in rivals]
    points = Value(_hundredths(weighted.weight))
    if not weighted.factor.signal or not weighted.factor.fades:
        return Case(*before, When(_applies(weighted, facts, now), then=points), default=Value(0))
    left = _left(weighted, facts)
    fading = Coalesce(RoundedHundredths(Value(float(weighted.weight)) * left), 0)
    if not before and weighted.factor.conditions == EVERYBODY:
        return fading
    return Case(*before, When(_applies(weighted, facts, now), then=fading), default=Value(0))


def _applies(weighted: Weighted, facts: Sources, now: datetime) -> Q:
    tree = weighted.factor.conditions
    # A custom field that was archived since has no column.
    conditions = compiled(tree if fields_of(tree) <= facts.columns.keys() else Broken(()), facts.columns, now)
    if not weighted.factor.signal:
        return conditions
    return conditions & ~Q(IsNull(_left(weighted, facts), rhs=True))


def _left(weighted: Weighted, facts: Sources) -> Expression:
    found: Expression = getattr(facts.intent.col, left_of(weighted.factor.signal))
    return found


def _rivals(weighted: Weighted, earlier: Iterable[Weighted]) -> list[Weighted]:
    """Return earlier factors of the same group, without those that cannot apply together with it."""
    factor = weighted.factor
    return [
        other
        for other in earlier
        if factor.group
        and other.factor.group == factor.group
        and not exclude_each_other(other.factor.conditions, factor.conditions)
    ]


def _grade() -> Case:
    bounds = (When(total__gte=bound * 100, then=Value(letter)) for bound, letter in GRADES)
    return Case(*bounds, output_field=CharField())


def _by_category(factors: Iterable[Weighted]) -> Mapping[Category, list[F]]:
    found: dict[Category, list[F]] = {category: [] for category in Category}
    for number, weighted in enumerate(factors):
        found[weighted.category].append(F(_column(number)))
    return found


def _sum(terms: Iterable[Combinable], first: int = 0) -> Combinable:
    return _Sum(Value(first), *terms)


class _Sum(Func):
    """A flat sum. Nested, as `a + b + c` is, it would be too deep from 200 factors on."""

    arg_joiner = " + "
    template = "(%(expressions)s)"
    output_field = IntegerField()


def _column(number: int) -> str:
    return f"points_{number}"


def _hundredths(points: Decimal) -> int:
    return int(points * 100)


def _array(items: Iterable[Combinable]) -> Expression:
    return Func(*items, template="ARRAY[%(expressions)s]::integer[]", output_field=_POINTS)
