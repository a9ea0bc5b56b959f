"""Admin pages of enrichment."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from lead_intelligence.enrichment.models.blocks import ProcessingBlock
from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob, VendorCall
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.leads.labels import FIELD_CHOICES
from lead_intelligence.vendors.admin import in_dollars
from mauntic.kernel.admin import Large, ReadOnly, code_reader, label_reader


@admin.register(EnrichmentJob)
class EnrichmentJobAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ("contact", "status", "priority", "total_cost", "created_at", "completed_at")
    list_filter = ("status", "priority")
    list_select_related = ("contact",)
    readers = {
        "field_requests": label_reader(FIELD_CHOICES),
        "providers_tried": code_reader("provider"),
        "total_cost": in_dollars,
    }


@admin.register(VendorCall)
class VendorCallAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ("provider", "outcome", "http_status", "duration_ms", "cost", "started_at")
    list_filter = ("provider", "outcome")
    list_select_related = ("provider",)
    readers = {"fields": label_reader(FIELD_CHOICES), "cost": in_dollars, "reserved": in_dollars}


@admin.register(EnrichmentBatch)
class EnrichmentBatchAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ("label", "total", "requested_by", "created_at", "cancelled_at")
    list_select_related = ("requested_by",)


@admin.register(ProcessingBlock)
class ProcessingBlockAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ("provider", "contact", "at")
    list_select_related = ("contact",)
    readers = {"provider": code_reader("provider")}


@admin.register(EnrichmentPolicy)
class EnrichmentPolicyAdmin(ReadOnly, ModelAdmin):
    list_display = ("__str__", "stopped_at", "refresh_enabled", "refresh_after_days", "exploration_share")
