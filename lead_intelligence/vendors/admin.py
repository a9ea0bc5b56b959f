"""Admin pages of vendors. API keys are never shown."""

from decimal import Decimal

from django.contrib import admin
from unfold.admin import ModelAdmin

from lead_intelligence.leads.labels import FIELD_CHOICES
from lead_intelligence.vendors.models import EnrichmentProvider, HealthCheck
from mauntic.kernel.admin import Large, ReadOnly, code_reader, label_reader
from mauntic.kernel.display import money


def in_dollars(amount: Decimal) -> str:
    """Return an amount in the currency in which vendors bill."""
    return money(amount, "USD")


@admin.register(EnrichmentProvider)
class EnrichmentProviderAdmin(ReadOnly, ModelAdmin):
    list_display = ("name", "provider_type", "priority", "cost_per_lookup", "enabled", "success_rate")
    exclude = ("config",)
    readers = {
        "provider_type": code_reader("provider"),
        "supported_fields": label_reader(FIELD_CHOICES),
        "cost_per_lookup": in_dollars,
    }


@admin.register(HealthCheck)
class HealthCheckAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ("provider", "outcome", "latency_ms", "credits_left", "at")
    list_filter = ("provider",)
    list_select_related = ("provider",)
    readers = {"outcome": code_reader("outcome")}
