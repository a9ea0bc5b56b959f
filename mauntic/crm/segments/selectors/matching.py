"""Which leads the conditions of segments match, read strictly: what is broken matches nobody."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from django.db.models import Expression, QuerySet, UUIDField, Value

from mauntic.crm.contacts.models.contact import Contact
from mauntic.crm.fields.selectors.conditions import custom_columns
from mauntic.crm.segments.domain.flips import Flip, flips_of
from mauntic.crm.segments.domain.nesting import in_order
from mauntic.crm.segments.models import Segment, SegmentMember
from mauntic.crm.segments.selectors.fields import named_segments, segment_columns, segment_fields
from mauntic.kernel.conditions import Broken, Field, Tree, fields_of, parse_strict_many
from mauntic.kernel.conditions.sql import Column, compiled
from mauntic.kernel.db.sets import among
from mauntic.kernel.time.calendar import time_zone
from mauntic.tenants.context import current_organization

Pair = tuple[UUID, UUID]
"""A segment and a lead."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The conditions of segments, in rounds: each names only segments of earlier rounds."""

    trees: Mapping[UUID, Tree | Broken]
    fields: Mapping[str, Field]

    @classmethod
    def of(cls, segments: Iterable[Segment]) -> "Rules":
        """Return the rules of segments whose members conditions decide. Three queries at most."""
        fields = segment_fields()
        return cls(parse_strict_many({row.pk: (row.conditions, fields) for row in segments}), fields)

    @property
    def rounds(self) -> list[list[UUID]]:
        """Return the segments in the order in which they are decided. Saving refuses cycles."""
        return in_order({pk: named_segments(tree) for pk, tree in self.trees.items()})

    def matching(self, segment_id: UUID, at: datetime) -> QuerySet[Contact]:
        """Return the leads whom the conditions of a segment match."""
        values, columns = self._custom(segment_id)
        condition = compiled(self.trees[segment_id], {**segment_columns(), **columns}, at, zone())
        return Contact.objects.alias(**values).filter(condition).order_by()

    def _custom(self, segment_id: UUID) -> tuple[dict[str, Expression], dict[str, Column]]:
        """Return the values of the custom fields that the conditions compare, and their columns."""
        tree = self.trees[segment_id]
        compared = () if isinstance(tree, Broken) else fields_of(tree)
        return custom_columns({key: self.fields[key] for key in compared})

    def matched_pairs(
        self, segment_ids: Collection[UUID], contact_ids: Collection[UUID], at: datetime
    ) -> set[Pair]:
        """Return which of the leads match which of the segments, in one statement."""
        rows = [
            self.matching(pk, at)
            .filter(among("pk", contact_ids, UUIDField()))
            .annotate(of_segment=Value(pk, output_field=UUIDField()))
            .values_list("of_segment", "pk")
            for pk in segment_ids
        ]
        return set(rows[0].union(*rows[1:], all=True)) if rows else set()

    def flips(self, segment_id: UUID) -> set[Flip]:
        """Return when the conditions of a segment change their answers by time alone."""
        tree = self.trees[segment_id]
        return set() if isinstance(tree, Broken) else flips_of(tree, self.fields)

    def flipped(self, segment_id: UUID, after: datetime, until: datetime) -> list[QuerySet[Contact]]:
        """Return the leads for whom the answer may have changed by time alone."""
        values, custom = self._custom(segment_id)
        columns, here = {**segment_columns(), **custom}, zone()
        found: list[QuerySet[Contact]] = []
        for flip in self.flips(segment_id):
            column = columns[flip.field]
            low, high = flip.values_between(column.kind, after, until, here)
            between = {f"{column.path}__gte": low, f"{column.path}__lt": high}
            found.append(Contact.objects.alias(**values).filter(**between).order_by())
        return found


def member_pairs(segment_ids: Collection[UUID], contact_ids: Collection[UUID]) -> set[Pair]:
    """Return which of the leads are in which of the segments now."""
    rows = SegmentMember.objects.filter(segment__in=segment_ids).filter(
        among("contact_id", contact_ids, UUIDField())
    )
    return set(rows.order_by().values_list("segment_id", "contact_id"))


def zone() -> tzinfo:
    """Return the time zone of the organization, whose days conditions count."""
    return time_zone(current_organization().time_zone)
