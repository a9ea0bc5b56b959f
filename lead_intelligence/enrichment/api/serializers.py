"""Request and response bodies of the API."""

from typing import Any

from rest_framework import serializers

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.leads.api import FIELDS_TO_ASK_FOR
from mauntic.kernel.api.fields import IdOrEmpty, OneOfField, WordField
from mauntic.kernel.api.serializers import CamelSerializer, number

MAX_BATCH = 100


class FieldsRequest(CamelSerializer):
    """A body with `fields`, parsed as `fields_wanted`."""

    fields_wanted = serializers.ListField(child=OneOfField(FIELDS_TO_ASK_FOR), min_length=1, required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # `fields` is a property of every serializer, so the key cannot be declared under its own name.
        declared = super().get_fields()
        return {"fields" if key == "fieldsWanted" else key: field for key, field in declared.items()}


class EnrichRequest(FieldsRequest):
    priority = WordField(EnrichmentJob.Priority.choices, default=EnrichmentJob.Priority.NORMAL)

    example = {"fields": ["phone", "title"], "priority": "high"}


class BatchRequest(FieldsRequest):
    contact_ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_BATCH)

    example = {"contactIds": ["0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b"], "fields": ["phone"]}


class BatchAnswer(CamelSerializer):
    job_ids = serializers.ListField(child=serializers.UUIDField())


class BatchCounts(CamelSerializer):
    pending = serializers.IntegerField()
    running = serializers.IntegerField()
    completed = serializers.IntegerField()
    failed = serializers.IntegerField()
    exhausted = serializers.IntegerField()
    cancelled = serializers.IntegerField()


class BatchSerializer(CamelSerializer):
    id = serializers.UUIDField(source="batch.pk")
    label = serializers.CharField(source="batch.label")  # type: ignore[assignment] # a name of Field's own: DRF takes it off the class
    total = serializers.IntegerField(source="batch.total", help_text="number of requested contacts")
    counts = BatchCounts(help_text="jobs by status, without contacts that already had an open job")
    total_cost = number(max_digits=14, source="cost")
    created_at = serializers.DateTimeField(source="batch.created_at")
    cancelled_at = serializers.DateTimeField(source="batch.cancelled_at", allow_null=True)


class ResultSerializer(CamelSerializer):
    field = serializers.CharField()
    provider = serializers.CharField()
    value = serializers.JSONField()
    confidence = serializers.FloatField()
    cost = number(max_digits=10)
    latency_ms = serializers.IntegerField()


class JobSerializer(CamelSerializer):
    id = serializers.UUIDField()
    contact_id = IdOrEmpty(help_text="empty if the contact was deleted")
    status = serializers.ChoiceField(EnrichmentJob.Status.choices)
    field_requests = serializers.ListField(child=serializers.CharField())
    results = ResultSerializer(many=True, source="values_found")
    total_cost = number(max_digits=10)
    total_latency_ms = serializers.IntegerField()
    providers_tried = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)

    example = {
        "id": "0197b2a4-9b20-7c44-8d55-0e66ff77aa88",
        "contactId": "0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b",
        "status": "completed",
        "fieldRequests": ["title"],
        "results": [
            {
                "field": "title",
                "provider": "apollo",
                "value": "CTO",
                "confidence": 0.9,
                "cost": 0.03,
                "latencyMs": 210,
            }
        ],
        "totalCost": 0.03,
        "totalLatencyMs": 210,
        "providersTried": ["apollo"],
        "createdAt": "2026-11-02T09:30:00Z",
        "completedAt": "2026-11-02T09:30:02Z",
    }


class HistoryAnswer(CamelSerializer):
    items = JobSerializer(many=True)
    total = serializers.IntegerField()
    next_cursor = serializers.CharField(allow_null=True, help_text="null on the last page")
