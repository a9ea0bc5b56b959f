"""Serializers of previews of the scoring model."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer, number
from scoring.versions.api.serializers import WarningShape


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
    """The number of leads that would cross a threshold, and 20 of them, highest scores first."""

    threshold = serializers.IntegerField()
    up = serializers.IntegerField()
    down = serializers.IntegerField()
    contacts_up = CrosserShape(many=True, source="examples_up")
    contacts_down = CrosserShape(many=True, source="examples_down")


class RepLoadShape(CamelSerializer):
    """New A leads of a rep; `userId` is null for leads without an owner."""

    user_id = serializers.UUIDField(source="owner_id", allow_null=True)
    name = serializers.CharField()
    new_hot_leads = serializers.IntegerField(source="new_hot")
    weekly_capacity = serializers.IntegerField(source="capacity")


class EffectPartShape(CamelSerializer):
    name = serializers.CharField()
    count = serializers.IntegerField()


class EffectShape(CamelSerializer):
    """What the crossings would cause if they are published as events, such as routing decisions."""

    name = serializers.CharField()
    count = serializers.IntegerField()
    text = serializers.CharField()
    parts = EffectPartShape(many=True)


class PreviewAnswer(CamelSerializer):
    """The effect of publishing on all leads.

    `thresholdEvents` is the number of threshold crossings. They are published as events only with
    `tellCrossings`, and only then have the `effects`.
    """

    contacts = serializers.IntegerField(source="leads")
    changed = serializers.IntegerField(source="moved")
    histogram = BinShape(many=True)
    grade_transitions = GradeMoveShape(many=True, source="transitions")
    crossings = CrossingShape(many=True)
    threshold_events = serializers.IntegerField(source="crossed")
    reps = RepLoadShape(many=True)
    effects = serializers.SerializerMethodField()
    warnings = serializers.SerializerMethodField()

    @extend_schema_field(EffectShape(many=True))
    def get_effects(self, preview: Any) -> list[Mapping[str, Any]]:
        """Return the effects of the crossings by name."""
        rows = [
            {
                "name": name,
                "count": effect.count,
                "text": effect.text,
                "parts": [{"name": part, "count": count} for part, count in effect.parts],
            }
            for name, effect in preview.effects.items()
        ]
        return list(EffectShape(rows, many=True).data)

    @extend_schema_field(WarningShape(many=True))
    def get_warnings(self, preview: Any) -> list[Mapping[str, Any]]:  # noqa: ARG002 (signature of DRF)
        """Return changed custom factors that match all leads or none."""
        return list(WarningShape(self.context["warnings"], many=True).data)
