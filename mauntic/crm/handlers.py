"""Receivers of the CRM: they update the projections on contacts."""

from datetime import datetime
from uuid import UUID

from django.dispatch import receiver

from mauntic.crm.contacts.models.contact import EnrichmentStatus
from mauntic.crm.contacts.services import consent, projections
from mauntic.events.catalog import (
    DataQualityChanged,
    EnrichmentFailed,
    LeadEnriched,
    LeadScored,
    MessageUnsubscribed,
)
from mauntic.events.services import reads_row


@receiver(LeadScored.signal, dispatch_uid="mauntic.crm.handlers.show_scores")
@reads_row
def show_scores(row_id: UUID, occurred_at: datetime, **_: object) -> None:
    """Write score, grade and intent to contacts. A late event does not replace a newer score."""
    projections.project_scores(row_id=row_id, scored_at=occurred_at)


@receiver(LeadEnriched.signal, dispatch_uid="mauntic.crm.handlers.show_enrichment")
def show_enrichment(events: list[LeadEnriched], occurred_at: datetime, **_: object) -> None:
    """Write the status and time of the last enrichment to contacts."""
    projections.project_enrichment(
        rows=[
            projections.EnrichmentRow(
                contact_id=event.contact_id, status=EnrichmentStatus.COMPLETED, enriched_at=occurred_at
            )
            for event in events
        ]
    )


@receiver(EnrichmentFailed.signal, dispatch_uid="mauntic.crm.handlers.show_failed_enrichment")
def show_failed_enrichment(events: list[EnrichmentFailed], **_: object) -> None:
    """Write to contacts that the last enrichment was incomplete, or failed before it asked a vendor."""
    projections.project_enrichment(
        rows=[
            projections.EnrichmentRow(
                contact_id=event.contact_id,
                status=EnrichmentStatus.EXHAUSTED if event.provider else EnrichmentStatus.FAILED,
            )
            for event in events
        ]
    )


@receiver(DataQualityChanged.signal, dispatch_uid="mauntic.crm.handlers.show_quality")
def show_quality(events: list[DataQualityChanged], **_: object) -> None:
    """Write the data quality to contacts."""
    projections.project_quality(scores={event.contact_id: event.new_score for event in events})


@receiver(MessageUnsubscribed.signal, dispatch_uid="mauntic.crm.handlers.withdraw_consent")
def withdraw_consent(events: list[MessageUnsubscribed], **_: object) -> None:
    """Withdraw the consent of contacts who unsubscribed."""
    consent.refuse_messages(contact_ids=[event.contact_id for event in events])
