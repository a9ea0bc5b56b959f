"""Score contacts after events that may change their points."""

from collections.abc import Iterable

from django.dispatch import receiver

from mauntic.events.catalog import (
    ContactCreated,
    DataQualityChanged,
    IntentSignalDetected,
    LeadEnriched,
    StepExecuted,
)
from scoring.model.selectors.versions import model_reads
from scoring.scores.services.rescoring import rescore

AboutContact = ContactCreated | DataQualityChanged | IntentSignalDetected | LeadEnriched | StepExecuted


@receiver(ContactCreated.signal, dispatch_uid="scoring.handlers.score_new_contacts")
def score_new_contacts(events: list[ContactCreated], **_: object) -> None:
    """Score new contacts."""
    _rescore(events)


@receiver(LeadEnriched.signal, dispatch_uid="scoring.handlers.rescore_enriched_contacts")
def rescore_enriched_contacts(events: list[LeadEnriched], **_: object) -> None:
    """Score enriched contacts."""
    _rescore(events)


@receiver(DataQualityChanged.signal, dispatch_uid="scoring.handlers.rescore_by_quality")
def rescore_by_quality(events: list[DataQualityChanged], **_: object) -> None:
    """Score contacts with changed data quality, if a factor of the model reads it."""
    if model_reads("contact.data_quality_score"):
        _rescore(events)


@receiver(IntentSignalDetected.signal, dispatch_uid="scoring.handlers.rescore_by_signals")
def rescore_by_signals(events: list[IntentSignalDetected], **_: object) -> None:
    """Score contacts with new signals."""
    _rescore(events)


@receiver(StepExecuted.signal, dispatch_uid="scoring.handlers.rescore_after_steps")
def rescore_after_steps(events: list[StepExecuted], **_: object) -> None:
    """Score contacts that a step of a journey changed."""
    _rescore(events)


def _rescore(events: Iterable[AboutContact]) -> None:
    rescore(contact_ids=[event.contact_id for event in events])
