"""Admin page of the waterfall."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from lead_intelligence.vendors.admin import in_dollars
from lead_intelligence.waterfall.models import WaterfallConfig
from mauntic.kernel.admin import ReadOnly, code_reader


@admin.register(WaterfallConfig)
class WaterfallConfigAdmin(ReadOnly, ModelAdmin):
    list_display = ("field_name", "provider_order", "max_attempts", "min_confidence", "max_cost_per_lead")
    readers = {"provider_order": code_reader("provider"), "max_cost_per_lead": in_dollars}
