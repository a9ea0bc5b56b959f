"""Keeping the data quality of leads up to date."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from lead_intelligence.selectors.quality import quality_of
from mauntic.crm.models import Contact
from mauntic.events.catalog import DataQualityChanged
from mauntic.events.services import publish_many


@transaction.atomic
def assess_quality(*, contact_ids: Sequence[UUID]) -> int:
    """Compute the quality of these contacts and publish each that moved; how many did."""
    contacts = Contact.objects.filter(pk__in=contact_ids).select_related("company").order_by("pk")
    events = [event for contact in contacts if (event := quality_change(contact))]
    publish_many(events)
    return len(events)


def quality_change(contact: Contact) -> DataQualityChanged | None:
    """The fact that the quality differs from what the contact shows, or None when it does not."""
    new, old = Decimal(str(quality_of(contact).overall)), contact.data_quality_score
    if old == new:
        return None
    return DataQualityChanged(contact_id=contact.pk, old_score=old or Decimal(0), new_score=new)
