"""Request and response bodies of the API."""

from rest_framework import serializers

from lead_intelligence.leads.api import ALL_FIELDS
from mauntic.kernel.api.fields import OneOfField
from mauntic.kernel.api.serializers import CamelSerializer, number


class SuggestionSerializer(CamelSerializer):
    id = serializers.UUIDField()
    value = serializers.JSONField()
    provider = serializers.CharField()
    confidence = serializers.FloatField()
    reason = serializers.CharField()
    when = serializers.DateTimeField(source="at")


class ProvenanceSerializer(CamelSerializer):
    field = serializers.CharField()
    value = serializers.JSONField(allow_null=True)
    source = serializers.ChoiceField(["enriched", "typed", "empty"])  # type: ignore[assignment] # a name of Field's own: DRF takes it off the class
    provider = serializers.CharField(source="provider_id")
    confidence = serializers.FloatField(allow_null=True)
    cost = number(max_digits=10, allow_null=True)
    job = serializers.UUIDField(source="job_id", allow_null=True)
    when = serializers.DateTimeField(source="at", allow_null=True)
    who = serializers.CharField(source="by")
    suggestions = SuggestionSerializer(many=True)


class RevertRequest(CamelSerializer):
    """Exactly one of the keys."""

    field = OneOfField(ALL_FIELDS, required=False)
    job_id = serializers.UUIDField(required=False)
    provider = serializers.CharField(required=False)

    example = {"field": "title"}
    rules = {"minProperties": 1, "maxProperties": 1}


class RevertedSerializer(CamelSerializer):
    field = serializers.CharField()
    old_value = serializers.JSONField(allow_null=True)
    new_value = serializers.JSONField(allow_null=True)


class RevertAnswer(CamelSerializer):
    reverted = RevertedSerializer(many=True)
    reversal_id = serializers.UUIDField(
        allow_null=True, help_text="id for the undo; null if nothing was reverted"
    )


class UndoAnswer(CamelSerializer):
    restored = serializers.IntegerField(help_text="number of restored values")
    left = serializers.IntegerField(help_text="number of values that changed since and were not restored")
