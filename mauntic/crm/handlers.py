"""Receivers of the CRM: they update the projections on contacts. How leads and their facts read elsewhere."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.dispatch import receiver
from django.urls import reverse

from mauntic.crm.contacts.models.contact import Contact, EnrichmentStatus
from mauntic.crm.contacts.services import consent, projections
from mauntic.crm.segments import handlers  # noqa: F401 (its receivers)
from mauntic.crm.segments.services.marking import mark_changed, mark_facts
from mauntic.crm.timeline.domain import READINGS
from mauntic.events.catalog import (
    DataQualityChanged,
    EnrichmentFailed,
    LeadEnriched,
    LeadScored,
    MessageUnsubscribed,
)
from mauntic.events.catalog.records import Named, find_records_by, name_records, read_facts
from mauntic.events.services import reads_row


def _leads_by_id(ids: Collection[UUID]) -> Mapping[UUID, Named]:
    found = Contact.objects.filter(pk__in=ids).only("first_name", "last_name", "email")
    return {contact.pk: Named(contact.name, reverse("lead", args=[contact.pk])) for contact in found}


def _leads_by_text(text: str, limit: int) -> Iterable[UUID]:
    return Contact.objects.search(text).order_by("-pk").values_list("pk", flat=True)[:limit]


name_records("contact_id", _leads_by_id)
find_records_by("contact", _leads_by_text)
read_facts({name: reading.text_of for name, reading in READINGS.items()})


@receiver(LeadScored.signal, dispatch_uid="mauntic.crm.handlers.show_scores")
@reads_row
def show_scores(row_id: UUID, occurred_at: datetime, **_: object) -> None:
    """Write score, grade and intent to contacts. A late event does not replace a newer score."""
    projections.project_scores(row_id=row_id, scored_at=occurred_at)
    mark_facts(row_id)


@receiver(LeadEnriched.signal, dispatch_uid="mauntic.crm.handlers.show_enrichment")
def show_enrichment(events: list[LeadEnriched], occurred_at: datetime, **_: object) -> None:
    """Write the status and time of the last enrichment to contacts. New values may let them join segments."""
    projections.project_enrichment(
        rows=[
            projections.EnrichmentRow(
                contact_id=event.contact_id, status=EnrichmentStatus.COMPLETED, enriched_at=occurred_at
            )
            for event in events
        ]
    )
    mark_changed([event.contact_id for event in events])


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
    mark_changed([event.contact_id for event in events])


@receiver(MessageUnsubscribed.signal, dispatch_uid="mauntic.crm.handlers.withdraw_consent")
def withdraw_consent(events: list[MessageUnsubscribed], **_: object) -> None:
    """Withdraw the consent of contacts who unsubscribed, or reported an email as spam."""
    complained = {event.contact_id for event in events if event.is_complaint}
    others = {event.contact_id for event in events} - complained
    consent.refuse_messages(contact_ids=complained, reason=consent.COMPLAINED)
    consent.refuse_messages(contact_ids=others, reason=consent.UNSUBSCRIBED)
