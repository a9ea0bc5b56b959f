"""Fading as SQL: `scoring.signals.domain.strength` over rows of intent signals."""

from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    DateTimeField,
    Expression,
    F,
    FloatField,
    Func,
    Max,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Exp, Greatest, Ln
from django_cte import CTE, with_cte

from scoring.scores.selectors.rounding import RoundedHundredths
from scoring.scores.selectors.scope import Scope
from scoring.signals.domain.strength import LEAST_DOUBT
from scoring.signals.models import Decay, IntentSignal, IntentSignalQuerySet

_FLOAT = FloatField()


def with_current_weight(signals: IntentSignalQuerySet, now: datetime) -> QuerySet[Any]:
    """Return active signals with `left`, the part (0-1) that has not faded, and their `current` weight.

    Args:
        signals: the signals to weigh.
        now: the time at which they are weighed.
    """
    at = Value(now, output_field=DateTimeField())
    part = Greatest(_Seconds(at - F("detected_at")), Value(0.0)) / _Seconds(
        F("expires_at") - F("detected_at")
    )
    left = Case(
        When(expires_at=None, then=Value(1.0)),
        When(decay_model=Decay.EXPONENTIAL, then=Exp(part * Value(-3.0))),
        default=Value(1.0) - part,
        output_field=_FLOAT,
    )
    return signals.active(now).annotate(left=left).annotate(current=Cast("weight", _FLOAT) * F("left"))


def intent_by_contact(scope: Scope, types: list[str], now: datetime) -> CTE:
    """Return by contact `intent_strength` (hundredths), and `left_<type>` (0-1) of each of `types`.

    Args:
        scope: the contacts.
        types: codes of types of signals.
        now: the time at which signals are weighed.
    """
    strongest = CTE(
        with_current_weight(scope.narrow(IntentSignal.objects.all(), "contact_id"), now)
        .order_by("contact_id", "type_id", "-current", "-left")
        .distinct("contact_id", "type_id")
        .values("contact_id", "type_id", "left", "current"),
        name="strongest",
    )
    doubt = Sum(Ln(Greatest(Value(1.0) - F("current"), Value(LEAST_DOUBT))), output_field=_FLOAT)
    left: dict[str, Expression] = {
        left_of(type_): Max("left", filter=Q(type_id=type_), output_field=_FLOAT) for type_ in types
    }
    by_contact = (
        strongest.queryset()
        .order_by()
        .values("contact_id")
        .annotate(intent_strength=RoundedHundredths(Value(100.0) * (Value(1.0) - Exp(doubt))), **left)
    )
    return CTE(with_cte(strongest, select=by_contact), name="intent_by_contact")


def left_of(type_: str) -> str:
    """Return the name of the column of the part left of the strongest signal of a type."""
    return f"left_{type_.lower()}"


class _Seconds(Func):
    """Seconds of a duration."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)::double precision"
    output_field = _FLOAT
