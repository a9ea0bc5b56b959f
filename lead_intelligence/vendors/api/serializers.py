"""Request and response bodies of the API."""

from rest_framework import serializers

from lead_intelligence.leads.api import ALL_FIELDS
from lead_intelligence.vendors.adapters.registry import VENDORS
from mauntic.kernel.api.fields import OneOfField
from mauntic.kernel.api.serializers import CamelSerializer, QuerySerializer, number

CONFIG_HELP = (
    "apiKey, baseUrl and the options of the vendor, as strings. Objects under other keys are stored and not "
    "used. Keys that are left out are kept. The response never contains the config. "
    "A baseUrl on another host without an apiKey removes the stored key"
)


class ProviderRequest(CamelSerializer):
    name = serializers.CharField(max_length=100)
    provider_type = OneOfField(list(VENDORS))
    supported_fields = serializers.ListField(child=OneOfField(ALL_FIELDS), min_length=1)
    priority = serializers.IntegerField(min_value=0, max_value=32_767)
    cost_per_lookup = number(max_digits=10, min_value=0)
    batch_supported = serializers.BooleanField(default=False)
    config = serializers.DictField(child=serializers.JSONField(), required=False, help_text=CONFIG_HELP)
    enabled = serializers.BooleanField(default=True)

    example = {
        "name": "Apollo",
        "providerType": "apollo",
        "supportedFields": ["email", "title", "company"],
        "priority": 1,
        "costPerLookup": 0.03,
        "config": {"apiKey": "your key"},
    }


class ProviderSerializer(CamelSerializer):
    id = serializers.CharField(source="slug")
    name = serializers.CharField()
    provider_type = serializers.CharField()
    supported_fields = serializers.ListField(child=serializers.CharField())
    priority = serializers.IntegerField()
    cost_per_lookup = number(max_digits=10)
    avg_latency_ms = serializers.IntegerField()
    success_rate = serializers.FloatField()
    batch_supported = serializers.BooleanField()
    enabled = serializers.BooleanField()


class HealthRequest(QuerySerializer):
    provider_id = serializers.CharField(required=False)


class HealthSerializer(CamelSerializer):
    provider_id = serializers.CharField()
    success_count = serializers.IntegerField()
    failure_count = serializers.IntegerField()
    circuit_state = serializers.ChoiceField(["closed", "open", "half_open"])
    last_failure_at = serializers.DateTimeField(allow_null=True)
    last_success_at = serializers.DateTimeField(allow_null=True)
