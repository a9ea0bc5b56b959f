"""Who may change sequences and enrollments. Everybody sees them, as everybody sees leads."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import owned_by_visible
from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotAllowed, NotFound
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence


def sequence_of(sequence_id: UUID) -> Sequence:
    """Return a sequence.

    Raises: `NotFound`.
    """
    found = Sequence.objects.select_related("owner").filter(pk=sequence_id).first()
    if found is None:
        raise NotFound(_("This sequence does not exist any more."))
    return found


def may_change(sequence: Sequence, user: User) -> bool:
    """Return whether the user may change the sequence: its owner and managers may."""
    return user.is_manager or sequence.owner_id == user.pk


def check_change(sequence: Sequence, user: User) -> None:
    """Refuse a user who may not change the sequence.

    Raises: `NotAllowed`.
    """
    if not may_change(sequence, user):
        raise NotAllowed(_("Only the owner of a sequence and managers can change it. Ask one of them."))


def may_move(row: Enrollment, user: User) -> bool:
    """Return whether the user may pause, resume, skip or stop an enrollment (sequence loaded)."""
    return may_change(row.sequence, user) or row.enrolled_by_id == user.pk


def leads_of_others(contact_ids: Collection[UUID], user: User) -> set[UUID]:
    """Return the leads that the user may not enroll: those of people whose work they may not change."""
    if user.is_manager:
        return set()
    owned = Contact.objects.filter(pk__in=contact_ids, owner__isnull=False).order_by()
    mine = set(owned.filter(owned_by_visible(user)).values_list("pk", flat=True))
    return set(owned.values_list("pk", flat=True)) - mine
