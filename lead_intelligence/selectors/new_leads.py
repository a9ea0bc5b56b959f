"""Which new contacts are worth the money."""

from collections.abc import Sequence
from uuid import UUID

from lead_intelligence.domain.fields import API_FIELDS
from lead_intelligence.domain.subjects import is_findable
from lead_intelligence.selectors.leads import lead_values, subject_of
from mauntic.crm.models import Contact


def worth_enriching(contact_ids: Sequence[UUID]) -> list[UUID]:
    """Those of the contacts that were never enriched, lack something, and can be looked up."""
    contacts = Contact.objects.filter(pk__in=contact_ids, enrichment_status="").select_related("company")
    return [
        contact.pk
        for contact in contacts.order_by("pk")
        if is_findable(subject_of(contact)) and any(field not in lead_values(contact) for field in API_FIELDS)
    ]
