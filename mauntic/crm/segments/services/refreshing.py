"""Decide anew about leads that changed, and about those whose answer changed by time alone."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import UUIDField

from mauntic.broker import enqueue
from mauntic.crm.contacts.models.contact import Contact
from mauntic.crm.jobs import BUILD_SEGMENT, REFRESH_SEGMENTS
from mauntic.crm.segments.models import ChangedContact, Segment
from mauntic.crm.segments.selectors.matching import Rules, member_pairs
from mauntic.crm.segments.services.marking import mark_rows
from mauntic.crm.segments.services.memberships import apply_changes
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import Lock, hold
from mauntic.kernel.db.sets import among

PER_TURN = 5_000
"""Changed leads that one transaction decides about."""


def refresh_changed() -> int:
    """Decide about the leads that changed, in turns, until none is left.

    Returns: the number of changes that were taken.
    """
    count = 0
    while taken := _refresh_some():
        count += taken
    return count


@transaction.atomic
def _refresh_some() -> int:
    hold(Lock.SEGMENTS)
    taken = dict(ChangedContact.objects.order_by("pk").values_list("pk", "contact_id")[:PER_TURN])
    if not taken:
        return 0
    ChangedContact.objects.filter(pk__in=taken).delete()
    decide(contact_ids=set(taken.values()))
    return len(taken)


def decide(*, contact_ids: Collection[UUID]) -> None:
    """Let leads join and leave the segments that conditions decide, in the transaction of the caller.

    Segments that are not built yet are left out: their turn decides about everybody.
    """
    rules = Rules.of(Segment.objects.built().decided_by_conditions())
    at = now()
    there = Contact.objects.filter(among("pk", contact_ids, UUIDField())).order_by()
    ids = set(there.values_list("pk", flat=True))
    for round_ in rules.rounds:
        wanted, present = rules.matched_pairs(round_, ids, at), member_pairs(round_, ids)
        apply_changes(joined=wanted - present, left=present - wanted)


def sweep(*, at: datetime | None = None) -> int:
    """Mark the leads whose answer changed by time alone, and send what a lost worker left undone.

    Returns: the number of leads that were marked.
    """
    for pk in Segment.objects.unbuilt().values_list("pk", flat=True):
        enqueue(BUILD_SEGMENT, str(pk))
    count = _mark_flipped(at or now())
    if ChangedContact.objects.exists():
        enqueue(REFRESH_SEGMENTS)
    return count


@transaction.atomic
def _mark_flipped(at: datetime) -> int:
    segments = {row.pk: row for row in Segment.objects.decided_by_conditions().filter(checked_at__lt=at)}
    rules = Rules.of(segments.values())
    timed = [pk for pk in segments if rules.flips(pk)]
    found = (rows for pk in timed for rows in rules.flipped(pk, segments[pk].checked_at or at, at))
    count = mark_rows(found)
    Segment.objects.filter(pk__in=timed).update(checked_at=at)
    return count
