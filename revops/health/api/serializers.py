"""API shapes of deal health and next best actions."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer, QuerySerializer
from revops.health.domain.assessment import Health, Impact, Signal
from revops.health.domain.next_action import ActionType, Urgency
from revops.health.models import HealthLevel
from revops.health.selectors.deals import Inspection


class MomentQuery(QuerySerializer):
    """`now` assesses the deal as known at that time. Default: the current time."""

    now = serializers.DateTimeField(
        required=False,
        error_messages={
            "invalid": _(
                "Send a time such as 2026-11-25T09:30:00Z. Encode the plus sign of an offset as %2B."
            )
        },
    )


class DealSignalShape(CamelSerializer):
    """`weight` are the points subtracted or added; 0 for a neutral signal."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF takes it off the class
    value = serializers.SerializerMethodField(
        "found_in", help_text="The measured number or name, as text. Empty if unknown."
    )
    impact = serializers.ChoiceField(choices=[each.value for each in Impact])
    weight = serializers.IntegerField()
    reason = serializers.CharField()

    def found_in(self, signal: Signal) -> str:
        """Return the measured value as text: 19, 12.5, Ada Byron."""
        found = signal.value
        if found is None:
            return ""
        return format(Decimal(str(found)).normalize(), "f") if isinstance(found, float) else str(found)


class ExplainabilityShape(CamelSerializer):
    """`confidence` is the share (0-1) of signals whose facts are known."""

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
    """`score` is the health: 100 is best. `flags` are the keys of the signals that are not neutral."""

    level = serializers.ChoiceField(choices=HealthLevel.choices)
    score = serializers.IntegerField()
    flags = serializers.SerializerMethodField(help_text="Warnings first, most points first.")

    def get_flags(self, health: Health) -> list[str]:
        """Return the keys of the signals that are not neutral."""
        return [signal.key for signal in health.flags]


class NextBestActionShape(CamelSerializer):
    deal_id = serializers.UUIDField(source="facts.deal_id")
    action = ActionShape()
    risk = RiskShape(source="health")
    explainability = ExplainabilityShape(source="*")


class ReportShape(CamelSerializer):
    """`flags` are keys of signals. `recommendations` has the next best action, then one per flag."""

    deal_id = serializers.UUIDField(source="facts.deal_id")
    risk_level = serializers.ChoiceField(source="health.level", choices=HealthLevel.choices)
    flags = serializers.SerializerMethodField(help_text="Warnings first, most points first.")
    recommendations = serializers.ListField(child=serializers.CharField())
    score = serializers.IntegerField(source="health.score")

    def get_flags(self, inspection: Inspection) -> list[str]:
        """Return the keys of the signals that are not neutral."""
        return [signal.key for signal in inspection.health.flags]


class InspectorShape(CamelSerializer):
    deal_id = serializers.UUIDField(source="facts.deal_id")
    report = ReportShape(source="*")
    explainability = ExplainabilityShape(source="*")
