"""Record signals."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from mauntic.crm.models import Contact
from mauntic.events.catalog import IntentSignalDetected
from mauntic.events.services import publish_many
from mauntic.kernel import clock
from mauntic.kernel.errors import Invalid
from scoring.scores.services.lock import lock_scoring
from scoring.scores.services.rescoring import rescore
from scoring.signals.domain.strength import SAME_SIGNAL_WITHIN
from scoring.signals.models import IntentSignal, SignalType

Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """A signal to record: `type` is a code such as PRICING_PAGE, `source` defaults to that of the type.

    `evidence` identifies what showed it (a visit, a form); the same evidence counts once. `known_at` is when
    its contact became known, if that was later.
    """

    contact_id: UUID
    type: str
    detected_at: datetime
    known_at: datetime | None = None
    source: str = ""
    evidence: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def record_signals(*, signals: Sequence[Detected]) -> list[IntentSignal]:
    """Store signals. The same type of the same contact within an hour is one signal with a count.

    Signals that have faded already, such as visits before a visitor became known, are stored without an
    event, and their contacts are rescored, since factors may count them.

    Args:
        signals: what was detected.

    Returns: the row of each signal, in order, without those of deleted contacts and types that are off.

    Raises: `Invalid` for an unknown type.

    Publishes: `IntentSignalDetected` for new signals that have not faded.
    """
    types = _types(signals)
    wanted = [signal for signal in signals if types[signal.type].enabled]
    if not wanted:
        return []
    lock_scoring()
    # Deleting contacts takes the same lock, so that these contacts exist until the commit.
    contacts = Contact.objects.filter(pk__in={signal.contact_id for signal in wanted})
    existing = set(contacts.values_list("pk", flat=True))
    wanted = [signal for signal in wanted if signal.contact_id in existing]
    if not wanted:
        return []
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
    if over := sorted({row.contact_id for row in new if not row.is_active(at)}):
        rescore(contact_ids=over)
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
    if near:
        text = gettext("Signal type {code} does not exist. Did you mean {codes}?")
        return text.format(code=code, codes=", ".join(near))
    text = gettext("Signal type {code} does not exist. GET /api/v1/scoring/signals/config lists all.")
    return text.format(code=code)


def _recent(signals: Sequence[Detected]) -> dict[Key, list[IntentSignal]]:
    """Return stored signals that the new ones may be counted in, by contact and type."""
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
    """Count the signal in its row, or create one."""
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
        known_at=signal.known_at,
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
        detected_at=row.detected_at,
    )
