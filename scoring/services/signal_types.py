"""What a type of signal counts, how it fades and how soon somebody must act on it."""

from dataclasses import dataclass, fields
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from mauntic.kernel.errors import Invalid, NotFound
from scoring.domain.default_rules import DEFAULT_RULES
from scoring.domain.signal_kinds import KINDS_BY_CODE
from scoring.models import DetectionRule, SignalType


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalTypeChange:
    """New settings of a type; None leaves one as it is. `weight` is 0-1, `decay_hours` at least 1."""

    weight: Decimal | None = None
    decay_hours: int | None = None
    decay_model: str | None = None
    priority: str | None = None
    tier: str | None = None
    enabled: bool | None = None


@transaction.atomic
def change_signal_type(*, code: str, change: SignalTypeChange) -> SignalType:
    """Change a type for the signals that are detected from now on; `NotFound`, or `Invalid` by field.

    Signals that are there keep the weight and life they were detected with, so no score moves by it.
    """
    row = _locked(code)
    for field in fields(change):
        if (value := getattr(change, field.name)) is not None:
            setattr(row, field.name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise Invalid(error.message_dict) from error
    row.save()
    return row


@transaction.atomic
def restore_signal_type(*, code: str) -> SignalType:
    """Give a type the settings and rules back that every organization starts with."""
    row = _locked(code)
    kind = KINDS_BY_CODE[code]
    row.weight, row.decay_hours, row.decay_model = kind.weight, kind.decay_hours, kind.decay_model.value
    row.priority, row.tier, row.enabled = kind.priority, kind.tier, True
    row.save()
    row.rules.all().delete()
    DetectionRule.objects.bulk_create(
        DetectionRule.of(rule) for rule in DEFAULT_RULES if rule.signal_type == code
    )
    return row


def _locked(code: str) -> SignalType:
    row = SignalType.objects.select_for_update().filter(pk=code).first()
    if row is None:
        raise NotFound(f"There is no signal type {code}.")
    return row
