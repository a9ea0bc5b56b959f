"""What the API says and accepts."""

from typing import Any

from rest_framework import serializers

from lead_intelligence.models import EnrichmentJob
from mauntic.kernel.api.serializers import CamelSerializer, number

MAX_BATCH = 100
MAX_LIMIT = 100
CONFIG_HELP = (
    "apiKey, baseUrl and what else the vendor's accounts need; what is left out stays, "
    "and nothing of it is ever returned"
)


class FieldsRequest(CamelSerializer):
    """A body with `fields`, which is read as `fields_wanted`."""

    fields_wanted = serializers.ListField(child=serializers.CharField(), required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # `fields` is a property of every serializer, so the key cannot be declared under its own name.
        declared = super().get_fields()
        return {"fields" if key == "fieldsWanted" else key: field for key, field in declared.items()}


class EnrichRequest(FieldsRequest):
    priority = serializers.ChoiceField(EnrichmentJob.Priority.choices, default=EnrichmentJob.Priority.NORMAL)


class BatchRequest(FieldsRequest):
    contact_ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_BATCH)


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
    total = serializers.IntegerField(source="batch.total", help_text="contacts that were asked for")
    counts = BatchCounts(help_text="jobs by status; contacts that had an open job before are not among them")
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
    contact_id = serializers.UUIDField()
    status = serializers.ChoiceField(EnrichmentJob.Status.choices)
    field_requests = serializers.ListField(child=serializers.CharField())
    results = ResultSerializer(many=True, source="values_found")
    total_cost = number(max_digits=10)
    total_latency_ms = serializers.IntegerField()
    providers_tried = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)


class PageRequest(CamelSerializer):
    page = serializers.IntegerField(min_value=1, default=1)
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=20)


class HistoryAnswer(CamelSerializer):
    items = JobSerializer(many=True)
    total = serializers.IntegerField()


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
    field = serializers.CharField(required=False)
    job_id = serializers.UUIDField(required=False)
    provider = serializers.CharField(required=False)


class RevertedSerializer(CamelSerializer):
    field = serializers.CharField()
    old_value = serializers.JSONField(allow_null=True)
    new_value = serializers.JSONField(allow_null=True)


class RevertAnswer(CamelSerializer):
    reverted = RevertedSerializer(many=True)
    reversal_id = serializers.UUIDField(
        allow_null=True, help_text="what undoes this; null when nothing was taken back"
    )


class UndoAnswer(CamelSerializer):
    restored = serializers.IntegerField(help_text="values that were put back")
    left = serializers.IntegerField(help_text="values that stay, because they were changed since")


class ProviderRequest(CamelSerializer):
    name = serializers.CharField(max_length=100)
    provider_type = serializers.CharField(max_length=40)
    supported_fields = serializers.ListField(child=serializers.CharField(), min_length=1)
    priority = serializers.IntegerField(min_value=0, max_value=32_767)
    cost_per_lookup = number(max_digits=10, min_value=0)
    batch_supported = serializers.BooleanField(default=False)
    config = serializers.DictField(
        child=serializers.CharField(allow_blank=True), required=False, help_text=CONFIG_HELP
    )
    enabled = serializers.BooleanField(default=True)


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


class HealthRequest(CamelSerializer):
    provider_id = serializers.CharField(required=False)


class HealthSerializer(CamelSerializer):
    provider_id = serializers.CharField()
    success_count = serializers.IntegerField()
    failure_count = serializers.IntegerField()
    circuit_state = serializers.ChoiceField(["closed", "open", "half_open"])
    last_failure_at = serializers.DateTimeField(allow_null=True)
    last_success_at = serializers.DateTimeField(allow_null=True)


class WaterfallQuery(CamelSerializer):
    field_name = serializers.CharField(required=False)  # type: ignore[assignment] # a name of Field's own: DRF takes it off the class


class WaterfallRequest(CamelSerializer):
    provider_order = serializers.ListField(child=serializers.CharField(), min_length=1)
    max_attempts = serializers.IntegerField(min_value=1, max_value=10, required=False)
    timeout_ms = serializers.IntegerField(min_value=100, max_value=30_000, required=False)
    min_confidence = serializers.FloatField(min_value=0, max_value=1, required=False)
    cache_ttl_days = serializers.IntegerField(min_value=0, max_value=365, required=False)
    max_cost_per_lead = number(max_digits=10, min_value=0, required=False, allow_null=True)


class WaterfallSerializer(CamelSerializer):
    id = serializers.UUIDField()
    field_name = serializers.CharField()  # type: ignore[assignment] # a name of Field's own: DRF takes it off the class
    provider_order = serializers.ListField(child=serializers.CharField())
    max_attempts = serializers.IntegerField()
    timeout_ms = serializers.IntegerField()
    min_confidence = serializers.FloatField()
    cache_ttl_days = serializers.IntegerField()
    max_cost_per_lead = number(max_digits=10, allow_null=True)
