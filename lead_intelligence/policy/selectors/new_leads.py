"""New contacts to enrich."""

from collections.abc import Sequence
from uuid import UUID

from lead_intelligence.leads.domain.fields import API_FIELDS
from lead_intelligence.leads.domain.subjects import is_findable
from lead_intelligence.leads.selectors import lead_values, subject_of
from mauntic.crm.models import Contact
from mauntic.kernel.db.chunks import chunked

CHUNK = 1000


def worth_enriching(contact_ids: Sequence[UUID]) -> list[UUID]:
    """Return the contacts, in order, that were never enriched, have empty fields, and can be looked up.

    Args:
        contact_ids: the contacts to choose from.
    """
    contacts = Contact.objects.filter(pk__in=contact_ids, enrichment_status="").select_related("company")
    wanted = {pk: position for position, pk in enumerate(contact_ids)}
    return [
        contact.pk
        for contact in sorted(contacts, key=lambda contact: wanted[contact.pk])
        if is_findable(subject_of(contact)) and any(field not in lead_values(contact) for field in API_FIELDS)
    ]


def never_enriched(limit: int | None = None) -> list[UUID]:
    """Return contacts to enrich that were never enriched, newest first, at most `limit`.

    Args:
        limit: None for all.
    """
    newest = Contact.objects.filter(enrichment_status="").order_by("-created_at", "-id")
    found: list[UUID] = []
    for some in chunked(newest.values_list("pk", flat=True).iterator(), CHUNK):
        found += worth_enriching(some)
        if limit is not None and len(found) >= limit:
            break
    return found[:limit]
