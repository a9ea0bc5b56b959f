"""Shapes of the scoring model."""

from typing import Any

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer, number
from scoring.models.model import ModelFactor


class FactorShape(CamelSerializer):
    """A factor of the model in force. `label` and what follows it are told of own factors only."""

    category = serializers.CharField()
    factor = serializers.CharField()
    weight = number(max_digits=7, decimal_places=2)
    enabled = serializers.BooleanField()
    label = serializers.CharField(required=False)  # type: ignore[assignment]  # DRF takes it off the class
    conditions = serializers.DictField(required=False)
    signal = serializers.CharField(required=False)
    group = serializers.CharField(required=False)

    def to_representation(self, instance: ModelFactor) -> dict[str, Any]:
        """The row, which can be sent back as it is."""
        shown = super().to_representation(instance)
        if not instance.is_own:
            for key in ("label", "conditions", "signal", "group"):
                shown.pop(key)
        return shown


class FactorRequest(CamelSerializer):
    """A factor as it shall be. A `factor` that the model does not have makes an own one.

    `label`, `conditions`, `signal` and `group` are for own factors; left out, they stay as they are. A
    condition is {"field", "operator", "value"}, or {"all": [...]}, {"any": [...]}, {"not": ...} of them.
    `"remove": true` takes an own factor out of the model.
    """

    category = serializers.CharField()
    factor = serializers.CharField()
    weight = number(max_digits=7, decimal_places=2)
    enabled = serializers.BooleanField()
    label = serializers.CharField(required=False)  # type: ignore[assignment]  # DRF takes it off the class
    conditions = serializers.DictField(required=False)
    signal = serializers.CharField(required=False, allow_blank=True)
    group = serializers.CharField(required=False, allow_blank=True)
    remove = serializers.BooleanField(required=False)


class ConfigRequest(CamelSerializer):
    """Changes to the model in force; factors that are not named stay.

    `caps` (category -> the most points that it may give) replaces all caps, and `basePoints` what everybody
    is given; left out, they stay.
    """

    configs = FactorRequest(many=True, allow_empty=False)
    caps = serializers.DictField(child=number(max_digits=7, decimal_places=2), required=False)
    base_points = number(max_digits=7, decimal_places=2, required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)


class WarningShape(CamelSerializer):
    factor = serializers.CharField()
    message = serializers.CharField()
    leads = serializers.IntegerField()


class ConfigAnswer(CamelSerializer):
    """`warnings` is there when own factors that were named match everyone or no one."""

    message = serializers.CharField()
    warnings = WarningShape(many=True, required=False)


class MessageAnswer(CamelSerializer):
    message = serializers.CharField()
