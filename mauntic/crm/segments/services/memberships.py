"""Let leads join and leave segments: rows, sizes and events commit together."""

from collections import Counter
from collections.abc import Collection
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from django.db.models import Case, F, PositiveIntegerField, UUIDField, Value, When

from mauntic.crm.segments.models import Segment, SegmentDay, SegmentMember
from mauntic.crm.segments.selectors.fields import names_of
from mauntic.crm.segments.selectors.matching import Pair, zone
from mauntic.events.catalog import ContactJoinedSegment, ContactLeftSegment
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.db.sets import among

PER_STATEMENT = 1_000


def apply_changes(*, joined: Collection[Pair], left: Collection[Pair]) -> None:
    """Store who joined and who left, in the transaction of the caller, who holds the lock of segments.

    Publishes: `ContactJoinedSegment`, `ContactLeftSegment`
    """
    at, came, went = now(), sorted(joined), sorted(left)
    SegmentMember.objects.bulk_create(
        (SegmentMember(segment_id=segment, contact_id=contact, joined_at=at) for segment, contact in came),
        batch_size=PER_STATEMENT,
        ignore_conflicts=True,
    )
    for segment_id, pairs in groupby(went, key=itemgetter(0)):
        rows = SegmentMember.objects.filter(segment=segment_id)
        rows.filter(among("contact_id", [contact for _segment, contact in pairs], UUIDField())).delete()
    count_sizes(Counter(segment for segment, _ in came), Counter(segment for segment, _ in went))
    names = names_of({segment for segment, _contact in (*came, *went)})
    publish_many(
        ContactJoinedSegment(contact_id=contact, segment_id=segment, segment_name=names[segment])
        for segment, contact in came
    )
    publish_many(
        ContactLeftSegment(contact_id=contact, segment_id=segment, segment_name=names[segment])
        for segment, contact in went
    )


def forget_members(*, contact_ids: Collection[UUID]) -> None:
    """Take leads that are going to be deleted out of all segments, without an event.

    Without the lock of segments, which a build may hold for a minute: a deletion gives way instead.
    """
    rows = SegmentMember.objects.filter(among("contact_id", contact_ids, UUIDField()))
    left = Counter(rows.values_list("segment_id", flat=True))
    if left:
        rows.delete()
        count_sizes(Counter(), left)


def count_sizes(joined: Counter[UUID], left: Counter[UUID]) -> None:
    """Add up sizes, and those of today in the history."""
    ids = set(joined) | set(left)
    if not ids:
        return
    changes = [When(pk=pk, then=Value(joined[pk] - left[pk])) for pk in ids]
    Segment.objects.filter(pk__in=ids).update(size=F("size") + Case(*changes, default=Value(0)))
    remember_sizes(ids, joined, left)


def remember_sizes(ids: Collection[UUID], joined: Counter[UUID], left: Counter[UUID]) -> None:
    """Store the sizes of today."""
    today = now().astimezone(zone()).date()
    sizes = dict(Segment.objects.filter(pk__in=ids).values_list("pk", "size"))
    SegmentDay.objects.bulk_create(
        [SegmentDay(segment_id=pk, day=today, size=size) for pk, size in sizes.items()],
        ignore_conflicts=True,
    )
    SegmentDay.objects.filter(segment__in=sizes, day=today).update(
        size=_by_segment(Counter(sizes)),
        joined=F("joined") + _by_segment(joined),
        left=F("left") + _by_segment(left),
    )


def _by_segment(numbers: Counter[UUID]) -> Case:
    whens = [When(segment=pk, then=Value(number)) for pk, number in numbers.items()]
    return Case(*whens, default=Value(0), output_field=PositiveIntegerField())
