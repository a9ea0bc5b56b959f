"""Completeness of leads as an expression, for statements about many leads."""

from django.db.models import Case, DecimalField, ExpressionWrapper, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable, CombinedExpression
from django.db.models.functions import Cast, Round

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.selectors import OF_CONTACT
from lead_intelligence.quality.domain import COUNTED, DIGITS


def completeness() -> Round:
    """Return an expression over contacts: the share (0-1) of the counted fields that are filled.

    It equals `Quality.completeness` of `quality.domain.assess`.
    """
    first, *others = (_filled(field) for field in COUNTED)
    total: Combinable = first
    for each in others:
        total = CombinedExpression(total, "+", each, output_field=IntegerField())
    share = Cast(total, DecimalField(max_digits=10, decimal_places=6)) / Value(len(COUNTED))
    wrapped = ExpressionWrapper(share, output_field=DecimalField(max_digits=10, decimal_places=6))
    return Round(wrapped, DIGITS, output_field=DecimalField(max_digits=4, decimal_places=DIGITS))


def _filled(field: Field) -> Case:
    if field in OF_CONTACT:
        is_filled = ~Q(**{OF_CONTACT[field]: ""})
    else:
        is_filled = Q(company__isnull=False) & ~Q(company__name="")
    return Case(When(is_filled, then=Value(1)), default=Value(0), output_field=IntegerField())
