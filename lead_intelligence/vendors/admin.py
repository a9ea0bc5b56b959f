"""Admin pages of vendors. API keys are never shown."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from lead_intelligence.vendors.models import EnrichmentProvider, HealthCheck
from mauntic.kernel.admin import Large, ReadOnly


@admin.register(EnrichmentProvider)
class EnrichmentProviderAdmin(ReadOnly, ModelAdmin):
    list_display = ("name", "provider_type", "priority", "cost_per_lookup", "enabled", "success_rate")
    exclude = ("config",)


@admin.register(HealthCheck)
class HealthCheckAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ("provider", "outcome", "latency_ms", "credits_left", "at")
    list_filter = ("provider",)
    list_select_related = ("provider",)
