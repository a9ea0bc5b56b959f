"""Detecting signals: from what happened to the types of signal that it shows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from mauntic.crm.models import Contact
from mauntic.kernel import clock
from mauntic.tracking.models import TrackedEvent, Visit
from mauntic.tracking.models.visits import TrackedQuerySet
from scoring.domain.detection import Detector, Trigger
from scoring.models import IntentSignal
from scoring.selectors.evidence import returns, visits_with_previous
from scoring.selectors.rules import detector
from scoring.selectors.usage import evidence_of_day, new_spikes
from scoring.services.signals import Detected, record_signals
from scoring.services.withdraw import withdraw_evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that a contact did or that was found out about it.

    `value` is what rules look for: a URL, a form type, an event name, ... `evidence` names it for good.
    """

    contact_id: UUID
    trigger: Trigger
    at: datetime
    evidence: str
    value: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)


def detect(*, happenings: Sequence[Happening]) -> list[IntentSignal]:
    """Record the signals that these show by the organization's rules. The same evidence counts once."""
    return _record(happenings, detector()) if happenings else []


@transaction.atomic
def detect_in_visits(*, visit_ids: Sequence[UUID]) -> list[IntentSignal]:
    """Record what these visits show; what those of bots were taken to show is withdrawn.

    Whether a visit is a bot's is read from its row, so a visit may be told of again after a correction.
    """
    _withdraw_bots(Visit.objects.filter(pk__in=visit_ids, contact__isnull=False))
    visits = visits_with_previous(visit_ids)
    return detect(happenings=[happening for visit in visits for happening in _of_visit(visit)])


@transaction.atomic
def detect_in_events(*, event_ids: Sequence[UUID]) -> list[IntentSignal]:
    """Record what tracked events show by name and by their number; as with visits, rows tell of bots."""
    rows = TrackedEvent.objects.filter(pk__in=event_ids, contact__isnull=False)
    _withdraw_bots(rows)
    rules = detector()
    events = list(rows.filter(is_bot=False).order_by("occurred_at", "pk"))
    happenings = [_of_event(event) for event in events]
    if rules.listens_to(Trigger.USAGE_SPIKE):
        happenings += _spikes(set(map(_known, events)), clock.now())
    return _record(happenings, rules)


def detect_referrals(*, contact_ids: Sequence[UUID], created_at: datetime) -> list[IntentSignal]:
    """Record that those of the contacts who name a referrer were referred."""
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


def _of_visit(visit: Visit) -> Iterator[Happening]:
    for trigger in (
        (Trigger.PAGE_VISITED, Trigger.RETURN_VISIT) if returns(visit) else (Trigger.PAGE_VISITED,)
    ):
        yield Happening(
            contact_id=_known(visit),
            trigger=trigger,
            value=visit.url,
            at=visit.occurred_at,
            evidence=str(visit.pk),
            metadata={"url": visit.url},
        )


def _of_event(event: TrackedEvent) -> Happening:
    return Happening(
        contact_id=_known(event),
        trigger=Trigger.EVENT_TRACKED,
        value=event.name,
        at=event.occurred_at,
        evidence=str(event.pk),
        metadata={"event": event.name},
    )


def _known(row: Visit | TrackedEvent) -> UUID:
    """Whose it is: what nobody known did is not told of."""
    return cast("UUID", row.contact_id)


def _spikes(contact_ids: Collection[UUID], now: datetime) -> list[Happening]:
    return [
        Happening(
            contact_id=contact_id,
            trigger=Trigger.USAGE_SPIKE,
            at=now,
            evidence=evidence_of_day(now),
            metadata={"events": count},
        )
        for contact_id, count in new_spikes(contact_ids, now=now)
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
                evidence=happening.evidence,
                metadata=happening.metadata,
            )
            for happening in happenings
            for type_ in rules.shown_by(happening.trigger, happening.value)
        ]
    )
