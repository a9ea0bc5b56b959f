"""Change signal types."""

from dataclasses import dataclass, fields
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from mauntic.kernel.errors import Invalid
from scoring.detection.domain.defaults import DEFAULT_RULES
from scoring.detection.models import DetectionRule
from scoring.detection.services.lock import lock_signal_type
from scoring.signals.domain.kinds import KINDS_BY_CODE
from scoring.signals.models import SignalType


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalTypeChange:
    """New settings of a type; None leaves a setting as it is. `weight` is 0-1, `decay_hours` at least 1."""

    weight: Decimal | None = None
    decay_hours: int | None = None
    decay_model: str | None = None
    priority: str | None = None
    tier: str | None = None
    enabled: bool | None = None


@transaction.atomic
def change_signal_type(*, code: str, change: SignalTypeChange) -> SignalType:
    """Change a type for new signals. Existing ones keep weight and life, so no score changes.

    Args:
        code: the code of the type.
        change: new values; None leaves a value as it is.

    Returns: the type.

    Raises: `NotFound` for an unknown type; `Invalid` by field.
    """
    row = lock_signal_type(code)
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
    """Restore the default settings and rules of a type.

    Args:
        code: the code of the type.

    Returns: the type.

    Raises: `NotFound` for an unknown type.
    """
    row = lock_signal_type(code)
    kind = KINDS_BY_CODE[code]
    row.weight, row.decay_hours, row.decay_model = kind.weight, kind.decay_hours, kind.decay_model.value
    row.priority, row.tier, row.enabled = kind.priority, kind.tier, True
    row.save()
    row.rules.all().delete()
    DetectionRule.objects.bulk_create(
        DetectionRule.of(rule) for rule in DEFAULT_RULES if rule.signal_type == code
    )
    return row
