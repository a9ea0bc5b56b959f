"""Enrichment in the administration: to look at, and to switch vendors; keys are never shown."""

from django.contrib import admin
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
from mauntic.kernel.admin import ReadOnly


@admin.register(EnrichmentProvider)
class EnrichmentProviderAdmin(ReadOnly, ModelAdmin):
    list_display = ("name", "provider_type", "priority", "cost_per_lookup", "enabled", "success_rate")
    exclude = ("config",)


@admin.register(WaterfallConfig)
class WaterfallConfigAdmin(ReadOnly, ModelAdmin):
    list_display = ("field_name", "provider_order", "max_attempts", "min_confidence", "max_cost_per_lead")


@admin.register(Budget)
class BudgetAdmin(ReadOnly, ModelAdmin):
    list_display = ("period", "starts_on", "provider", "limit", "reserved", "spent")
    list_select_related = ("provider",)


@admin.register(EnrichmentJob)
class EnrichmentJobAdmin(ReadOnly, ModelAdmin):
    list_display = ("contact", "status", "priority", "total_cost", "created_at", "completed_at")
    list_filter = ("status", "priority")
    list_select_related = ("contact",)


@admin.register(VendorCall)
class VendorCallAdmin(ReadOnly, ModelAdmin):
    list_display = ("provider", "outcome", "http_status", "duration_ms", "cost", "started_at")
    list_filter = ("provider", "outcome")
    list_select_related = ("provider",)


@admin.register(FieldWrite)
class FieldWriteAdmin(ReadOnly, ModelAdmin):
    list_display = ("contact", "field", "provider", "confidence", "status", "at")
    list_filter = ("status", "provider", "field")
    list_select_related = ("contact",)


@admin.register(EnrichmentBatch)
class EnrichmentBatchAdmin(ReadOnly, ModelAdmin):
    list_display = ("label", "total", "requested_by", "created_at", "cancelled_at")
    list_select_related = ("requested_by",)


@admin.register(HealthCheck)
class HealthCheckAdmin(ReadOnly, ModelAdmin):
    list_display = ("provider", "outcome", "latency_ms", "credits_left", "at")
    list_filter = ("provider", "outcome")
    list_select_related = ("provider",)


@admin.register(ProcessingBlock)
class ProcessingBlockAdmin(ReadOnly, ModelAdmin):
    list_display = ("provider", "contact", "at")
    list_select_related = ("contact",)


@admin.register(Reversal)
class ReversalAdmin(ReadOnly, ModelAdmin):
    list_display = ("contact", "field", "provider", "count", "at", "by", "undone_at")
    list_filter = ("provider",)
    list_select_related = ("contact", "by")


@admin.register(WaterfallChange)
class WaterfallChangeAdmin(ReadOnly, ModelAdmin):
    list_display = ("config", "reason", "at", "by", "undone_at")
    list_select_related = ("config", "by")


@admin.register(EnrichmentPolicy)
class EnrichmentPolicyAdmin(ReadOnly, ModelAdmin):
    list_display = ("id", "stopped_at", "refresh_enabled", "refresh_after_days", "exploration_share")
