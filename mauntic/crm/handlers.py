"""What the CRM does when the other contexts tell of something: it keeps its projections."""

from datetime import datetime
from uuid import UUID

from django.dispatch import receiver

from mauntic.crm import services
from mauntic.crm.models import EnrichmentStatus
from mauntic.events.catalog import (
    DataQualityChanged,
    EnrichmentFailed,
    LeadEnriched,
    LeadScored,
    MessageUnsubscribed,
)
from mauntic.events.services import reads_row


@receiver(LeadScored.signal)
@reads_row
def show_scores(row_id: UUID, occurred_at: datetime, **_: object) -> None:
    """Score, grade and intent on the contact; a score that comes late never replaces a newer one."""
    services.project_scores(row_id=row_id, scored_at=occurred_at)


@receiver(LeadEnriched.signal)
def show_enrichment(events: list[LeadEnriched], occurred_at: datetime, **_: object) -> None:
    """State and time of the last enrichment on the contact."""
    services.project_enrichment(
        rows=[
            services.EnrichmentRow(
                contact_id=event.contact_id, status=EnrichmentStatus.COMPLETED, enriched_at=occurred_at
            )
            for event in events
        ]
    )


@receiver(EnrichmentFailed.signal)
def show_failed_enrichment(events: list[EnrichmentFailed], **_: object) -> None:
    """That the last enrichment did not find everything, or broke before it asked anybody."""
    services.project_enrichment(
        rows=[
            services.EnrichmentRow(
                contact_id=event.contact_id,
                status=EnrichmentStatus.EXHAUSTED if event.provider else EnrichmentStatus.FAILED,
            )
            for event in events
        ]
    )


@receiver(DataQualityChanged.signal)
def show_quality(events: list[DataQualityChanged], **_: object) -> None:
    """Data quality on the contact."""
    services.project_quality(scores={event.contact_id: event.new_score for event in events})


@receiver(MessageUnsubscribed.signal)
def withdraw_consent(events: list[MessageUnsubscribed], **_: object) -> None:
    """Nobody writes any more to who wants no messages."""
    services.refuse_messages(contact_ids=[event.contact_id for event in events])
