"""Percentiles as aggregates of queries."""

from typing import Any

from django.db.models import Aggregate, FloatField


class Percentile(Aggregate):
    """A percentile of a column: `Percentile("duration_ms", fraction=0.95)`."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression: str, *, fraction: float, **extra: Any) -> None:
        super().__init__(expression, fraction=float(fraction), **extra)
