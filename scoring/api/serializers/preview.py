"""Shapes of a preview of the scoring model."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer, number
from scoring.api.serializers.config import WarningShape


class BinShape(CamelSerializer):
    """Leads with a score of `low` to below `high` (the last bin holds 100, too)."""

    low = serializers.IntegerField()
    high = serializers.IntegerField()
    before = serializers.IntegerField()
    after = serializers.IntegerField()


class GradeMoveShape(CamelSerializer):
    """Leads that have the grade `before` and would have the grade `after`."""

    before = serializers.CharField()
    after = serializers.CharField()
    leads = serializers.IntegerField()


class CrosserShape(CamelSerializer):
    contact_id = serializers.UUIDField()
    name = serializers.CharField()
    before = number(max_digits=5, decimal_places=2)
    after = number(max_digits=5, decimal_places=2)


class CrossingShape(CamelSerializer):
    """How many leads would pass a threshold, and the first 20 of them, the highest scores first."""

    threshold = serializers.IntegerField()
    up = serializers.IntegerField()
    down = serializers.IntegerField()
    contacts_up = CrosserShape(many=True, source="examples_up")
    contacts_down = CrosserShape(many=True, source="examples_down")


class RepLoadShape(CamelSerializer):
    """Leads that would newly be of grade A; `userId` is null for those that nobody owns."""

    user_id = serializers.UUIDField(source="owner_id", allow_null=True)
    name = serializers.CharField()
    new_hot_leads = serializers.IntegerField(source="new_hot")
    weekly_capacity = serializers.IntegerField(source="capacity")


class PreviewAnswer(CamelSerializer):
    """What publishing would do to all leads. `thresholdEvents` is how many crossings would be told."""

    contacts = serializers.IntegerField(source="leads")
    changed = serializers.IntegerField(source="moved")
    histogram = BinShape(many=True)
    grade_transitions = GradeMoveShape(many=True, source="transitions")
    crossings = CrossingShape(many=True)
    threshold_events = serializers.IntegerField(source="crossed")
    reps = RepLoadShape(many=True)
    warnings = serializers.SerializerMethodField()

    @extend_schema_field(WarningShape(many=True))
    def get_warnings(self, preview: Any) -> list[Mapping[str, Any]]:  # noqa: ARG002 (signature of DRF)
        """Own factors that were named and match everyone or no one."""
        return list(WarningShape(self.context["warnings"], many=True).data)
