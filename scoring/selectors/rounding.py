"""Points as SQL: whole hundredths, which add up exactly and far quicker than numeric does."""

from django.db.models import Func, IntegerField


class RoundedHundredths(Func):
    """A double as hundredths, rounded as `scoring.domain.rounding.rounded` does."""

    template = "(round((%(expressions)s)::numeric, 2) * 100)::integer"
    output_field = IntegerField()
