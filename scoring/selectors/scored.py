"""A model as one queryset: points per factor, components, total and grade of contacts.

One contact, a thousand changed ones and a preview of a draft are this queryset with other arguments. It
computes what `scoring.domain.model.score` defines.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import reduce
from operator import add
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
from django.db.models.sql.constants import LOUTER
from django_cte import CTE, with_cte

from mauntic.crm.models import Contact
from mauntic.tracking.models import Visit
from scoring.domain.factors import VISIT_WINDOW_DAYS, Category
from scoring.domain.grades import GRADES
from scoring.domain.model import Weighted
from scoring.selectors.conditions import compiled
from scoring.selectors.fading import intent_by_contact, left_of
from scoring.selectors.rounding import RoundedHundredths
from scoring.selectors.scope import Scope

# Where the facts of `scoring.domain.model.ContactFacts` are found, seen from a contact.
COLUMNS = {
    "email": "email",
    "phone": "phone",
    "direct_phone": "direct_phone",
    "seniority": "seniority",
    "employees": "company__employees",
    "visits": "visit_count",
}
_POINTS = ArrayField(IntegerField())
HIGHEST = 10_000  # 100.00 in hundredths


def scored(weights: Sequence[Weighted], scope: Scope, now: datetime) -> QuerySet[Contact, dict[str, Any]]:
    """The contacts of `scope` with their scores at `now`, as dictionaries, in no order.

    `id`, `grade`, and in whole hundredths (they add up exactly, and far quicker than numeric does) `total`,
    `intent_strength`, a component per category, and the list `points`, one for each enabled factor.
    """
    enabled = [weighted for weighted in weights if weighted.enabled]
    visits, intent = _visits(scope, now), _intent(enabled, scope, now)
    points = CTE(_points(enabled, visits, intent, scope), name="points", materialized=True)
    components = {
        category.value: _sum(F(_column(w)) for w in enabled if w.category == category)
        for category in Category
    }
    total = Least(Greatest(_sum(F(name) for name in components), Value(0)), Value(HIGHEST))
    rows = (
        points.queryset()
        .annotate(**components)
        .annotate(total=total, points=_array(enabled))
        .annotate(grade=_grade())
        .values("id", "total", "grade", "intent_strength", "points", *components)
    )
    return with_cte(visits, intent, points, select=rows)


def matches(weights: Sequence[Weighted], scope: Scope, now: datetime) -> dict[str, int]:
    """How many contacts of `scope` each factor applies to, enabled or not."""
    visits, intent = _visits(scope, now), _intent(weights, scope, now)
    # One point each: a factor of weight 0 applies to somebody, too.
    each = [replace(weighted, weight=Decimal(1)) for weighted in weights]
    points = CTE(_points(each, visits, intent, scope), name="points")
    counts = {_column(w): Count("pk", filter=~Q(**{_column(w): 0})) for w in each}
    found = with_cte(visits, intent, points, select=points.queryset()).aggregate(**counts)
    return {w.factor.key: found[_column(w)] for w in weights}


def _visits(scope: Scope, now: datetime) -> CTE:
    since = now - timedelta(days=VISIT_WINDOW_DAYS)
    rows = scope.narrow(Visit.objects.counted(since).filter(occurred_at__lte=now), "contact_id")
    return CTE(rows.values("contact_id").annotate(visit_count=Count("*")), name="visits_by_contact")


def _intent(weights: Sequence[Weighted], scope: Scope, now: datetime) -> CTE:
    return intent_by_contact(scope, sorted({w.factor.signal for w in weights if w.factor.signal}), now)


def _points(weights: Sequence[Weighted], visits: CTE, intent: CTE, scope: Scope) -> QuerySet[Contact, Any]:
    """Hundredths per factor, each in its own column, beside `id` and `intent_strength`."""
    contacts = scope.narrow(Contact.objects.order_by(), "id")
    contacts = visits.join(contacts, id=visits.col.contact_id, _join_type=LOUTER)
    contacts = intent.join(contacts, id=intent.col.contact_id, _join_type=LOUTER)
    return contacts.annotate(
        visit_count=Coalesce(visits.col.visit_count, 0),
        intent_strength=Coalesce(intent.col.intent_strength, 0),
        **{_column(weighted): _points_of(weighted, intent) for weighted in weights},
    ).values("id", "intent_strength", *map(_column, weights))


def _points_of(weighted: Weighted, intent: CTE) -> Expression:
    if weighted.factor.signal:
        left = getattr(intent.col, left_of(weighted.factor.signal))
        return Coalesce(RoundedHundredths(Value(float(weighted.weight)) * left), 0)
    applies = compiled(weighted.factor.conditions, COLUMNS)
    return Case(When(applies, then=Value(int(weighted.weight * 100))), default=Value(0))


def _grade() -> Case:
    bounds = (When(total__gte=bound * 100, then=Value(letter)) for bound, letter in GRADES)
    return Case(*bounds, output_field=CharField())


def _sum(terms: Iterable[Combinable]) -> Combinable:
    return reduce(add, terms, Value(0))


def _column(weighted: Weighted) -> str:
    return f"points_{weighted.factor.key}"


def _array(weights: Sequence[Weighted]) -> Expression:
    columns = (F(_column(weighted)) for weighted in weights)
    return Func(*columns, template="ARRAY[%(expressions)s]::integer[]", output_field=_POINTS)
