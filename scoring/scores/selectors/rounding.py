"""Points in SQL: whole hundredths, which add up exactly and faster than numeric."""

from django.db.models import DecimalField, Func, IntegerField


class RoundedHundredths(Func):
    """A double as hundredths, rounded as `scoring.signals.domain.rounding.rounded` does."""

    template = "(round((%(expressions)s)::numeric, 2) * 100)::integer"
    output_field = IntegerField()


class Hundredths(Func):
    """Hundredths as points."""

    template = "((%(expressions)s) / 100.0)"
    output_field = DecimalField(max_digits=7, decimal_places=2)
