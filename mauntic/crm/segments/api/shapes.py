"""API shapes of segments."""

from rest_framework import serializers

from mauntic.crm.segments.models import LONGEST_DESCRIPTION, LONGEST_NAME, SegmentKind
from mauntic.kernel.api.conditions import ConditionsField
from mauntic.kernel.api.pagination import PageQuery, PageShape
from mauntic.kernel.api.serializers import CamelSerializer

MOST_AT_ONCE = 1_000
"""Contacts that one request names at most."""


class SegmentRequest(CamelSerializer):
    """A segment. With the kind `by_hand`, requests add and remove contacts, and there are no conditions."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    description = serializers.CharField(
        max_length=LONGEST_DESCRIPTION, required=False, allow_blank=True, default=""
    )
    kind = serializers.ChoiceField(SegmentKind.choices, required=False)
    conditions = ConditionsField(required=False, allow_empty=True, default=dict)

    example = {
        "name": "German CEOs",
        "conditions": {
            "all": [
                {"field": "contact.country", "operator": "equals", "value": "DE"},
                {"field": "contact.title", "operator": "contains", "value": "CEO"},
            ]
        },
    }


class SegmentShape(CamelSerializer):
    """A segment. `isCurrent` is false while members are still decided by new conditions."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    kind = serializers.ChoiceField(SegmentKind.choices)
    conditions = serializers.DictField()
    size = serializers.IntegerField()
    is_current = serializers.BooleanField(source="is_built")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class SegmentsQuery(PageQuery):
    """Segments, oldest first."""


class SegmentsPage(PageShape):
    data = SegmentShape(many=True)  # type: ignore[assignment]  # DRF takes declared fields off the class


class MembersQuery(PageQuery):
    """Contacts of a segment, oldest first."""


class MemberShape(CamelSerializer):
    id = serializers.UUIDField()
    email = serializers.CharField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    lead_score = serializers.FloatField(allow_null=True)
    lead_grade = serializers.CharField()


class MembersPage(PageShape):
    data = MemberShape(many=True)  # type: ignore[assignment]  # DRF takes declared fields off the class


class MembersRequest(CamelSerializer):
    """Contacts to add to a segment of the kind `by_hand`, and to remove from it."""

    add = serializers.ListField(
        child=serializers.UUIDField(), max_length=MOST_AT_ONCE, required=False, default=list
    )
    remove = serializers.ListField(
        child=serializers.UUIDField(), max_length=MOST_AT_ONCE, required=False, default=list
    )

    example = {"add": ["0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b"]}


class MembersAnswer(CamelSerializer):
    """How many contacts joined and left."""

    added = serializers.IntegerField()
    removed = serializers.IntegerField()
