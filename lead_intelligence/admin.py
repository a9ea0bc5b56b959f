"""Enrichment in the administration: to look at, and to switch vendors; keys are never shown."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from lead_intelligence.models import (
    Budget,
    EnrichmentBatch,
    EnrichmentJob,
    EnrichmentPolicy,
    EnrichmentProvider,
    FieldWrite,
    HealthCheck,
    ProcessingBlock,
    Reversal,
    VendorCall,
    WaterfallChange,
    WaterfallConfig,
)


class ReadOnlyAdmin(ModelAdmin):
    """Rows that only the services write."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 (signature of Django)
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 (as above)
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 (as above)
        return False


@admin.register(EnrichmentProvider)
class EnrichmentProviderAdmin(ReadOnlyAdmin):
    list_display = ("name", "provider_type", "priority", "cost_per_lookup", "enabled", "success_rate")
    exclude = ("config",)


@admin.register(WaterfallConfig)
class WaterfallConfigAdmin(ReadOnlyAdmin):
    list_display = ("field_name", "provider_order", "max_attempts", "min_confidence", "max_cost_per_lead")


@admin.register(Budget)
class BudgetAdmin(ReadOnlyAdmin):
    list_display = ("period", "starts_on", "provider", "limit", "reserved", "spent")
    list_select_related = ("provider",)


@admin.register(EnrichmentJob)
class EnrichmentJobAdmin(ReadOnlyAdmin):
    list_display = ("contact", "status", "priority", "total_cost", "created_at", "completed_at")
    list_filter = ("status", "priority")
    list_select_related = ("contact",)


@admin.register(VendorCall)
class VendorCallAdmin(ReadOnlyAdmin):
    list_display = ("provider", "outcome", "http_status", "duration_ms", "cost", "started_at")
    list_filter = ("provider", "outcome")
    list_select_related = ("provider",)


@admin.register(FieldWrite)
class FieldWriteAdmin(ReadOnlyAdmin):
    list_display = ("contact", "field", "provider", "confidence", "status", "at")
    list_filter = ("status", "provider", "field")
    list_select_related = ("contact",)


@admin.register(EnrichmentBatch)
class EnrichmentBatchAdmin(ReadOnlyAdmin):
    list_display = ("label", "total", "requested_by", "created_at", "cancelled_at")
    list_select_related = ("requested_by",)


@admin.register(HealthCheck)
class HealthCheckAdmin(ReadOnlyAdmin):
    list_display = ("provider", "outcome", "latency_ms", "credits_left", "at")
    list_filter = ("provider", "outcome")
    list_select_related = ("provider",)


@admin.register(ProcessingBlock)
class ProcessingBlockAdmin(ReadOnlyAdmin):
    list_display = ("provider", "contact", "at")
    list_select_related = ("contact",)


@admin.register(Reversal)
class ReversalAdmin(ReadOnlyAdmin):
    list_display = ("contact", "field", "provider", "count", "at", "by", "undone_at")
    list_filter = ("provider",)
    list_select_related = ("contact", "by")


@admin.register(WaterfallChange)
class WaterfallChangeAdmin(ReadOnlyAdmin):
    list_display = ("config", "reason", "at", "by", "undone_at")
    list_select_related = ("config", "by")


@admin.register(EnrichmentPolicy)
class EnrichmentPolicyAdmin(ReadOnlyAdmin):
    list_display = ("id", "stopped_at", "refresh_enabled", "refresh_after_days", "exploration_share")
