"""What changes on a company changes for all its people."""

from collections.abc import Iterable

from lead_intelligence.domain.fields import Field
from lead_intelligence.selectors.leads import COMPANY_FACTS, crm_names
from mauntic.crm.models import Contact
from mauntic.events.catalog import ContactUpdated
from mauntic.events.services import publish_many


def tell_colleagues(*, contact: Contact, fields: Iterable[Field]) -> None:
    """Publish facts about the contact's company that changed, for its other people."""
    facts = crm_names(field for field in fields if field in COMPANY_FACTS)
    if facts and contact.company_id:
        others = Contact.objects.filter(company=contact.company_id).exclude(pk=contact.pk).order_by("pk")
        ids = others.values_list("pk", flat=True)
        publish_many(ContactUpdated(contact_id=pk, changed_fields=facts) for pk in ids)
