"""Signals of contacts, for pages and the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet, Sum

from mauntic.kernel import clock
from scoring.signals.domain.strength import current_weight
from scoring.signals.models import IntentSignal, source_label


@dataclass(frozen=True, slots=True)
class SignalView:
    """A signal; `weight` (0-1) when fresh, `current_weight` (0-1) after fading."""

    id: UUID
    contact_id: UUID
    signal_type: str
    label: str
    source: str
    weight: float
    current_weight: float
    detected_at: datetime
    expires_at: datetime | None
    decay_model: str
    count: int

    @property
    def source_label(self) -> str:
        """Return the name of its source."""
        return source_label(self.source)

    @property
    def is_active(self) -> bool:
        """Return whether it has not expired."""
        return self.current_weight > 0


@dataclass(frozen=True, slots=True)
class CompanySignal:
    """A signal with the name of the contact that showed it."""

    signal: SignalView
    contact_name: str


def signals_of(
    contact_id: UUID, *, active_only: bool = False, now: datetime | None = None, limit: int = 100
) -> list[SignalView]:
    """Return the latest signals of a contact.

    Args:
        contact_id: the id of the contact.
        active_only: True leaves out expired signals.
        now: the time at which signals are weighed; by default the present.
        limit: the most signals.
    """
    at = now or clock.now()
    return [view_of(row, at) for row in signal_rows(contact_id, at, active_only=active_only)[:limit]]


def signal_rows(contact_id: UUID, at: datetime, *, active_only: bool = False) -> QuerySet[IntentSignal]:
    """Return the signals of a contact, latest first.

    Args:
        contact_id: the id of the contact.
        at: the time at which signals count as expired.
        active_only: True leaves out expired signals.
    """
    rows = IntentSignal.objects.filter(contact_id=contact_id).select_related("type")
    return rows.active(at) if active_only else rows


def signals_of_company(
    company_id: UUID, *, now: datetime | None = None, limit: int = 8
) -> list[CompanySignal]:
    """Return the latest active signals of the contacts of a company, in one query.

    Args:
        company_id: the id of the company.
        now: the time at which signals are weighed; by default the present.
        limit: the most signals.
    """
    at = now or clock.now()
    rows = IntentSignal.objects.filter(contact__company=company_id).select_related("type", "contact")
    latest = rows.active(at).order_by("-detected_at", "-pk")[:limit]
    return [CompanySignal(view_of(row, at), row.contact.name) for row in latest]


def view_of(row: IntentSignal, at: datetime) -> SignalView:
    """Return a signal as it is shown at a time.

    Args:
        row: with its type loaded.
        at: the time at which the signal is weighed.
    """
    return SignalView(
        id=row.pk,
        contact_id=row.contact_id,
        signal_type=row.type_id,
        label=row.type.label,
        source=row.source,
        weight=float(row.weight),
        current_weight=round(current_weight(row.fading(), at), 4),
        detected_at=row.detected_at,
        expires_at=row.expires_at,
        decay_model=row.decay_model,
        count=row.count,
    )


def signal_counts(
    contact_ids: Sequence[UUID], days: int = 7, *, now: datetime | None = None
) -> dict[UUID, int]:
    """Return by contact how often it showed intent in the last `days`, 0 included.

    Args:
        contact_ids: ids of contacts.
        days: the length of the period.
        now: the end of the period; by default the present.
    """
    at = now or clock.now()
    seen = IntentSignal.objects.filter(contact_id__in=contact_ids)
    rows = seen.filter(detected_at__gt=at - timedelta(days=days), detected_at__lte=at).order_by()
    counts = dict(rows.values_list("contact_id").annotate(seen=Sum("count")))
    return {contact_id: counts.get(contact_id, 0) for contact_id in contact_ids}
