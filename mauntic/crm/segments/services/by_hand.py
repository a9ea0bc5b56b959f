"""Let people decide who is in a segment."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.crm.contacts.services.locks import hold_contacts
from mauntic.crm.segments.models import Segment, SegmentKind
from mauntic.crm.segments.selectors.matching import member_pairs
from mauntic.crm.segments.services.marking import mark_changed
from mauntic.crm.segments.services.memberships import apply_changes
from mauntic.kernel.db.locks import Lock, held, hold
from mauntic.kernel.errors import Conflict, Invalid


@transaction.atomic
def add_members(*, segment_id: UUID, contact_ids: Collection[UUID]) -> int:
    """Add leads to a segment that people decide.

    Returns: the number of leads that were not in it.
    Raises: `NotFound` if the segment or a lead was deleted, `Conflict` for a segment of conditions.
    """
    segment = _by_hand(segment_id)
    hold_contacts(contact_ids=contact_ids)
    wanted = {(segment.pk, pk) for pk in contact_ids}
    joined = wanted - member_pairs([segment.pk], contact_ids)
    apply_changes(joined=joined, left=())
    mark_changed([pk for _segment, pk in joined])
    return len(joined)


@transaction.atomic
def change_members(
    *, segment_id: UUID, add: Collection[UUID] = (), remove: Collection[UUID] = ()
) -> tuple[int, int]:
    """Add leads to a segment that people decide, and take others out of it, or neither.

    Returns: how many were added, and how many removed.
    Raises: `Invalid` for a lead that is in both, `NotFound`, `Conflict` as `add_members`.
    """
    if both := set(add) & set(remove):
        text = _("{id} is to be added and removed. Choose one of both.").format(id=min(both))
        raise Invalid({"remove": text})
    added = add_members(segment_id=segment_id, contact_ids=add)
    return added, remove_members(segment_id=segment_id, contact_ids=remove)


@transaction.atomic
def remove_members(*, segment_id: UUID, contact_ids: Collection[UUID]) -> int:
    """Take leads out of a segment that people decide.

    Returns: the number of leads that were in it.
    Raises: `NotFound`, `Conflict` as `add_members`.
    """
    segment = _by_hand(segment_id)
    left = member_pairs([segment.pk], contact_ids)
    apply_changes(joined=(), left=left)
    mark_changed([pk for _segment, pk in left])
    return len(left)


def _by_hand(segment_id: UUID) -> Segment:
    hold(Lock.SEGMENTS)
    segment = held(Segment.objects.all(), segment_id, gone=_("This segment was deleted."))
    if segment.kind != SegmentKind.BY_HAND:
        raise Conflict(_("Conditions decide who is in this segment. Change them instead."))
    return segment
