"""Recording intent signals."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from django.db import transaction

from mauntic.events.catalog import IntentSignalDetected
from mauntic.events.services import publish_many
from mauntic.kernel import clock
from mauntic.kernel.errors import Invalid
from scoring.domain.signals import SAME_SIGNAL_WITHIN
from scoring.models import IntentSignal, SignalType
from scoring.services.lock import lock_scoring

Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """Something that shows intent: `type` is a code such as PRICING_PAGE, `source` defaults to the type's.

    `evidence` names what showed it (a visit, a form); the same evidence is never counted twice.
    """

    contact_id: UUID
    type: str
    detected_at: datetime
    source: str = ""
    evidence: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def record_signals(*, signals: Sequence[Detected]) -> list[IntentSignal]:
    """Store signals; the row of each, in order, without those whose type is switched off.

    The same type of the same contact within an hour is one signal whose count grows. New ones are
    published as IntentSignalDetected; what has faded already, such as visits from before a visitor became
    known, is nothing to act on and is only kept. `Invalid` for a type that does not exist.
    """
    types = _types(signals)
    wanted = [signal for signal in signals if types[signal.type].enabled]
    if not wanted:
        return []
    lock_scoring()
    known = _recent(wanted)
    new: list[IntentSignal] = []
    grown: dict[UUID, IntentSignal] = {}
    rows = [_fold(signal, types[signal.type], known, new, grown) for signal in wanted]
    fresh = {row.pk for row in new}
    IntentSignal.objects.bulk_create(new)
    IntentSignal.objects.bulk_update(
        [row for pk, row in grown.items() if pk not in fresh], ["count", "evidence"], batch_size=500
    )
    at = clock.now()
    publish_many(_fact(row) for row in new if row.is_active(at))
    return rows


def _types(signals: Iterable[Detected]) -> dict[str, SignalType]:
    codes = {signal.type for signal in signals}
    types = SignalType.objects.in_bulk(list(codes))
    if unknown := sorted(codes - set(types)):
        known = list(SignalType.objects.values_list("code", flat=True))
        raise Invalid({"signalType": [_no_such_type(code, known) for code in unknown]})
    return types


def _no_such_type(code: str, known: list[str]) -> str:
    near = get_close_matches(code.strip().upper().replace(" ", "_"), known, cutoff=0.7)
    hint = f"Did you mean {' or '.join(near)}?" if near else "GET /api/v1/scoring/signals/config lists all."
    return f"There is no signal type {code}. {hint}"


def _recent(signals: Sequence[Detected]) -> dict[Key, list[IntentSignal]]:
    """Stored signals that the new ones may belong to."""
    rows = IntentSignal.objects.filter(
        contact_id__in={signal.contact_id for signal in signals},
        type_id__in={signal.type for signal in signals},
        detected_at__gte=min(signal.detected_at for signal in signals) - SAME_SIGNAL_WITHIN,
        detected_at__lte=max(signal.detected_at for signal in signals) + SAME_SIGNAL_WITHIN,
    )
    found: dict[Key, list[IntentSignal]] = defaultdict(list)
    for row in rows:
        found[row.contact_id, row.type_id].append(row)
    return found


def _fold(
    signal: Detected,
    type_: SignalType,
    known: dict[Key, list[IntentSignal]],
    new: list[IntentSignal],
    grown: dict[UUID, IntentSignal],
) -> IntentSignal:
    """The row that the signal belongs to, counted there; a new one when there is none."""
    rows = known[signal.contact_id, signal.type]
    row = next((row for row in rows if abs(row.detected_at - signal.detected_at) <= SAME_SIGNAL_WITHIN), None)
    if row is None:
        row = _row(signal, type_)
        rows.append(row)
        new.append(row)
    elif not signal.evidence or signal.evidence not in row.evidence:
        row.count += 1
        row.evidence += [signal.evidence] if signal.evidence else []
        grown[row.pk] = row
    return row


def _row(signal: Detected, type_: SignalType) -> IntentSignal:
    return IntentSignal(
        contact_id=signal.contact_id,
        type=type_,
        source=signal.source or type_.source,
        weight=type_.weight,
        detected_at=signal.detected_at,
        expires_at=signal.detected_at + timedelta(hours=type_.decay_hours),
        decay_model=type_.decay_model,
        evidence=[signal.evidence] if signal.evidence else [],
        metadata=signal.metadata,
    )


def _fact(row: IntentSignal) -> IntentSignalDetected:
    return IntentSignalDetected(
        contact_id=row.contact_id,
        signal_type=row.type_id,
        weight=Decimal(row.weight),
        source=row.source,
        signal_id=row.pk,
    )
