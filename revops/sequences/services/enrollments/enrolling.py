"""Enroll leads in a sequence."""

from collections.abc import Collection
from collections.abc import Sequence as Many
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.contacts.services.locks import lock_contacts
from mauntic.crm.models import Contact
from mauntic.delivery.mailboxes.selectors import mailbox_of, mailboxes_for
from mauntic.delivery.models import Mailbox
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import Conflict, NotAllowed, NotFound
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence, SequenceVersion, Switch
from revops.sequences.selectors.access import leads_of_others
from revops.sequences.selectors.calendar import Calendars
from revops.sequences.selectors.candidates import Refusal, candidates
from revops.sequences.selectors.steps import newest_version, step_at, steps_of
from revops.sequences.services.advance import lay_out
from revops.sequences.services.enrollments.away import rest_new


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What an enrollment of many leads did: new rows, and the leads left out with the reason."""

    rows: list[Enrollment]
    refused: list[Refusal]


@transaction.atomic
def enroll_leads(
    *,
    sequence_id: UUID,
    contact_ids: Collection[UUID],
    by: User,
    mailbox_id: UUID | None = None,
    with_answered: bool = False,
) -> Enrolled:
    """Enroll leads in the newest version of a sequence, and leave out those who cannot be.

    In a sequence that is not on they wait until it is.

    Args:
        sequence_id: the sequence.
        contact_ids: the leads, any number.
        by: the acting user: tasks of the steps are theirs.
        mailbox_id: from which emails go; None takes the mailbox of the user, else a shared one.
        with_answered: whether those who replied lately, or wait for an answer, are enrolled as well. A no,
            and an answer to this sequence, refuse a lead in any case.

    Returns: the enrollments and the refused leads.
    Raises: `NotFound` for an unknown sequence or mailbox.
    """
    # Its steps and state stay as they are until the rows are written.
    sequence = held(Sequence.objects.all(), sequence_id, gone=_("This sequence does not exist any more."))
    # Somebody else may enroll the same leads in another sequence right now: the second sees them there.
    list(lock_contacts(contact_ids).values_list("pk"))
    version = _version(sequence, by)
    found = candidates(sequence=sequence, version=version, contact_ids=contact_ids, by=by)
    mailbox = mailbox_of(by, mailbox_id) if mailbox_id else mailboxes_for([by.pk]).get(by.pk)
    accepted, refused = [*found.accepted], [*found.refused]
    if with_answered:
        accepted += [each.contact for each in found.answered]
    else:
        refused += found.answered
    rows = _rows(sequence, version, accepted, mailbox, by)
    Enrollment.objects.bulk_create(rows, batch_size=1_000)
    rest_new(rows=rows, now=now())
    return Enrolled(rows, refused)


@transaction.atomic
def enroll_lead(*, sequence_id: UUID, contact_id: UUID, by: User) -> Enrollment:
    """Enroll one lead in a sequence.

    Args:
        sequence_id: the sequence.
        contact_id: the lead.
        by: the acting user.

    Returns: the enrollment.
    Raises: `NotFound`; `NotAllowed` for a lead of somebody else; `Conflict` if the lead is enrolled in a
        sequence, suppressed, has no address, or replied.
    """
    lead = Contact.objects.select_related("owner").filter(pk=contact_id).first()
    if lead is None:
        raise NotFound(_("There is no lead {id}.").format(id=contact_id))
    if leads_of_others([contact_id], by):
        raise NotAllowed(_("This lead belongs to {owner}. Ask them or a manager.").format(owner=lead.owner))
    enrolled = enroll_leads(sequence_id=sequence_id, contact_ids=[contact_id], by=by)
    if enrolled.refused:
        refusal = enrolled.refused[0]
        raise Conflict(f"{refusal.contact.name}: {refusal.why}")
    return enrolled.rows[0]


def _version(sequence: Sequence, by: User) -> SequenceVersion:
    """Return the newest version; a sequence without steps gets an empty one, which steps then replace."""
    found = newest_version(sequence.pk)
    return found or SequenceVersion.objects.create(sequence=sequence, number=1, created_by=by)


def _rows(
    sequence: Sequence, version: SequenceVersion, leads: Many[Contact], mailbox: Mailbox | None, by: User
) -> list[Enrollment]:
    at = now()
    first = step_at(steps_of([version.pk]), version.pk, 1)
    calendars = Calendars(at)
    rows = []
    for lead in leads:
        row = Enrollment(
            sequence=sequence,
            version=version,
            contact=lead,
            mailbox=mailbox,
            enrolled_by=by,
            begun_at=at,
            # One moment for all of them: by it an undo finds them again.
            created_at=at,
        )
        if first:
            lay_out(row, None, first, at, calendars)
        elif sequence.state != Switch.DRAFT:
            raise Conflict(_("This sequence has no steps. Add one first."))
        rows.append(row)
    return rows
