"""Serializers of thresholds and capacity."""

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer
from scoring.thresholds.services import HIGHEST, MOST_HOT_LEADS, MOST_THRESHOLDS


class SettingsShape(CamelSerializer):
    """`thresholds`: scores whose crossing starts routing. `weeklyCapacity`: new A leads per rep and week."""

    thresholds = serializers.ListField(child=serializers.IntegerField())
    weekly_capacity = serializers.IntegerField(source="hot_leads_a_week")
    changed_at = serializers.DateTimeField(allow_null=True)


class SettingsRequest(CamelSerializer):
    """The settings to change. Omitted ones stay."""

    thresholds = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=HIGHEST),
        max_length=MOST_THRESHOLDS,
        required=False,
    )
    weekly_capacity = serializers.IntegerField(
        source="hot_leads_a_week", min_value=1, max_value=MOST_HOT_LEADS, required=False
    )

    example = {"thresholds": [40, 70], "weeklyCapacity": 25}
