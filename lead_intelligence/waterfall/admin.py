"""Admin page of the waterfall."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from lead_intelligence.waterfall.models import WaterfallConfig
from mauntic.kernel.admin import ReadOnly


@admin.register(WaterfallConfig)
class WaterfallConfigAdmin(ReadOnly, ModelAdmin):
    list_display = ("field_name", "provider_order", "max_attempts", "min_confidence", "max_cost_per_lead")
