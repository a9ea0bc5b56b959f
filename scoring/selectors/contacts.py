"""Finding the contacts that a request or an event is about."""

from collections.abc import Collection
from uuid import UUID

from django.db.models.functions import Lower

from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotFound
from scoring.models import LeadScore


def require_contact(contact_id: UUID) -> None:
    """`NotFound` when there is no such contact."""
    if not Contact.objects.filter(pk=contact_id).exists():
        raise NotFound(f"There is no contact {contact_id}.")


def contact_named(*, contact_id: UUID | None, email: str | None) -> UUID:
    """The id of the contact of that id, or of that e-mail address in any case; `NotFound` without one."""
    if contact_id is not None:
        require_contact(contact_id)
        return contact_id
    address = (email or "").lower()
    contacts = Contact.objects.annotate(address=Lower("email")).filter(address=address)
    found = contacts.values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(f"There is no contact with the e-mail address {address}.")
    return found


def more_contacts_than(count: int) -> bool:
    """Whether there are; not all of them are counted for that."""
    return bool(Contact.objects.order_by("pk").values("pk")[count : count + 1])


def score_of(contact_id: UUID) -> LeadScore:
    """The score of a contact, or `NotFound`."""
    score = LeadScore.objects.filter(pk=contact_id).first()
    if score is None:
        raise NotFound(f"There is no score of a contact {contact_id}.")
    return score


def scored_among(contact_ids: Collection[UUID]) -> list[UUID]:
    """Those of the contacts who have a score."""
    return list(LeadScore.objects.filter(pk__in=contact_ids).values_list("pk", flat=True))
