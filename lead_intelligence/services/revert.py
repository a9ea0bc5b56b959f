"""Taking enriched values back: a field, a job, a vendor on one lead or on all; and undoing that."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from lead_intelligence.domain.answers import Value
from lead_intelligence.domain.fields import Field
from lead_intelligence.models import EnrichmentProvider, FieldWrite, Reversal
from lead_intelligence.selectors.blocks import blocked
from lead_intelligence.selectors.sheets import Sheet, or_none, read_sheet, redo_writes, undo_writes
from lead_intelligence.services.forget import forget_answers
from lead_intelligence.services.sheets import publish_changes, refused_writes, save_sheet
from mauntic.accounts.models import User
from mauntic.broker import send_on_commit
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from mauntic.kernel.stored_text import is_storable

REVERTED, APPLIED = FieldWrite.Status.REVERTED, FieldWrite.Status.APPLIED


@dataclass(frozen=True, slots=True)
class Reverted:
    """A field, what was taken back, and what it holds now (None: empty)."""

    field: Field
    old_value: Value | None
    new_value: Value | None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What a revert did. Without anything to take back there is no reversal to undo."""

    reversal: Reversal | None
    reverted: list[Reverted]


@dataclass(frozen=True, slots=True)
class Undone:
    """How many values an undo put back, and how many it left because somebody has changed them since."""

    restored: int
    left: int


@transaction.atomic
def revert(
    *,
    contact_id: UUID,
    field: str | None = None,
    job_id: UUID | None = None,
    provider: str | None = None,
    by: User | None = None,
) -> TakenBack:
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
    contact = Contact.objects.filter(pk=contact_id).first()
    if contact is None:
        raise NotFound("There is no such contact.")
    about = FieldWrite.objects.about(contact_ids=[contact.pk], company_ids=[contact.company_id])
    writes = about.applied().filter(**given)
    if field is not None:
        writes = writes.filter(pk__in=writes.order_by("-at", "-id").values("pk")[:1])
    job = job_id if job_id and writes.exists() else None
    reversal = Reversal(contact=contact, field=field or "", job_id=job, provider=provider or "", by=by)
    return take_back(writes, reversal=reversal, is_strict=True)


@transaction.atomic
def revert_provider(*, provider: str, by: User | None = None) -> TakenBack:
    """Take back all of one vendor's values on all leads, as `revert` does; all of them or none.

    Run twice, the second time finds nothing. A value whose forerunner is an e-mail address that another lead
    has by now stays. `NotFound` when there is no such vendor.
    """
    if not EnrichmentProvider.objects.filter(pk=provider).exists():
        raise NotFound(f"There is no vendor “{provider}”.")
    writes = FieldWrite.objects.applied().filter(provider=provider)
    return take_back(writes, reversal=Reversal(provider=provider, by=by))


def request_provider_revert(*, provider: str, by: User) -> None:
    """Have a worker do what `revert_provider` does: for more values than a page should wait for."""
    send_on_commit("lead_intelligence.revert_provider", provider, str(by.pk))


@transaction.atomic
def undo_reversal(*, reversal_id: UUID, by: User | None = None) -> Undone:
    """Put back the values that a reversal took, where the fields still are as it left them.

    What a person or a later job has put there stays, and so does what would belong to two leads or to a
    person who asked not to be processed. `Conflict` when it was undone before (revert again instead), or when
    all of its people asked so; `NotAllowed` for the values of all leads and others than ops and admins.
    """
    reversal = Reversal.objects.select_for_update(of=("self",)).filter(pk=reversal_id).first()
    if reversal is None:
        raise NotFound("There is no such reversal.")
    _refuse_undo(reversal, by)
    sheet, writes = _locked(FieldWrite.objects.filter(reversal=reversal, status=REVERTED))
    if not writes:
        raise Conflict("Nothing of it is kept: who it is about asked not to be processed, or is deleted.")
    hidden = blocked(list(sheet.contacts.values()))
    if hidden and not sheet.companies and len(hidden) == len(sheet.contacts):
        raise Conflict("Who this is about asked not to be processed, so nothing is put back.")
    back = redo_writes(
        sheet, [write for write in writes if write.company_id or write.contact_id not in hidden]
    )
    refused = refused_writes(back, save_sheet(sheet))
    back = [write for write in back if write.pk not in refused]
    _mark(back, status=APPLIED, reverted_at=None, reverted_by=None, reversal=None)
    publish_changes(back)
    reversal.undone_at, reversal.undone_by = now(), by
    reversal.save(update_fields=["undone_at", "undone_by"])
    return Undone(len(back), reversal.count - len(back))


def _refuse_undo(reversal: Reversal, by: User | None) -> None:
    if reversal.undone_at is not None:
        raise Conflict("This was undone before.")
    if reversal.contact_id is None and by is not None and not by.is_ops:
        raise NotAllowed("Only ops and admins change the values of all leads.")


def take_back(writes: QuerySet[FieldWrite], *, reversal: Reversal, is_strict: bool = False) -> TakenBack:
    """Take these writes back and keep `reversal` (new, not saved) of those that stood; what changed.

    In the caller's transaction. `is_strict` refuses with `Conflict` when an old e-mail address cannot come
    back; else that value stays.
    """
    sheet, found = _locked(writes)
    stood = undo_writes(sheet, found)
    changes = {write.pk: _change(write) for write in stood}
    refused = refused_writes(stood, save_sheet(sheet))
    if refused and is_strict:
        old = next(write.old_value for write in stood if write.pk in refused)
        raise Conflict(f"{old} belongs to another lead by now, so email cannot go back to it.")
    gone = [write for write in found if write.pk not in refused]
    taken = [write for write in stood if write.pk not in refused]
    forget_answers((write.contact, Field(write.field), write.provider) for write in gone)
    reversal.count = len(taken)
    if taken:
        reversal.save(force_insert=True)
    # What a person had replaced already is marked, but has nothing that an undo could put back.
    known = {write.pk for write in taken}
    marks = {"status": REVERTED, "reverted_at": reversal.at, "reverted_by": reversal.by}
    _mark(taken, **marks, reversal=reversal if taken else None)
    _mark([write for write in gone if write.pk not in known], **marks, reversal=None)
    publish_changes(taken)
    return TakenBack(reversal if taken else None, [changes[write.pk] for write in taken])


def _locked(writes: QuerySet[FieldWrite]) -> tuple[Sheet, list[FieldWrite]]:
    """The rows that were written to and the writes, all locked: what came in between is left out."""
    sheet = read_sheet(writes, lock=True)
    found = [write for write in writes.select_for_update(of=("self",)) if sheet.holds(write)]
    others = {write.contact_id for write in found} - set(sheet.contacts)
    contacts = sheet.contacts | Contact.objects.select_related("company").in_bulk(list(others))
    for write in found:
        write.contact = contacts[write.contact_id]
    return sheet, found


def _mark(writes: Sequence[FieldWrite], **values: object) -> None:
    FieldWrite.objects.filter(pk__in=[write.pk for write in writes]).update(**values)


def _change(write: FieldWrite) -> Reverted:
    return Reverted(Field(write.field), or_none(write.new_value), or_none(write.old_value))
