"""Makes rows of scoring."""

from datetime import datetime, timedelta
from typing import Any

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from scoring.signals.models import IntentSignal, SignalType


def make_signal(
    contact: Contact, code: str, *, detected_at: datetime | None = None, **fields: Any
) -> IntentSignal:
    """A signal of this type with the type's own weight and life, unless told otherwise."""
    kind = SignalType.objects.get(code=code)
    at = detected_at or now()
    values = {
        "source": kind.source,
        "weight": kind.weight,
        "expires_at": at + timedelta(hours=kind.decay_hours),
        "decay_model": kind.decay_model,
    }
    return IntentSignal.objects.create(contact=contact, type=kind, detected_at=at, **(values | fields))
