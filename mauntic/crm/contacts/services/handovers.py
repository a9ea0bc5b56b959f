"""Assign leads so that the person can undo it, and undo it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker.actor import undoing
from mauntic.crm.contacts.models.handover import HandedLead, Handover
from mauntic.crm.contacts.selectors.handovers import Returned, left_words
from mauntic.crm.contacts.services.locks import lock_contacts
from mauntic.crm.contacts.services.owners import assign_owner, assign_owners
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import insert_rows
from mauntic.kernel.errors import Conflict, NotFound

UNDO_FOR = timedelta(hours=1)


@transaction.atomic
def hand_over(*, contact_ids: Sequence[UUID], owner: User | None, by: User) -> tuple[int, UUID]:
    """Assign contacts to an owner, or unassign them, and keep who had them.

    Args:
        contact_ids: the contacts; those that `owner` has already are left out.
        owner: the new owner; None unassigns the contacts.
        by: the acting user.

    Returns: the number of contacts that had another owner, and the id for `undo_handover`.

    Raises: what `assign_owner` raises. Nothing is written then.

    Publishes: `ContactUpdated` for each contact that changed.
    """
    owner_id = owner.pk if owner else None
    before = dict(lock_contacts(contact_ids).values_list("pk", "owner_id"))
    moved = {pk: had for pk, had in before.items() if had != owner_id}
    count = assign_owner(contact_ids=list(moved), owner=owner, by=by)
    handover = Handover.objects.create(owner=owner, by=by)
    insert_rows(
        HandedLead.objects,
        (HandedLead(handover=handover, contact_id=pk, owner_before_id=had) for pk, had in moved.items()),
    )
    return count, handover.pk


@transaction.atomic
@undoing()
def undo_handover(*, handover_id: UUID, by: User) -> Returned:
    """Give the leads of the person's own handover of the last hour back to the owners they had.

    Leads that were assigned again since, or whose previous owner is deactivated, are left alone. Who gave a
    lead away may take it back, even if they can no longer reassign it.

    Args:
        handover_id: the id of the handover.
        by: the user who did it.

    Returns: the number of leads, and why others were left.

    Raises:
        NotFound: `by` did no such handover.
        Conflict: there is nothing left to undo.

    Publishes: `ContactUpdated` for each lead.
    """
    handover = Handover.objects.filter(pk=handover_id, by=by).first()
    if handover is None:
        raise NotFound(_("There is nothing of yours to undo here."))
    if handover.at <= now() - UNDO_FOR:
        raise Conflict(_("This can no longer be undone: more than an hour passed."))
    owners, left = _owners_before(handover)
    count = assign_owners(owners=owners)
    if not count:
        raise Conflict(f"{_('Nothing was undone.')} {left_words(left)}".rstrip())
    return Returned(count, left)


def _owners_before(handover: Handover) -> tuple[dict[UUID, UUID | None], dict[UUID, str]]:
    """Return the owners to restore by lead, and why others cannot be restored. Deleted leads are in neither.

    The leads are locked, so that nobody assigns one meanwhile.
    """
    handed = handover.leads.values_list("contact_id", "owner_before_id", "owner_before__is_active")
    present = dict(lock_contacts([pk for pk, *_rest in handed]).values_list("pk", "owner_id"))
    owners: dict[UUID, UUID | None] = {}
    left: dict[UUID, str] = {}
    for pk, owner_id, is_active in handed:
        if pk not in present:
            continue
        if present[pk] != handover.owner_id:
            left[pk] = _("assigned again")
        elif is_active is False:
            left[pk] = _("the previous owner is deactivated")
        else:
            owners[pk] = owner_id
    return owners, left
