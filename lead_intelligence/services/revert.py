"""Taking enriched values back, and taking suggested ones over."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from lead_intelligence.domain.answers import Value
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.values import from_json, is_same, to_json
from lead_intelligence.models import FieldWrite
from lead_intelligence.selectors.leads import COMPANY_FACTS, crm_names, lead_values, subject_of
from lead_intelligence.services import cache
from lead_intelligence.services.apply import fits, write_value
from lead_intelligence.services.colleagues import tell_colleagues
from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.events.catalog import ContactUpdated
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.kernel.stored_text import is_storable


@dataclass(frozen=True, slots=True)
class Reverted:
    """A field, what was taken back, and what it holds now (None: empty)."""

    field: Field
    old_value: Value | None
    new_value: Value | None


@transaction.atomic
def revert(
    *,
    contact_id: UUID,
    field: str | None = None,
    job_id: UUID | None = None,
    provider: str | None = None,
    by: User | None = None,
) -> list[Reverted]:
    """Take back one field, all of one job, or all of one vendor on this contact; what changed.

    A field goes back to what it held before. Where a person has changed the value since, theirs stays and
    only the record is marked. The value is not written again by later jobs, and leaves the cache.
    """
    criteria = {"field": field, "job_id": job_id, "provider": provider}
    given = {name: value for name, value in criteria.items() if value is not None}
    if len(given) != 1:
        raise Invalid({"field": "Give exactly one of field, jobId and provider."})
    if not is_storable(given):
        raise Invalid({"field": "This holds a character that is no text."})
    contact = _locked(contact_id)
    writes = FieldWrite.objects.about(contact_ids=[contact.pk], company_ids=[contact.company_id])
    standing = writes.applied().filter(**given).order_by("-at", "-id")
    if field is not None:
        standing = standing[:1]
    # The newest first, so that each finds the value that it wrote; the employer last, since facts hang on it.
    ordered = sorted(standing.select_for_update(of=("self",)), key=lambda write: write.field == Field.COMPANY)
    reverted = [change for write in ordered if (change := _take_back(contact, write, by))]
    _tell(contact, [change.field for change in reverted])
    return reverted


@transaction.atomic
def accept_suggestion(
    *, write_id: UUID, contact_id: UUID | None = None, by: User | None = None
) -> FieldWrite:
    """Write a suggested value to its contact, in place of what is there.

    `NotFound` when there is no such suggestion, `Conflict` when the value cannot be kept.
    """
    write = (
        FieldWrite.objects.select_for_update(of=("self",))
        .filter(pk=write_id, status=FieldWrite.Status.SUGGESTED)
        .first()
    )
    if write is None or contact_id not in {None, write.contact_id}:
        raise NotFound("There is no such suggestion any more.")
    contact, field = _locked(write.contact_id), Field(write.field)
    current, value = lead_values(contact).get(field), from_json(write.new_value)
    if not fits(field, value) or (field in COMPANY_FACTS and contact.company_id is None):
        raise Conflict(f"This value cannot be kept. {write.reason}")
    if not write_value(contact, field, value):
        raise Conflict(f"{value} belongs to another lead already.")
    write.old_value = None if current is None else to_json(current)
    write.company_id = contact.company_id if field in COMPANY_FACTS else None
    write.status, write.at, write.accepted_by = FieldWrite.Status.APPLIED, now(), by
    write.save()
    _tell(contact, [field])
    return write


def _locked(contact_id: UUID) -> Contact:
    contact = (
        Contact.objects.select_related("company")
        .select_for_update(of=("self",))
        .filter(pk=contact_id)
        .first()
    )
    if contact is None:
        raise NotFound("There is no such contact.")
    return contact


def _take_back(contact: Contact, write: FieldWrite, by: User | None) -> Reverted | None:
    """Put the old value back, unless the field holds another one by now; then only the record changes."""
    field = Field(write.field)
    current = lead_values(contact).get(field)
    write.status, write.reverted_at, write.reverted_by = FieldWrite.Status.REVERTED, now(), by
    write.save(update_fields=["status", "reverted_at", "reverted_by"])
    cache.forget(subject=subject_of(contact), field=field, provider=write.provider)
    if current is None or not is_same(current, write.new_value):
        return None
    old = None if write.old_value in (None, "", []) else from_json(write.old_value)
    if not write_value(contact, field, old):
        raise Conflict(f"{old} belongs to another lead by now, so {field} cannot go back to it.")
    contact.refresh_from_db()
    return Reverted(field, current, old)


def _tell(contact: Contact, fields: Sequence[Field]) -> None:
    """Publish the change of this contact, and of its colleagues for what is a fact about their company."""
    if fields:
        publish(ContactUpdated(contact_id=contact.pk, changed_fields=crm_names(fields)))
        tell_colleagues(contact=contact, fields=fields)
