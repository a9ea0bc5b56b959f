"""What scoring does when something happened: it detects signals, and rescores whom it touches."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.dispatch import receiver

from mauntic.broker.cause import current_cause
from mauntic.events.catalog import (
    AssetDownloaded,
    ContactCreated,
    ContactUpdated,
    DataQualityChanged,
    DealLost,
    DealWon,
    FormSubmitted,
    IntentSignalDetected,
    LeadEnriched,
    PageVisited,
)
from scoring import selectors, services
from scoring.models import OutcomeKind

AboutContact = (
    ContactCreated | ContactUpdated | DataQualityChanged | IntentSignalDetected | LeadEnriched | PageVisited
)


@receiver(ContactCreated.signal)
def score_new_contacts(events: list[ContactCreated], **_: object) -> None:
    """A contact has a score from its first day on."""
    _rescore(events)


@receiver(ContactUpdated.signal)
def rescore_changed_contacts(events: list[ContactUpdated], **_: object) -> None:
    """What a person or an import changed may be worth points."""
    _rescore(events)


@receiver(LeadEnriched.signal)
def rescore_enriched_contacts(events: list[LeadEnriched], **_: object) -> None:
    """What a vendor found may be worth points."""
    _rescore(events)


@receiver(DataQualityChanged.signal)
def rescore_by_quality(events: list[DataQualityChanged], **_: object) -> None:
    """Data quality is worth points only where a factor of the model looks at it."""
    if selectors.model_reads("data_quality_score"):
        _rescore(events)


@receiver(IntentSignalDetected.signal)
def rescore_by_signals(events: list[IntentSignalDetected], **_: object) -> None:
    """A fresh signal is worth points."""
    _rescore(events)


@receiver(PageVisited.signal)
def detect_in_visits(events: list[PageVisited], **_: object) -> None:
    """Visits show intent and are counted; those of bots do neither."""
    of_people = [event for event in events if not event.is_bot]
    services.detect_in_visits(visit_ids=[event.visit_id for event in of_people])
    _rescore(of_people)


@receiver(FormSubmitted.signal)
def detect_in_forms(events: list[FormSubmitted], occurred_at: datetime, **_: object) -> None:
    """A form shows intent by its type."""
    forms = [(event.contact_id, event.form_type) for event in events]
    services.detect_in_forms(forms=forms, submitted_at=occurred_at, evidence=_cause())


@receiver(AssetDownloaded.signal)
def detect_in_downloads(events: list[AssetDownloaded], occurred_at: datetime, **_: object) -> None:
    """Taking an asset shows intent."""
    downloads = [(event.contact_id, event.asset_id) for event in events]
    services.detect_in_downloads(downloads=downloads, downloaded_at=occurred_at, evidence=_cause())


@receiver(DealWon.signal)
def remember_won_deals(events: list[DealWon], occurred_at: datetime, **_: object) -> None:
    """What wins is learned from."""
    _remember(OutcomeKind.WON, events, occurred_at)


@receiver(DealLost.signal)
def remember_lost_deals(events: list[DealLost], occurred_at: datetime, **_: object) -> None:
    """What loses is learned from."""
    _remember(OutcomeKind.LOST, events, occurred_at)


@receiver(ContactUpdated.signal)
def remember_customers(events: list[ContactUpdated], occurred_at: datetime, **_: object) -> None:
    """Leads that become customers are learned from, with or without a deal."""
    changed = [event.contact_id for event in events if "lifecycle_stage" in event.changed_fields]
    if changed:
        services.record_stages(contact_ids=changed, happened_at=occurred_at, event=_cause())


def _remember(kind: OutcomeKind, events: Iterable[DealWon | DealLost], occurred_at: datetime) -> None:
    contact_ids = [event.contact_id for event in events]
    services.record_outcomes(kind=kind, contact_ids=contact_ids, happened_at=occurred_at, event=_cause())


def _rescore(events: Iterable[AboutContact]) -> None:
    contact_ids: list[UUID] = [event.contact_id for event in events]
    services.rescore(contact_ids=contact_ids)


def _cause() -> str:
    """The stored event that is being handled."""
    cause = current_cause()
    return cause.id if cause else ""
