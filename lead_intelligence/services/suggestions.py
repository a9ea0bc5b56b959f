"""Taking suggested values over, or putting them away."""

from uuid import UUID

from django.db import transaction

from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.values import from_json, to_json
from lead_intelligence.models import FieldWrite
from lead_intelligence.selectors.leads import COMPANY_FACTS, crm_names, lead_values
from lead_intelligence.services.apply import fits, write_value
from lead_intelligence.services.colleagues import tell_colleagues
from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.events.catalog import ContactUpdated
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, NotFound

NO_SUGGESTION = "There is no such suggestion any more."


@transaction.atomic
def accept_suggestion(
    *, write_id: UUID, contact_id: UUID | None = None, by: User | None = None
) -> FieldWrite:
    """Write a suggested value to its contact, in place of what is there.

    `NotFound` when there is no such suggestion, `Conflict` when the value cannot be kept.
    """
    write = _suggestion(write_id, contact_id)
    field, value = Field(write.field), from_json(write.new_value)
    contact = (
        Contact.objects.select_related("company").select_for_update(of=("self",)).get(pk=write.contact_id)
    )
    current = lead_values(contact).get(field)
    if not fits(field, value) or (field in COMPANY_FACTS and contact.company_id is None):
        raise Conflict(f"This value cannot be kept. {write.reason}")
    if not write_value(contact, field, value):
        raise Conflict(f"{value} belongs to another lead already.")
    write.old_value = None if current is None else to_json(current)
    write.company_id = contact.company_id if field in COMPANY_FACTS else None
    write.status, write.at, write.accepted_by = FieldWrite.Status.APPLIED, now(), by
    write.save()
    publish(ContactUpdated(contact_id=contact.pk, changed_fields=crm_names([field])))
    tell_colleagues(changed=[(contact, [field])])
    return write


@transaction.atomic
def dismiss_suggestion(
    *, write_id: UUID, contact_id: UUID | None = None, by: User | None = None
) -> FieldWrite:
    """Put a suggested value away: no later job offers it for this lead again. Errors as for accepting."""
    write = _suggestion(write_id, contact_id)
    write.status, write.reverted_at, write.reverted_by = FieldWrite.Status.DISMISSED, now(), by
    write.save(update_fields=["status", "reverted_at", "reverted_by"])
    return write


def _suggestion(write_id: UUID, contact_id: UUID | None) -> FieldWrite:
    write = (
        FieldWrite.objects.select_for_update(of=("self",))
        .filter(pk=write_id, status=FieldWrite.Status.SUGGESTED)
        .first()
    )
    if write is None or contact_id not in {None, write.contact_id}:
        raise NotFound(NO_SUGGESTION)
    return write
