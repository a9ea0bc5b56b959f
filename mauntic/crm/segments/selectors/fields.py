"""What conditions of segments may compare: the fields of leads, and other segments."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from mauntic.crm.contacts.selectors.conditions import LEAD_FIELDS, lead_columns
from mauntic.crm.fields.selectors.conditions import custom_condition_fields
from mauntic.crm.segments.models import Segment, SegmentMember
from mauntic.kernel.conditions import Broken, Field, Kind, Tree, references_of
from mauntic.kernel.conditions.sql import Column, Members
from mauntic.kernel.translation import gettext_lazy as _

SEGMENT = "contact.segment"
_NAMING = {SEGMENT: Field(SEGMENT, "", Kind.REFERENCE)}


def segment_fields(*, without: UUID | None = None) -> Mapping[str, Field]:
    """Return the fields by key.

    Args: `without` is the segment whose conditions they are: it cannot name itself.
    """
    others = Segment.objects.exclude(pk=without) if without else Segment.objects.all()
    choices = tuple((str(pk), name) for pk, name in others.values_list("pk", "name"))
    segment = Field(SEGMENT, _("Segment"), Kind.REFERENCE, choices, existing=names_of, has_several=True)
    return {**LEAD_FIELDS, SEGMENT: segment, **custom_condition_fields()}


def segment_columns() -> Mapping[str, Column]:
    """Return where a query of contacts finds the fields."""
    return {**lead_columns(), SEGMENT: Members(_memberships, "segment", Kind.REFERENCE)}


def _memberships() -> QuerySet[SegmentMember]:
    return SegmentMember.objects.filter(contact=OuterRef("pk")).order_by()


def names_of(ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names of those segments that exist, by id."""
    return dict(Segment.objects.filter(pk__in=ids).values_list("pk", "name"))


def named_segments(tree: Tree | Broken) -> set[UUID]:
    """Return the segments that conditions name."""
    return references_of(tree, _NAMING).get(SEGMENT, set())
