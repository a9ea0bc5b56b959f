"""Reads of segments."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from mauntic.crm.contacts.models.contact import Contact
from mauntic.crm.fields.registry import FieldUse
from mauntic.crm.segments.domain.compared import compared
from mauntic.crm.segments.models import Segment, SegmentDay, SegmentKind, SegmentQuerySet
from mauntic.crm.segments.registry import Use
from mauntic.crm.segments.selectors.fields import named_segments
from mauntic.crm.segments.selectors.matching import Rules
from mauntic.kernel.errors import NotFound

DAYS_SHOWN = 90


def segments() -> SegmentQuerySet:
    """Return all segments."""
    return Segment.objects.all()


def segments_by_hand() -> SegmentQuerySet:
    """Return the segments whose leads people choose."""
    return Segment.objects.filter(kind=SegmentKind.BY_HAND)


def segment_named(segment_id: UUID) -> Segment:
    """Return a segment. Raises: `NotFound`."""
    found = Segment.objects.select_related("created_by").filter(pk=segment_id).first()
    if found is None:
        raise NotFound(_("There is no such segment."))
    return found


def members(segment_id: UUID) -> QuerySet[Contact]:
    """Return the leads who are in a segment now."""
    return Contact.objects.filter(segments__segment=segment_id)


def choices() -> list[tuple[str, str]]:
    """Return all segments for a choice: ids as text, and names."""
    return [(str(pk), name) for pk, name in Segment.objects.values_list("pk", "name")]


def history(segment: Segment, today: date) -> list[SegmentDay]:
    """Return how the segment was doing on the last 90 days, on those on which it changed."""
    return list(segment.days.filter(day__gt=today - timedelta(days=DAYS_SHOWN)))


def naming_field(key: str) -> list[Segment]:
    """Return the segments whose conditions name a field, broken ones included.

    Args: `key` is that of the field in conditions.
    """
    return [row for row in Segment.objects.decided_by_conditions() if key in compared(row.conditions)]


def used_by_field(key: str) -> list[FieldUse]:
    """Return the segments whose conditions name a custom field."""
    said = _('Segment "{name}"')
    return [
        FieldUse(said.format(name=row.name), reverse("crm:segment", args=[row.pk]))
        for row in naming_field(key)
    ]


def used_by_segments(segment_id: UUID) -> list[Use]:
    """Return the segments whose conditions name a segment."""
    rows = {row.pk: row for row in Segment.objects.decided_by_conditions()}
    trees = Rules.of(rows.values()).trees
    found: list[Any] = [rows[pk] for pk, tree in trees.items() if segment_id in named_segments(tree)]
    said = _('Segment "{name}"')
    return [Use(said.format(name=row.name), reverse("crm:segment", args=[row.pk])) for row in found]
