"""Record outcomes of leads, to train with."""

from collections.abc import Iterable
from datetime import datetime

from django.dispatch import receiver

from mauntic.broker.cause import current_cause
from mauntic.events.catalog import ContactUpdated, DealLost, DealWon
from scoring.learning.models import OutcomeKind
from scoring.learning.services.outcomes import record_outcomes, record_stages, withdraw_outcomes
from scoring.scores.services.rescoring import rescore


@receiver(ContactUpdated.signal, dispatch_uid="scoring.handlers.rescore_changed_contacts")
def rescore_changed_contacts(events: list[ContactUpdated], occurred_at: datetime, **_: object) -> None:
    """Record new and former customers, then score the changed contacts."""
    changed = [event.contact_id for event in events if "lifecycle_stage" in event.changed_fields]
    if changed:
        record_stages(contact_ids=changed, happened_at=occurred_at, event=_cause())
    rescore(contact_ids=[event.contact_id for event in events])


@receiver(DealWon.signal, dispatch_uid="scoring.handlers.remember_won_deals")
def remember_won_deals(events: list[DealWon], occurred_at: datetime, **_: object) -> None:
    """Record the leads of won deals, and forget those whose closing was undone."""
    _remember(OutcomeKind.WON, events, occurred_at)


@receiver(DealLost.signal, dispatch_uid="scoring.handlers.remember_lost_deals")
def remember_lost_deals(events: list[DealLost], occurred_at: datetime, **_: object) -> None:
    """Record the leads of lost deals, and forget those whose closing was undone."""
    _remember(OutcomeKind.LOST, events, occurred_at)


def _remember(kind: OutcomeKind, events: Iterable[DealWon | DealLost], occurred_at: datetime) -> None:
    closed = [event.contact_id for event in events if event.contact_id and not event.is_withdrawn]
    record_outcomes(kind=kind, contact_ids=closed, happened_at=occurred_at, event=_cause())
    undone = [(event.contact_id, event.recorded_at) for event in events if event.is_withdrawn]
    withdraw_outcomes(kind=kind, withdrawn=[(pk, at) for pk, at in undone if pk and at])


def _cause() -> str:
    """Return the id of the stored event that is being handled."""
    cause = current_cause()
    return cause.id if cause else ""
