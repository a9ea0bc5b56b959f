"""Detect signals in happenings."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from mauntic.crm.models import Contact
from mauntic.kernel import clock
from mauntic.tracking.models import TrackedEvent, TrackedQuerySet, Visit
from scoring.detection.domain.rules import Detector, Trigger
from scoring.detection.selectors.rules import detector
from scoring.detection.selectors.usage import evidence_of_day, new_spikes
from scoring.detection.selectors.visits import returns, visits_with_previous
from scoring.detection.services.record import Detected, record_signals
from scoring.detection.services.withdraw import withdraw_evidence
from scoring.signals.models import IntentSignal


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that a contact did, or that was found out about it.

    `value` is what rules match: a URL, a form type, an event name. `evidence` identifies it. `known_at` is
    when its contact became known, if that was later.
    """

    contact_id: UUID
    trigger: Trigger
    at: datetime
    evidence: str
    value: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    known_at: datetime | None = None


def detect(*, happenings: Sequence[Happening]) -> list[IntentSignal]:
    """Record the signals of happenings, by the rules of the organization. The same evidence counts once.

    Args:
        happenings: visits, events and changes of contacts.

    Returns: the row of each signal.

    Publishes: what `record_signals` publishes.
    """
    return _record(happenings, detector()) if happenings else []


@transaction.atomic
def detect_in_visits(*, visit_ids: Sequence[UUID], known_at: datetime | None = None) -> list[IntentSignal]:
    """Record the signals of visits, and withdraw those of bots.

    The rows say whether a visit is of a bot, so a visit may be passed again after a correction.

    Args:
        visit_ids: ids of visits; those without a contact are left out.
        known_at: when the contacts became known, which may be long after the visits.

    Returns: the row of each signal.

    Publishes: what `record_signals` publishes.
    """
    _withdraw_bots(Visit.objects.filter(pk__in=visit_ids, contact__isnull=False))
    visits = visits_with_previous(visit_ids)
    return detect(happenings=[happening for visit in visits for happening in _of_visit(visit, known_at)])


@transaction.atomic
def detect_in_events(*, event_ids: Sequence[UUID], known_at: datetime | None = None) -> list[IntentSignal]:
    """Record the signals of tracked events, by name and by number, and withdraw those of bots.

    Args:
        event_ids: ids of tracked events; those without a contact are left out.
        known_at: when the contacts became known, which may be long after the events.

    Returns: the row of each signal.

    Publishes: what `record_signals` publishes.
    """
    rows = TrackedEvent.objects.filter(pk__in=event_ids, contact__isnull=False)
    _withdraw_bots(rows)
    rules = detector()
    events = list(rows.filter(is_bot=False).order_by("occurred_at", "pk"))
    happenings = [_of_event(event, known_at) for event in events]
    if rules.listens_to(Trigger.USAGE_SPIKE):
        happenings += _spikes(set(map(_contact_of, events)), clock.now(), rules.least_events)
    return _record(happenings, rules)


def detect_referrals(*, contact_ids: Sequence[UUID], created_at: datetime) -> list[IntentSignal]:
    """Record the signals of contacts with a referrer.

    Args:
        contact_ids: ids of new contacts; those without a referrer are left out.
        created_at: when the contacts were created.

    Returns: the row of each signal.

    Publishes: what `record_signals` publishes.
    """
    rules = detector()
    if not rules.listens_to(Trigger.CONTACT_REFERRED):
        return []
    referred = Contact.objects.filter(pk__in=contact_ids).exclude(referrer="").values_list("pk", "referrer")
    happenings = [
        Happening(
            contact_id=contact_id,
            trigger=Trigger.CONTACT_REFERRED,
            at=created_at,
            evidence="created",
            metadata={"referrer": referrer},
        )
        for contact_id, referrer in referred
    ]
    return _record(happenings, rules)


def _of_visit(visit: Visit, known_at: datetime | None) -> Iterator[Happening]:
    for trigger in (
        (Trigger.PAGE_VISITED, Trigger.RETURN_VISIT) if returns(visit) else (Trigger.PAGE_VISITED,)
    ):
        yield Happening(
            contact_id=_contact_of(visit),
            trigger=trigger,
            value=visit.url,
            at=visit.occurred_at,
            evidence=str(visit.pk),
            metadata={"url": visit.url},
            known_at=known_at,
        )


def _of_event(event: TrackedEvent, known_at: datetime | None) -> Happening:
    return Happening(
        contact_id=_contact_of(event),
        trigger=Trigger.EVENT_TRACKED,
        value=event.name,
        at=event.occurred_at,
        evidence=str(event.pk),
        metadata={"event": event.name},
        known_at=known_at,
    )


def _contact_of(row: Visit | TrackedEvent) -> UUID:
    """Return the contact; callers pass rows with a contact only."""
    return cast("UUID", row.contact_id)


def _spikes(contact_ids: Collection[UUID], now: datetime, least: int) -> list[Happening]:
    return [
        Happening(
            contact_id=contact_id,
            trigger=Trigger.USAGE_SPIKE,
            value=str(count),
            at=now,
            evidence=evidence_of_day(now),
            metadata={"events": count},
        )
        for contact_id, count in new_spikes(contact_ids, now=now, least=least)
    ]


def _withdraw_bots(rows: TrackedQuerySet) -> None:
    bots = rows.filter(is_bot=True).values_list("contact_id", "pk")
    withdraw_evidence(evidence=[(contact_id, str(pk)) for contact_id, pk in bots])


def _record(happenings: Sequence[Happening], rules: Detector) -> list[IntentSignal]:
    return record_signals(
        signals=[
            Detected(
                contact_id=happening.contact_id,
                type=type_,
                detected_at=happening.at,
                known_at=happening.known_at,
                evidence=happening.evidence,
                metadata=happening.metadata,
            )
            for happening in happenings
            for type_ in rules.shown_by(happening.trigger, happening.value)
        ]
    )
