"""The data quality of one lead."""

from uuid import UUID

from lead_intelligence.domain.quality import Quality, assess
from lead_intelligence.selectors.leads import lead_values
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound


def quality_of(contact: Contact) -> Quality:
    """The quality of a contact (its company loaded) as of now."""
    return assess(values=lead_values(contact), enriched_at=contact.last_enriched_at, now=now())


def quality(contact_id: UUID) -> Quality:
    """The quality of a contact as of now, with what would raise it."""
    contact = Contact.objects.select_related("company").filter(pk=contact_id).first()
    if contact is None:
        raise NotFound("There is no such contact.")
    return quality_of(contact)
