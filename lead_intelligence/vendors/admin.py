"""Admin pages of vendors. API keys are never shown."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from lead_intelligence.vendors.models import EnrichmentProvider, HealthCheck
from mauntic.kernel.admin import ReadOnly


@admin.register(EnrichmentProvider)
class EnrichmentProviderAdmin(ReadOnly, ModelAdmin):
    list_display = ("name", "provider_type", "priority", "cost_per_lookup", "enabled", "success_rate")
    exclude = ("config",)


@admin.register(HealthCheck)
class HealthCheckAdmin(ReadOnly, ModelAdmin):
    list_display = ("provider", "outcome", "latency_ms", "credits_left", "at")
    list_filter = ("provider", "outcome")
    list_select_related = ("provider",)
