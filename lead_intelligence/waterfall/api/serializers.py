"""Request and response bodies of the API."""

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer, QuerySerializer, number


class WaterfallQuery(QuerySerializer):
    field_name = serializers.CharField(required=False)  # type: ignore[assignment] # a name of Field's own: DRF takes it off the class


class WaterfallRequest(CamelSerializer):
    provider_order = serializers.ListField(child=serializers.CharField(), min_length=1)
    max_attempts = serializers.IntegerField(min_value=1, max_value=10, required=False)
    timeout_ms = serializers.IntegerField(min_value=100, max_value=30_000, required=False)
    min_confidence = serializers.FloatField(min_value=0, max_value=1, required=False)
    cache_ttl_days = serializers.IntegerField(min_value=0, max_value=365, required=False)
    max_cost_per_lead = number(max_digits=10, min_value=0, required=False, allow_null=True)

    example = {"providerOrder": ["apollo", "hunter"], "maxAttempts": 2, "minConfidence": 0.7}


class WaterfallSerializer(CamelSerializer):
    id = serializers.UUIDField()
    field_name = serializers.CharField()  # type: ignore[assignment] # a name of Field's own: DRF takes it off the class
    provider_order = serializers.ListField(child=serializers.CharField())
    max_attempts = serializers.IntegerField()
    timeout_ms = serializers.IntegerField()
    min_confidence = serializers.FloatField()
    cache_ttl_days = serializers.IntegerField()
    max_cost_per_lead = number(max_digits=10, allow_null=True)
