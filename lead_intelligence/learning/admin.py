"""Admin page of applied suggestions."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from lead_intelligence.learning.models import WaterfallChange
from mauntic.kernel.admin import ReadOnly


@admin.register(WaterfallChange)
class WaterfallChangeAdmin(ReadOnly, ModelAdmin):
    list_display = ("config", "reason", "at", "by", "undone_at")
    list_select_related = ("config", "by")
