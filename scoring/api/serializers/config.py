"""Shapes of the scoring model."""

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer, number


class FactorShape(CamelSerializer):
    category = serializers.CharField()
    factor = serializers.CharField()
    weight = number(max_digits=7, decimal_places=2)
    enabled = serializers.BooleanField()


class ConfigRequest(CamelSerializer):
    configs = FactorShape(many=True, allow_empty=False)


class MessageAnswer(CamelSerializer):
    message = serializers.CharField()
