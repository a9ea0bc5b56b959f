"""Compiles conditions on contacts to Django expressions."""

from collections.abc import Sequence

from django.db.models import Q

from scoring.domain.conditions import Condition, Operator

_LOOKUPS = {Operator.EQUALS: "exact", Operator.AT_LEAST: "gte", Operator.AT_MOST: "lte"}


def compiled(conditions: Sequence[Condition], columns: dict[str, str]) -> Q:
    """All conditions as one expression; `columns` names the lookup path of each field."""
    return Q(*(_one(condition, columns[condition.field]) for condition in conditions))


def _one(condition: Condition, column: str) -> Q:
    if condition.operator is Operator.IS_SET:
        return Q(**{f"{column}__gt": ""})
    return Q(**{f"{column}__{_LOOKUPS[condition.operator]}": condition.value})
