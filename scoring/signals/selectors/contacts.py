"""Find the contacts of requests and events."""

from uuid import UUID

from django.utils.translation import gettext

from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotFound


def require_contact(contact_id: UUID) -> None:
    """Check that a contact exists.

    Raises: `NotFound` if it does not.
    """
    if not Contact.objects.filter(pk=contact_id).exists():
        raise NotFound(gettext("Contact {id} does not exist.").format(id=contact_id))


def contact_named(*, contact_id: UUID | None, email: str | None) -> UUID:
    """Return the id of a contact, found by id or by email address, in any case.

    Args:
        contact_id: the id; if None, `email` is used.
        email: the email address.

    Raises: `NotFound` if there is none.
    """
    if contact_id is not None:
        require_contact(contact_id)
        return contact_id
    found = Contact.objects.with_emails([email or ""]).values_list("pk", flat=True).first()
    if found is None:
        text = gettext("No contact has the email address {email}.")
        raise NotFound(text.format(email=(email or "").lower()))
    return found
