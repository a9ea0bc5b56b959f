"""Accept and dismiss suggestions."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import from_json, is_same, to_json
from lead_intelligence.leads.selectors import COMPANY_FACTS, crm_names, lead_values
from lead_intelligence.provenance.models import FieldWrite
from lead_intelligence.provenance.services.apply import fits, write_value
from lead_intelligence.provenance.services.colleagues import notify_colleagues
from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.events.catalog import ContactUpdated
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import Conflict, NotFound

NO_SUGGESTION = gettext_lazy("This suggestion no longer exists.")


@transaction.atomic
def accept_suggestion(
    *, write_id: UUID, contact_id: UUID | None = None, by: User | None = None
) -> FieldWrite:
    """Write a suggested value to its contact.

    Args:
        write_id: the id of the audit row of the suggestion.
        contact_id: refuses suggestions for other contacts; None accepts any.
        by: the person who acts.

    Returns: the audit row, now applied.

    Raises: `NotFound` for an unknown suggestion, `Conflict` if the value cannot be written.

    Publishes: `ContactUpdated`.
    """
    write = _suggestion(write_id, contact_id)
    field, value = Field(write.field), from_json(write.new_value)
    contact = held(Contact.objects.select_related("company"), write.contact_id, gone=str(NO_SUGGESTION))
    current = lead_values(contact).get(field)
    if not fits(field, value) or (field in COMPANY_FACTS and contact.company_id is None):
        raise Conflict(f"{_('Cannot apply this value.')} {write.reason}")
    if not write_value(contact, field, value):
        raise Conflict(_("Cannot apply: {value} belongs to another lead.").format(value=value))
    write.old_value = None if current is None else to_json(current)
    write.company_id = contact.company_id if field in COMPANY_FACTS else None
    write.status, write.at, write.accepted_by = FieldWrite.Status.APPLIED, now(), by
    write.save()
    publish(ContactUpdated(contact_id=contact.pk, changed_fields=crm_names([field])))
    notify_colleagues(changed=[(contact, [field])])
    return write


@transaction.atomic
def dismiss_suggestion(
    *, write_id: UUID, contact_id: UUID | None = None, by: User | None = None
) -> FieldWrite:
    """Dismiss a suggested value, so that no later job suggests it again for this lead.

    The same value of other vendors is dismissed with it.

    Args:
        write_id: the id of the audit row of the suggestion.
        contact_id: refuses suggestions for other contacts; None accepts any.
        by: the person who acts.

    Returns: the audit row, now dismissed.

    Raises: `NotFound` for an unknown suggestion.
    """
    write = _suggestion(write_id, contact_id)
    write.status, write.reverted_at, write.reverted_by = FieldWrite.Status.DISMISSED, now(), by
    _suggestions_of_value(write).update(
        status=write.status, reverted_at=write.reverted_at, reverted_by=write.reverted_by
    )
    return write


def _suggestions_of_value(write: FieldWrite) -> QuerySet[FieldWrite]:
    """Return the pending suggestions of the value of `write` for its field, itself included."""
    about = FieldWrite.objects.about(contact_ids=[write.contact_id], company_ids=[write.company_id])
    waiting = about.filter(status=FieldWrite.Status.SUGGESTED, field=write.field)
    values = waiting.values_list("pk", "new_value")
    return FieldWrite.objects.filter(pk__in=[pk for pk, value in values if is_same(value, write.new_value)])


def _suggestion(write_id: UUID, contact_id: UUID | None) -> FieldWrite:
    write = (
        FieldWrite.objects.select_for_update(of=("self",))
        .filter(pk=write_id, status=FieldWrite.Status.SUGGESTED)
        .first()
    )
    if write is None or contact_id not in {None, write.contact_id}:
        raise NotFound(str(NO_SUGGESTION))
    return write
