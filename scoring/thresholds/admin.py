"""Thresholds and capacity, for admins."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import ReadOnly
from scoring.thresholds.models import ScoringSettings


@admin.register(ScoringSettings)
class ScoringSettingsAdmin(ReadOnly, ModelAdmin):
    list_display = ["thresholds", "hot_leads_a_week", "changed_by", "changed_at"]
    list_select_related = ["changed_by"]
