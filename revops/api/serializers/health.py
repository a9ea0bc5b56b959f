"""Shapes of the health of deals and of what to do next."""

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer
from revops.domain.health import Impact
from revops.domain.next_action import ActionType, Urgency
from revops.models import HealthLevel


class MomentQuery(CamelSerializer):
    """`now` looks at the deal as it was known at that time; without it, as it is."""

    now = serializers.DateTimeField(
        required=False,
        error_messages={
            "invalid": "Write a time as 2026-11-25T09:30:00Z; a plus sign of an offset is %2B in an address."
        },
    )


class DealSignalShape(CamelSerializer):
    """`weight` are the points of health that it took or added; 0 for a neutral one."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF takes it off the class
    value = serializers.JSONField(allow_null=True, help_text="what was found: a number, a name, or null")
    impact = serializers.ChoiceField(choices=[each.value for each in Impact])
    weight = serializers.IntegerField()
    reason = serializers.CharField()


class ExplainabilityShape(CamelSerializer):
    """`confidence` is the share (0-1) of the signals whose facts are known; `signals` are all of them."""

    summary = serializers.CharField(source="health.summary")
    confidence = serializers.FloatField(source="health.confidence")
    generated_at = serializers.DateTimeField(source="at")
    signals = DealSignalShape(source="health.signals", many=True)


class ActionShape(CamelSerializer):
    type = serializers.ChoiceField(choices=[each.value for each in ActionType])
    priority = serializers.ChoiceField(choices=[each.value for each in Urgency])
    title = serializers.CharField()
    reason = serializers.CharField()
    due_in_hours = serializers.IntegerField()
    playbook = serializers.ListField(child=serializers.CharField())


class RiskShape(CamelSerializer):
    """`score` is the health: 100 is as good as can be. `flags` are the signals that are not neutral."""

    level = serializers.ChoiceField(choices=HealthLevel.choices)
    score = serializers.IntegerField()
    flags = DealSignalShape(many=True)


class NextBestActionShape(CamelSerializer):
    deal_id = serializers.UUIDField(source="facts.deal_id")
    action = ActionShape()
    risk = RiskShape(source="health")
    explainability = ExplainabilityShape(source="*")


class ReportShape(CamelSerializer):
    """`recommendations` begin with the next best action, then one for each flag, the heaviest first."""

    deal_id = serializers.UUIDField(source="facts.deal_id")
    risk_level = serializers.ChoiceField(source="health.level", choices=HealthLevel.choices)
    flags = DealSignalShape(source="health.flags", many=True)
    recommendations = serializers.ListField(child=serializers.CharField())
    score = serializers.IntegerField(source="health.score")


class InspectorShape(CamelSerializer):
    deal_id = serializers.UUIDField(source="facts.deal_id")
    report = ReportShape(source="*")
    explainability = ExplainabilityShape(source="*")
