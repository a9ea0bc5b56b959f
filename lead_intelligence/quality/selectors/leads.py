"""The data quality of one lead."""

from uuid import UUID

from django.utils.translation import gettext as _

from lead_intelligence.leads.selectors import lead_values
from lead_intelligence.quality.domain import Quality, assess
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound


def quality_of(contact: Contact) -> Quality:
    """Return the current quality of a contact (company loaded)."""
    return assess(values=lead_values(contact), enriched_at=contact.last_enriched_at, now=now())


def quality(contact_id: UUID) -> Quality:
    """Return the current quality of a contact, with advice.

    Raises: `NotFound` if the contact does not exist.
    """
    contact = Contact.objects.select_related("company").filter(pk=contact_id).first()
    if contact is None:
        raise NotFound(_("This contact does not exist."))
    return quality_of(contact)
