"""Serializers of the scoring model."""

from typing import Any

from rest_framework import serializers

from mauntic.kernel.api.conditions import ConditionsField
from mauntic.kernel.api.serializers import CamelSerializer, number
from scoring.model.models import ModelFactor


class FactorShape(CamelSerializer):
    """A factor of the model in force. Only custom ones have `label`, `conditions`, `signal` and `group`."""

    category = serializers.CharField()
    factor = serializers.CharField()
    weight = number(max_digits=7, decimal_places=2)
    enabled = serializers.BooleanField()
    label = serializers.CharField(required=False)  # type: ignore[assignment]  # DRF takes it off the class
    conditions = ConditionsField(required=False)
    signal = serializers.CharField(required=False)
    group = serializers.CharField(required=False)

    def to_representation(self, instance: ModelFactor) -> dict[str, Any]:
        """Return the factor, which can be sent back unchanged."""
        shown = super().to_representation(instance)
        if not instance.is_own:
            for key in ("label", "conditions", "signal", "group"):
                shown.pop(key)
        return shown


class FactorRequest(CamelSerializer):
    """A change of a factor. A `factor` that the model does not have creates a custom one.

    `label`, `conditions`, `signal` and `group` are for custom factors; omitted ones stay.
    `"remove": true` removes a custom factor.
    """

    category = serializers.CharField()
    factor = serializers.CharField()
    weight = number(max_digits=7, decimal_places=2)
    enabled = serializers.BooleanField()
    label = serializers.CharField(required=False)  # type: ignore[assignment]  # DRF takes it off the class
    conditions = ConditionsField(required=False)
    signal = serializers.CharField(required=False, allow_blank=True)
    group = serializers.CharField(required=False, allow_blank=True)
    remove = serializers.BooleanField(required=False)

    example = {"category": "data_quality", "factor": "has_email", "weight": 12, "enabled": True}


class ConfigRequest(CamelSerializer):
    """Changes of the model in force. Other factors stay.

    `caps` (category -> maximum points) replaces all caps, and `basePoints` the points of all leads; omitted,
    they
    stay. `tellCrossings` publishes events for thresholds that leads cross by the change, which routes leads
    without an owner; by default they are only counted.
    """

    configs = FactorRequest(many=True, allow_empty=False)
    caps = serializers.DictField(child=number(max_digits=7, decimal_places=2), required=False)
    base_points = number(max_digits=7, decimal_places=2, required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)
    tell_crossings = serializers.BooleanField(default=False)

    example = {"configs": [FactorRequest.example], "note": "Email counts more"}


class WarningShape(CamelSerializer):
    factor = serializers.CharField()
    message = serializers.CharField()
    leads = serializers.IntegerField()


class ConfigAnswer(CamelSerializer):
    """`warnings` lists changed custom factors that match all leads or none."""

    message = serializers.CharField()
    warnings = WarningShape(many=True, required=False)
