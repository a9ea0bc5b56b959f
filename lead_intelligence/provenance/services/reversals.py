"""Revert enriched values of a field, a job or a vendor, and undo reversals."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lead_intelligence.cache.services.forget import forget_answers
from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.enrichment.selectors.blocks import blocked
from lead_intelligence.jobs import REVERT_PROVIDER
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import Value
from lead_intelligence.provenance.models import FieldWrite, Reversal
from lead_intelligence.provenance.selectors.working_copy import (
    WorkingCopy,
    or_none,
    read_working_copy,
    redo_writes,
    undo_writes,
)
from lead_intelligence.provenance.services.working_copy import (
    publish_changes,
    refused_writes,
    save_working_copy,
)
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.broker.actor import undoing
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from mauntic.kernel.values.stored_text import is_storable

REVERTED, APPLIED = FieldWrite.Status.REVERTED, FieldWrite.Status.APPLIED


@dataclass(frozen=True, slots=True)
class Reverted:
    """A field with its reverted value and its value now (None: empty)."""

    field: Field
    old_value: Value | None
    new_value: Value | None


@dataclass(frozen=True, slots=True)
class RevertResult:
    """The result of a revert. `reversal` is None if nothing was reverted."""

    reversal: Reversal | None
    reverted: list[Reverted]


@dataclass(frozen=True, slots=True)
class Undone:
    """The number of restored values, and of those that changed since and were not restored."""

    restored: int
    left: int


@transaction.atomic
@undoing()
def revert(
    *,
    contact_id: UUID,
    field: str | None = None,
    job_id: UUID | None = None,
    provider: str | None = None,
    by: User | None = None,
) -> RevertResult:
    """Revert one field, the values of a job, or the values of a vendor on a contact.

    Each field gets its previous value. If a person changed the value since, it is kept and only the record is
    marked. Later jobs do not write a reverted value again, and it is removed from the cache.

    Args:
        field: or `job_id` or `provider`; exactly one.

    Returns: the reversal, if anything was reverted, and what was reverted.

    Raises: `Invalid` for an unknown field, `NotFound` for an unknown contact, vendor or job of the contact,
    `Conflict` if another lead has the previous email address.

    Publishes: `ContactUpdated`.
    """
    criteria = {"field": field, "job_id": job_id, "provider": provider}
    given = {name: value for name, value in criteria.items() if value is not None}
    if len(given) != 1:
        raise Invalid({"field": _("Enter exactly one of field, jobId and provider.")})
    if not is_storable(given):
        raise Invalid({"field": _("The value has a character that cannot be stored.")})
    if field is not None and field not in set(Field):
        raise Invalid(
            {
                "field": _('Unknown field "{name}". Use one of {known}.').format(
                    name=field, known=", ".join(Field)
                )
            }
        )
    contact = Contact.objects.filter(pk=contact_id).first()
    if contact is None:
        raise NotFound(_("This contact does not exist."))
    about = FieldWrite.objects.about(contact_ids=[contact.pk], company_ids=[contact.company_id])
    writes = about.applied().filter(**given)
    if field is None and not writes.exists():
        _require_known(contact, job_id=job_id, provider=provider)
    if field is not None:
        writes = writes.filter(pk__in=writes.order_by("-at", "-id").values("pk")[:1])
    job = job_id if job_id and writes.exists() else None
    reversal = Reversal(contact=contact, field=field or "", job_id=job, provider=provider or "", by=by)
    return revert_writes(writes, reversal=reversal, is_strict=True)


def _require_known(contact: Contact, *, job_id: UUID | None, provider: str | None) -> None:
    """Raise `NotFound` for an unknown vendor, or a job that is not of the contact."""
    if job_id is not None and not EnrichmentJob.objects.filter(pk=job_id, contact=contact).exists():
        raise NotFound(_("This contact has no job {id}.").format(id=job_id))
    if provider is not None and not EnrichmentProvider.objects.filter(pk=provider).exists():
        raise NotFound(_('Unknown vendor "{slug}".').format(slug=provider))


@transaction.atomic
@undoing()
def revert_provider(*, provider: str, by: User | None = None) -> RevertResult:
    """Revert all values of a vendor on all leads in one transaction. Idempotent.

    A value is kept if another lead has the previous email address by now.

    Args:
        provider: the slug of a vendor.
        by: the person who acts; None for a command.

    Returns: the reversal, if anything was reverted, and what was reverted.

    Raises: `NotFound` for an unknown vendor.

    Publishes: `ContactUpdated`.
    """
    if not EnrichmentProvider.objects.filter(pk=provider).exists():
        raise NotFound(_('Unknown vendor "{slug}".').format(slug=provider))
    writes = FieldWrite.objects.applied().filter(provider=provider)
    return revert_writes(writes, reversal=Reversal(provider=provider, by=by))


def request_provider_revert(*, provider: str, by: User) -> None:
    """Run `revert_provider` in a worker, for more values than a request can handle.

    Args:
        provider: the slug of a vendor.
        by: the person who acts.
    """
    enqueue(REVERT_PROVIDER, provider, str(by.pk))


@transaction.atomic
def undo_reversal(*, reversal_id: UUID, by: User | None = None) -> Undone:
    """Undo a reversal: restore its values where the fields did not change since.

    Values are not restored if another lead has the email address, or if the person opted out of processing.

    Args:
        reversal_id: the id of the reversal.
        by: the person who acts; None for a command.

    Returns: the numbers of restored and of left values.

    Raises: `NotFound` for an unknown reversal, `Conflict` if it was already undone or all its people opted
    out, `NotAllowed` unless ops or admin for a reversal on all leads.

    Publishes: `ContactUpdated`.
    """
    reversal = Reversal.objects.select_for_update(of=("self",)).filter(pk=reversal_id).first()
    if reversal is None:
        raise NotFound(_("This reversal does not exist."))
    _refuse_undo(reversal, by)
    copy, writes = _locked(FieldWrite.objects.filter(reversal=reversal, status=REVERTED))
    if not writes:
        raise Conflict(_("Cannot undo: the person opted out of processing or was deleted."))
    hidden = blocked(list(copy.contacts.values()))
    if hidden and not copy.companies and len(hidden) == len(copy.contacts):
        raise Conflict(_("Cannot undo: the person opted out of processing."))
    redone = redo_writes(
        copy, [write for write in writes if write.company_id or write.contact_id not in hidden]
    )
    refused = refused_writes(redone, save_working_copy(copy))
    redone = [write for write in redone if write.pk not in refused]
    _mark(redone, status=APPLIED, reverted_at=None, reverted_by=None, reversal=None)
    publish_changes(redone)
    reversal.undone_at, reversal.undone_by = now(), by
    reversal.save(update_fields=["undone_at", "undone_by"])
    return Undone(len(redone), reversal.count - len(redone))


def _refuse_undo(reversal: Reversal, by: User | None) -> None:
    if reversal.undone_at is not None:
        raise Conflict(_("Already undone."))
    if reversal.contact_id is None and by is not None and not by.is_ops:
        raise NotAllowed(_("Only ops and admins can change values of all leads."))


def revert_writes(
    writes: QuerySet[FieldWrite], *, reversal: Reversal, is_strict: bool = False
) -> RevertResult:
    """Revert writes and save `reversal` (new) with those that were in effect, in the caller's transaction.

    Args:
        writes: the audit rows of the values.
        reversal: an unsaved row that names its cause.
        is_strict: True refuses instead of leaving a value whose email address another lead has.

    Returns: the reversal, if anything was reverted, and what was reverted.

    Raises: `Conflict` with `is_strict` if another lead has the previous email address; else that value is
    kept.

    Publishes: `ContactUpdated`.
    """
    copy, found = _locked(writes)
    undone = undo_writes(copy, found)
    changes = {write.pk: _change(write) for write in undone}
    refused = refused_writes(undone, save_working_copy(copy))
    if refused and is_strict:
        old = next(write.old_value for write in undone if write.pk in refused)
        raise Conflict(_("Cannot revert: {address} belongs to another lead now.").format(address=old))
    gone = [write for write in found if write.pk not in refused]
    taken = [write for write in undone if write.pk not in refused]
    forget_answers((write.contact, Field(write.field), write.provider) for write in gone)
    reversal.count = len(taken)
    if taken:
        reversal.save(force_insert=True)
    # Values that a person replaced are marked, but an undo has nothing to restore.
    known = {write.pk for write in taken}
    marks = {"status": REVERTED, "reverted_at": reversal.at, "reverted_by": reversal.by}
    _mark(taken, **marks, reversal=reversal if taken else None)
    _mark([write for write in gone if write.pk not in known], **marks, reversal=None)
    publish_changes(taken)
    return RevertResult(reversal if taken else None, [changes[write.pk] for write in taken])


def _locked(writes: QuerySet[FieldWrite]) -> tuple[WorkingCopy, list[FieldWrite]]:
    """Return the rows and their writes, all locked. Changes in between are left out."""
    copy = read_working_copy(writes, lock=True)
    found = [write for write in writes.select_for_update(of=("self",)) if copy.holds(write)]
    others = {write.contact_id for write in found} - set(copy.contacts)
    contacts = copy.contacts | Contact.objects.select_related("company").in_bulk(list(others))
    for write in found:
        write.contact = contacts[write.contact_id]
    return copy, found


def _mark(writes: Sequence[FieldWrite], **values: object) -> None:
    FieldWrite.objects.filter(pk__in=[write.pk for write in writes]).update(**values)


def _change(write: FieldWrite) -> Reverted:
    return Reverted(Field(write.field), or_none(write.new_value), or_none(write.old_value))
